from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from desktop.support.clipboard import html_cell, to_html, to_tsv

CELL = st.text(st.sampled_from("省<&>\"'\n a="), max_size=6)


class Reader(HTMLParser):
    """The cells of a table, line breaks as line feeds."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")
        elif tag == "br":
            self.rows[-1][-1] += "\n"

    def handle_data(self, data: str) -> None:
        self.rows[-1][-1] += data


def test_tabs_line_feeds_and_quotes_are_quoted_as_excel_does() -> None:
    assert to_tsv([["甲", "乙\n丙"], ['"丁"', "a\tb"]]) == '甲\t"乙\n丙"\r\n"""丁"""\t"a\tb"\r\n'


@given(st.lists(st.lists(CELL, min_size=1, max_size=3), min_size=1, max_size=3))
def test_html_says_no_more_and_no_less_than_the_cells(block: list[list[str]]) -> None:
    reader = Reader()
    reader.feed(to_html(block))
    assert reader.rows == block


def test_excel_takes_each_cell_as_text_and_keeps_its_lines_in_one() -> None:
    found = to_html([["=1+1\n0012"]])
    assert "mso-number-format:'\\@'" in found
    assert '=1+1<br style="mso-data-placement:same-cell">0012' in found
    assert found.startswith('<meta charset="utf-8">')


def test_a_cell_may_go_across_and_have_bold_stretches() -> None:
    cell = html_cell("省厅<、市局", columns=3, strong=[(0, 2), (4, 6)])
    assert ' colspan="3"' in cell
    assert "<b>省厅</b>&lt;、<b>市局</b>" in cell
