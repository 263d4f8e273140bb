"""The tasks of two versions of a policy matched one to one, by what they say.

First come tasks whose text and clause are word for word the same. The others are held together by the pairs of
characters that they share (as rows and tasks are in extraction): a sequence matcher on each pair of 500 by 500 tasks
would take minutes. Number, clause and units help where the words alone are not clear.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_NOT_WORDS = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]")

#: Below this likeness of words (0 to 1) two tasks are never the same; at the upper one they are without any help.
_LEAST_WORDS = 0.36
_ENOUGH = 0.5
#: A wording alone (often the heading) says less than the whole text.
_WORDING_WEIGHT = 0.85
_UNITS_HELP, _NUMBER_HELP, _CLAUSE_HELP = 0.15, 0.08, 0.05


@dataclass(frozen=True, slots=True)
class TaskWords:
    """What matching sees of a task: its fields as in `desktop.domain.records.Task`, and the names of its units."""

    number: str
    wording: str
    text: str
    clause: str
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Matching:
    """Places in the old and the new list: pairs by new place, the new ones added, the old ones dropped."""

    pairs: tuple[tuple[int, int], ...]
    added: tuple[int, ...]
    dropped: tuple[int, ...]


def match(old_tasks: Sequence[TaskWords], new_tasks: Sequence[TaskWords]) -> Matching:
    """Match each task of one list with at most one of the other; the same lists always give the same pairs.

    Tasks that say the same several times are matched in their order.
    """
    pairs: dict[int, int] = {}
    free_old, free_new = list(range(len(old_tasks))), list(range(len(new_tasks)))
    for key in (_whole, _words):
        pairs |= _alike(
            [(key(old_tasks[i]), i) for i in free_old], [(key(new_tasks[i]), i) for i in free_new]
        )
        taken = set(pairs.values())
        free_old = [i for i in free_old if i not in pairs]
        free_new = [i for i in free_new if i not in taken]
    for old, new in _likeliest(old_tasks, new_tasks, free_old, free_new):
        pairs[old] = new
    taken = set(pairs.values())
    return Matching(
        tuple(sorted(pairs.items(), key=lambda pair: pair[1])),
        tuple(i for i in range(len(new_tasks)) if i not in taken),
        tuple(i for i in range(len(old_tasks)) if i not in pairs),
    )


def _whole(task: TaskWords) -> Hashable:
    return task.number, task.text, task.clause, task.wording


def _words(task: TaskWords) -> Hashable:
    return task.text, task.clause


def _alike(
    old: Iterable[tuple[Hashable, int]], new: Iterable[tuple[Hashable, int]]
) -> dict[int, int]:
    """Join those of one key, the first with the first and so on."""
    places: defaultdict[Hashable, list[int]] = defaultdict(list)
    for key, place in old:
        places[key].append(place)
    waiting = {key: iter(found) for key, found in places.items()}
    pairs: dict[int, int] = {}
    for key, place in new:
        partner = next(waiting.get(key, iter(())), None)
        if partner is not None:
            pairs[partner] = place
    return pairs


def _likeliest(
    old_tasks: Sequence[TaskWords],
    new_tasks: Sequence[TaskWords],
    free_old: Sequence[int],
    free_new: Sequence[int],
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of the greatest likeness, each task once; of several as like, those nearest in their order."""
    texts = _Shared([_pairs(old_tasks[i].text) for i in free_old])
    wordings = _Shared([_pairs(old_tasks[i].wording) for i in free_old])
    found: list[tuple[float, int, int, int]] = []
    for there, new in enumerate(free_new):
        task = new_tasks[new]
        by_text = texts.likeness(_pairs(task.text))
        by_wording = wordings.likeness(_pairs(task.wording))
        for here in by_text.keys() | by_wording.keys():
            words = max(by_text.get(here, 0.0), _WORDING_WEIGHT * by_wording.get(here, 0.0))
            if words < _LEAST_WORDS:
                continue
            likeness = words + _help(old_tasks[free_old[here]], task)
            if likeness >= _ENOUGH:
                found.append((-round(likeness, 6), abs(here - there), free_old[here], new))
    found.sort()
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _likeness, _distance, old, new in found:
        if old not in taken_old and new not in taken_new:
            taken_old.add(old)
            taken_new.add(new)
            yield old, new


def _help(old: TaskWords, new: TaskWords) -> float:
    everyone = old.units | new.units
    units = len(old.units & new.units) / len(everyone) if everyone else 0.0
    return (
        _UNITS_HELP * units
        + _NUMBER_HELP * (old.number == new.number != "")
        + _CLAUSE_HELP * (old.clause == new.clause != "")
    )


class _Shared:
    """Sets of pairs of characters, ready to be asked which of them are like another."""

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        self._sizes = [len(pairs) for pairs in sets]
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        for index, pairs in enumerate(sets):
            for pair in pairs:
                self._holders[pair].append(index)

    def likeness(self, wanted: frozenset[str]) -> Mapping[int, float]:
        """Return for each set that shares anything how much is shared, of both together (Dice, above 0 to 1)."""
        shared: Counter[int] = Counter()
        for pair in wanted:
            shared.update(self._holders.get(pair, ()))
        return {
            index: 2 * count / (self._sizes[index] + len(wanted)) for index, count in shared.items()
        }


def _pairs(text: str) -> frozenset[str]:
    bare = _NOT_WORDS.sub("", text)
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))
