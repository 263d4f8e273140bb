"""Telling whose book a damaged file was: its lineage, by which its backups are found."""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from desktop.storage.faults import typed_faults
from desktop.storage.making import make_new
from desktop.storage.salvage import connect_leniently, give_list_of_tables, put_right, rows
from desktop.storage.schema import BOOK
from desktop.support.atomic import TEMPORARY_PREFIX

_LINEAGE = re.compile(r"[0-9a-f]{32}")


def lineage_of(path: Path, workspace: Path, now: datetime) -> str:
    """Return the lineage that stands in the file at `path`, or an empty text where none can be read.

    The file is only read; it is looked into on a copy in `workspace`, which is made where there is none. Raises the
    `WorkbookError`s of `faults` where the copy cannot be made.
    """
    with typed_faults():
        workspace.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=TEMPORARY_PREFIX, dir=workspace) as folder:
            copy = Path(folder) / "book"
            shutil.copyfile(path, copy)
            put_right(copy)
            found = _read(copy)
            if not found:
                # The list of tables may be what is broken.
                model = Path(folder) / "model"
                make_new(model, now, None)
                give_list_of_tables(copy, model)
                found = _read(copy)
            return found


def _read(copy: Path) -> str:
    place = [column.name for column in BOOK.columns].index("lineage")
    with closing(connect_leniently(copy)) as connection:
        for row in rows(connection, BOOK):
            if isinstance(row[place], str) and _LINEAGE.fullmatch(row[place]):
                return str(row[place])
    return ""
