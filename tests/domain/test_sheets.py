"""Sheets of a book by a layout: golden files, and what each choice does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.domain.changes import change_set, update
from desktop.domain.extras import edit_extra
from desktop.domain.layout import (
    COLUMNS,
    OF_ROWS,
    Content,
    Grouping,
    Layout,
    LayoutColumn,
    LeadShown,
    Numbering,
)
from desktop.domain.records import AnnexRow, Assignment, Deadline, Policy, Section, Task
from desktop.domain.row_sheets import units_listed
from desktop.domain.sheet import PageSetup, Paper, RowKind, Sheet, Strong, first_cell_runs
from desktop.domain.sheets import Earlier, Printed, SheetOptions, sheets
from desktop.services.layouts import shipped_layouts
from desktop.support.errors import OutputError
from tests.domain.golden_sheets import FOLDER, golden_text
from tests.domain.layouts import some_layouts
from tests.output.hunan import ROWS
from tests.services.books import seed_book, text_book

HUNAN = seed_book("001")
ZHEJIANG = seed_book("002")
SHIPPED = {layout.key: layout for layout in shipped_layouts()}
A3 = PageSetup(paper=Paper.A3_LANDSCAPE)


@pytest.mark.parametrize("key", SHIPPED)
def test_the_hunan_policy_in_each_layout(key: str) -> None:
    assert golden_text(SHIPPED[key], HUNAN) == (FOLDER / f"{key}.txt").read_text("utf-8")


def layout(*keys: str, content: Content = Content.ANNEX, **more: object) -> Layout:
    made = Layout("own", "自定", content, tuple(LayoutColumn(key) for key in keys))
    return replace(made, **more)  # type: ignore[arg-type]


def only(printed: Printed) -> Sheet:
    (sheet,) = printed.sheets
    return sheet


def column(sheet: Sheet, index: int = 0) -> list[str]:
    return [row.cells[index] for row in sheet.rows if row.kind is RowKind.CELLS]


def codes(printed: Printed) -> list[str]:
    return [note.code for note in printed.notes]


def units(*named: tuple[str, str, str], text: str = "做事") -> Book:
    """A book of one task with these units: name, role, words behind it."""
    policy = replace(HUNAN.policies[0], lead_rule="none", lead_text=None)
    task = Task("t1", policy.key, None, 1, "1.", text, text, "（）", 0, 0, 0, 0)
    made = (
        Assignment(f"a{n}", "t1", n, name, name, role, False, False, True, "、", tail)
        for n, (name, role, tail) in enumerate(named)
    )
    return Book.of("b", [policy, task, *made])


def test_the_default_is_the_annex_as_hunan_issued_it() -> None:
    sheet = only(sheets(HUNAN, SHIPPED["hunan_annex"]))
    assert tuple(row.cells for row in sheet.rows) == ROWS
    assert (sheet.mark, sheet.setup, sheet.note) == ("附件", PageSetup(), "")


# --- who leads

BOTH = units(
    ("甲厅", "lead", "（牵头）"), ("乙厅", "participant", ""), ("丙厅", "participant", "等")
)


@pytest.mark.parametrize(
    ("shown", "text", "strong"),
    [
        (LeadShown.ORDER, "甲厅（牵头）、乙厅、丙厅等", ()),
        (LeadShown.WORD, "甲厅（牵头）、乙厅、丙厅等", ()),
        (LeadShown.STRONG, "甲厅、乙厅、丙厅等", (Strong(1, 0, 2),)),
    ],
)
def test_the_lead_is_told_once(shown: LeadShown, text: str, strong: tuple[Strong, ...]) -> None:
    (row,) = only(sheets(BOTH, layout("number", "units", lead=shown))).rows
    assert row.cells == ("1", text)
    assert row.strong == strong


def test_two_leads_each_stand_out() -> None:
    book = units(("甲厅", "lead", ""), ("乙厅", "lead", ""), ("丙厅", "participant", ""))
    (row,) = only(sheets(book, layout("units", lead=LeadShown.STRONG))).rows
    assert row.strong == (Strong(0, 0, 2), Strong(0, 3, 5))
    (row,) = only(sheets(book, layout("units", lead=LeadShown.WORD))).rows
    assert row.cells == ("甲厅（牵头）、乙厅（牵头）、丙厅",)


def test_a_column_of_its_own() -> None:
    found = sheets(BOTH, layout("lead", "others", lead=LeadShown.COLUMN))
    assert only(found).rows[0].cells == ("甲厅", "乙厅、丙厅等")
    assert codes(found) == []


def test_no_lead_is_invented_and_a_question_is_told() -> None:
    found = sheets(ZHEJIANG, SHIPPED["lead_participant"])
    sheet = only(found)
    assert [c.title for c in sheet.columns][2:4] == ["牵头单位", "配合 / 责任单位"]
    row = sheet.rows[0]
    assert row.cells[2] == ""
    assert row.cells[3].startswith("省财政厅、省教育厅")
    (note,) = (n for n in found.notes if n.code == "lead.undivided")
    assert "第1至13、15至17项" in note.message
    assert note.rows[0] == ZHEJIANG.tasks[0].key
    assert len(note.rows) == 16


def test_taking_part_is_not_said_where_nobody_leads() -> None:
    book = units(("甲厅", "responsible", ""), ("乙厅", "responsible", ""))
    sheet = only(sheets(book, SHIPPED["lead_participant"]))
    assert sheet.columns[3].title == "责任单位"
    named = replace(
        SHIPPED["lead_participant"], columns=(LayoutColumn("lead"), LayoutColumn("others"))
    )
    assert only(sheets(book, named)).columns[1].title == "配合 / 责任单位"


def test_a_lead_that_stands_behind_is_told_where_order_says_it() -> None:
    book = units(("甲厅", "participant", ""), ("乙厅", "lead", ""))
    assert codes(sheets(book, layout("units"))) == ["lead.behind"]
    marked = units(("甲厅", "participant", ""), ("乙厅", "lead", "（牵头）"))
    assert codes(sheets(marked, layout("units"))) == []


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("2018.6.30前", "deadline.short", "“2018年6月30日前”"),
        ("2018-06前完成", "deadline.short", "“2018年6月前完成”"),
        ("明年底", "deadline.floating", "“明年底”没有写明是哪一年"),
    ],
)
def test_a_deadline_typed_in_haste_is_told_before_it_is_printed(
    typed: str, code: str, told: str
) -> None:
    book = units(("甲厅", "responsible", ""))
    due = Deadline("d1", "t1", 1, typed, "by", None)
    book = Book.of("b", [*book.policies, *book.tasks, *book.assignments("t1"), due])
    (note,) = sheets(book, layout("deadline")).notes
    assert (note.code, note.rows) == (code, ("t1",))
    assert told in note.message
    for fine in ("2017年12月底前完成", "2018年6月30日前", "2020—2022年", "长期", "每年6月底前"):
        settled = book.applied(change_set("", [update(due, replace(due, text=fine))]))
        assert codes(sheets(settled, layout("deadline"))) == []


def test_rows_without_units_lead_and_deadline() -> None:
    bare = sheets(units(), layout("units", "deadline", lead=LeadShown.STRONG))
    assert codes(bare) == ["units.none", "deadline.none"]
    assert only(bare).rows[0].cells == ("", "")
    led = sheets(units(("甲厅", "participant", "")), layout("units", lead=LeadShown.WORD))
    assert codes(led) == ["lead.none"]
    assert codes(sheets(units(), layout("wording"))) == []


def test_a_government_is_no_department() -> None:
    found = sheets(HUNAN, SHIPPED["hunan_annex"])
    (note,) = (n for n in found.notes if n.code == "units.government")
    assert "第1、3、6、15项" in note.message
    assert "责任单位" in note.message
    title = replace(SHIPPED["hunan_annex"], columns=(LayoutColumn("units", "责任单位"),))
    assert codes(sheets(HUNAN, title)) == []


# --- groups and numbers


def headed() -> Book:
    """Annex rows out of the text's order, one without a heading, one with a group of its own."""
    policy = HUNAN.policies[0]
    sections = [
        Section("s1", policy.key, None, 1, 1, "一、", "要求", 0, 0),
        Section("s2", policy.key, None, 2, 1, "二、", "任务", 0, 0),
        Section("s3", policy.key, "s2", 3, 2, "（一）", "甲", 0, 0),
        Section("s4", policy.key, "s2", 4, 2, "（二）", "乙", 0, 0),
        Section("s5", policy.key, "s4", 5, 3, "1.", "丙", 0, 0),
    ]
    places = {"t1": "s4", "t2": "s3", "t3": None, "t4": "s5", "t5": "s1"}
    tasks = [
        Task(key, policy.key, place, n, f"{n}.", key, key, "", 0, 0, 0, 0)
        for n, (key, place) in enumerate(places.items(), start=1)
    ]
    return Book.of("b", [policy, *sections, *tasks])


