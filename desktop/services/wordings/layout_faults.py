"""What is wrong with a layout, in words: for who reads its file, and for who sees its fields."""

from __future__ import annotations

from collections.abc import Mapping

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


#: The same for who sees the fields of a layout and not its file; what is not here is said alike.
_LAYOUT_FIELD_FAULTS: Mapping[str, str] = {
    "text": "太长，或含有不能印的字符",
    "columns": "至少勾选一栏",
    "lead_column": "牵头单位“单独一栏”和勾选“牵头”栏要一致",
    "group_column": "按合并栏分组时，“章节”栏要勾选并放在第一栏",
    "no_groups": "没有分组，不能按组编号",
    "not_here": "这种表不能这样设",
}


def layout_fault(code: str, value: str = "") -> str:
    """Return what is wrong with a field of a layout, for who sees the field; the arguments are a `LayoutFault`'s."""
    return _LAYOUT_FIELD_FAULTS.get(code) or _LAYOUT_FAULTS.get(code, code).format(value=value)


def layout_faults(faults: object) -> str:
    """Say what is wrong with a layout, each with its path in the file."""
    if not isinstance(faults, tuple):
        return "—"
    said = []
    for fault in faults:
        words = _LAYOUT_FAULTS.get(fault.code, fault.code).format(value=fault.value)
        said.append(f"{fault.path}：{words}" if fault.path else words)
    return "；".join(said)
