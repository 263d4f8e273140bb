"""What can be chosen for one printing on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from typing import TypeVar

from desktop.domain.book import Book
from desktop.domain.layout import Layout
from desktop.domain.sheet import PageSetup, Paper, TypeSize
from desktop.domain.sheets import SheetOptions

W = TypeVar("W", Paper, TypeSize)

#: What --doc-number stands for without a value: the policy's own.
_OWN_NUMBER = "\0"

_NO_MARK = "无"
_MOST_DIGITS = 5
_NO_NUMBERS = ("none", "无")

_PAPERS: Mapping[str, Paper] = {
    **{paper.value: paper for paper in Paper},
    "A4": Paper.A4,
    "A4横排": Paper.A4_LANDSCAPE,
    "A3横排": Paper.A3_LANDSCAPE,
}
_SIZES: Mapping[str, TypeSize] = {
    **{size.value: size for size in TypeSize},
    "小四号": TypeSize.XIAO_SI,
}


def add_choices(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments that `chosen_options` reads."""
    add = parser.add_argument
    add("--unit", action="append", default=[], metavar="单位", help="只列这个单位（可多次给出）")
    add("--paper", type=_paper, metavar="纸张", help="a4、a4-landscape（横排）、a3-landscape")
    add("--size", type=_size, metavar="字号", help="三号、四号、小四、五号")
    add("--first-page", type=_first_page, metavar="页码", help="首页页码，none为不印页码")
    add("--one-sided", action="store_true", help="单面印刷，页码都在右侧")
    add("--title", default="", metavar="标题", help="表的标题")
    add("--mark", metavar="附件标记", help="附件、附件2等；“无”为不印")
    add("--stage", default="", metavar="稿次", help="标题下的稿次，如征求意见稿")
    add(
        "--doc-number",
        nargs="?",
        const=_OWN_NUMBER,
        default="",
        metavar="发文字号",
        help="附件标记前印发文字号；不给字号时用文件自己的",
    )
    add("--notice", default="", metavar="提醒", help="首行的提醒，如内部资料 注意保存")
    add("--by-line", default="", metavar="单位行", help="表上方左侧的单位行")
    add("--lead-note", action="store_true", help="表下加注文件写明的牵头规则")
    add("--inherited", action="store_true", help="全文统一规定的单位在每项任务中都印出")
    add("--before", default="", metavar="阶段", help="对照表的前一稿，默认为最后冻结的一稿")
    add("--after", default="", metavar="阶段", help="对照表的后一稿，默认为现稿")


def chosen_options(arguments: argparse.Namespace, layout: Layout, book: Book) -> SheetOptions:
    """Return the options; what is not given is left to the layout."""
    mark = arguments.mark
    return SheetOptions(
        title=arguments.title,
        mark="" if mark in (_NO_MARK, "none") else mark,
        doc_number=_doc_number(arguments.doc_number, book),
        notice=arguments.notice,
        stage=arguments.stage.strip("（）()"),
        by_line=arguments.by_line,
        lead_note=arguments.lead_note,
        inherited=arguments.inherited,
        setup=_setup(arguments, layout.setup),
        units=tuple(arguments.unit),
    )


def _setup(arguments: argparse.Namespace, usual: PageSetup) -> PageSetup:
    first = usual.first_page if arguments.first_page is None else arguments.first_page
    return PageSetup(
        arguments.paper or usual.paper,
        arguments.size or usual.size,
        usual.two_sided and not arguments.one_sided,
        first or None,
    )


def _doc_number(given: str, book: Book) -> str:
    if given != _OWN_NUMBER:
        return given
    numbers = (policy.doc_number for policy in book.current_policies)
    return next((number for number in numbers if number), "")


def _paper(text: str) -> Paper:
    return _one_of(_PAPERS, text, "纸张", Paper)


def _size(text: str) -> TypeSize:
    return _one_of(_SIZES, text, "字号", TypeSize)


def _one_of(words: Mapping[str, W], text: str, what: str, known: Iterable[str]) -> W:
    try:
        return words[text]
    except KeyError as error:
        raise argparse.ArgumentTypeError(f"没有{what}“{text}”，可用：{'、'.join(known)}") from error


def _first_page(text: str) -> int:
    """Return the number, 0 for none."""
    if text in _NO_NUMBERS:
        return 0
    if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"页码应是1到99999的整数或none，而不是“{text}”")