GROUPED = layout("number", "wording", content=Content.TASKS, grouping=Grouping.ROWS)


def drawn(printed: Printed) -> list[str]:
    return ["/".join(row.cells) for row in only(printed).rows]


def test_rows_are_gathered_under_the_headings_in_the_texts_order() -> None:
    found = sheets(headed(), GROUPED)
    assert drawn(found) == [
        "一、要求",
        "1/t5",
        "二、任务",
        "（一）甲",
        "2/t2",
        "3/t3",
        "（二）乙",
        "4/t1",
        "5/t4",
    ]
    assert [n.code for n in found.notes] == ["group.guessed", "group.moved"]
    assert "第3项" in found.notes[0].message
    assert only(found).rows[2].section == "二、任务"


def test_numbers_of_each_group_and_of_the_text() -> None:
    found = drawn(sheets(headed(), replace(GROUPED, numbering=Numbering.PER_GROUP)))
    assert [line for line in found if "/" in line] == ["1/t5", "1/t2", "2/t3", "1/t1", "2/t4"]
    found = drawn(sheets(headed(), replace(GROUPED, numbering=Numbering.TEXT)))
    assert [line for line in found if "/" in line] == ["5./t5", "2./t2", "3./t3", "1./t1", "4./t4"]


def test_the_top_level_alone() -> None:
    found = drawn(sheets(headed(), replace(GROUPED, group_level=1)))
    assert [line for line in found if "/" not in line] == ["一、要求", "二、任务"]


