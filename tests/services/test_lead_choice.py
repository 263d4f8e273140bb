from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.draft import LeadRuleKind
from desktop.domain.unit import Role
from desktop.services.directory import unit_directory
from desktop.services.importing import Reading, read_pasted, read_policy
from desktop.services.lead_choice import DECIDED, leaves_lead_open, led_by_first, undivided_tasks

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
    assert after.draft.head.lead_rule.text == DECIDED
    assert not undivided_tasks(after.draft)


def test_a_collective_in_first_place_is_doubted() -> None:
    (task,) = led_by_first(read("1.加强培训。（责任单位：各市州人民政府、省科技厅）\n")).draft.tasks
    assert "role.lead_collective" in [doubt.code for doubt in task.doubts]


def test_the_seeds(seeds: Path) -> None:
    asked = {
        path.name[:3]: leaves_lead_open(read_policy(path, unit_directory()).draft)
        for path in seeds.glob("*.txt")
    }
    assert asked == {"000": False, "001": False, "002": True, "003": True, "004": True}
