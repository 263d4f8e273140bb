"""Cleaning: damaged text proposed whole, every change logged, every character traced.

The rules run in an order that matters: glosses and shifted bytes first, since their evidence is punctuation that a
later rule would change; then script, then white space, punctuation, and lines. A clean text passes unchanged but for
white space.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from desktop.domain.draft import CleaningNote
from desktop.domain.trace import Edit, Trace
from desktop.domain.unit_names import stands_alone
from desktop.extraction import script
from desktop.extraction.aligned import aligned_stretches
from desktop.extraction.characters import FULL_WIDTH, HAN, INNER_SPACE
from desktop.extraction.clause_grammar import LABEL_WITH_COLON
from desktop.extraction.layout import page_furniture, ruled_lines
from desktop.extraction.lines import join_edits, split_edits
from desktop.extraction.mojibake import repairs
from desktop.extraction.stretches import Stretches
from desktop.extraction.tables import find_text_tables

_GLOSS = re.compile(rf"(?<=[{HAN}])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{{1,6}}[)）]")
_TONE = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ]")
_SHIFTED = re.compile(
    r"\?[?;:!,()]?[^\x00-\x7f，。；：（）、\n]{2,40}\?|\?[;:!,][^\x00-\x7f，。；：（）、\n]{1,40}\?"
)
_BROKEN_GLOSS = re.compile(r"\?[;:!,]?[a-z]?[(（]?[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,6}[)）]\??")
_SPACES = " \t\u00a0\u3000\u200b\ufeff"
_TRAILING = re.compile(rf"(?<![{_SPACES}])[{_SPACES}]+(?=\n|$)")
_LEADING = re.compile(rf"(?:^|(?<=\n))[{_SPACES}]+")
_WIDE_ALNUM = re.compile("[０-９Ａ-Ｚａ-ｚ％]+")
_LINE_ENDS = re.compile(r"\n\f|\r\n?|\f|\u2028|\u2029")
_HALF = re.compile(rf"(?<=[{HAN}{FULL_WIDTH}])[,;:?!](?!//)|[,;:?!](?=[{HAN}{FULL_WIDTH}])")
_AFTER_QUOTE = re.compile(r"(?<=[”’》）])[,;:?!]")
_BRACKET = re.compile(r"[()（）\n]")
_HAN = re.compile(f"[{HAN}]")
_CHINESE_SIGN = re.compile(f"[{HAN}{FULL_WIDTH}]")
_QUOTES = re.compile(r'"([^"\n]{1,80})"')
_DASHES = re.compile(rf"(?<![-–—])--(?=[{HAN}\d])")
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
#: Names held apart by spaces, and where in a line they are a list.
_NAME = rf"[{HAN}]{{3,30}}(?:（[{HAN}、]{{1,20}}）)?"
_SPACED = re.compile(rf"{_NAME}(?:(?:[ ]{{1,3}}|\u3000{{1,2}}){_NAME})+(?![{HAN}\d]|[ \u3000]*\d)")
_SPACED_PARTS = re.compile(_NAME)
_DATED = re.compile(r"\s*\d{4}年")
_IN_LIST = re.compile(rf"{LABEL_WITH_COLON}|[（〔【［\[][^（〔【［\[）〕】］\]]*$|\t|\|")
_CHROME = re.compile(
    r"^(?:\{ganrao\}|【法宝引证码】|原文链接[：:]|当前位置|您的位置|您现在的位置|发布时间[：:]|发布日期[：:]|浏览次数|字体[：:]|打印本页|关闭窗口|分享到"
    r"|备案序?号|.{0,20}ICP备|.{0,8}公网安备|网站标识码|扫描二维码|扫一扫|本文链接|本文关键词|上一篇|下一篇"
    r"|相关附件|附件下载|建议使用IE|政策解读[：:]|相关链接|责任编辑|版权所有|联系我们[：:]?$|网站地图)"
)


#: The foot of a web page, and what stands beside it there; elsewhere 主办单位： begins a clause.
_FOOT = re.compile(r"ICP备|网站标识码|公网安备|版权所有")
_SITE = re.compile(r"(?:网站)?(?:主办单位|主办|承办单位|技术支持|运行维护)[：:]")
_FOOT_LINES = 3
_ASSIGNS = re.compile(r"[（(〔\[](?:牵头|责任|配合|主办)(?:单位|部门)")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The cleaned text with its trace, and what was done or is proposed."""

    trace: Trace
    notes: tuple[CleaningNote, ...]


@dataclass(frozen=True, slots=True)
class _Proposal:
    """Put `text` in place. One that is not `certain` is noted as a question; its `guess` is what may be right."""

    start: int
    end: int
    text: str
    certain: bool = True
    guess: str | None = None


