"""The Chinese sentence for every error: what happened, what was kept, what to do.

One table for window and command line; each shows it in its own way. Errors carry a reason and data (see
`desktop.support.errors`), never wording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.support.errors import FengongError


@dataclass(frozen=True, slots=True)
class Message:
    """Three short sentences; `kept` is empty where nothing could have been lost."""

    happened: str
    kept: str
    advice: str

    def line(self) -> str:
        """Return all on one line."""
        return "".join(s for s in (self.happened, self.kept, self.advice) if s)


_UNTOUCHED = "原文件没有改动。"
_OLD_KEPT = "原有文件没有改动，也没有留下半份文件。"
_BOOK_KEPT = "此前的修改都已保存。"

_MESSAGES: Mapping[str, tuple[str, str, str]] = {
    "source.missing": ("找不到这个文件。", "", "请核对文件名和位置，或重新选择。"),
    "source.directory": ("这是一个文件夹，不是文件。", "", "请选择其中的政策文件。"),
    "source.not_a_file": ("这不是普通文件，无法读取。", "", "请选择一个政策文件。"),
    "source.permission": (
        "没有读取这个文件的权限。",
        _UNTOUCHED,
        "请联系文件的所有者，或把它复制到自己的文件夹再打开。",
    ),
    "source.io": (
        "读取文件时磁盘出错（{system}）。",
        _UNTOUCHED,
        "请检查磁盘或U盘，复制到本机后再打开。",
    ),
    "source.empty": ("文件是空的，没有内容可读。", "", "请核对是否选错文件，或请来文单位重发。"),
    "source.too_large": (
        "文件太大，超过{limit_mb}MB的上限。",
        _UNTOUCHED,
        "请另存为只含正文的Word或文本文件再打开。",
    ),
    "source.no_text": (
        "文件里没有读到文字。",
        _UNTOUCHED,
        "如是扫描件，请先做文字识别，另存为Word或文本文件再打开。",
    ),
    "source.picture": (
        "这是一张图片（{kind}），不是文本，扩展名可能被改过。",
        _UNTOUCHED,
        "请打开政策的Word或文本文件。",
    ),
    "source.binary": (
        "这不是文本文件，内容是二进制数据。",
        _UNTOUCHED,
        "请打开政策的Word或文本文件。",
    ),
    "source.unsupported": (
        "暂不能读取这种格式（{kind}）。",
        _UNTOUCHED,
        "请在Word或WPS中另存为.docx，或把全文粘贴进来。",
    ),
    "source.encrypted": (
        "文件加了密码，无法读取。",
        _UNTOUCHED,
        "请在Word或WPS中去掉密码后再打开。",
    ),
    "source.damaged": (
        "文件已损坏，无法读全。",
        _UNTOUCHED,
        "请在Word或WPS中打开并另存一份，或请来文单位重发。",
    ),
    "source.unsafe": (
        "文件内部结构异常，为安全起见没有读取。",
        _UNTOUCHED,
        "请在Word或WPS中打开核对，另存一份后再试。",
    ),
    "source.timeout": (
        "读取超过{seconds}秒仍未完成，已停止。",
        _UNTOUCHED,
        "请另存为文本文件再打开，或把全文粘贴进来。",
    ),
    "source.cancelled": ("已取消读取。", _UNTOUCHED, ""),
    "source.reader_died": (
        "读取程序意外中断，其他内容不受影响。",
        _UNTOUCHED,
        "请另存为.docx或文本文件再打开，或把全文粘贴进来。",
    ),
    "refused.security": (
        "文件标有密级“{mark}”，本程序不处理涉密文件。",
        "文件内容没有保存，也没有记入日志。",
        "请在规定的涉密设备上办理。",
    ),
    "workbook.missing": ("找不到这个分工簿。", "", "请核对位置；如在U盘或共享文件夹，请先接通。"),
    "workbook.exists": ("同名的分工簿已经存在。", "原有分工簿没有改动。", "请换一个名称。"),
    "workbook.folder": (
        "无法在“{path}”新建文件夹（{system}）。",
        "",
        "请在“设置”里换一个存放文件夹。",
    ),
    "workbook.not_a_workbook": (
        "这不是分工簿文件。",
        _UNTOUCHED,
        "请选择扩展名为.fengong的文件；政策文件请用“导入”。",
    ),
    "workbook.damaged": (
        "分工簿已损坏，没有打开，以免扩大损失。",
        _UNTOUCHED,
        "请使用另存的副本或备份。",
    ),
    "workbook.newer": ("这个分工簿由更新版本的程序保存。", _UNTOUCHED, "请安装新版程序后再打开。"),
    "workbook.permission": (
        "没有读写这个分工簿的权限。",
        _UNTOUCHED,
        "请联系所有者，或复制到自己的文件夹再打开。",
    ),
    "workbook.busy": (
        "分工簿正被另一个程序或另一位同事使用。",
        _BOOK_KEPT,
        "请稍后再试，或请对方先关闭。",
    ),
    "workbook.read_only": ("分工簿是只读的，修改没有保存。", _BOOK_KEPT, "请另存副本后再修改。"),
    "workbook.disk_full": (
        "磁盘已满，这一步没有保存。",
        _BOOK_KEPT,
        "请清理磁盘后重做这一步，或另存副本到别的磁盘。",
    ),
    "workbook.io": (
        "写入磁盘时出错，这一步没有保存。",
        _BOOK_KEPT,
        "请检查磁盘、U盘或网络，再重做这一步。",
    ),
    "workbook.failed": (
        "分工簿没有保存成功。",
        _BOOK_KEPT,
        "请重做这一步；如再次出现，请另存副本。",
    ),
    "workbook.text": (
        "内容里有无法保存的字符，这一步没有保存。",
        _BOOK_KEPT,
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
        _UNTOUCHED,
        "请用可写方式打开一次，或复制到本机再打开。",
    ),
    "workbook.older": (
        "这个分工簿由较早版本保存，只读方式无法升级。",
        _UNTOUCHED,
        "请用可写方式打开，或复制到本机再打开。",
    ),
    "workbook.moved": (
        "分工簿文件已被移动、改名或删除，这一步没有保存。",
        _BOOK_KEPT,
        "请把文件放回原处后重做，或另存副本。",
    ),
    "workbook.same_file": ("副本不能存成正在使用的分工簿本身。", _BOOK_KEPT, "请换一个名称。"),
    "workbook.too_big": ("内容太大，这一步没有保存。", _BOOK_KEPT, "请缩短文字后重做。"),
    "workbook.has_version": (
        "这个文件和分工簿里已有的一稿完全相同。",
        "分工簿没有改动。",
        "请核对是否选错文件。",
    ),
    "workbook.reference": (
        "内容之间的关联不完整，这一步没有保存。",
        _BOOK_KEPT,
        "请关闭后重新打开分工簿，再做这一步。",
    ),
    "workbook.value": ("有一项内容不符合格式，这一步没有保存。", _BOOK_KEPT, "请核对后重做。"),
    "workbook.no_blob": (
        "分工簿里缺少政策原文，无法显示。",
        _BOOK_KEPT,
        "请使用另存的副本或备份。",
    ),
    "workbook.blob_digest": ("政策原文校验不符，这一步没有保存。", _BOOK_KEPT, "请重新导入。"),
    "workbook.no_entry": ("修改记录中找不到这一步，无法撤销。", _BOOK_KEPT, ""),
    "workbook.unknown_change": (
        "修改记录由其他版本的程序写入，无法撤销这一步。",
        _BOOK_KEPT,
        "请直接修改。",
    ),
    "stale.history": ("撤销的次序已有变化，这一步没有做。", _BOOK_KEPT, "请重试。"),
    "workbook.earlier_failed": (
        "前一步没有保存，接着的这一步也一并撤回。",
        _BOOK_KEPT,
        "请重做这一步。",
    ),
    "workbook.reading": (
        "正在读入其余内容，这一步没有做。",
        "",
        "请等片刻，读完后再试。",
    ),
    "workbook.held": (
        "{person}（{machine}）自{time}起正在修改这个分工簿，这里只能查看，这一步没有做。",
        _BOOK_KEPT,
        "请等对方关闭后重新打开，或另存副本后再修改。",
    ),
    "workbook.taken_over": (
        "这个分工簿已由{person}（{machine}）自{time}起接手修改，这一步没有保存。",
        _BOOK_KEPT,
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
        _UNTOUCHED,
        "可以只读查看；要修改请另存副本到自己的文件夹。",
    ),
    "condition.missing": (
        "文件不在原来的位置。",
        "",
        "请接通U盘或网络后再试，或看文件是否被移走、改名；有备份的也可以从备份恢复。",
    ),
    "condition.empty": (
        "文件是空的，里面没有任何内容，可能是复制或保存时断电所致。",
        _UNTOUCHED,
        "请重新复制一份，或从备份恢复。",
    ),
    "condition.not_sqlite": (
        "这不是分工簿文件，或者文件开头已损坏。",
        _UNTOUCHED,
        "请核对是否选错文件；如确是分工簿，可以把能读出的内容恢复到新文件，或从备份恢复。",
    ),
    "condition.not_a_workbook": (
        "这是别的程序的数据库，不是分工簿。",
        _UNTOUCHED,
        "请核对是否选错文件。",
    ),
    "condition.cut_short": (
        "文件不完整，后面缺了一段，可能是复制时中断所致。",
        _UNTOUCHED,
        "请重新复制一份；也可以把能读出的内容恢复到新文件，或从备份恢复。",
    ),
    "condition.damaged": (
        "文件内容有损坏，与保存时不一致。",
        _UNTOUCHED,
        "请从备份恢复，或把能读出的内容恢复到新文件。",
    ),
    "condition.older": ("分工簿由较早版本保存。", _UNTOUCHED, "打开时会先备份再升级。"),
    "condition.newer": ("分工簿由更新版本的程序保存。", _UNTOUCHED, "请安装新版程序后再打开。"),
    "condition.unfinished": (
        "上次保存时中断，最后一步没有收尾。",
        "此前保存的内容都在。",
        "请用可写方式打开一次，程序会自动收尾。",
    ),
    "condition.busy": ("分工簿正在被写入，暂时不能检查。", _UNTOUCHED, "请稍后再试。"),
    "condition.unreadable": (
        "无法读取或复制文件（{part}），没有查成。",
        _UNTOUCHED,
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
        _BOOK_KEPT,
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
    "own_unit.no_name": ("单位没有名称。", "", "请先填写名称。"),
    "own_unit.name_taken": (
        "本簿名录中的“{unit}”已经用了“{name}”这个名称。",
        "",
        "请改那一行，或换一个名称。",
    ),
    "own_unit.alias_taken": ("“{name}”已是本簿名录中“{unit}”的名称，没有记入。", "", ""),
    "own_unit.alias_shipped": (
        "“{name}”已是程序自带目录中“{unit}”的名称，没有记入。",
        "",
        "程序本来就认得它。",
    ),
    "edit.split_outside": (
        "光标不在这项任务的原文里，没有拆分。",
        "",
        "请先选中要拆的任务，再在原文中点到亮起的文字里要断开的地方。",
    ),
    "edit.split_at_end": (
        "光标在这项任务原文的开头或末尾，没有可以拆开的两段。",
        "",
        "请点到要断开的两句之间。",
    ),
    "edit.split_in_clause": ("光标在责任单位括注里，没有拆分。", "", "请点到任务文字中间。"),
    "edit.split_elsewhere": ("原文还没有显示出来，没有拆分。", "", "请稍候再试。"),
    "edit.merge_one": ("只选了一项任务，没有合并。", "", "请选中相邻的几项任务再合并。"),
    "edit.merge_apart": ("所选任务不相邻，没有合并。", "", "请先用上移、下移排到一起。"),
    "edit.merge_policies": ("所选任务出自不同的政策文件，不能合并。", "", ""),
    "edit.merge_sections": (
        "所选任务不在同一章节，不能合并。",
        "",
        "可以各自列入附件后在附件里改写。",
    ),
    "edit.no_unit": ("没有写单位名称。", "", "请填写单位名称。"),
    "share.noticed": (
        "这个分工簿在网络共享文件夹里，保存要经过网络，会慢一些。",
        "每一步修改仍会立即保存，并有备份存在本机。",
        "多人不要同时修改；网络不稳时请另存副本到本机。",
    ),
    "output.unknown_format": ("不认识的导出格式“{suffix}”。", "", "请用.pdf、.xlsx、.docx或.csv。"),
    "output.disk_full": ("磁盘已满，没有导出。", _OLD_KEPT, "请清理磁盘，或换一个位置导出。"),
    "output.permission": (
        "没有写入这个位置的权限，或文件正在Excel、WPS中打开。",
        _OLD_KEPT,
        "请关闭该文件，或换一个位置导出。",
    ),
    "output.no_folder": ("要导出到的文件夹不存在。", "", "请核对位置，或先新建文件夹。"),
    "output.printer": (
        "打印机“{name}”没有接受这份文件，或中途停止。",
        "分工簿没有改动；已经印出的页仍可使用。",
        "请检查打印机后再打印，或先导出PDF。",
    ),
    "output.failed": ("导出时出错（{system}）。", _OLD_KEPT, "请换一个位置再导出。"),
    "output.no_glyph": (
        "没有字体能印出“{character}”（{code_point}）。",
        _OLD_KEPT,
        "请在系统中安装含此字的字体，或改用别的字。",
    ),
    "output.no_font": (
        "找不到可用的中文字体。",
        _OLD_KEPT,
        "请重新安装本程序，或安装仿宋、黑体等字体。",
    ),
    "output.no_columns": ("没有选择要打印的栏目。", "", "请至少选择一栏。"),
    "output.too_many_columns": (
        "选了{count}栏，一页宽度最多放得下{most}栏。",
        _OLD_KEPT,
        "请少选几栏，或改用横排、小一些的字号。",
    ),
    "output.title_too_long": ("标题太长，一页放不下。", _OLD_KEPT, "请缩短标题。"),
    "conflict.now": ("{row}的“{column}”现在是“{now}”，与您改动之前看到的不同。", "", ""),
    "conflict.gone": ("{row}已被删除。", "", ""),
    "output.no_unit": (
        "文件中没有把任务分给“{unit}”，没有导出。",
        _OLD_KEPT,
        "请按文件中的写法给出单位名称{like}。",
    ),
    "output.no_earlier_stage": (
        "没有可供比较的阶段，没有导出对照表。",
        _OLD_KEPT,
        "请在分工簿里先冻结一稿（征求意见稿、送审稿等）。",
    ),
    "output.no_stage": (
        "分工簿里没有名为“{name}”的阶段，没有导出。",
        _OLD_KEPT,
        "已有的阶段：{known}。",
    ),
    "output.same_name": (
        "有两个文件要写到同一个位置（{name}），没有导出。",
        _OLD_KEPT,
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
    "layout.not_own": ("“{name}”不是自定版式，不能删除。", "版式没有改动。", ""),
    "layout.not_kept": (
        "版式没有保存（{system}）。",
        "原有版式没有改动。",
        "请检查磁盘和权限后再试。",
    ),
    "stale.exists": ("要新增的内容已经存在，这一步没有做。", _BOOK_KEPT, "请刷新后重试。"),
    "stale.missing": ("要修改的内容已被删除，这一步没有做。", _BOOK_KEPT, "请刷新后重试。"),
    "stale.preview": (
        "对照以后分工簿又有改动，新稿没有导入。",
        _BOOK_KEPT,
        "请再导入一次，按现在的内容重新对照。",
    ),
    "stale.differs": ("内容已被改动，这一步没有做，以免覆盖。", _BOOK_KEPT, "请核对后重做。"),
}


#: Why a backup was made, as 恢复 lists it.
_BACKUP_REASONS: Mapping[str, str] = {
    "day": "当天首次修改前",
    "migration": "升级前",
    "merging": "合并前",
    "asked": "手动备份",
}


#: What kept a backup from being made.
_BACKUP_FAULTS: Mapping[str, str] = {
    "workbook.disk_full": "本机磁盘已满",
    "workbook.permission": "没有写入备份文件夹的权限",
    "workbook.damaged": "分工簿已有损坏",
}


#: What kept the backups of a book from being listed.
_LISTING_FAULTS: Mapping[str, str] = {
    "workbook.disk_full": "本机磁盘已满",
    "workbook.permission": "没有读取备份文件夹的权限",
}


#: The place of damage that a diagnosis names.
_PARTS: Mapping[str, str] = {
    "structure": "文件结构",
    "rows": "任务、附件等内容",
    "blob": "政策原文",
    "journal": "修改记录",
    "tables": "数据表",
    "header": "文件开头",
    "book": "分工簿自身的信息",
    "version": "版本信息",
    "text": "文字",
}


def part_word(part: str) -> str:
    """Return the clerk's word for the place of damage, or an empty text where there is none."""
    return _PARTS.get(part, "")


