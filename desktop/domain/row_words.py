"""A row in the words of the window, cell by cell, from the records of any moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from desktop.domain import columns as registry
from desktop.domain.book import Book
from desktop.domain.cells import deadline_text, task_cell, units_text
from desktop.domain.columns import (
    ANNEX_COLUMNS,
    DEADLINE,
    LEAD,
    LISTED,
    NUMBER,
    TASK_COLUMNS,
    UNITS,
    WORDING,
    Column,
)
from desktop.domain.draft import LeadRuleKind
from desktop.domain.edits import meaning_of
from desktop.domain.facts import DIRECTORY_VERSION
from desktop.domain.past import Past
from desktop.domain.records import (
    RECORD_TYPE,
    Alias,
    Amendment,
    AnnexRow,
    Assignment,
    Deadline,
    DoubtRecord,
    Extra,
    Link,
    OwnUnit,
    Policy,
    Record,
    Revision,
    Section,
    Setting,
    Stage,
    Task,
    Value,
)
from desktop.domain.unit import Role

#: A cell by its title; doubts share one title and are told apart by their keys.
Cell = tuple[str, str]

#: What the window calls a row of each kind.
KIND_WORDS: Mapping[str, str] = {
    Policy.kind: "政策文件",
    Section.kind: "章节",
    Task.kind: "任务",
    AnnexRow.kind: "附件",
    Revision.kind: "政策版本",
    Alias.kind: "合并",
    Amendment.kind: "正文修改意见",
    OwnUnit.kind: "自定单位",
    Stage.kind: "阶段",
    Setting.kind: "本簿",
}

#: Titles of fields that no column shows; those of columns are in the registry.
FIELD_TITLES: Mapping[str, Mapping[str, str]] = {
    Policy.kind: {
        "title": "标题",
        "doc_number": "发文字号",
        "issuer": "发文机关",
        "issued_on": "成文日期",
        "region": "地区",
        "name": "文件名",
        "annex_title": "附件标题",
        "lead_rule": "牵头规则",
        "lead_text": "牵头规则原文",
        "original": "原件",
        "text": "正文",
        "trace": "正文整理",
        "format": "文件格式",
        "encoding": "文字编码",
        "imported_at": "导入时间",
        "read_by": "读取程序版本",
    },
    Section.kind: {"level": "级别"},
    Task.kind: {"text": "对应原文", "clause": "责任单位括注"},
    AnnexRow.kind: {"group": "分组"},
    Revision.kind: {},
    Alias.kind: {},
    Amendment.kind: {"place": "位置", "reason": "理由"},
    OwnUnit.kind: {
        "region": "地区",
        "name": "名称",
        "full_name": "全称",
        "aliases": "别名",
        "note": "说明",
    },
    Stage.kind: {"name": "名称", "note": "说明", "frozen_at": "冻结时间", "person": "冻结人"},
    Setting.kind: {"value": "内容"},
}

#: Fields that are told otherwise (by a column, as a move, with the text they bound) or are mere references.
UNTOLD: Mapping[str, frozenset[str]] = {
    Policy.kind: frozenset({"order"}),
    Section.kind: frozenset({"policy", "parent", "order", "label", "title", "start", "end"}),
    Task.kind: frozenset(
        {"policy", "section", "order", "number", "wording"}
        | {"start", "end", "clause_start", "clause_end"}
    ),
    AnnexRow.kind: frozenset({"policy", "order", "wording", "start", "end"}),
    Revision.kind: frozenset({"policy", "earlier"}),
    Alias.kind: frozenset({"retired", "kept"}),
    Amendment.kind: frozenset({"policy", "order", "original", "proposed", "concerns"}),
    OwnUnit.kind: frozenset(),
    Stage.kind: frozenset({"order", "content"}),
    Setting.kind: frozenset({"name"}),
}

#: Cells of a policy that tell it apart; its other fields are told only when they change.
_POLICY_CELLS = ("title", "doc_number", "issuer", "issued_on")
_DIGESTS = ("original", "text", "trace")
_RULES = {
    "first_listed": "排第一为牵头单位",
    "by_verb": "按“牵头”等字样",
    "by_label": "按牵头、配合栏目",
    "by_column": "按表格各栏",
    "none": "没有写明",
}
_SETTLED = {"accepted": "已采纳建议", "dismissed": "已忽略", "edited": "已修改"}


@dataclass(frozen=True, slots=True)
class RowWords:
    """A row's name for the clerk and its cells, empty ones included.

    `cells` tell the row when it comes or goes; `more` are those told only when they change.
    """

    name: str
    cells: Mapping[Cell, str]
    more: Mapping[Cell, str]


def row_words(past: Past, kind: str, key: str) -> RowWords | None:
    """Write out a row as it stands in `past`, or None where it does not."""
    record = past.tables[kind].get(key)
    if record is None:
        return None
    name, cells = _WRITERS.get(kind, _other)(past, record)
    # What a row that goes held in further fields stands nowhere else.
    extras = {
        (field_title(Extra.kind, e.name), ""): e.value for e in past.children(key, Extra.kind)
    }
    doubts = past.children(key, DoubtRecord.kind)
    open_doubts = {("待核", d.key): _doubt(d) for d in doubts if not d.settled}
    settled = {("待核", d.key): _doubt(d) for d in doubts if d.settled}
    shown = {title for title, _ in (*cells, *extras)}
    more = {(title, ""): text for title, text in _more(past, record) if title not in shown}
    return RowWords(name, cells | extras | open_doubts, more | settled)


def place_words(kind: str, place: int) -> str:
    """Write a row's place as the window does: 序号 of the annex is a bare number."""
    return str(place) if kind == AnnexRow.kind else f"第{place}项"


