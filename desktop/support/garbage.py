"""When Python looks for garbage: seldom, never while a large book is read, and never through what was read.

Records hold no cycles, so that looking through a book finds nothing; but a full collection of one with 100,000 tasks
stops every thread, the window's too, for nearly half a second, and it comes at any moment.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: Objects made before the youngest are looked through; Python's own 700 come several times with every key typed.
_YOUNGEST = 10_000


def look_seldom() -> None:
    """Look less often, and leave out what is there by now: the program itself. Call it once it is loaded."""
    _first, *others = gc.get_threshold()
    gc.set_threshold(_YOUNGEST, *others)
    gc.freeze()


@contextmanager
def left_alone() -> Iterator[None]:
    """Look for nothing meanwhile, and from then on leave out what was made meanwhile, until `look_again`."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def look_again() -> None:
    """Take in again what was left out: a book is closed, and the window may hold it in a cycle."""
    gc.unfreeze()