def backup_fault(error: FengongError) -> str:
    """Return what kept a backup from being made, in a few words."""
    return _BACKUP_FAULTS.get(error.reason, "读写磁盘出错")


def listing_fault(error: FengongError) -> str:
    """Return what kept the backups from being listed, in a few words."""
    return _LISTING_FAULTS.get(error.reason, "备份文件夹读取出错")


def reason_word(reason: str) -> str:
    """Return the clerk's word for the reason of a backup."""
    return _BACKUP_REASONS.get(reason, reason)


def say(code: str, **facts: object) -> Message:
    """Return the wording for what is no error: ``condition.…``, ``only.…``, ``conflict.…``, ``own_unit.…``."""
    return explain(FengongError(code, **{name: fact or "—" for name, fact in facts.items()}))


#: What is wrong with one entry of a layout (`desktop.domain.layout_json`); `value` is what was found there.
_LAYOUT_FAULTS: Mapping[str, str] = {
    "table": "应是一组“名称: 值”，而不是{value}",
    "missing": "没有填写",
    "text": "应是不太长的文字，而不是{value}",
    "word": "不能是{value}",
    "whole": "应是范围内的整数，而不是{value}",
    "width": "应是1到400之间的数（毫米），而不是{value}",
    "yes_or_no": "应是true或false，而不是{value}",
    "key": "“{value}”只能用字母、数字、-和_，也不能是系统保留的名称",
    "mark": "只能是“附件”或空，而不是“{value}”",
    "columns": "应列出1到30个栏目，而不是{value}",
    "unknown_column": "这种表没有“{value}”这一栏",
    "twice": "“{value}”这一栏重复了",
    "unknown_key": "不认识这一项，请核对拼写",
    "not_here": "这种表不能用“{value}”",
    "lead_column": "用“column”必须有lead栏，有lead栏必须用“column”",
    "group_column": "按合并栏分组时，第一栏应是section，而不是“{value}”",
    "no_groups": "没有分组，不能按组编号",
}


