"""Units that a sentence adds to every task: 各市州人民政府均为责任单位，以下不再列出."""

from __future__ import annotations

import re

from desktop.domain.document import Span
from desktop.domain.unit import Mention, Role, UnitDirectory
from desktop.domain.unit_list import parse_units
from desktop.domain.unit_names import is_unit_like
from desktop.extraction.clause_grammar import EVERYWHERE

_INTRODUCTION = re.compile(
    r"^.*?(?:以下各项(?:任务|工作)?|各项(?:任务|工作)|上述各项|所有任务)(?:，)?"
)


def units_of_every_task(
    text: str, directory: UnitDirectory, region: str | None
) -> tuple[tuple[Mention, ...], Span | None]:
    """Return the units and the place of the sentence in cleaned `text`; nothing where there is none."""
    match = EVERYWHERE.search(text)
    if match is None:
        return (), None
    words = _INTRODUCTION.sub("", match["before"]).strip("，、 除外")
    names = [
        Mention(
            m.surface,
            m.name,
            m.span,
            m.collective,
            m.open_name,
            m.known,
            m.joiner,
            m.tail,
            Role.PARTICIPANT,
        )
        for m in parse_units(words, directory, region)
        if m.known or m.collective or is_unit_like(m.name)
    ]
    return tuple(names), Span(*match.span())
