from __future__ import annotations

import gc
import re
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from desktop.domain.columns import ANNEX_COLUMNS
from desktop.domain.sheet import (
    PageSetup,
    Paper,
    RowKind,
    Sheet,
    SheetRow,
    Strong,
    TypeSize,
    build_sheet,
)
from desktop.output import page
from desktop.output.xlsx import write_xlsx
from desktop.support.errors import OutputError
from desktop.support.xlsx_lines import MAX_HEIGHT, column_pixels
from tests.output.hunan import ROWS, TITLE
from tests.output.tables import LONG_TITLE, lead_apart, merged

HEAD, FIRST = 4, 5


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "附件.xlsx"


def reloaded(path: Path) -> Worksheet:
    table = load_workbook(path).active
    assert isinstance(table, Worksheet)
    return table


def row_texts(table: Worksheet, number: int) -> list[str]:
    return [cell.value or "" for cell in table[number]]


def test_the_annex_comes_back_cell_by_cell(hunan: Sheet, path: Path) -> None:
    write_xlsx([hunan], path)
    table = reloaded(path)
    assert table["A1"].value == "附件"
    assert table["A3"].value == TITLE
    assert row_texts(table, HEAD) == ["序号", "重点任务", "责任部门", "时间进度"]
    for number, row in enumerate(ROWS):
        assert row_texts(table, FIRST + number) == list(row)


def test_it_is_ready_to_print(hunan: Sheet, path: Path) -> None:
    write_xlsx([hunan], path)
    table = reloaded(path)
    last = HEAD + len(ROWS)
    assert table.print_title_rows == "$4:$4"
    assert table.print_area == f"'重点任务分工及进度安排表'!$A$1:$D${last}"
    assert table.freeze_panes == "A5"
    assert table.page_setup.paperSize == 9
    assert table.page_setup.orientation == "portrait"
    assert (table.page_setup.fitToWidth, table.page_setup.fitToHeight) == (1, 0)
    assert table.sheet_properties.pageSetUpPr.fitToPage
    margins = table.page_margins
    millimetres = [m * 25.4 for m in (margins.top, margins.bottom, margins.left, margins.right)]
    assert millimetres == pytest.approx([37, 35, 28, 26])
    assert [str(merged) for merged in table.merged_cells.ranges] == ["A3:D3"]


def test_numbers_as_text_get_no_green_corner(hunan: Sheet, path: Path) -> None:
    write_xlsx([hunan], path)
    with zipfile.ZipFile(path) as archive:
        raw = archive.read("xl/worksheets/sheet1.xml").decode()
    area = f"A1:D{HEAD + len(ROWS)}"
    assert f'<ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>' in raw


def test_page_numbers_differ_by_side(hunan: Sheet, path: Path) -> None:
    write_xlsx([hunan.with_setup(PageSetup(first_page=7))], path)
    table = reloaded(path)
    assert table.HeaderFooter.differentOddEven
    assert table.oddFooter.right.text == "— &P —\u3000"
    with zipfile.ZipFile(path) as archive:  # openpyxl reads without the space at the beginning
        raw = unescape(archive.read("xl/worksheets/sheet1.xml").decode())
    assert '<evenFooter>&L&"宋体,常规"&14\u3000— &P —</evenFooter>' in raw
    assert table.oddFooter.right.font == "宋体,常规"
    assert table.page_setup.firstPageNumber == 7
    assert table.page_setup.useFirstPageNumber
    write_xlsx([hunan.with_setup(PageSetup(first_page=None))], path)
    assert not reloaded(path).oddFooter.right.text


def test_every_row_has_a_height_that_grows_with_its_text(hunan: Sheet, path: Path) -> None:
    write_xlsx([hunan], path)
    table = reloaded(path)
    heights = [table.row_dimensions[n].height for n in range(1, table.max_row + 1)]
    assert all(height and height <= MAX_HEIGHT for height in heights)
    assert heights[FIRST + 1] > heights[FIRST]
    assert heights[FIRST + 1] == max(heights[FIRST - 1 :])


