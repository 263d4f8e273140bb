"""The outline: headings with their levels, and the stretch of text that each governs.

A heading's kind is its numbering (第一章 一、 第一条 （一） 专栏1 1. （1） ① 一是); its level follows from what it
stands under. Its title is the first sentence of its line where more follows, else the line; it ends before a clause.
Numbers that a copy has lost, and titles that ran into the text, are proposed and marked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from desktop.domain.document import Span
from desktop.extraction.characters import NUMERALS
from desktop.extraction.stretches import Stretches


class HeadKind(IntEnum):
    """Kinds of numbering, from the highest down."""

    ANNEX = 0
    CHAPTER = 1
    PART_OF_CHAPTER = 2
    CHINESE = 3
    ARTICLE = 4
    BRACKETED_CHINESE = 5
    BOX = 6
    ARABIC = 7
    BRACKETED_ARABIC = 8
    CIRCLED = 9
    COUNTED = 10


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in cleaned text. `span` covers label and title, `body` is where its own text begins.

    `inferred` marks a heading whose number was put in; `guessed_title` one whose end the text does not show.
    """

    kind: HeadKind
    label: str
    title: str
    span: Span
    body: int
    level: int = 1
    parent: int | None = None
    inferred: bool = False
    guessed_title: bool = False


_LABELS: tuple[tuple[HeadKind, re.Pattern[str]], ...] = (
    (HeadKind.CHAPTER, re.compile(rf"第[{NUMERALS}\d]{{1,4}}[章编部分]{{1,2}}\s*")),
    (HeadKind.PART_OF_CHAPTER, re.compile(rf"第[{NUMERALS}\d]{{1,4}}节\s*")),
    (HeadKind.ARTICLE, re.compile(rf"第[{NUMERALS}\d]{{1,5}}条\s*")),
    (HeadKind.BOX, re.compile(rf"专栏\s*(?:\d{{1,2}}|[{NUMERALS}]{{1,3}})?[：:\s]*")),
    (HeadKind.CHINESE, re.compile(rf"[{NUMERALS}]{{1,4}}、")),
    (HeadKind.BRACKETED_CHINESE, re.compile(rf"（[{NUMERALS}]{{1,4}}）、?")),
    (HeadKind.ARABIC, re.compile(r"\d{1,3}[.．、](?!\d)\s*")),
    (HeadKind.BRACKETED_ARABIC, re.compile(r"（\d{1,3}）、?|\d{1,3}）")),
    (HeadKind.CIRCLED, re.compile(r"[①-⑳]")),
    (HeadKind.COUNTED, re.compile(rf"[{NUMERALS}]{{1,2}}是(?=[^，。]{{2}})")),
)
_ANNEX_MARK = re.compile(r"附\s*[件表]\s*\d{0,2}\s*")
_LONGEST_TITLE = 45
_OUGHT = re.compile(r"(?:部门|单位|政府|各地|地区|市州|县区)要(?!求)")
_USUAL_TITLE = 6  # 加强组织领导, 抓好政策落实
_STOP = re.compile(r"[。：；！？]")
_CLAUSE_BEGINS = re.compile(r"\s*[（〔【\[]?(?:牵头|责任|配合|主办)(?:单位|部门)")
_HAS_CLAUSE = re.compile(r"[（〔【\[](?:牵头|责任|配合|主办)(?:单位|部门)")
_INFERRED_TITLE = re.compile(r"[^，；：。、（]{4,}(?:、[^，；：。（]{2,}){0,4}")
_LONGEST_INFERRED = 32


def read_outline(
    text: str, skipped: Sequence[Span] = (), clauses: Sequence[int] = ()
) -> tuple[Heading, ...]:
    """Find the headings of cleaned `text`, in order, with levels and parents; `skipped` stretches have none.

    `clauses` are the places where clauses begin, in order: a title ends before one.
    """
    found = list(_headings(text, skipped, clauses))
    found = _with_lost_numbers(text, found, skipped)
    found = [_with_glued_title(text, h, found) for h in found]
    return tuple(_nested(found))


def _lines(text: str, skipped: Sequence[Span]) -> Iterator[tuple[int, str]]:
    start = 0
    inside_skipped = Stretches(skipped)
    for line in text.split("\n"):
        if start not in inside_skipped:
            yield start, line
        start += len(line) + 1


def _headings(text: str, skipped: Sequence[Span], clauses: Sequence[int]) -> Iterator[Heading]:
    for start, line in _lines(text, skipped):
        if _ANNEX_MARK.fullmatch(line):
            yield _annex(text, start, line)
            continue
        for kind, pattern in _LABELS:
            match = pattern.match(line)
            if match:
                after = start + match.end()
                first = bisect_left(clauses, after)
                if first < len(clauses) and clauses[first] < start + len(line):
                    line = line[: clauses[first] - start]
                yield _read(kind, start, line.rstrip(), match.end(), match[0].strip())
                break


