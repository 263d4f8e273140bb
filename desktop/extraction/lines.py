"""Lines: paragraphs that were glued together come apart, sentences that were broken grow together.

Both work on text with full-width punctuation. Splitting comes first, so that a heading at the end of a glued line is
not joined to the sentence after it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from desktop.domain.unit_names import is_unit_like, may_be_unit
from desktop.extraction.characters import HAN, NUMERALS
from desktop.extraction.clause_grammar import LABEL_IN_SENTENCE, LABEL_WITH_COLON
from desktop.extraction.layout import Layout, measure

#: What a line may begin with that is never the rest of the line before.
_HEADING = re.compile(
    rf"(?:[{NUMERALS}]{{1,4}}、|（[{NUMERALS}]{{1,3}}）|\d{{1,3}}[.．、](?!\d)|[（(]\d{{1,2}}[）)]"
    rf"|第[{NUMERALS}\d]+[条章节部]|附[件表]|[①-⑳]|——|专栏"
    rf"|[{HAN}]{{2,10}}[〔［\[]\d{{4}}[〕］\]]第?\d{{1,4}}号$|\d{{4}}年\d{{1,2}}月\d{{1,2}}日(?:印发)?$)"
)
HEAD = re.compile(rf"{_HEADING.pattern}|{LABEL_WITH_COLON}")
_CLOSED = "。；：！？…"
_WRAPPED = 30
_CONTINUES = re.compile(r"[、，。；：）”’》〕】]")
_CLAUSE = re.compile(r"[（〔【［[](?:牵头|责任|配合|主办|协办|参与|参加)(?:单位|部门)")
_OPEN_CLAUSE = re.compile(
    rf"[（〔【［[]{LABEL_WITH_COLON}[^（）〔〕【】［］\n]*(?:（[^（）\n]*）[^（）〔〕【】［］\n]*)*$"
)
_LABEL_LINE = re.compile(rf"[—★☆▲△●○◆◇■□·*＊]*{LABEL_WITH_COLON}")
_FIRST_BRACKET = re.compile(r"[（〔【［\[）〕】］\]]")
#: A label of any kind at the beginning of a line: no list goes on over it.
_NEW_LABEL = re.compile(rf"[—★☆▲△●○◆◇■□·*＊]*[{HAN}]{{2,8}}：")
#: How a document's title ends: it is not joined to the text below it.
_TITLE = re.compile(
    r"^[^。；：]+的?(?:通知|方案|意见|办法|措施|规划|计划|要点|细则|清单|分工|规定|决定)$"
)
_LOOKS_BACK = 600
_LONGEST_NAME = 24
_NAMES = re.compile("[、，；：（）〔〕【】［］]")
_PREFIXED = re.compile(r"[省市县区州各]|国家|有关|相关")
_GAP = re.compile(r"(?<![\u3000 ])[\u3000 ]{2,}(?![\u3000 ])")
_WIDE = re.compile("\u3000\u3000| {4}")
_GLUED_LABEL = re.compile(rf"(?<=[。；，])(?:\s*)(?={LABEL_IN_SENTENCE})")
_GLUE_TOKEN = re.compile(
    rf"(?P<label>{LABEL_WITH_COLON})|(?P<stop>。)|(?P<head>（[{NUMERALS}]{{1,3}}）|[{NUMERALS}]{{1,3}}、)(?=[{HAN}]{{2}})"
)
_SIGNATURE = re.compile(
    rf"(?<=[{HAN}。）])(?=（此件(?:主动|依申请|不予|公开)[^）]*）$)|(?<=[{HAN}])(?=\d{{4}}年\d{{1,2}}月\d{{1,2}}日（此件)"
)


def split_edits(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches (mostly empty) that should be a line end: where paragraphs were glued together."""
    places: set[tuple[int, int]] = set()
    start = depth = 0
    for line in text.split("\n"):
        depth = 0 if not line.strip() or _HEADING.match(line.strip()) else depth
        if not _is_table_line(line):
            found = sorted(
                {m.span() for p in (_GLUED_LABEL, _SIGNATURE) for m in p.finditer(line)}
                | set(_gaps(line))
            )
            places.update((start + a, start + b) for a, b in _outside_brackets(line, found, depth))
            heads = [(place, place) for place in _glued_headings(line)]
            places.update((start + a, start + b) for a, b in _outside_brackets(line, heads, depth))
        depth = _depths(line, depth)[-1]
        start += len(line) + 1
    end = -1
    for first, last in sorted(places):
        if first >= end and not (first == end and first == last):
            yield first, last
            end = max(last, first)


