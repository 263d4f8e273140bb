"""Files from outside, read in a child process with limits: a hostile one can stop only itself."""

from __future__ import annotations

import contextlib
import math
import re
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import IO, TYPE_CHECKING

from desktop.reading.reader import MAX_FILE
from desktop.reading.wire import load
from desktop.support.errors import UnreadableSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.domain.document import SourceDocument

_POLL = 0.05  # seconds between two looks at `cancelled`
_ROOT = Path(__file__).resolve().parents[2]
# Isolated from the environment and the current folder, from which a foreign module could come.
_START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from desktop.reading.worker import main; sys.exit(main(sys.argv[1:]))"
)
_FRAME = re.compile(r'([\w.]+\.py)", line (\d+)')
_EXCEPTION = re.compile(r"^(?:\w+\.)*(\w+)(?::|$)", re.MULTILINE)


def read_file(
    path: Path,
    *,
    timeout: float = 60,
    memory: int = 2 * 1024**3,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[SourceDocument, bytes]:
    """Read the policy file at `path`; return the document and the bytes it was read from.

    Args:
        path: the file; its content decides the format.
        timeout: seconds the reading may take.
        memory: bytes of address space the child may use (POSIX only), 0 for no limit.
        cancelled: asked about twenty times a second from this thread; once true, reading stops.

    Raises:
        UnreadableSource: ``source.missing``, ``source.directory``, ``source.not_a_file``,
            ``source.permission``, ``source.io`` with `system` (the errno), ``source.empty``,
            ``source.too_large`` with `limit` and `size` in bytes, ``source.timeout`` with `seconds`,
            ``source.cancelled``, ``source.reader_died`` with `exit` (its status) and `where` (the
            exception and its place in the program, or ""), and the reasons of `read_bytes`.
        RefusedSource: ``refused.security`` with `mark`.
    """
    data = _bytes_of(path)
    limits = [str(memory), str(math.ceil(timeout))]
    answer = _run([*worker_command(), *limits], data, timeout, cancelled)
    return replace(answer, name=_readable(path.name)), data


def worker_command() -> list[str]:
    """Return the command that starts the reading child, without its limits.

    A frozen program starts itself with ``--reading-worker``, which `main.py` hands to
    `desktop.reading.worker.main` before it does anything else.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, "--reading-worker"]
    return [sys.executable, "-I", "-c", _START, str(_ROOT)]


def _bytes_of(path: Path) -> bytes:
    try:
        status = path.stat()
        if S_ISDIR(status.st_mode):
            raise UnreadableSource("source.directory")
        # Reading a pipe or a device could wait or go on for ever.
        if not S_ISREG(status.st_mode):
            raise UnreadableSource("source.not_a_file")
        if status.st_size > MAX_FILE:
            raise UnreadableSource("source.too_large", limit=MAX_FILE, size=status.st_size)
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise UnreadableSource("source.missing") from error
    except PermissionError as error:
        raise UnreadableSource("source.permission") from error
    except OSError as error:
        raise UnreadableSource("source.io", system=error.errno) from error
    if not data:
        raise UnreadableSource("source.empty")
    if len(data) > MAX_FILE:
        raise UnreadableSource("source.too_large", limit=MAX_FILE, size=len(data))
    return data


def _run(
    command: list[str], data: bytes, timeout: float, cancelled: Callable[[], bool] | None
) -> SourceDocument:
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Without this a console window flashes up on Windows.
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        # Not through communicate: interrupted by its time limit, it forgets the rest of the input.
        source, process.stdin = process.stdin, None
        feeder = threading.Thread(target=_feed, args=(source, data))
        feeder.start()
        try:
            answer, trace = _wait(process, timeout, cancelled)
        finally:
            # Whatever ends this, also a fault in `cancelled`, the child does not outlive it.
            process.kill()
            feeder.join()
    if process.returncode != 0:
        raise _died(process.returncode, trace)
    try:
        return load(answer)
    except ValueError as error:
        raise UnreadableSource("source.reader_died", exit=0, where="") from error


def _feed(source: IO[bytes], data: bytes) -> None:
    # A child that dies or is killed stops reading; what became of it, its exit status tells.
    with contextlib.suppress(OSError), source:
        source.write(data)


def _wait(
    process: subprocess.Popen[bytes], timeout: float, cancelled: Callable[[], bool] | None
) -> tuple[bytes, bytes]:
    deadline = time.monotonic() + timeout
    while True:
        if cancelled is not None and cancelled():
            raise UnreadableSource("source.cancelled")
        left = deadline - time.monotonic()
        if left <= 0:
            raise UnreadableSource("source.timeout", seconds=timeout)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=min(_POLL, left))


def _died(status: int, trace: bytes) -> UnreadableSource:
    """Return the error for a dead child, saying where in the program, and nothing of the text."""
    words = trace.decode("utf-8", "replace")
    frames = _FRAME.findall(words)
    kinds = _EXCEPTION.findall(words.strip().rpartition("\n")[2])
    where = f"{kinds[-1]} {frames[-1][0]}:{frames[-1][1]}" if frames and kinds else ""
    return UnreadableSource("source.reader_died", exit=status, where=where)


def _readable(name: str) -> str:
    """Return a file name without the lone surrogates that stand for undecodable bytes in it."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