def _annex(text: str, start: int, line: str) -> Heading:
    """Read 附件 or 附件2 on a line of its own, without a colon: the next line is its title, its numbers begin anew."""
    begin = start + len(line) + 1
    while begin < len(text) and text[begin] == "\n":
        begin += 1
    end = text.find("\n", begin)
    end = len(text) if end < 0 else end
    title = text[begin:end] if end - begin <= _LONGEST_TITLE else ""
    stop = end if title else start + len(line)
    return Heading(HeadKind.ANNEX, line.strip(), title.strip(), Span(start, stop), stop)


def _read(kind: HeadKind, start: int, line: str, after: int, label: str) -> Heading:
    rest = line[after:]
    stop = _STOP.search(rest)
    sentence = rest[: stop.start()] if stop else rest
    follows = rest[stop.end() :].strip() if stop else ""
    end = start + after + len(sentence)
    if _can_be_title(sentence) and (not stop or stop[0] in "。：" or not follows):
        alone = not follows or _CLAUSE_BEGINS.match(follows)
        # A sentence that is all there is before the clause is both the title and the task's text.
        body = start + after if alone and stop and follows else end + (1 if stop else 0)
        return Heading(kind, label, sentence.strip(), Span(start, end), body)
    if kind in (HeadKind.CHINESE, HeadKind.BRACKETED_CHINESE):
        return Heading(
            kind, label, "", Span(start, start + after), start + after, guessed_title=True
        )
    comma = sentence.find("，")
    title = sentence if comma < 0 else sentence[:comma]
    return Heading(
        kind, label, title.strip(), Span(start, start + after + len(title)), start + after
    )


def _can_be_title(sentence: str) -> bool:
    """A title is short and names a measure; “…部门要加强…，明确…，细化…” is text that ran into it."""
    return (
        len(sentence) <= _LONGEST_TITLE
        and sentence.count("，") <= 2
        and not _OUGHT.search(sentence)
    )


def _with_lost_numbers(text: str, found: list[Heading], skipped: Sequence[Span]) -> list[Heading]:
    """Number on, as 9. 10. …, paragraphs shaped like the numbered items before them (short sentence, text, clause)."""
    arabic = [h for h in found if h.kind is HeadKind.ARABIC and h.span.end < h.body]
    if len(arabic) < 2 or [_value(h) for h in arabic[:2]] != [1, 2]:
        return found
    heads = {h.span.start for h in found}
    for start, line in _lines(text, skipped):
        if start <= arabic[0].span.start or start in heads or not _HAS_CLAUSE.search(line):
            continue
        stop = line.find("。")
        title = line[:stop]
        if (
            4 <= stop <= _LONGEST_INFERRED
            and _INFERRED_TITLE.fullmatch(title)
            and not _CLAUSE_BEGINS.match(line[stop + 1 :])
        ):
            found.append(
                Heading(
                    HeadKind.ARABIC,
                    "",
                    title,
                    Span(start, start + stop),
                    start + stop + 1,
                    inferred=True,
                )
            )
    found.sort(key=lambda h: h.span.start)
    return _numbered_on(found)


def _numbered_on(found: list[Heading]) -> list[Heading]:
    last, done = 0, []
    for heading in found:
        if heading.kind is HeadKind.ARABIC:
            if heading.inferred:
                heading = replace(heading, label=f"{last + 1}.")
            last = _value(heading)
        done.append(heading)
    return done


def _value(heading: Heading) -> int:
    digits = re.match(r"\d+", heading.label)
    return int(digits[0]) if digits else 0


def _with_glued_title(text: str, heading: Heading, found: Sequence[Heading]) -> Heading:
    """End a title that ran into its text where its neighbours' titles end."""
    if not heading.guessed_title:
        return heading
    lengths = Counter(
        len(h.title)
        for h in found
        if h.kind is heading.kind and h.title and abs(h.span.start - heading.span.start) < 4000
    )
    line = text[
        heading.body : text.find("\n", heading.body) if "\n" in text[heading.body :] else len(text)
    ]
    length = min(lengths.most_common(1)[0][0] if len(lengths) == 1 else _USUAL_TITLE, len(line))
    end = heading.body + length
    return replace(heading, title=line[:length], span=Span(heading.span.start, end), body=end)


def _nested(found: Sequence[Heading]) -> Iterator[Heading]:
    stack: list[tuple[HeadKind, int]] = []
    for index, heading in enumerate(found):
        while stack and stack[-1][0] >= heading.kind:
            stack.pop()
        yield replace(heading, level=len(stack) + 1, parent=stack[-1][1] if stack else None)
        stack.append((heading.kind, index))
