"""Tables, layouts and settings."""

from __future__ import annotations

from desktop.services.wordings.kept import OLD_KEPT, Wordings

WORDINGS: Wordings = {
    "output.unknown_format": ("不认识的导出格式“{suffix}”。", "", "请用.pdf、.xlsx、.docx或.csv。"),
    "output.disk_full": ("磁盘已满，没有导出。", OLD_KEPT, "请清理磁盘，或换一个位置导出。"),
    "output.permission": (
        "没有写入这个位置的权限，或文件正在Excel、WPS中打开。",
        OLD_KEPT,
        "请关闭该文件，或换一个位置导出。",
    ),
    "output.no_folder": ("要导出到的文件夹不存在。", "", "请核对位置，或先新建文件夹。"),
    "output.printer": (
        "打印机“{name}”没有接受这份文件，或中途停止。",
        "分工簿没有改动；已经印出的页仍可使用。",
        "请检查打印机后再打印，或先导出PDF。",
    ),
    "output.long_name": ("文件名太长，没有导出。", OLD_KEPT, "请缩短文件名。"),
    "output.failed": ("导出时出错（{system}）。", OLD_KEPT, "请换一个位置再导出。"),
    "output.no_glyph": (
        "没有字体能印出“{character}”（{code_point}）。",
        OLD_KEPT,
        "请在系统中安装含此字的字体，或改用别的字。",
    ),
    "output.no_font": (
        "找不到可用的中文字体。",
        OLD_KEPT,
        "请重新安装本程序，或安装仿宋、黑体等字体。",
    ),
    "output.no_columns": ("没有选择要打印的栏目。", "", "请至少选择一栏。"),
    "output.too_many_columns": (
        "选了{count}栏，一页宽度最多放得下{most}栏。",
        OLD_KEPT,
        "请少选几栏，或改用横排、小一些的字号。",
    ),
    "output.title_too_long": ("标题太长，一页放不下。", OLD_KEPT, "请缩短标题。"),
    "output.no_unit": (
        "文件中没有把任务分给“{unit}”，没有导出。",
        OLD_KEPT,
        "请按文件中的写法给出单位名称{like}。",
    ),
    "output.no_units": (
        "没有任务写明责任单位，没有单位清单可印。",
        "",
        "请先填写责任单位，或换一种版式。",
    ),
    "output.no_earlier_stage": (
        "没有可供比较的阶段，没有导出对照表。",
        OLD_KEPT,
        "请在分工簿里先冻结一稿（征求意见稿、送审稿等）。",
    ),
    "output.no_stage": (
        "分工簿里没有名为“{name}”的阶段，没有导出。",
        OLD_KEPT,
        "已有的阶段：{known}。",
    ),
    "output.same_name": (
        "有两个文件要写到同一个位置（{name}），没有导出。",
        OLD_KEPT,
        "请换一个文件名。",
    ),
    "layout.unknown": ("没有叫“{name}”的版式。", "", "可用的版式：{known}。"),
    "layout.missing": ("找不到版式文件“{name}”。", "", "请核对文件名和位置。"),
    "layout.unreadable": ("读不出版式文件（{system}）。", "", "请核对文件，另存为UTF-8编码。"),
    "layout.too_large": ("文件太大，不是版式文件。", "", "请核对是否选错文件。"),
    "layout.not_json": ("第{line}行附近格式有误，读不出版式。", "", "请核对引号、逗号和括号。"),
    "layout.invalid": ("版式有误：{what}。", "", "请改正后再用。"),
    "layout.taken": (
        "已经有叫“{name}”的版式，编号或名称相同。",
        "原有版式没有改动。",
        "请换一个名称。",
    ),
    "layout.changed": (
        "“{name}”已在别处改动、改名或删除。",
        "那边的改动没有被覆盖，这里改的也还没有保存。",
        "可以仍然保存，或关闭后重新打开版式。",
    ),
    "layout.not_own": ("“{name}”不是自定版式，不能删除。", "版式没有改动。", ""),
    "layout.not_kept": (
        "版式没有保存（{system}）。",
        "原有版式没有改动。",
        "请检查磁盘和权限后再试。",
    ),
    "settings.name": ("应是一行不太长的文字（60字以内）。", "", ""),
    "settings.relative": ("请写完整的文件夹位置，或点“浏览”选择。", "", ""),
    "settings.folder": ("这个位置不是可以写入的文件夹。", "", ""),
    "settings.not_kept": (
        "设置没有写到磁盘上。",
        "本次运行仍按新的设置。",
        "请检查磁盘和权限，下次启动前再设置一次。",
    ),
}
