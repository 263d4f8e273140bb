from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.draft import LeadRuleKind
from desktop.domain.past import Past
from desktop.domain.records import Policy
from desktop.domain.row_words import row_words
from desktop.domain.sheets import SheetOptions, sheets
from desktop.domain.unit import Role
from desktop.services.directory import unit_directory
from desktop.services.importing import Reading, book_of, read_pasted, read_policy
from desktop.services.layouts import default_layout
from desktop.services.lead_choice import leaves_lead_open, led_by_first, undivided_tasks
from tests.services.books import NOW

_HEAD = "某某省促进就业实施方案\n\n一、重点任务\n"


def read(body: str) -> Reading:
    return read_pasted(_HEAD + body, unit_directory())


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        ("1.加强培训。（责任单位：省科技厅、省教育厅）\n", True),
        ("1.加强培训。（责任单位：省科技厅）\n", False),
        ("1.加强培训。（省科技厅牵头，省教育厅配合）\n", False),
        ("1.加强培训。（责任单位：省科技厅、省教育厅，排第一为牵头单位，下同）\n", False),
    ],
)
def test_it_is_asked_only_where_the_document_leaves_it_open(body: str, asked: bool) -> None:
    assert leaves_lead_open(read(body).draft) is asked


def test_the_answer_divides_what_was_not_divided_and_nothing_else() -> None:
    before = read(
        "1.加强培训。（责任单位：省科技厅、省教育厅）\n2.扩大就业。（省人社厅牵头，省财政厅配合）\n"
    )
    after = led_by_first(before)
    roles = [[unit.role for unit in task.units] for task in after.draft.tasks]
    assert roles[0] == [Role.LEAD, Role.PARTICIPANT]
    assert after.draft.tasks[1] == before.draft.tasks[1]
    assert after.draft.head.lead_rule.kind is LeadRuleKind.FIRST_LISTED
    assert after.draft.head.lead_rule.text is None
    assert not undivided_tasks(after.draft)


def test_a_collective_in_first_place_is_doubted_as_the_clerks_choice() -> None:
    (task,) = led_by_first(read("1.加强培训。（责任单位：各市州人民政府、省科技厅）\n")).draft.tasks
    (doubt,) = [d for d in task.doubts if d.code == "role.lead_collective"]
    assert doubt.message == (
        "按导入时的选择，排在首位的“各市州人民政府”应牵头，但它不是一个单位，请确定牵头单位"
    )


def test_the_answer_is_never_printed_as_the_documents_own_words() -> None:
    book = book_of(led_by_first(read("1.加强培训。（责任单位：省科技厅、省教育厅）\n")), NOW)
    found = sheets(book, default_layout(), SheetOptions(lead_note=True))
    assert found.sheets[0].note == ""
    assert "note.no_rule" in [note.code for note in found.notes]


def told_rule(read: Reading) -> str:
    book = book_of(read, NOW)
    words = row_words(Past(book), Policy.kind, book.policies[0].key)
    assert words is not None
    return (words.cells | words.more)["牵头规则", ""]


def test_the_history_says_who_decided() -> None:
    decided = led_by_first(read("1.加强培训。（责任单位：省科技厅、省教育厅）\n"))
    stated = read("1.加强培训。（责任单位：省科技厅、省教育厅，排第一为牵头单位，下同）\n")
    assert told_rule(decided) == "排第一为牵头单位（导入时确定）"
    assert told_rule(stated) == "排第一为牵头单位"


def test_the_seeds(seeds: Path) -> None:
    asked = {
        path.name[:3]: leaves_lead_open(read_policy(path, unit_directory()).draft)
        for path in seeds.glob("*.txt")
    }
    assert asked == {"000": False, "001": False, "002": True, "003": True, "004": True}