def test_a_heading_that_all_have_in_common_is_left_out() -> None:
    book = headed()
    rows = frozenset({"t1", "t2", "t4"})
    found = drawn(sheets(book, GROUPED, SheetOptions(rows=rows)))
    assert [line for line in found if "/" not in line] == ["（一）甲", "（二）乙"]


def test_a_merged_first_column_says_its_group_in_every_row() -> None:
    made = layout(
        "section", "wording", content=Content.TASKS, grouping=Grouping.COLUMN, group_level=1
    )
    sheet = only(sheets(headed(), made))
    assert sheet.merges_first
    assert column(sheet) == ["一、要求", *["二、任务"] * 4]
    assert {row.kind for row in sheet.rows} == {RowKind.CELLS}


def two_policies() -> Book:
    """Two policies that each have a heading of the same words, and two tasks below it."""
    first, second = (
        HUNAN.policies[0],
        replace(ZHEJIANG.policies[0], order=HUNAN.policies[0].order + 1),
    )
    records: list[Policy | Section | Task] = [first, second]
    for policy in (first, second):
        key = policy.key
        records.append(Section(f"s{key}", key, None, 1, 1, "一、", "重点任务", 0, 0))
        records += [
            Task(f"{key}{n}", key, f"s{key}", n, f"{n}.", name, name, "", 0, 0, 0, 0)
            for n, name in ((1, "甲"), (2, "乙"))
        ]
    return Book.of("b", records)


def test_headings_of_the_same_words_in_two_policies_are_two_groups() -> None:
    per_group = replace(GROUPED, numbering=Numbering.PER_GROUP)
    group = ["一、重点任务", "1/甲", "2/乙"]
    assert drawn(sheets(two_policies(), per_group)) == group * 2