def test_the_fonts_are_the_statutory_ones(hunan: Sheet, path: Path) -> None:
    write_xlsx([hunan], path)
    table = reloaded(path)
    fonts = {a: (table[a].font.name, table[a].font.size) for a in ("A1", "A3", "B4", "B5")}
    assert fonts == {
        "A1": ("黑体", 16),
        "A3": ("方正小标宋简体", 22),
        "B4": ("黑体", 12),
        "B5": ("仿宋", 12),
    }


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "0012", "2017-12-31", "1E5"]
)
def test_what_looks_like_a_formula_or_number_stays_text(text: str, path: Path) -> None:
    write_xlsx([build_sheet(TITLE, ANNEX_COLUMNS, [("1", text, "", "")])], path)
    cell = reloaded(path).cell(FIRST, 2)
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_row_higher_than_excel_allows_goes_on_below(path: Path) -> None:
    long = "推动高等院校、科研院所建立符合自身人事管理需要的考核评价制度。" * 100
    sheet = build_sheet(TITLE, ANNEX_COLUMNS, [("1", long, "省教育厅", "持续推进"), ROWS[1]])
    write_xlsx([sheet], path)
    table = reloaded(path)
    rows = [row_texts(table, n) for n in range(FIRST, table.max_row + 1)]
    assert len(rows) > 3
    assert "".join(row[1] for row in rows[:-1]) == long
    assert [row[0] for row in rows[:-1]] == ["1"] + [""] * (len(rows) - 2)
    assert rows[-1] == list(ROWS[1])
    assert all(table.row_dimensions[n].height <= MAX_HEIGHT for n in range(1, table.max_row + 1))


def test_line_feeds_at_the_cut_of_a_long_row_lose_no_line(path: Path) -> None:
    lines = [f"第{number}行" for number in range(60)]
    write_xlsx([build_sheet(TITLE, ANNEX_COLUMNS, [("1", "\n".join(lines), "", "")])], path)
    table = reloaded(path)
    parts = [row_texts(table, n)[1] for n in range(FIRST, table.max_row + 1)]
    assert "\n".join(parts).split("\n") == lines


def test_group_lines_are_merged_across(hunan: Sheet, path: Path) -> None:
    grouped = replace(hunan, rows=(SheetRow(("一、平台",), RowKind.GROUP), *hunan.rows))
    write_xlsx([grouped], path)
    table = reloaded(path)
    assert table["A5"].value == "一、平台"
    assert "A5:D5" in [str(merged) for merged in table.merged_cells.ranges]
    assert row_texts(table, 6) == list(ROWS[0])


def test_control_characters_go_and_rare_ones_stay(path: Path) -> None:
    write_xlsx(
        [build_sheet(TITLE, ANNEX_COLUMNS, [("1", "甲\x00\x0b乙𫘝\ud800", "a\tb", "")])], path
    )
    assert row_texts(reloaded(path), FIRST)[1:3] == ["甲\n乙𫘝", "a b"]


def test_it_names_no_author(hunan: Sheet, path: Path) -> None:
    write_xlsx([hunan], path)
    properties = load_workbook(path).properties
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.title == TITLE


def test_a_sheet_without_rows(hunan: Sheet, path: Path) -> None:
    write_xlsx([replace(hunan, rows=())], path)
    table = reloaded(path)
    assert table.max_row == HEAD
    assert not table.auto_filter.ref
    write_xlsx([replace(merged(), rows=(), mark="", title=" ")], path)
    assert reloaded(path).max_row == 1


def test_what_stands_around_the_table(path: Path) -> None:
    sheet = lead_apart(Paper.A4)
    write_xlsx([sheet], path)
    table = reloaded(path)
    first = [table.cell(number, 1).value for number in range(1, 9)]
    assert first[:4] == ["内部资料 注意保存", "湘政办发〔2017〕50号", "附件1", None]
    assert (first[4] or "").replace("\n", "") == LONG_TITLE
    assert "\n" in (first[4] or "")
    assert first[5:] == ["（征求意见稿）", "牵头单位：省科技厅", "序号"]
    last = 8 + len(sheet.rows)
    assert table.cell(last + 1, 1).value == "注：时限以印发件为准。"
    assert table.auto_filter.ref == f"A8:E{last}"
    assert table.print_title_rows == "$8:$8"
    assert table.print_area.endswith(f"!$A$1:$E${last + 1}")
    fonts = [(table.cell(n, 1).font.name, table.cell(n, 1).font.size) for n in (1, 2, 6, 7, 24)]
    assert fonts == [("黑体", 16), ("仿宋", 16), ("楷体", 16), ("仿宋", 12), ("仿宋", 10.5)]


def test_a_stage_already_in_brackets_gets_no_second_ones(hunan: Sheet, path: Path) -> None:
    write_xlsx([replace(hunan, stage="（送审稿）")], path)
    assert reloaded(path)["A4"].value == "（送审稿）"


@pytest.mark.parametrize("size", list(TypeSize))
def test_the_size_of_type_is_the_one_asked_for(size: TypeSize, hunan: Sheet, path: Path) -> None:
    write_xlsx([hunan.with_setup(PageSetup(size=size))], path)
    table = reloaded(path)
    assert {table[a].font.size for a in ("A4", "B5", "C5")} == {size.points}


