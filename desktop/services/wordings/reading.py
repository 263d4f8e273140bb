"""Policies that cannot be read, or must not be."""

from __future__ import annotations

from desktop.services.wordings.kept import UNTOUCHED, Wordings

WORDINGS: Wordings = {
    "source.missing": ("找不到这个文件。", "", "请核对文件名和位置，或重新选择。"),
    "source.directory": ("这是一个文件夹，不是文件。", "", "请选择其中的政策文件。"),
    "source.not_a_file": ("这不是普通文件，无法读取。", "", "请选择一个政策文件。"),
    "source.permission": (
        "没有读取这个文件的权限。",
        UNTOUCHED,
        "请联系文件的所有者，或把它复制到自己的文件夹再打开。",
    ),
    "source.io": (
        "读取文件时磁盘出错（{system}）。",
        UNTOUCHED,
        "请检查磁盘或U盘，复制到本机后再打开。",
    ),
    "source.empty": ("文件是空的，没有内容可读。", "", "请核对是否选错文件，或请来文单位重发。"),
    "source.too_large": (
        "文件太大，超过{limit_mb}MB的上限。",
        UNTOUCHED,
        "请另存为只含正文的Word或文本文件再打开。",
    ),
    "source.no_text": (
        "文件里没有读到文字。",
        UNTOUCHED,
        "如是扫描件，请先做文字识别，另存为Word或文本文件再打开。",
    ),
    "source.picture": (
        "这是一张图片（{kind}），不是文本，扩展名可能被改过。",
        UNTOUCHED,
        "请打开政策的Word或文本文件。",
    ),
    "source.binary": (
        "这不是文本文件，内容是二进制数据。",
        UNTOUCHED,
        "请打开政策的Word或文本文件。",
    ),
    "source.unsupported": (
        "暂不能读取这种格式（{kind}）。",
        UNTOUCHED,
        "请在Word或WPS中另存为.docx，或把全文粘贴进来。",
    ),
    "source.encrypted": (
        "文件加了密码，无法读取。",
        UNTOUCHED,
        "请在Word或WPS中去掉密码后再打开。",
    ),
    "source.damaged": (
        "文件已损坏，无法读全。",
        UNTOUCHED,
        "请在Word或WPS中打开并另存一份，或请来文单位重发。",
    ),
    "source.unsafe": (
        "文件内部结构异常，为安全起见没有读取。",
        UNTOUCHED,
        "请在Word或WPS中打开核对，另存一份后再试。",
    ),
    "source.timeout": (
        "读取超过{seconds}秒仍未完成，已停止。",
        UNTOUCHED,
        "请另存为文本文件再打开，或把全文粘贴进来。",
    ),
    "source.cancelled": ("已取消读取。", UNTOUCHED, ""),
    "source.reader_died": (
        "读取程序意外中断，其他内容不受影响。",
        UNTOUCHED,
        "请另存为.docx或文本文件再打开，或把全文粘贴进来。",
    ),
    "refused.security": (
        "文件标有密级“{mark}”，本程序不处理涉密文件。",
        "文件内容没有保存，也没有记入日志。",
        "请在规定的涉密设备上办理。",
    ),
}