def _gaps(line: str) -> Iterator[tuple[int, int]]:
    """Yield the wide spaces between words: two full-width ones, or four."""
    bare = line.rstrip()
    begin = len(bare) - len(bare.lstrip())
    for gap in _GAP.finditer(bare, begin):
        if gap.start() > begin and _WIDE.search(gap[0]):
            yield gap.span()


def _outside_brackets(
    line: str, places: Sequence[tuple[int, int]], depth: int
) -> Iterator[tuple[int, int]]:
    """Yield the places at which no bracket is open: （牵头单位：…；配合单位：…） is one clause.

    `depth` counts the brackets that are open where the line begins.
    """
    depths = _depths(line, depth)
    yield from (place for place in places if depths[place[0]] == 0)


def _depths(line: str, depth: int) -> list[int]:
    """Count the open brackets before each sign of a line and at its end."""
    depths = [depth]
    for character in line:
        depth = max(0, depth + (character in "（〔【［[") - (character in "）〕】］]"))
        depths.append(depth)
    return depths


def _glued_headings(line: str) -> Iterator[int]:
    """Find 二、… and （二）… that follow a list of units in the same line. One pass, however long the line."""
    listing = False
    for token in _GLUE_TOKEN.finditer(line):
        if token["head"] and listing:
            yield token.start()
        listing = bool(token["label"]) or (listing and not token["stop"] and not token["head"])


def join_edits(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the line ends that stand within a sentence, each with the indent of the line after it, and what to put.

    That is nothing, but for a list of units with one to a line: there it is the mark that divides them.
    """
    lines = text.split("\n")
    layout = measure(lines)
    end = -1
    so_far = lines[0].strip()
    for line, following in itertools.pairwise(lines):
        end += len(line) + 1
        rest = following.strip()
        if _belongs(line, following, so_far, layout):
            indent = len(following) - len(following.lstrip())
            mark = "、" if _ends_unit(so_far, rest) else ""
            yield end, end + 1 + indent, mark
            so_far = (so_far + mark + rest)[-_LOOKS_BACK:]
        else:
            so_far = rest


def _ends_unit(so_far: str, rest: str) -> bool:
    """Say whether an open clause has one unit at the end of a line and another at the beginning of the next."""
    if not _OPEN_CLAUSE.search(so_far):
        return False
    before, after = _NAMES.split(so_far)[-1], _NAMES.split(rest)[0]
    return is_unit_like(before) and is_unit_like(after) and bool(_PREFIXED.match(after))


def _list_goes_on(so_far: str, rest: str) -> bool:
    """Say whether a labelled list breaks off: at its label, at a mark between units, or within a name."""
    if not _LABEL_LINE.match(so_far):
        return False
    before, after = _NAMES.split(so_far)[-1], _NAMES.split(rest)[0]
    if so_far[-1] in "、：" or so_far.count("（") > so_far.count("）"):
        return True
    return bool(before) and not may_be_unit(before) and _is_name(before + after)


def _is_name(words: str) -> bool:
    return len(words) <= _LONGEST_NAME and may_be_unit(words)


def _belongs(line: str, following: str, so_far: str, layout: Layout) -> bool:
    bare, rest = line.strip(), following.strip()
    if not bare or not rest or _is_table_line(bare) or _is_table_line(rest):
        return False
    full = layout.is_full(line)
    if _OPEN_CLAUSE.search(so_far):
        closes = _FIRST_BRACKET.search(rest)
        open_to_end = closes is None or closes[0] not in "）〕】］]"
        return not _HEADING.match(rest) and (full or not open_to_end)
    if _LABEL_LINE.match(so_far) and (HEAD.match(rest) or _NEW_LABEL.match(rest)):
        return False
    if _list_goes_on(so_far, rest):
        return True
    if _CLAUSE.match(rest) and not bare.endswith("）"):
        return full
    if layout.begins_paragraph(following) or HEAD.match(rest):
        return False
    if _CONTINUES.match(rest):
        return True
    if layout.width is not None:
        # Where paragraphs are indented, a line that is not goes on with the one before it.
        return (full and layout.indented) or (bare[-1] not in _CLOSED and (full or layout.indented))
    return len(bare) >= _WRAPPED and bare[-1] not in _CLOSED + "”）》" and not _TITLE.search(bare)


def _is_table_line(line: str) -> bool:
    return "\t" in line or "|" in line
