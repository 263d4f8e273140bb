"""Books: what keeps them from being opened, saved, copied, and what state a file is in."""

from __future__ import annotations

from desktop.services.wordings.kept import BOOK_KEPT, UNTOUCHED, Wordings

WORDINGS: Wordings = {
    "workbook.closed": ("分工簿已经关闭，这一步没有做。", BOOK_KEPT, "请重新打开后再做。"),
    "workbook.missing": ("找不到这个分工簿。", "", "请核对位置；如在U盘或共享文件夹，请先接通。"),
    "workbook.exists": ("同名的分工簿已经存在。", "原有分工簿没有改动。", "请换一个名称。"),
    "workbook.folder": (
        "无法在“{path}”新建文件夹（{system}）。",
        "",
        "请在“设置”里换一个存放文件夹。",
    ),
    "workbook.not_a_workbook": (
        "这不是分工簿文件。",
        UNTOUCHED,
        "请选择扩展名为.fengong的文件；政策文件请用“导入”。",
    ),
    "workbook.damaged": (
        "分工簿已损坏，没有打开，以免扩大损失。",
        UNTOUCHED,
        "请使用另存的副本或备份。",
    ),
    "workbook.newer": ("这个分工簿由更新版本的程序保存。", UNTOUCHED, "请安装新版程序后再打开。"),
    "workbook.permission": (
        "没有读写这个分工簿的权限。",
        UNTOUCHED,
        "请联系所有者，或复制到自己的文件夹再打开。",
    ),
    "workbook.busy": (
        "分工簿正被另一个程序或另一位同事使用。",
        BOOK_KEPT,
        "请稍后再试，或请对方先关闭。",
    ),
    "workbook.read_only": ("分工簿是只读的，修改没有保存。", BOOK_KEPT, "请另存副本后再修改。"),
    "workbook.disk_full": (
        "磁盘已满，这一步没有保存。",
        BOOK_KEPT,
        "请清理磁盘后重做这一步，或另存副本到别的磁盘。",
    ),
    "workbook.io": (
        "写入磁盘时出错，这一步没有保存。",
        BOOK_KEPT,
        "请检查磁盘、U盘或网络，再重做这一步。",
    ),
    "workbook.failed": (
        "分工簿没有保存成功。",
        BOOK_KEPT,
        "请重做这一步；如再次出现，请另存副本。",
    ),
    "workbook.text": (
        "内容里有无法保存的字符，这一步没有保存。",
        BOOK_KEPT,
        "请删去异常字符后重做。",
    ),
    "workbook.no_folder": ("存放分工簿的文件夹不存在。", "", "请先新建文件夹，或换一个位置。"),
    "workbook.leftover_journal": (
        "这个位置有一份没有收尾的临时文件（{name}），在此新建会损坏分工簿。",
        "没有新建，也没有改动原有文件。",
        "请换一个名称或位置。",
    ),
    "workbook.unfinished": (
        "这个分工簿上次没有正常收尾，只读方式无法补救。",
        UNTOUCHED,
        "请用可写方式打开一次，或复制到本机再打开。",
    ),
    "workbook.older": (
        "这个分工簿由较早版本保存，只读方式无法升级。",
        UNTOUCHED,
        "请用可写方式打开，或复制到本机再打开。",
    ),
    "workbook.moved": (
        "分工簿文件已被移动、改名或删除，这一步没有保存。",
        BOOK_KEPT,
        "请把文件放回原处后重做，或另存副本。",
    ),
    "workbook.same_file": ("副本不能存成正在使用的分工簿本身。", BOOK_KEPT, "请换一个名称。"),
    "workbook.too_big": ("内容太大，这一步没有保存。", BOOK_KEPT, "请缩短文字后重做。"),
    "workbook.has_version": (
        "这个文件和分工簿里已有的一稿完全相同。",
        "分工簿没有改动。",
        "请核对是否选错文件。",
    ),
    "workbook.reference": (
        "内容之间的关联不完整，这一步没有保存。",
        BOOK_KEPT,
        "请关闭后重新打开分工簿，再做这一步。",
    ),
    "workbook.value": ("有一项内容不符合格式，这一步没有保存。", BOOK_KEPT, "请核对后重做。"),
    "workbook.no_blob": (
        "分工簿里缺少政策原文，无法显示。",
        BOOK_KEPT,
        "请使用另存的副本或备份。",
    ),
    "workbook.blob_digest": ("政策原文校验不符，这一步没有保存。", BOOK_KEPT, "请重新导入。"),
    "workbook.no_entry": ("修改记录中找不到这一步，无法撤销。", BOOK_KEPT, ""),
    "workbook.unknown_change": (
        "修改记录由其他版本的程序写入，无法撤销这一步。",
        BOOK_KEPT,
        "请直接修改。",
    ),
    "stale.history": ("撤销的次序已有变化，这一步没有做。", BOOK_KEPT, "请重试。"),
    "workbook.earlier_failed": (
        "前一步没有保存，接着的这一步也一并撤回。",
        BOOK_KEPT,
        "请重做这一步。",
    ),
    "workbook.reading": (
        "正在读入其余内容，这一步没有做。",
        "",
        "请等片刻，读完后再试。",
    ),
    "workbook.held": (
        "{person}（{machine}）自{time}起正在修改这个分工簿，这里只能查看，这一步没有做。",
        BOOK_KEPT,
        "请等对方关闭后重新打开，或另存副本后再修改。",
    ),
    "workbook.taken_over": (
        "这个分工簿已由{person}（{machine}）自{time}起接手修改，这一步没有保存。",
        BOOK_KEPT,
        "请与对方联系；要继续修改，请等对方关闭后重新打开，或另存副本。",
    ),
    "workbook.vanished": (
        "找不到分工簿文件“{name}”了：U盘可能已拔出，网络可能已断开，文件也可能被移走或改名。",
        "窗口里看到的内容还在，此前的修改都已保存在该文件里。",
        "请接回U盘或网络，或用“另存副本”存到本机。",
    ),
    "workbook.nothing_left": (
        "这个文件里没有能读出的内容。",
        "原文件没有改动，也没有新建文件。",
        "请使用另存的副本或备份。",
    ),
    "workbook.backup": (
        "没有做成备份（{why}）。",
        "分工簿本身和这一步修改都已保存。",
        "请检查本机磁盘；在此之前请多另存副本。",
    ),
    "condition.sound": ("分工簿完好，逐项校验无误。", "", ""),
    "condition.read_only": (
        "分工簿完好，但所在位置不允许写入。",
        UNTOUCHED,
        "可以只读查看；要修改请另存副本到自己的文件夹。",
    ),
    "condition.missing": (
        "文件不在原来的位置。",
        "",
        "请接通U盘或网络后再试，或看文件是否被移走、改名；有备份的也可以从备份恢复。",
    ),
    "condition.empty": (
        "文件是空的，里面没有任何内容，可能是复制或保存时断电所致。",
        UNTOUCHED,
        "请重新复制一份，或从备份恢复。",
    ),
    "condition.not_sqlite": (
        "这不是分工簿文件，或者文件开头已损坏。",
        UNTOUCHED,
        "请核对是否选错文件；如确是分工簿，可以把能读出的内容恢复到新文件，或从备份恢复。",
    ),
    "condition.not_a_workbook": (
        "这是别的程序的数据库，不是分工簿。",
        UNTOUCHED,
        "请核对是否选错文件。",
    ),
    "condition.cut_short": (
        "文件不完整，后面缺了一段，可能是复制时中断所致。",
        UNTOUCHED,
        "请重新复制一份；也可以把能读出的内容恢复到新文件，或从备份恢复。",
    ),
    "condition.damaged": (
        "文件内容有损坏，与保存时不一致。",
        UNTOUCHED,
        "请从备份恢复，或把能读出的内容恢复到新文件。",
    ),
    "condition.older": ("分工簿由较早版本保存。", UNTOUCHED, "打开时会先备份再升级。"),
    "condition.newer": ("分工簿由更新版本的程序保存。", UNTOUCHED, "请安装新版程序后再打开。"),
    "condition.unfinished": (
        "上次保存时中断，最后一步没有收尾。",
        "此前保存的内容都在。",
        "请用可写方式打开一次，程序会自动收尾。",
    ),
    "condition.busy": ("分工簿正在被写入，暂时不能检查。", UNTOUCHED, "请稍后再试。"),
    "condition.unreadable": (
        "无法读取或复制文件（{part}），没有查成。",
        UNTOUCHED,
        "请检查磁盘、U盘或网络，看本机磁盘是否已满，再试一次。",
    ),
    "only.asked": ("分工簿以只读方式打开。", "", "可以查看、导出和另存副本，不能修改。"),
    "only.held": (
        "{person}（{machine}）自{time}起正在修改这个分工簿，这里以只读方式打开。",
        "",
        "对方保存后这里会随之更新；要修改请等对方关闭，或另存副本。",
    ),
    "only.taken_over": (
        "这个分工簿已由{person}（{machine}）自{time}起接手修改，这里转为只读。",
        BOOK_KEPT,
        "要修改请等对方关闭后重新打开，或另存副本。",
    ),
    "only.place": (
        "分工簿所在的位置不允许写入，以只读方式打开。",
        "",
        "可以查看和导出；要修改请另存副本到自己的文件夹。",
    ),
    "only.full": (
        "分工簿所在的磁盘已满，以只读方式打开。",
        "",
        "请清理磁盘后重新打开，或另存副本到别的磁盘。",
    ),
    "share.noticed": (
        "这个分工簿在网络共享文件夹里，保存要经过网络，会慢一些。",
        "每一步修改仍会立即保存，并有备份存在本机。",
        "多人不要同时修改；网络不稳时请另存副本到本机。",
    ),
    "conflict.now": ("{row}的“{column}”现在是“{now}”，与您改动之前看到的不同。", "", ""),
    "conflict.gone": ("{row}已被删除。", "", ""),
    "stale.exists": ("要新增的内容已经存在，这一步没有做。", BOOK_KEPT, "请刷新后重试。"),
    "stale.missing": ("要修改的内容已被删除，这一步没有做。", BOOK_KEPT, "请刷新后重试。"),
    "stale.preview": (
        "对照以后分工簿又有改动，新稿没有导入。",
        BOOK_KEPT,
        "请再导入一次，按现在的内容重新对照。",
    ),
    "stale.differs": ("内容已被改动，这一步没有做，以免覆盖。", BOOK_KEPT, "请核对后重做。"),
}
