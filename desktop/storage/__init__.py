"""Keeps the workbook file: engine, schema, migrations, journal, backups and lock.

The only room that imports SQLAlchemy. Imports `domain` and `support`; only `services` may import
this room.
"""

from desktop.storage.identity import Identity
from desktop.storage.workbook import Workbook

__all__ = ["Identity", "Workbook"]