def test_a_merged_cell_ends_with_its_group_though_the_next_has_the_same_words() -> None:
    made = layout("section", "number", content=Content.TASKS, grouping=Grouping.COLUMN)
    sheet = only(sheets(two_policies(), replace(made, numbering=Numbering.PER_GROUP)))
    assert [row.cells for row in sheet.rows] == [("一、重点任务", n) for n in "1212"]
    assert [row.begins for row in sheet.rows] == [True, False, True, False]
    assert [len(run) for run in first_cell_runs(sheet.rows)] == [2, 2]


def test_groups_of_the_same_words_in_two_annexes_are_two() -> None:
    first, second = HUNAN.policies[0].key, ZHEJIANG.policies[0].key
    places = [(first, "r1"), (second, "r2"), (first, "r3"), (None, "r4")]
    rows = [
        AnnexRow(key, policy, n, "甲组", key, None, None)
        for n, (policy, key) in enumerate(places, start=1)
    ]
    book = Book.of("b", [HUNAN.policies[0], ZHEJIANG.policies[0], *rows])
    found = sheets(book, replace(GROUPED, content=Content.ANNEX))
    assert drawn(found) == ["甲组", "1/r1", "2/r3", "3/r4", "甲组", "4/r2"]


NOTED = layout("number", "deadline", content=Content.TASKS, grouping=Grouping.ROWS, group_level=1)


@pytest.mark.parametrize(
    ("numbering", "named"),
    [
        (Numbering.CONTINUOUS, "第1至5项"),
        (Numbering.PER_GROUP, "“一、要求”第1项、“二、任务”第1至4项"),
        (Numbering.TEXT, "表中自上而下第1至5项"),
    ],
)
def test_notes_name_rows_as_the_paper_does(numbering: Numbering, named: str) -> None:
    found = sheets(headed(), replace(NOTED, numbering=numbering))
    (note,) = (n for n in found.notes if n.code == "deadline.none")
    assert note.message == f"{named}没有时限，打印为空格"


def test_notes_count_rows_where_two_groups_have_one_name() -> None:
    found = sheets(two_policies(), replace(NOTED, numbering=Numbering.PER_GROUP))
    (note,) = (n for n in found.notes if n.code == "deadline.none")
    assert note.message.startswith("表中自上而下第1至4项")


def test_groups_of_an_annex_are_its_own() -> None:
    rows = [
        AnnexRow(f"r{n}", None, n, group, f"r{n}", None, None)
        for n, group in enumerate(["乙组", "甲组", "乙组", None], start=1)
    ]
    found = sheets(Book.of("b", rows), replace(GROUPED, content=Content.ANNEX))
    assert drawn(found) == ["乙组", "1/r1", "2/r3", "3/r4", "甲组", "4/r2"]
    assert codes(found) == ["group.guessed", "group.moved"]


# --- columns


@pytest.mark.parametrize("content", OF_ROWS)
def test_every_column_of_the_registry_can_be_shown(content: Content) -> None:
    keys = list(COLUMNS[content])
    for book in (HUNAN, ZHEJIANG):
        made = layout(*keys, content=content, lead=LeadShown.COLUMN)
        for sheet in sheets(book, made).sheets:
            assert [c.key for c in sheet.columns] == keys
            assert all(len(row.cells) == len(keys) for row in sheet.rows)


def test_further_fields_of_task_and_policy() -> None:
    task, other = HUNAN.tasks[:2]
    book = HUNAN.applied(edit_extra(HUNAN, task.key, "leader", "张副省长"))
    book = book.applied(
        edit_extra(book, book.policies[0].key, "source_number", "国办发〔2016〕28号")
    )
    made = layout("leader", "source_number", content=Content.TASKS)
    sheet = only(sheets(book, made, SheetOptions(rows=frozenset({task.key, other.key}))))
    assert [row.cells for row in sheet.rows] == [
        ("张副省长", "国办发〔2016〕28号"),
        ("", "国办发〔2016〕28号"),
    ]


def test_an_annex_row_shows_what_is_behind_it() -> None:
    row = HUNAN.annex[0]
    tasks = [HUNAN.get(Task, link.task) for link in HUNAN.links_of_row(row.key)]
    made = layout("text", "section", "listed")
    (found,) = only(sheets(HUNAN, made, SheetOptions(rows=frozenset({row.key})))).rows
    assert found.cells[0] == "\n".join(task.text for task in tasks)
    assert found.cells[1]
    assert found.cells[2] == "1"