def order_title(kind: str) -> str:
    """Return the title under which a row's move is told."""
    return NUMBER.title if kind == AnnexRow.kind else "顺序"


def _task(past: Past, task: Record) -> tuple[str, dict[Cell, str]]:
    assert isinstance(task, Task)
    book = Book(
        "",
        {
            Section.kind: past.tables[Section.kind],
            Assignment.kind: {a.key: a for a in past.children(task.key, Assignment.kind)},
            Deadline.kind: {d.key: d for d in past.children(task.key, Deadline.kind)},
        },
    )
    cells = {
        (column.title, ""): task_cell(book, task, column.key)
        for column in sorted(TASK_COLUMNS, key=lambda c: c.key != WORDING.key)
        if column.key != LISTED.key
    }
    places = past.places(AnnexRow.kind) if past.children(task.key, Link.kind) else {}
    numbers = [
        places[n.annex_row] for n in past.children(task.key, Link.kind) if n.annex_row in places
    ]
    cells[LISTED.title, ""] = "、".join(map(str, sorted(numbers)))
    return task.wording or task.text, cells


def _annex_row(past: Past, row: Record) -> tuple[str, dict[Cell, str]]:
    assert isinstance(row, AnnexRow)
    texts: Mapping[str, Callable[[], str]] = {
        WORDING.key: lambda: row.wording,
        UNITS.key: lambda: units_text(past.children(row.key, Assignment.kind)),
        DEADLINE.key: lambda: deadline_text(past.children(row.key, Deadline.kind)),
    }
    return row.wording, {(c.title, ""): texts[c.key]() for c in ANNEX_COLUMNS if c.key in texts}


def _section(past: Past, section: Record) -> tuple[str, dict[Cell, str]]:
    assert isinstance(section, Section)
    name = section.label + section.title
    above = Book("", {Section.kind: past.tables[Section.kind]}).path(section.parent)
    return name, {
        ("标题", ""): name,
        ("上级章节", ""): " › ".join(s.label + s.title for s in above),
    }


def _policy(past: Past, policy: Record) -> tuple[str, dict[Cell, str]]:
    assert isinstance(policy, Policy)
    titles = FIELD_TITLES[Policy.kind]
    cells = {(titles[f], ""): _plain(getattr(policy, f)) for f in _POLICY_CELLS}
    cells["全文统一规定的单位", ""] = units_text(past.children(policy.key, Assignment.kind))
    version = version_words(past, policy.key)
    title = policy.title or policy.name
    return f"{version}《{title}》" if version else title, cells


def version_words(past: Past, key: str) -> str:
    """Return which version of its matter a policy is (第2稿), or an empty text where there is only one."""
    earlier: dict[str, str] = {
        r.policy: r.earlier for r in past.tables[Revision.kind].values() if isinstance(r, Revision)
    }
    if key not in earlier and key not in earlier.values():
        return ""
    before = {key}
    while (key := earlier.get(key, key)) not in before:
        before.add(key)
    return f"第{len(before)}稿"


def _other(_past: Past, record: Record) -> tuple[str, dict[Cell, str]]:
    """Tell a record of a kind that has no words of its own by its fields."""
    values = {name: _plain(value) for name, value in record.values().items()}
    name = next((text for text in values.values() if text), record.key)
    return name, {(title, ""): text for title, text in values.items()}


def _revision(past: Past, record: Record) -> tuple[str, dict[Cell, str]]:
    """Tell which policy is the later version of which: titles are alike, so number, date and file go with them."""
    assert isinstance(record, Revision)
    new, old = (_version(past, key) for key in (record.policy, record.earlier))
    policy = past.tables[Policy.kind].get(record.policy)
    return _title(policy), {("新稿", ""): new, ("原稿", ""): old}