def _layout_faults(faults: object) -> str:
    """Say what is wrong with a layout, each with its path in the file."""
    if not isinstance(faults, tuple):
        return "—"
    said = []
    for fault in faults:
        words = _LAYOUT_FAULTS.get(fault.code, fault.code).format(value=fault.value)
        said.append(f"{fault.path}：{words}" if fault.path else words)
    return "；".join(said)


class _Facts(dict[str, object]):
    """The data of an error; a fact that is missing reads as a dash rather than failing the message."""

    def __missing__(self, key: str) -> str:
        return "—"


def explain(error: FengongError) -> Message:
    """Return the wording for an error; one that has none of its own is named by its reason."""
    parts = _MESSAGES.get(error.reason)
    if parts is None:
        return Message(
            f"没有完成（{error.reason}）。",
            "此前保存的内容不受影响。",
            "请重试；如再次出现，请把这一代码告诉维护人员。",
        )
    facts = _Facts({k: f"{v:g}" if isinstance(v, float) else v for k, v in error.data.items()})
    facts["time"] = _moment(error.data.get("time"))
    facts["what"] = _layout_faults(error.data.get("faults"))
    limit = error.data.get("limit")
    if isinstance(limit, int):
        facts["limit_mb"] = limit // (1024 * 1024)
    return Message(*(part.format_map(facts) for part in parts))


def _moment(time: object) -> str:
    """Return a time (ISO with offset) as a clerk reads it, by the local clock; what is none as it is."""
    try:
        local = datetime.fromisoformat(str(time)).astimezone()
    except ValueError:
        return str(time or "—")
    return f"{local.month}月{local.day}日{local:%H:%M}"


def known_reasons() -> frozenset[str]:
    """Return every reason that has a wording of its own."""
    return frozenset(_MESSAGES)
