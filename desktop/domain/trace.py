"""Cleaned text that traces back to its source, character by character.

A `Trace` holds the source, which never changes, the text made of it, and a table of pieces: which stretch of the text
comes from which stretch of the source, and by which rule. Pieces lie in order and without gaps on both sides, so the
source can be put together again exactly, and every position on one side has a place on the other.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from desktop.domain.document import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` in place of ``[start, end)`` of the present text, by a named rule."""

    start: int
    end: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Piece:
    """``text[out:out+len(made)]`` comes from ``source[start:end]``. An empty `rule` means copied, and `made` is None.

    `length` is the number of code points on the text's side.
    """

    out: int
    length: int
    start: int
    end: int
    rule: str = ""

    @property
    def linear(self) -> bool:
        """Whether positions inside correspond one to one."""
        return self.length == self.end - self.start


class Trace:
    """Immutable: every edit makes a new one over the same source."""

    def __init__(
        self, source: str, text: str | None = None, pieces: Sequence[Piece] | None = None
    ) -> None:
        """Begin with the source copied whole, or with pieces that were stored.

        Raises `ValueError` when the pieces do not fit the two texts.
        """
        self.source = source
        self.text = source if text is None else text
        self.pieces = (Piece(0, len(source), 0, len(source)),) if pieces is None else tuple(pieces)
        self._check()

    def edited(self, edits: Iterable[Edit]) -> Trace:
        """Return the trace after `edits`, which lie in order, apart from one another, in the present text.

        Raises `ValueError` when they overlap or leave the text.
        """
        edits = [e for e in edits if e.start != e.end or e.text]
        if not edits:
            return self
        return _Weaver(self).weave(edits)

    def to_source(self, start: int, end: int) -> Span:
        """Return the stretch of the source that ``[start, end)`` of the text comes from."""
        return (
            Span(self._source_of(start, at_end=False), self._source_of(end, at_end=True))
            if end > start
            else (Span(*(self._source_of(start, at_end=False),) * 2))
        )

    def to_text(self, start: int, end: int) -> Span:
        """Return the stretch of the text that ``[start, end)`` of the source became; empty if it was dropped."""
        first = self._text_of(start, at_end=False)
        last = self._text_of(end, at_end=True) if end > start else first
        return Span(first, max(first, last))

    def restored(self) -> str:
        """Put the source together again from the pieces: copied ones from the text, others from the source."""
        return "".join(
            self.source[p.start : p.end] if p.rule else self.text[p.out : p.out + p.length]
            for p in self.pieces
        )

    def to_json(self) -> str:
        """Return text and pieces as JSON; the source is stored beside it."""
        rows = [[p.length, p.end - p.start, p.rule] for p in self.pieces]
        return json.dumps(
            {"text": self.text, "pieces": rows}, ensure_ascii=False, separators=(",", ":")
        )

    @classmethod
    def from_json(cls, source: str, stored: str) -> Trace:
        """Read a stored trace. Raises `ValueError` for one that does not belong to `source`."""
        content = json.loads(stored)
        pieces, out, start = [], 0, 0
        for length, taken, rule in content["pieces"]:
            pieces.append(Piece(out, length, start, start + taken, rule))
            out, start = out + length, start + taken
        return cls(source, content["text"], pieces)

    @cached_property
    def _outs(self) -> list[int]:
        return [p.out for p in self.pieces]

    @cached_property
    def _starts(self) -> list[int]:
        return [p.start for p in self.pieces]

    def _source_of(self, position: int, *, at_end: bool) -> int:
        if not self.pieces:
            return 0
        # An end belongs to the piece that holds the character before it.
        index = bisect_right(self._outs, position - 1 if at_end and position else position) - 1
        piece = self.pieces[max(0, index)]
        if piece.linear:
            return min(piece.end, piece.start + position - piece.out)
        return piece.end if at_end else piece.start

    def _text_of(self, position: int, *, at_end: bool) -> int:
        if not self.pieces:
            return 0
        index = bisect_right(self._starts, position - 1 if at_end and position else position) - 1
        piece = self.pieces[max(0, index)]
        if piece.linear:
            return min(piece.out + piece.length, piece.out + position - piece.start)
        return piece.out + piece.length if at_end else piece.out

    def _check(self) -> None:
        out = start = 0
        for piece in self.pieces:
            if piece.out != out or piece.start != start or (not piece.rule and not piece.linear):
                raise ValueError("the pieces do not fit together")
            out, start = out + piece.length, piece.end
        if out != len(self.text) or start != len(self.source):
            raise ValueError("the pieces do not cover the texts")


class _Weaver:
    """One pass over pieces and edits."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.out = 0
        self.texts: list[str] = []
        self.pieces: list[Piece] = []
        self.index = 0  # the piece that holds `self.at`
        self.at = 0  # how far the old text is used up

    def weave(self, edits: Sequence[Edit]) -> Trace:
        for edit in edits:
            if not self.at <= edit.start <= edit.end <= len(self.trace.text):
                raise ValueError("edits overlap or leave the text")
            self._copy(edit.start)
            self._replace(edit)
        self._copy(len(self.trace.text))
        for piece in self.trace.pieces[self.index :]:
            self._add("", piece.start, piece.end, piece.rule)
        return Trace(self.trace.source, "".join(self.texts), self.pieces)

    def _add(self, text: str, start: int, end: int, rule: str) -> None:
        if not text and start == end:
            return
        last = self.pieces[-1] if self.pieces else None
        if last is not None and last.rule == rule and last.linear and len(text) == end - start:
            self.pieces[-1] = Piece(last.out, last.length + len(text), last.start, end, rule)
        else:
            self.pieces.append(Piece(self.out, len(text), start, end, rule))
        self.texts.append(text)
        self.out += len(text)

    def _copy(self, until: int) -> None:
        """Carry pieces over up to `until` of the old text."""
        text = self.trace.text
        while self.at < until or self._dropped_here(until):
            piece = self.trace.pieces[self.index]
            end = min(until, piece.out + piece.length)
            start_of_source, end_of_source = self._source_part(piece, self.at, end)
            self._add(text[self.at : end], start_of_source, end_of_source, piece.rule)
            self.at = end
            if end == piece.out + piece.length:
                self.index += 1

    def _dropped_here(self, until: int) -> bool:
        """Whether the next piece made nothing and lies before `until`: it must be carried too."""
        return (
            self.at == until
            and self.index < len(self.trace.pieces)
            and self.trace.pieces[self.index].length == 0
            and self.trace.pieces[self.index].out == until
        )

    def _source_part(self, piece: Piece, start: int, end: int) -> tuple[int, int]:
        if piece.linear:
            return piece.start + start - piece.out, piece.start + end - piece.out
        # A piece that is no one-to-one copy gives its source to its first part; the rest has none of its own.
        first = piece.start if start == piece.out else piece.end
        return first, piece.end

    def _replace(self, edit: Edit) -> None:
        start = end = None
        while self.at < edit.end:
            piece = self.trace.pieces[self.index]
            stop = min(edit.end, piece.out + piece.length)
            first, last = self._source_part(piece, self.at, stop)
            start = first if start is None else start
            end = last
            self.at = stop
            if stop == piece.out + piece.length:
                self.index += 1
        if start is None or end is None:
            start = end = self.pieces[-1].end if self.pieces else 0
        self._add(edit.text, start, end, edit.rule)
