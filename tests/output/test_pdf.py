from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from desktop.domain.columns import ANNEX_COLUMNS
from desktop.domain.sheet import PageSetup, Sheet, SheetRow, build_sheet
from desktop.output import page
from desktop.output.fonts import FontSet
from desktop.output.pdf import write_pdf
from desktop.output.pdfpage import stretchable_gaps
from desktop.support.errors import OutputError
from tests.output.hunan import ROWS, TITLE
from tests.output.pdfreading import page_lines, page_texts


@pytest.fixture
def annex(hunan: Sheet, fonts: FontSet, tmp_path: Path) -> Path:
    path = tmp_path / "附件.pdf"
    write_pdf([hunan], path, fonts)
    return path


def fonts_of(path: Path) -> set[bytes]:
    """The names of the fonts that the file lists, and whether each is embedded, from its bytes."""
    raw = path.read_bytes()
    return {part.split()[0] for part in raw.split(b"/BaseFont /")[1:]}


def test_the_pages_are_a4_and_each_has_the_header(annex: Path) -> None:
    document = pdfium.PdfDocument(annex)
    assert len(document) >= 2
    for index in range(len(document)):
        assert document.get_page_size(index) == pytest.approx((595.276, 841.89), abs=0.01)
    for text in page_texts(annex):
        assert text.count("序号重点任务责任部门时间进度") == 1
    document.close()


def test_every_cell_comes_back(annex: Path) -> None:
    text = "".join(page_texts(annex))
    for row in ROWS:
        assert "".join(row) in text


def test_every_font_is_embedded_and_nothing_else_is_listed(annex: Path) -> None:
    raw = annex.read_bytes()
    assert fonts_of(annex)
    assert all(b"+Fengong" in name for name in fonts_of(annex))
    assert raw.count(b"/FontFile2") == raw.count(b"/BaseFont")
    assert b"Helvetica" not in raw
    assert b"ASCII85" not in raw


def test_mark_and_title_stand_where_the_standard_puts_them(annex: Path) -> None:
    mark, title, *_ = page_lines(annex)[0]
    assert mark.text == "附件"
    assert mark.x == pytest.approx(page.LEFT, abs=0.5)
    top = page.PAGE_HEIGHT - page.TOP
    assert mark.y == pytest.approx(top - 0.88 * page.MARK_SIZE, abs=0.5)
    assert title.text == TITLE
    third_line = top - 2 * page.LINE_PITCH
    assert third_line - page.LINE_PITCH < title.y < third_line


def test_page_numbers_stand_outside_one_character_in(annex: Path) -> None:
    first, second = page_lines(annex)
    assert (first[-1].text, second[-1].text) == ("—1—", "—2—")
    assert second[-1].x == pytest.approx(page.LEFT + page.NUMBER_SIZE, abs=0.5)
    assert first[-1].x > page.PAGE_WIDTH / 2
    assert first[-1].y < page.BOTTOM - page.NUMBER_DROP