def test_full_text_holds_the_source_sentences() -> None:
    sheet = only(sheets(HUNAN, SHIPPED["full_text"]))
    assert column(sheet, 2) == [task.text for task in HUNAN.tasks]


# --- one unit's list


def test_lists_of_units_that_nobody_named_are_refused() -> None:
    with pytest.raises(OutputError) as caught:
        sheets(units(), SHIPPED["by_unit"])
    assert caught.value.reason == "output.no_units"
    absent = sheets(units(), SHIPPED["by_unit"], SheetOptions(units=("甲厅",)))
    assert codes(absent) == ["unit.absent"]


def test_a_unit_has_what_it_leads_before_where_it_takes_part() -> None:
    sheet = only(sheets(HUNAN, SHIPPED["by_unit"], SheetOptions(units=("省财政厅",))))
    assert (sheet.name, sheet.title, sheet.mark) == ("省财政厅", "省财政厅重点任务清单", "")
    roles = column(sheet, 2)
    assert roles == sorted(roles, key=["牵头", "配合"].index)
    mine = [t for t in HUNAN.tasks if "省财政厅" in {a.name for a in HUNAN.assignments(t.key)}]
    assert len(sheet.rows) == len(mine) == 15


def test_every_unit_has_a_list_and_no_row_is_lost() -> None:
    found = sheets(HUNAN, SHIPPED["by_unit"])
    names = [sheet.name for sheet in found.sheets]
    every = [a.name for t in HUNAN.tasks for a in HUNAN.assignments(t.key)]
    assert names == list(dict.fromkeys(every))
    assert sum(len(sheet.rows) for sheet in found.sheets) == sum(
        len({a.name for a in HUNAN.assignments(t.key)}) for t in HUNAN.tasks
    )
    assert "unit.collective" in codes(found)


def test_a_unit_that_is_not_named_has_an_empty_list_and_a_note() -> None:
    found = sheets(HUNAN, SHIPPED["by_unit"], SheetOptions(units=("省气象局",)))
    assert only(found).rows == ()
    assert codes(found)[0] == "unit.absent"


def test_units_that_the_document_adds_to_all_have_all_tasks() -> None:
    text = (
        "某省工作方案\n一、任务\n1．建立机制。（责任单位：省科技厅、省教育厅，"
        "各市州人民政府均为责任单位，以下不再列出）\n2．加强宣传。（责任单位：省科协）\n"
    )
    book = text_book(text)
    assert [a.name for a in book.inherited(book.tasks[1])] == ["各市州人民政府"]
    sheet = only(sheets(book, SHIPPED["by_unit"], SheetOptions(units=("各市州人民政府",))))
    assert len(sheet.rows) == 2
    plain = only(sheets(book, layout("units")))
    assert "各市州人民政府" not in plain.rows[1].cells[0]
    printed = only(sheets(book, layout("units"), SheetOptions(inherited=True)))
    assert printed.rows[1].cells == ("省科协、各市州人民政府",)


# --- what stands around the table


def test_what_the_clerk_gives_stands_around_the_table() -> None:
    options = SheetOptions(
        title="任务分工表",
        mark="附件2",
        doc_number="湘政办发〔2017〕20号",
        notice="内部资料 注意保存",
        stage="征求意见稿",
        by_line="填报单位：",
    )
    sheet = only(sheets(HUNAN, SHIPPED["hunan_annex"], options))
    assert (sheet.title, sheet.mark, sheet.stage) == ("任务分工表", "附件2", "征求意见稿")
    assert sheet.doc_number == "湘政办发〔2017〕20号"
    assert (sheet.notice, sheet.by_line) == ("内部资料 注意保存", "填报单位：")


