"""Text from a PDF: wrapped lines, page numbers, full-width figures."""

from __future__ import annotations

import pytest

from desktop.extraction.cleaning import clean
from desktop.extraction.layout import measure
from tests.extraction.documents import read_text

BODY = (
    "加快建设县级数字乡村平台，推动数据在乡镇之间互通共享，支持有条件的地方先行先试，"
    "总结一批可复制、可推广的经验做法，带动农民增收。鼓励社会力量参与平台建设和运营，"
    "完善利益联结机制，健全监督考核办法，确保各项任务落到实处。到２０２７年，建成平台１００个。"
)


def wrapped(paragraphs: list[str], width: int = 28, page: int = 9) -> str:
    """Lay paragraphs out as a PDF's text has them: indented, wrapped, with page numbers."""
    lines: list[str] = []
    for paragraph in paragraphs:
        rest = "  " + paragraph
        while rest:
            lines.append(rest[:width])
            rest = rest[width:]
    out: list[str] = []
    for index, line in enumerate(lines, start=1):
        out.append(line)
        if index % page == 0:
            out += ["", f"                    —{index // page}—", ""]
    return "\n".join(out)


PARAGRAPHS = [
    "一、重点任务",
    f"（一）建设平台。{BODY}（责任单位：省农业农村厅、省数据局、省财政厅）",
    f"（二）培训人才。{BODY}（责任单位：省教育厅、省农业农村厅）",
    f"（三）强化保障。{BODY}（责任单位：省财政厅）",
]


def test_a_wrapped_text_is_measured() -> None:
    layout = measure(wrapped(PARAGRAPHS).split("\n"))
    assert layout.indented
    assert layout.width is not None
    assert 26 <= layout.width <= 28
    assert measure(["一行。", "又一行。"]).width is None


def test_paragraphs_grow_together_over_lines_and_pages() -> None:
    cleaned = clean(wrapped(PARAGRAPHS)).trace
    expected = [p.replace("２０２７", "2027").replace("１００", "100") for p in PARAGRAPHS]
    assert cleaned.text.split("\n") == expected
    assert cleaned.restored() == wrapped(PARAGRAPHS)


def test_tasks_of_a_wrapped_text_read_like_those_of_a_plain_one() -> None:
    plain = read_text("某省方案\n" + "\n".join(PARAGRAPHS))
    laid_out = read_text("某省方案\n" + wrapped(PARAGRAPHS))
    assert [(t.text, t.clause, [u.name for u in t.units]) for t in laid_out.tasks] == [
        (t.text, t.clause, [u.name for u in t.units]) for t in plain.tasks
    ]
    assert [d.text for d in laid_out.tasks[0].deadlines] == ["到2027年"]


@pytest.mark.parametrize(
    "number",
    ["- {} -", "— {} —", "第 {} 页 共 6 页", "第{}页/共6页", "第{}页", "{} / 6", "{}", "\f{}"],
)
def test_a_page_s_end_breaks_no_clause(number: str) -> None:
    clause = "（一）建设平台。" + BODY + "（市教育局、市财政局、海州市金融管理局按职责分工负责）"
    lines = wrapped([BODY] * 5 + [clause] + [BODY] * 5, page=10_000).split("\n")
    broken = next(i for i, line in enumerate(lines) if "（市教育局" in line)
    assert "负责）" not in lines[broken], "the clause of the fixture must go on in the next line"
    for page, place in ((3, broken + 18), (2, broken + 1), (1, broken - 17)):
        lines.insert(place, number.format(page))
    text = "海州市实施方案\n一、任务\n" + "\n".join(lines)
    (task,) = read_text(text).tasks
    assert [u.name for u in task.units] == ["市教育局", "市财政局", "海州市金融管理局"]


def test_figures_on_lines_of_their_own_are_no_page_numbers_in_a_table() -> None:
    rows = "".join(f"{n}\n任务{n}\n市教育局\n2025年底前\n" for n in range(1, 6))
    (table,) = read_text("海州市分工表\n序号\n任务\n责任单位\n完成时限\n" + rows).tables
    assert [r.number for r in table.rows] == ["1", "2", "3", "4", "5"]


def test_a_labelled_bracket_over_several_lines_is_one_clause() -> None:
    line = "制定民族传统奶制品地方标准，打造区域公用品牌，完善机制体\n"
    text = (
        "海州市实施方案\n一、任务\n　　" + line * 12
        + "　　（一）扶持产业发展。打造区域公用品牌。（牵头单位：市市场监\n"
        "督管理局；配合单位：市卫生健康委、市农业农村局、海州县\n人民政府；完成时限：2025年12月底前）\n"
    )  # fmt: skip
    (task,) = read_text(text).tasks
    assert [u.name for u in task.units] == [
        "市市场监督管理局", "市卫生健康委", "市农业农村局", "海州县人民政府",
    ]  # fmt: skip
    assert [d.text for d in task.deadlines] == ["2025年12月底前"]
