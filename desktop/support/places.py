"""What kind of place a file lies in: a disk of this computer, or a file system over the network."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path, PureWindowsPath

#: Types of file system, as Linux names them, that another computer keeps.
NETWORK_TYPES = frozenset(
    {
        "9p", "afs", "ceph", "cifs", "coda", "davfs", "fuse.davfs", "fuse.davfs2", "fuse.glusterfs",
        "fuse.gvfsd-fuse", "fuse.rclone", "fuse.sshfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs",
        "nfs4", "smb2", "smb3", "smbfs", "sshfs",
    }
)  # fmt: skip

_MOUNTS = Path("/proc/self/mounts")
_OCTAL = re.compile(r"\\([0-7]{3})")
_REMOTE_DRIVE = 4  # DRIVE_REMOTE


def on_network(path: Path) -> bool:
    """Say whether `path` (it need not exist) lies on a network file system; False where the system does not tell."""
    if sys.platform == "win32":
        return is_share_name(str(path)) or _remote_drive(path)
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    return file_system(Path(os.path.realpath(path)), mounts) in NETWORK_TYPES


def file_system(path: Path, mounts: str) -> str:
    r"""Return the type of the file system of an absolute `path` by a table like that of /proc/mounts, or "".

    The table's names have blanks and backslashes written as octal numbers (``\040``). Of several mounts on one place
    the last one counts, which hides the others.
    """
    found, depth = "", -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        place = Path(_OCTAL.sub(lambda octal: chr(int(octal[1], 8)), fields[1]))
        if path.is_relative_to(place) and len(place.parts) >= depth:
            found, depth = fields[2], len(place.parts)
    return found


def is_share_name(name: str) -> bool:
    r"""Say whether a Windows path names a share (``\\server\share\…``, ``\\?\UNC\server\…``)."""
    drive = PureWindowsPath(name).drive
    if drive[:4] in ("\\\\?\\", "\\\\.\\"):
        return drive[4:8].upper() == "UNC\\"
    return drive.startswith("\\\\")


if sys.platform == "win32":
    import ctypes

    def _remote_drive(path: Path) -> bool:
        root = path.absolute().anchor
        return bool(ctypes.windll.kernel32.GetDriveTypeW(root) == _REMOTE_DRIVE)