_Rule = Callable[[str], Iterator[_Proposal]]


def clean(source: str) -> Cleaned:
    """Clean a document's text. Never raises; any text is allowed."""
    trace = Trace(source)
    notes: list[CleaningNote] = []
    for kind, rule in _RULES:
        trace = _run(trace, kind, rule, notes)
    notes.sort(key=lambda note: (note.span.start, note.span.end))
    return Cleaned(trace, tuple(notes))


def _run(trace: Trace, kind: str, rule: _Rule, notes: list[CleaningNote]) -> Trace:
    """Apply one rule. What an earlier rule marked as damaged stays as it is: it is the evidence for its repair."""
    damaged = [note.span for note in notes if not note.certain]
    edits: list[Edit] = []
    for proposal in rule(trace.text):
        before = trace.text[proposal.start : proposal.end]
        if before == proposal.text and proposal.certain:
            continue
        span = trace.to_source(proposal.start, proposal.end)
        if any(d.start < span.end and span.start < d.end for d in damaged):
            continue
        if kind != "space":
            after = proposal.text if proposal.guess is None else proposal.guess
            notes.append(CleaningNote(kind, span, before, after, proposal.certain))
        if proposal.text != before:
            edits.append(Edit(proposal.start, proposal.end, proposal.text, kind))
    return trace.edited(edits)


def _glosses(text: str) -> Iterator[_Proposal]:
    """發(fā)展 → 發展: a bracket with a toned syllable right after a Chinese character."""
    for match in _GLOSS.finditer(text):
        if _TONE.search(match[0]):
            yield _Proposal(*match.span(), "")


def _broken_glosses(text: str) -> Iterator[_Proposal]:
    """Mark glosses that lost a byte, as in 詢?yōu)橐惑w; the text is left as it stands."""
    for match in _BROKEN_GLOSS.finditer(text):
        if _TONE.search(match[0]):
            yield _Proposal(*match.span(), match[0], certain=False)


def _shifted(text: str) -> Iterator[_Proposal]:
    """Restore runs whose bytes were shifted by one; their ends stay open, with a guess."""
    for repair in repairs(text, script.simplified):
        yield _Proposal(repair.start, repair.end, repair.text, certain=False, guess=repair.guess)


def _shifted_beyond_repair(text: str) -> Iterator[_Proposal]:
    """Mark runs that look shifted and could not be restored; the text is left as it stands."""
    for match in _SHIFTED.finditer(text):
        yield _Proposal(*match.span(), match[0], certain=False)


def _script(text: str) -> Iterator[_Proposal]:
    for start, end, simplified in script.simplify(text):
        yield _Proposal(start, end, simplified)


def _line_ends(text: str) -> Iterator[_Proposal]:
    for match in _LINE_ENDS.finditer(text):
        yield _Proposal(*match.span(), "\n")


def _trailing(text: str) -> Iterator[_Proposal]:
    for match in _TRAILING.finditer(text):
        if not _of_table_row(text, match.start()):
            yield _Proposal(*match.span(), "")


def _leading(text: str) -> Iterator[_Proposal]:
    tables = Stretches(aligned_stretches(text))
    for match in _LEADING.finditer(text):
        if not _of_table_row(text, match.end()) and match.start() not in tables:
            yield _Proposal(*match.span(), "")


def _of_table_row(text: str, place: int) -> bool:
    """Say whether the line at `place` has cells divided by tabs, of which the outer ones may be empty."""
    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    line = text[start : end if end >= 0 else len(text)]
    return line.count("\t") > 1 and "\t" in line.strip()


def _pages(text: str) -> Iterator[_Proposal]:
    """Hide page numbers, with the blank lines around them, and the rule under a red header."""
    for start, end in sorted((*page_furniture(text), *ruled_lines(text))):
        yield _Proposal(start, end, "")


def _wide_alnum(text: str) -> Iterator[_Proposal]:
    """Give figures and letters their half width, as dates and numbers are written."""
    for match in _WIDE_ALNUM.finditer(text):
        yield _Proposal(*match.span(), "".join(chr(ord(c) - 0xFEE0) for c in match[0]))


def _inner(text: str) -> Iterator[_Proposal]:
    tables = Stretches(aligned_stretches(text))
    for match in INNER_SPACE.finditer(text):
        if match.start() not in tables:
            yield _Proposal(*match.span(), "")


def _half_width(text: str) -> Iterator[_Proposal]:
    for match in _HALF.finditer(text):
        digits = text[max(0, match.start() - 1) : match.end() + 1]
        if not (len(digits) == 3 and digits[0].isdecimal() and digits[2].isdecimal()):
            yield _Proposal(*match.span(), _WIDE[match[0]])