@pytest.mark.parametrize("mark", [None, "附件", "附件3"])
def test_a3_never_poses_as_the_annex(mark: str | None) -> None:
    found = sheets(HUNAN, SHIPPED["hunan_annex"], SheetOptions(mark=mark, setup=A3))
    assert only(found).mark == ""
    assert "mark.a3" in codes(found)
    assert only(sheets(HUNAN, SHIPPED["meeting_a3"], SheetOptions(mark="讨论稿"))).mark == "讨论稿"
    assert "mark.a3" not in codes(sheets(HUNAN, SHIPPED["meeting_a3"]))


def test_the_rule_is_printed_only_when_asked_and_in_the_documents_words() -> None:
    found = sheets(HUNAN, SHIPPED["hunan_annex"], SheetOptions(lead_note=True))
    assert only(found).note == "注：责任部门排第一为牵头单位。"
    silent = sheets(ZHEJIANG, SHIPPED["hunan_annex"], SheetOptions(lead_note=True))
    assert only(silent).note == ""
    assert "note.no_rule" in codes(silent)
    needless = sheets(HUNAN, SHIPPED["lead_participant"], SheetOptions(lead_note=True))
    assert only(needless).note == ""
    assert "note.needless" in codes(needless)


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("排第一位的为牵头单位，下同", "注：责任部门排第一位的为牵头单位。"),
        ("排名第一的为牵头单位（下同）", "注：责任部门排名第一的为牵头单位。"),
        ("列第一位的为牵头单位，以下同。", "注：责任部门列第一位的为牵头单位。"),
    ],
)
def test_below_the_same_is_no_part_of_the_note(words: str, note: str) -> None:
    policy = replace(HUNAN.policies[0], lead_text=words)
    book = Book.of("b", [policy])
    found = sheets(book, SHIPPED["hunan_annex"], SheetOptions(lead_note=True))
    assert only(found).note == note


# --- tables of other things


def test_a_comparison_needs_an_earlier_state() -> None:
    with pytest.raises(ValueError, match="earlier"):
        sheets(HUNAN, SHIPPED["comparison"])
    alike = sheets(HUNAN, SHIPPED["comparison"], SheetOptions(earlier=Earlier(HUNAN)))
    assert only(alike).rows == ()
    assert codes(alike) == ["comparison.alike"]
    assert [c.title for c in only(alike).columns][-2:] == ["原内容", "现内容"]


def test_nothing_to_amend() -> None:
    assert codes(sheets(HUNAN, SHIPPED["amendments"])) == ["amendments.none"]


def test_an_empty_book_is_a_table_with_a_head() -> None:
    for made in SHIPPED.values():
        if made.content is Content.UNIT:
            continue  # no unit, no list
        empty = Book.of("b", ())
        options = SheetOptions(earlier=Earlier(empty))
        for sheet in sheets(empty, made, options).sheets:
            assert sheet.rows == ()


@given(some_layouts(), st.sampled_from([HUNAN, ZHEJIANG, headed(), BOTH, Book.of("b", ())]))
def test_any_layout_of_any_book_is_whole(made: Layout, book: Book) -> None:
    options = SheetOptions(earlier=Earlier(HUNAN))
    if made.content is Content.UNIT and not units_listed(book):
        with pytest.raises(OutputError):
            sheets(book, made, options)
        return
    for sheet in sheets(book, made, options).sheets:
        _check_whole(sheet)
        if made.content in (Content.ANNEX, Content.TASKS):
            rows: Sequence[Task | AnnexRow] = book.annex or book.tasks
            if made.content is Content.TASKS:
                rows = book.tasks or book.annex
            assert sum(row.kind is RowKind.CELLS for row in sheet.rows) == len(rows)


def _check_whole(sheet: Sheet) -> None:
    if sheet.setup.paper is Paper.A3_LANDSCAPE:
        assert sheet.mark == ""
    for row in sheet.rows:
        if row.kind is RowKind.GROUP:
            assert len(row.cells) == 1
            assert row.cells[0]
            continue
        assert len(row.cells) == len(sheet.columns)
        last = (0, 0)
        for strong in row.strong:
            assert (strong.cell, strong.start) >= last
            assert 0 <= strong.start < strong.end <= len(row.cells[strong.cell])
            last = (strong.cell, strong.end)
    assert sheet.rows == () or sheet.rows[-1].kind is RowKind.CELLS
