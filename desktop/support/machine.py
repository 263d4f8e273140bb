"""This computer and the processes on it: its name, whether a process still runs, when it began."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path


def machine_name() -> str:
    """Return the computer's name in its network, or an empty text where it has none."""
    return platform.node()


def process_start(process: int) -> str:
    """Return a mark of when the process began, or an empty text where the system does not tell (or it is gone).

    Numbers of processes are used again, above all after a restart; the number and this mark together are not.
    """
    if sys.platform == "win32":
        return _windows_start(process)
    try:
        fields = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        # Field 22 of proc(5), counted from the third: clock ticks since the start of this boot.
        return f"{boot}:{int(fields[19])}"
    except (OSError, ValueError, IndexError):
        return ""


def is_running(process: int, start: str) -> bool:
    """Say whether the process with this number and mark of its beginning still runs here.

    Where either mark is unknown the number alone decides; where the system does not answer it counts as running.
    """
    if process <= 0 or not _exists(process):
        return False
    now = process_start(process)
    return not start or not now or now == start


def _exists(process: int) -> bool:
    if sys.platform == "win32":
        return _windows_exists(process)
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # it is there and belongs to somebody else
    return True


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _QUERY = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
    _NO_SUCH_PROCESS = 87  # ERROR_INVALID_PARAMETER
    _STILL_ACTIVE = 259

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.OpenProcess.restype = wintypes.HANDLE
    _kernel.OpenProcess.argtypes = (wintypes.DWORD, wintypes.BOOL, wintypes.DWORD)
    _kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
    _kernel.GetExitCodeProcess.argtypes = (wintypes.HANDLE, ctypes.POINTER(wintypes.DWORD))
    _kernel.GetProcessTimes.argtypes = (
        wintypes.HANDLE,
        *(ctypes.POINTER(wintypes.FILETIME),) * 4,
    )

    def _windows_exists(process: int) -> bool:
        # os.kill(process, 0) would end the process here.
        handle = _kernel.OpenProcess(_QUERY, False, process)
        if not handle:
            return ctypes.get_last_error() != _NO_SUCH_PROCESS
        try:
            code = wintypes.DWORD()
            asked = _kernel.GetExitCodeProcess(handle, ctypes.byref(code))
            return not asked or code.value == _STILL_ACTIVE
        finally:
            _kernel.CloseHandle(handle)

    def _windows_start(process: int) -> str:
        handle = _kernel.OpenProcess(_QUERY, False, process)
        if not handle:
            return ""
        try:
            times = [wintypes.FILETIME() for _ in range(4)]
            if not _kernel.GetProcessTimes(handle, *map(ctypes.byref, times)):
                return ""
            return f"{times[0].dwHighDateTime << 32 | times[0].dwLowDateTime}"
        finally:
            _kernel.CloseHandle(handle)