@pytest.mark.parametrize(
    ("paper", "code", "margins"),
    [
        (Paper.A4_LANDSCAPE, 9, [28, 26, 35, 37]),
        (Paper.A3_LANDSCAPE, 8, [30, 30, 28, 28]),
    ],
)
def test_a_table_across_the_page(paper: Paper, code: int, margins: list[float], path: Path) -> None:
    write_xlsx([lead_apart(paper)], path)
    table = reloaded(path)
    assert (table.page_setup.paperSize, table.page_setup.orientation) == (code, "landscape")
    found = table.page_margins
    lengths = [m * 25.4 for m in (found.top, found.bottom, found.left, found.right)]
    assert lengths == pytest.approx(margins)
    geometry = page.geometry(lead_apart(paper).setup)
    pixels = sum(column_pixels(table.column_dimensions[c].width) for c in "ABCDE")
    # No wider than the type area, or all would be printed smaller; and hardly narrower.
    assert 0 <= geometry.body_width / 72 * 96 - pixels <= 10


def footers(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        raw = archive.read("xl/worksheets/sheet1.xml").decode()
    found = re.findall(r"<((?:odd|even)(?:Header|Footer))>([^<]+)<", raw)
    return {name: unescape(text)[:2] for name, text in found}


@pytest.mark.parametrize(
    ("setup", "places"),
    [
        (PageSetup(), {"oddFooter": "&R", "evenFooter": "&L"}),
        (PageSetup(two_sided=False), {"oddFooter": "&R"}),
        (PageSetup(first_page=None), {}),
        (PageSetup(Paper.A3_LANDSCAPE), {"oddFooter": "&R", "evenFooter": "&L"}),
        # The corners of the sheet of paper, which is turned: read, its right foot is the lower left.
        (PageSetup(Paper.A4_LANDSCAPE), {"oddFooter": "&L", "evenHeader": "&L"}),
        (PageSetup(Paper.A4_LANDSCAPE, two_sided=False), {"oddFooter": "&L"}),
    ],
)
def test_the_page_number_stands_in_the_outer_corner(
    setup: PageSetup, places: dict[str, str], hunan: Sheet, path: Path
) -> None:
    write_xlsx([hunan.with_setup(setup)], path)
    assert footers(path) == places


def test_strong_stretches_stand_in_heiti(path: Path) -> None:
    write_xlsx([lead_apart()], path)
    table = load_workbook(path, rich_text=True).active
    assert isinstance(table, Worksheet)
    (run,) = table["C9"].value
    assert (run.text, run.font.rFont, run.font.sz) == ("长沙市人民政府", "黑体", 12)
    assert isinstance(table["D9"].value, str)


def test_strong_stretches_follow_a_row_cut_in_parts(hunan: Sheet, path: Path) -> None:
    text = "甲\n" * 30 + "牵头" + "\n乙" * 30
    start = text.index("牵头")
    row = SheetRow(("1", "任务", text, ""), strong=(Strong(2, start, start + 2),))
    write_xlsx([replace(hunan, rows=(row,))], path)
    table = load_workbook(path, rich_text=True).active
    assert isinstance(table, Worksheet)
    values = [table.cell(n, 3).value for n in range(FIRST, table.max_row + 1)]
    assert len(values) > 2
    strong = [
        run.text for v in values if not isinstance(v, str) for run in v if run.font.rFont == "黑体"
    ]
    assert strong == ["牵头"]
    assert "\n".join(map(str, values)) == text


def test_each_sheet_is_a_worksheet_and_page_numbers_go_on(hunan: Sheet, path: Path) -> None:
    names = ["省科技厅", "省教育厅/省委", "省科技厅", "字" * 40]
    write_xlsx([replace(hunan, name=name) for name in names], path)
    book = load_workbook(path)
    assert book.sheetnames == ["省科技厅", "省教育厅／省委", "省科技厅（2）", "字" * 30 + "…"]
    first, *others = book.worksheets
    assert first.page_setup.useFirstPageNumber
    assert not any(table.page_setup.useFirstPageNumber for table in others)
    for table in book.worksheets:
        assert row_texts(table, FIRST + 14) == list(ROWS[14])
        assert table.print_title_rows == "$4:$4"
        assert table.auto_filter.ref == "A4:D19"


def test_each_merged_sheet_has_its_data_behind_all_paper(path: Path) -> None:
    write_xlsx([replace(merged(), name="甲"), replace(merged(), name="乙")], path)
    assert load_workbook(path).sheetnames == ["甲", "乙", "数据 甲", "数据 乙"]


def test_a_head_that_would_fill_the_screen_is_not_frozen(path: Path) -> None:
    write_xlsx([replace(lead_apart(), title=LONG_TITLE * 4)], path)
    assert reloaded(path).freeze_panes is None


LONG = "推动高等院校、科研院所建立符合自身人事管理需要的考核评价制度。"


@pytest.mark.parametrize("length", [20_000, 40_000])
@pytest.mark.parametrize("paper", list(Paper))
def test_a_cell_of_any_length_loses_nothing(
    length: int, paper: Paper, hunan: Sheet, path: Path
) -> None:
    long = (LONG * (length // len(LONG) + 1))[:length]
    sheet = replace(hunan, rows=(SheetRow(("1", long, "省教育厅", "")), hunan.rows[1]))
    write_xlsx([sheet.with_setup(PageSetup(paper))], path)
    table = reloaded(path)
    rows = [row_texts(table, n) for n in range(FIRST, table.max_row + 1)]
    assert "".join(row[1] for row in rows[:-1]) == long
    room = page.geometry(PageSetup(paper)).body_height - table.row_dimensions[HEAD].height
    heights = [table.row_dimensions[n].height for n in range(FIRST, table.max_row + 1)]
    assert max(heights) <= min(MAX_HEIGHT, room)


@pytest.mark.parametrize("field", ["title", "mark", "notice", "doc_number", "by_line", "note"])
def test_a_line_of_any_length_around_the_table_loses_nothing(
    field: str, hunan: Sheet, path: Path
) -> None:
    long = (LONG * 1300)[:40_000]
    write_xlsx([replace(hunan, **{field: long})], path)
    table = reloaded(path)
    column = [str(cell.value or "") for cell in table["A"]]
    assert long in "".join(column).replace("\n", "")
    assert all(table.row_dimensions[n].height <= MAX_HEIGHT for n in range(1, table.max_row + 1))


def test_long_column_titles_and_group_lines_lose_nothing(hunan: Sheet, path: Path) -> None:
    long = (LONG * 1300)[:40_000]
    columns = (hunan.columns[0], replace(hunan.columns[1], title=long), *hunan.columns[2:])
    rows = (SheetRow((long,), RowKind.GROUP), *hunan.rows)
    write_xlsx([replace(hunan, columns=columns, rows=rows)], path)
    table = reloaded(path)
    assert long in "".join(str(cell.value or "") for cell in table["B"])
    assert long in "".join(str(cell.value or "") for cell in table["A"])


def test_two_hundred_units_in_one_row(hunan: Sheet, path: Path) -> None:
    units = "、".join(f"省第{number}厅" for number in range(200))
    write_xlsx([replace(hunan, rows=(SheetRow(("1", "任务", units, "2017年底前")),))], path)
    table = reloaded(path)
    assert "".join(row_texts(table, n)[2] for n in range(FIRST, table.max_row + 1)) == units


@pytest.mark.parametrize(
    "text", ["👍🏻 顶呱呱", "مرحبا بالعالم", "㎡ ℃ 〇 𫘝 𬱖", "  缩进  两格 ", "<&>\"'"]
)
def test_strange_text_comes_back(text: str, hunan: Sheet, path: Path) -> None:
    row = SheetRow(("1", text, text, ""), strong=(Strong(2, 0, 2),))
    write_xlsx([replace(hunan, rows=(row,))], path)
    table = reloaded(path)
    assert [cell.value for cell in table[FIRST]][1:3] == [text, text]


def test_rows_in_parts_keep_their_values_together_in_the_data(path: Path) -> None:
    sheet = merged(times=1)
    cells = (sheet.rows[0].cells[0], "1", LONG * 60, "省教育厅", "持续推进")
    write_xlsx([replace(sheet, rows=(SheetRow(cells),))], path)
    data = load_workbook(path)["数据"]
    rows = [tuple(cell.value for cell in row) for row in data.iter_rows(min_row=2)]
    assert len(rows) > 1
    assert {(row[0], row[1], *row[3:]) for row in rows} == {(cells[0], "1", *cells[3:])}
    assert "".join(str(row[2]) for row in rows) == cells[2]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_full_disk_under_the_temporary_files(
    hunan: Sheet, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """openpyxl keeps worksheets in temporary files of its own; what it leaves open complains when it is collected."""
    path.write_bytes(b"old")
    monkeypatch.setattr(
        "openpyxl.worksheet._writer.create_temporary_file", lambda suffix="": "/dev/full"
    )
    with pytest.raises(OutputError) as caught:
        write_xlsx([hunan], path)
    reason = caught.value.reason
    del caught
    gc.collect()
    assert reason == "output.disk_full"
    assert path.read_bytes() == b"old"
