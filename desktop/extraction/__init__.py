"""Turns a SourceDocument into a Draft, with a doubt wherever the reading is unsure.

Imports `domain` and `support`; only `services` may import this room.
"""

from desktop.extraction.reader import VERSION, extract

__all__ = ["VERSION", "extract"]
