"""Mutates the seeds at random and reads each: no exception, every position inside the source, the source restored.

    python -m tests.extraction.fuzz [CASES] [FIRST_SEED]

Run by hand and by `.ci/release`; 10,000 cases take about two minutes.
"""

from __future__ import annotations

import random
import sys
import time

from desktop.domain.draft import Draft
from desktop.extraction import extract
from desktop.services.directory import unit_directory
from tests.extraction.documents import SEEDS, document

_PIECES = [
    *"（）〔〕，、；。\n?| \t等省和𫘝\x00\ud800",
    *(
        "责任单位：",
        "牵头",
        "配合",
        "\n\n",
        "一、",
        "（一）",
        "1.",
        "附件",
        "序号",
        "??",
        "(fā)",
        "　　",
        "—1—",
        "各市、县",
    ),
    "排第一为牵头单位，下同",
    "2017年12底前",
]


def mutated(text: str, chance: random.Random) -> str:
    """Cut a piece out of `text` and spoil it in a few places."""
    start = chance.randrange(len(text))
    part = list(text[start : start + chance.randrange(1, 4000)])
    for _ in range(chance.randrange(1, 12)):
        place = chance.randrange(len(part) + 1)
        match chance.randrange(4):
            case 0:
                part[place:place] = chance.choice(_PIECES)
            case 1:
                del part[place : place + chance.randrange(1, 40)]
            case 2:
                other = chance.randrange(len(part) + 1)
                part[place:place] = part[other : other + chance.randrange(1, 200)]
            case 3:
                part[place : place + 1] = chance.choice(_PIECES)
    return "".join(part)


def check(source: str, draft: Draft) -> None:
    """Raise `AssertionError` where a draft breaks a promise."""
    assert draft.trace.restored() == source
    spans = [t.span for t in draft.tasks] + [t.clause_span for t in draft.tasks]
    spans += (
        [s.span for s in draft.sections]
        + [u.span for u in draft.unread]
        + [n.span for n in draft.cleaning]
    )
    spans += [row.span for table in draft.tables for row in table.rows]
    spans += [d.span for t in draft.tasks for d in t.deadlines]
    assert all(0 <= s.start <= s.end <= len(source) for s in spans)
    assert all(t.units for t in draft.tasks)


def main(cases: int = 10_000, first: int = 0) -> int:
    """Run the cases; report the seed of one that fails."""
    texts = [path.read_bytes().decode("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    directory = unit_directory()
    start = time.monotonic()
    for number in range(first, first + cases):
        chance = random.Random(number)
        source = mutated(chance.choice(texts), chance)
        try:
            check(source, extract(document(source), directory))
        except Exception:
            sys.stderr.write(f"case {number} failed\n")
            raise
    sys.stdout.write(f"{cases} cases from {first}, none failed, {time.monotonic() - start:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