def _list_spaces(text: str) -> Iterator[_Proposal]:
    """Put 、 for the spaces that divide units: behind a label, in a bracket, in a table's cell.

    Elsewhere a space between two names may be anything. A name that a space has broken (省政府 办公厅) is left.
    """
    tables = Stretches(aligned_stretches(text))
    for match in _SPACED.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.end()]
        # A line of names is a cell, but above a date it is a signature.
        alone = line == match[0] and text[match.end() : match.end() + 1] == "\n"
        is_cell = alone and not _DATED.match(text, match.end() + 1)
        if match.start() in tables or not (is_cell or _IN_LIST.search(line)):
            continue
        names = list(_SPACED_PARTS.finditer(match[0]))
        for name, following in pairwise(names):
            if stands_alone(name[0]) and stands_alone(following[0]):
                yield _Proposal(match.start() + name.end(), match.start() + following.start(), "、")


def _after_quotes(text: str) -> Iterator[_Proposal]:
    for match in _AFTER_QUOTE.finditer(text):
        yield _Proposal(*match.span(), _WIDE[match[0]])


def _brackets(text: str) -> Iterator[_Proposal]:
    """Give a pair its full width when it holds Chinese or follows it; pairs may hold pairs, none crosses a line."""
    open_at: list[int] = []
    marks: dict[int, str] = {}
    for match in _BRACKET.finditer(text):
        if match[0] == "\n":
            open_at.clear()
        elif match[0] in "(（":
            open_at.append(match.start())
        elif open_at:
            start = open_at.pop()
            mixed = text[start] + match[0] not in ("()", "（）")
            if mixed or _beside_chinese(text, start, match.start()):
                marks[start], marks[match.start()] = "（", "）"
    for place in sorted(marks):
        yield _Proposal(place, place + 1, marks[place])


def _beside_chinese(text: str, start: int, end: int) -> bool:
    """Say whether a bracket is part of Chinese text: it holds some, or follows some, or begins a line."""
    before = text[start - 1 : start]
    beside = before in ("", "\n") or bool(_CHINESE_SIGN.match(before))
    return bool(_HAN.search(text, start, end)) or (beside and end - start > 1)


def _quotes(text: str) -> Iterator[_Proposal]:
    for match in _QUOTES.finditer(text):
        if re.search(rf"[{HAN}]", match[0]) or re.match(
            rf"[{HAN}]", text[match.start() - 1 : match.start()] or " "
        ):
            yield _Proposal(match.start(), match.start() + 1, "“")
            yield _Proposal(match.end() - 1, match.end(), "”")


def _dashes(text: str) -> Iterator[_Proposal]:
    for match in _DASHES.finditer(text):
        yield _Proposal(*match.span(), "——")


def _tables(text: str) -> Stretches:
    """Return where a line's end has a meaning of its own."""
    return Stretches((*(grid.span for grid in find_text_tables(text)), *aligned_stretches(text)))


def _splits(text: str) -> Iterator[_Proposal]:
    tables = _tables(text)
    for start, end in split_edits(text):
        if start not in tables:
            yield _Proposal(start, end, "\n")


def _joins(text: str) -> Iterator[_Proposal]:
    tables = _tables(text)
    for start, end, mark in join_edits(text):
        if start not in tables:
            yield _Proposal(start, end, mark)


def _debris(text: str) -> Iterator[_Proposal]:
    """Hide the lines of a web page around a document; they stay in the source. A line that assigns is never one."""
    lines = text.split("\n")
    feet = [index for index, line in enumerate(lines) if _FOOT.search(line)]
    start = 0
    for index, line in enumerate(lines):
        bare = line.strip()
        beside = any(abs(index - foot) <= _FOOT_LINES for foot in feet)
        if (_CHROME.match(bare) or (beside and _SITE.match(bare))) and not _ASSIGNS.search(bare):
            yield _Proposal(start, start + len(line), "")
        start += len(line) + 1


_RULES: tuple[tuple[str, _Rule], ...] = (
    ("space", _line_ends),
    ("mojibake", _broken_glosses),
    ("gloss", _glosses),
    ("mojibake", _shifted),
    ("mojibake", _shifted_beyond_repair),
    ("script", _script),
    ("space", _trailing),
    ("debris", _pages),
    ("debris", _debris),
    ("punctuation", _wide_alnum),
    ("punctuation", _half_width),
    ("punctuation", _brackets),
    ("punctuation", _quotes),
    ("punctuation", _after_quotes),
    ("punctuation", _dashes),
    ("punctuation", _list_spaces),
    ("line_join", _splits),
    ("line_join", _joins),
    ("line_join", _splits),
    # A pair may have stood on two lines.
    ("punctuation", _brackets),
    ("punctuation", _quotes),
    ("space", _leading),
    ("space", _inner),
)
