"""Turns a file as received into a SourceDocument: blocks and tables with their positions.

One module a format. Imports `domain` and `support`; only `services` may import this room.
"""

from desktop.reading.child import read_file
from desktop.reading.reader import read_bytes
from desktop.reading.security import security_mark
from desktop.reading.text import from_pasted

__all__ = ["from_pasted", "read_bytes", "read_file", "security_mark"]