def _version(past: Past, key: str) -> str:
    policy = past.tables[Policy.kind].get(key)
    version = version_words(past, key)
    if not isinstance(policy, Policy):
        return version + _title(policy)
    facts = "，".join(_plain(f) for f in (policy.doc_number, policy.issued_on, policy.name) if f)
    return (
        f"{version}（{facts}）《{_title(policy)}》" if facts else f"{version}《{_title(policy)}》"
    )


def _title(policy: Record | None) -> str:
    return (policy.title or policy.name) if isinstance(policy, Policy) else "已删除的文件"


def _alias(past: Past, record: Record) -> tuple[str, dict[Cell, str]]:
    """Tell what a merged row goes on in, by its wording."""
    assert isinstance(record, Alias)
    kept = past.tables[Task.kind].get(record.kept) or past.tables[AnnexRow.kind].get(record.kept)
    name = kept.wording if isinstance(kept, Task | AnnexRow) else "已删除的任务"
    return name, {("并入", ""): name}


def _named(title: str, field: str) -> Callable[[Past, Record], tuple[str, dict[Cell, str]]]:
    """Return a writer that tells a record by one of its fields."""

    def write(_past: Past, record: Record) -> tuple[str, dict[Cell, str]]:
        value = _plain(getattr(record, field))
        return value, {(title, ""): value}

    return write


def _amendment(_past: Past, record: Record) -> tuple[str, dict[Cell, str]]:
    """Tell an amendment by what it puts in place of what: one line where it comes or goes."""
    assert isinstance(record, Amendment)
    change = f"“{record.original}”改为“{record.proposed}”"
    if not record.original:
        change = f"增加“{record.proposed}”"
    elif not record.proposed:
        change = f"删去“{record.original}”"
    return record.place or record.original, {("修改", ""): change}


def _setting(_past: Past, record: Record) -> tuple[str, dict[Cell, str]]:
    assert isinstance(record, Setting)
    title = _FACTS.get(record.name, record.name)
    return title, {(title, ""): record.value}


#: Facts of the book by their names in `desktop.domain.facts`.
_FACTS = {DIRECTORY_VERSION: "单位目录版本"}

_WRITERS: Mapping[str, Callable[[Past, Record], tuple[str, dict[Cell, str]]]] = {
    Task.kind: _task,
    AnnexRow.kind: _annex_row,
    Section.kind: _section,
    Policy.kind: _policy,
    Revision.kind: _revision,
    Alias.kind: _alias,
    Amendment.kind: _amendment,
    OwnUnit.kind: _named("名称", "name"),
    Stage.kind: _named("名称", "name"),
    Setting.kind: _setting,
}


def _more(past: Past, record: Record) -> Iterator[tuple[str, str]]:
    if record.kind in (Task.kind, AnnexRow.kind):
        deadlines = past.children(record.key, Deadline.kind)
        yield "时限的含义", "；".join(map(meaning_of, deadlines))
    if isinstance(record, AnnexRow):
        units = past.children(record.key, Assignment.kind)
        yield LEAD.title, units_text([a for a in units if a.role == Role.LEAD], parts=False)
        places = past.places(Task.kind)
        links = past.children(record.key, Link.kind)
        numbers = sorted(places[n.task] for n in links if n.task in places)
        yield "来自", "、".join(f"第{n}项任务" for n in numbers)
    for field in RECORD_TYPE[record.kind].field_names():
        if record.kind in KIND_WORDS and field not in UNTOLD[record.kind]:
            yield field_title(record.kind, field), _field(record, field)


def field_title(kind: str, field: str) -> str:
    """Return the title of a field: its own, that of the column that shows it, or at worst its name in code."""
    return FIELD_TITLES.get(kind, {}).get(field) or _COLUMN_TITLES.get(field, field)


_COLUMN_TITLES = {c.key: c.title for c in vars(registry).values() if isinstance(c, Column)}


def _field(record: Record, field: str) -> str:
    value: Value = getattr(record, field)
    if isinstance(record, Policy) and field in _DIGESTS:
        return f"摘要{str(value)[:8]}"
    if isinstance(record, Policy) and field == "lead_rule":
        # A rule without the document's words is the clerk's answer to the one question of the import.
        decided = value == LeadRuleKind.FIRST_LISTED and record.lead_text is None
        return _RULES.get(str(value), str(value)) + ("（导入时确定）" if decided else "")
    return _plain(value)


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _doubt(doubt: DoubtRecord) -> str:
    if doubt.settled:
        return f"{doubt.message}（{_SETTLED.get(doubt.settled, doubt.settled)}）"
    return f"{doubt.message}（建议：{doubt.proposal}）" if doubt.proposal else doubt.message
