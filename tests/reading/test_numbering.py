from __future__ import annotations

import pytest

from desktop.reading import read_bytes
from tests.reading.docx_builder import (
    HEADING_STYLES,
    abstract,
    docx,
    level,
    listing,
    numbered,
    paragraph,
    policy_numbering,
)

HEADING = '<w:pStyle w:val="H1"/>'


def lines(*blocks: str, numbering: str, styles: str = HEADING_STYLES) -> list[str]:
    document = read_bytes("x", docx(*blocks, numbering=numbering, styles=styles))
    for block in document.blocks:
        assert block.span.slice(document.text).startswith(block.label)
    return document.text.split("\n")[:-1]


def test_a_policy() -> None:
    """一、 by its style, （一） restarting, 1. running on, ① restarting."""
    assert lines(
        paragraph("总体", HEADING),
        numbered("甲", 1),
        numbered("子", 2),
        numbered("丑", 3),
        numbered("寅", 3),
        numbered("乙", 1),
        numbered("卯", 2),
        numbered("辰", 3),
        paragraph("任务", HEADING),
        numbered("丙", 1),
        numbered("巳", 2),
        numbering=policy_numbering(),
    ) == [
        "一、总体", "（一）甲", "1.子", "①丑", "②寅", "（二）乙", "2.卯", "①辰",
        "二、任务", "（一）丙", "3.巳",
    ]  # fmt: skip


def test_lists_that_share_an_abstract_list_go_on() -> None:
    numbering = abstract(1, level(0, "decimal", "%1.")) + listing(1, 1) + listing(2, 1)
    got = lines(numbered("", 0, 1), numbered("", 0, 1), numbered("", 0, 2), numbering=numbering)
    assert got == ["1.", "2.", "3."]


def test_a_start_override_counts_once() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = abstract(1, level(0, "decimal", "%1.")) + listing(1, 1) + listing(2, 1, override)
    places = (1, 1, 2, 2, 1, 2)
    got = lines(*(numbered("", 0, place) for place in places), numbering=numbering)
    assert got == ["1.", "2.", "5.", "6.", "7.", "8."]


def test_an_overridden_level() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    numbering = abstract(1, level(0, "decimal", "%1.")) + listing(1, 1, own)
    assert lines(numbered("", 0), numbering=numbering) == ["A)"]


def test_levels_shown_in_arabic_digits() -> None:
    numbering = abstract(
        1,
        level(0, "chineseCountingThousand", "第%1章"),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "decimal", "%1.%2.%3"),
    ) + listing(1, 1)
    got = lines(*(numbered("", depth) for depth in (0, 1, 1, 2)), numbering=numbering)
    assert got == ["第一章", "1.1", "1.2", "一.2.1"]


def test_a_restart_after_a_named_level() -> None:
    # The third level restarts after the first (lvlRestart 1), not after the second.
    numbering = abstract(
        1,
        level(0, "decimal", "%1"),
        level(1, "decimal", "%2"),
        level(2, "decimal", "%3", '<w:lvlRestart w:val="1"/>'),
    ) + listing(1, 1)
    got = lines(*(numbered("", depth) for depth in (0, 1, 2, 1, 2, 0, 1, 2)), numbering=numbering)
    assert got == ["1", "1", "1", "2", "2", "2", "1", "1"]


def test_a_list_linked_through_a_numbering_style() -> None:
    numbering = (
        abstract(1, level(0, "chineseCounting", "%1、"))
        + '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="L"/></w:abstractNum>'
        + listing(1, 1)
        + listing(2, 2)
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    got = lines(
        numbered("", 0, 2), numbered("", 0, 1), numbered("", 0, 2),
        numbering=numbering, styles=styles,
    )  # fmt: skip
    assert got == ["一、", "二、", "三、"]


def test_a_style_based_on_a_numbered_one() -> None:
    styles = HEADING_STYLES + (
        '<w:style w:type="paragraph" w:styleId="H1b"><w:basedOn w:val="H1"/></w:style>'
    )
    got = lines(
        paragraph("甲", HEADING),
        paragraph("乙", '<w:pStyle w:val="H1b"/>'),
        numbering=policy_numbering(),
        styles=styles,
    )
    assert got == ["一、甲", "二、乙"]


def test_number_zero_takes_the_style_s_number_away() -> None:
    off = '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    got = lines(paragraph("甲", off), paragraph("乙", HEADING), numbering=policy_numbering())
    assert got == ["甲", "一、乙"]


@pytest.mark.parametrize(("text", "bullet"), [("●", "●"), ("\uf06c", "•"), ("", "•"), ("—", "—")])
def test_bullets(text: str, bullet: str) -> None:
    numbering = abstract(1, level(0, "bullet", text)) + listing(1, 1)
    assert lines(numbered("甲", 0), numbering=numbering) == [f"{bullet}甲"]


def test_a_newer_format_with_one_to_fall_back_on() -> None:
    wrapped = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent>'
        '<mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
        '</mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>'
    )
    assert lines(numbered("", 0), numbering=abstract(1, wrapped) + listing(1, 1)) == ["001"]


def test_an_unknown_format_is_shown_in_digits_and_told() -> None:
    numbering = abstract(1, level(0, "hebrew1", "%1.")) + listing(1, 1)
    document = read_bytes("x", docx(numbered("甲", 0), numbering=numbering))
    assert document.text == "1.甲\n"
    assert document.notices[0].code == "docx.number_formats"
    assert dict(document.notices[0].data)["formats"] == "hebrew1"


def test_references_to_nothing_give_no_label() -> None:
    got = lines(
        numbered("甲", 0, 99), numbered("乙", 8), paragraph("丙", '<w:pStyle w:val="none"/>'),
        numbering=policy_numbering(),
    )  # fmt: skip
    assert got == ["甲", "乙", "丙"]
