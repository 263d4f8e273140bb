"""The reading child's side: limits itself, reads one file from standard input, answers, ends.

The name of the file stays with the parent; here there are only bytes.
"""

from __future__ import annotations

import sys

from desktop.reading.reader import read_bytes
from desktop.reading.wire import dump_document, dump_error
from desktop.support.errors import FengongError, UnreadableSource


def main(arguments: list[str]) -> int:
    """Answer with the document or the typed error on standard output, and return 0.

    `arguments` are the memory limit in bytes and the processor time in whole seconds, 0 for none.
    Any other exception is left to end the process: the parent reports it as a dead reader.
    """
    memory, seconds = (int(argument) for argument in arguments)
    _limit(memory, seconds)
    # By number: a program without a console has no sys.stdin, but the parent's pipes are there.
    with open(0, "rb", closefd=False) as source, open(1, "wb", closefd=False) as answer:
        answer.write(_answer(source.read()))
    return 0


def _answer(data: bytes) -> bytes:
    try:
        return dump_document(read_bytes("", data))
    except FengongError as error:
        return dump_error(error)
    except MemoryError:
        return dump_error(UnreadableSource("source.unsafe", problem="memory"))


def _limit(memory: int, seconds: int) -> None:
    """Set hard limits where the system has them; elsewhere the parent's time limit must do."""
    if sys.platform == "win32":
        return
    import resource

    for kind, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        if limit:
            resource.setrlimit(kind, (limit, limit))
    # A dump would leave the text of the document on the disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