def test_numbers_may_go_on_from_the_text_or_be_left_out(
    hunan: Sheet, fonts: FontSet, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    write_pdf([hunan.with_setup(PageSetup(first_page=8))], path, fonts)
    first = page_lines(path)[0][-1]
    assert (first.text, first.x < page.PAGE_WIDTH / 2) == ("—8—", True)
    write_pdf([hunan.with_setup(PageSetup(first_page=None))], path, fonts)
    assert "—" not in "".join(page_texts(path))


def test_no_text_leaves_the_type_area(annex: Path) -> None:
    for lines in page_lines(annex):
        for line in lines[:-1]:
            assert page.LEFT - 0.5 <= line.x <= page.LEFT + page.BODY_WIDTH
            assert page.BOTTOM <= line.y <= page.PAGE_HEIGHT - page.TOP


def test_golden(annex: Path, golden: Path) -> None:
    found = "".join(
        f"# page {number}\n" + "".join(f"{x.x:4.0f} {x.y:4.0f} {x.text}\n" for x in lines)
        for number, lines in enumerate(page_lines(annex), start=1)
    )
    stored = golden / "hunan_annex.txt"
    if os.environ.get("RENEW_GOLDEN"):
        stored.write_text(found, encoding="utf-8")
    assert found == stored.read_text(encoding="utf-8")


def test_the_same_sheet_gives_the_same_bytes(
    annex: Path, hunan: Sheet, fonts: FontSet, tmp_path: Path
) -> None:
    again = tmp_path / "again.pdf"
    write_pdf([hunan], again, fonts)
    assert again.read_bytes() == annex.read_bytes()


def test_it_names_its_title_and_no_author(annex: Path) -> None:
    document = pdfium.PdfDocument(annex)
    metadata = document.get_metadata_dict()
    assert metadata["Title"] == TITLE
    assert metadata["Author"] == ""
    assert [entry.get_title() for entry in document.get_toc()] == [TITLE]
    assert document.get_version() == 17
    document.close()
    assert b"/Lang (zh-CN)" in annex.read_bytes()


def test_characters_beyond_the_basic_plane_come_back(fonts: FontSet, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    sheet = build_sheet("名单", ANNEX_COLUMNS, [("1", "何𫘝𬱖、葛\U000e0100某", "省科技厅", "")])
    write_pdf([sheet], path, fonts)
    assert "何𫘝𬱖、葛某省科技厅" in page_texts(path)[0]


def test_a_cell_of_three_thousand_characters_goes_over_pages(
    hunan: Sheet, fonts: FontSet, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    words = "推动高等院校、科研院所建立符合自身人事管理需要的（第{}项）考核评价制度。"
    long = "".join(words.format(number) for number in range(90))[:3000]
    row = SheetRow(("99", long, "省教育厅", "持续推进"))
    write_pdf([replace(hunan, rows=(*hunan.rows, row))], path, fonts)
    parts = [
        "".join(line.text for line in lines if 110 < line.x < 290 and line.text != "重点任务")
        for lines in page_lines(path)
    ]
    assert long in "".join(parts)
    assert len(parts) >= 5
    assert all("序号重点任务责任部门时间进度" in text for text in page_texts(path))


def test_what_no_font_has_is_substituted_and_told(
    hunan: Sheet, fonts: FontSet, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    row = SheetRow(("1", "㎡、℃、〇、😀、עם", "\ue123", ""))
    assert write_pdf([replace(hunan, rows=(row,))], path, fonts) == ("ם", "ע", "\ue123", "😀")
    assert "㎡、℃、〇、〓、〓〓" in page_texts(path)[0]
    assert write_pdf([hunan], path, fonts) == ()


def test_a_failure_leaves_the_old_file(hunan: Sheet, fonts: FontSet, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    with pytest.raises(OutputError) as caught:
        write_pdf([replace(hunan, title="意见\n" * 20)], path, fonts)
    assert caught.value.reason == "output.title_too_long"
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.pdf", b"old")]


def test_line_feeds_control_characters_and_empty_cells(fonts: FontSet, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    rows = [("1", "甲\r\n乙\x07\x00丙\ud800丁", "", ""), ("", "", "", "")]
    write_pdf([build_sheet("表\n格", ANNEX_COLUMNS, rows, mark="")], path, fonts)
    texts = [line.text for line in page_lines(path)[0]]
    assert texts[:2] == ["表", "格"]
    assert "甲" in texts
    assert "乙丙丁" in texts


@pytest.mark.slow
def test_a_thousand_rows_take_seconds_at_most(fonts: FontSet, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    rows = [ROWS[number % len(ROWS)] for number in range(1000)]
    write_pdf([build_sheet(TITLE, ANNEX_COLUMNS, rows)], path, fonts)
    document = pdfium.PdfDocument(path)
    assert 60 < len(document) < 160
    document.close()


def test_white_is_not_spread_inside_numbers_and_dashes() -> None:
    assert stretchable_gaps("达10.5%——好") == [True, *[False] * 4, True, False, True, False]
