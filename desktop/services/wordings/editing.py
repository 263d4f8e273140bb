"""What cannot be done as it is asked for."""

from __future__ import annotations

from desktop.services.wordings.kept import BOOK_KEPT, Wordings

WORDINGS: Wordings = {
    "unforeseen": ("程序出了意外，这一步没有完成。", BOOK_KEPT, "请再试一次。"),
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
    "edit.split_unplaced": (
        "这项任务的文字在原文里对不上光标的位置，没有拆分。",
        "",
        "刚合并的可以撤销合并后再拆，也可以在原文中另选文字设为任务。",
    ),
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
}
