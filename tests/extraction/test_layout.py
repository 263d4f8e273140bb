"""Text from a PDF: wrapped lines, page numbers, full-width figures."""

from __future__ import annotations

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
