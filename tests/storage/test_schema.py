"""Dataclasses, declarations and frozen statements say the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import get_args, get_type_hints

import pytest
from sqlalchemy import Connection, create_engine

from desktop.domain.records import RECORD_TYPES, Record
from desktop.storage import Workbook, migrations
from desktop.storage.engine import APPLICATION_ID, open_engine, writing
from desktop.storage.schema import RECORD_TABLE, Base
from tests.storage.books import NOW, refused, sample_workbook, stamp

#: A schema that is not there yet.
NEXT = migrations.SCHEMA_VERSION + 1


@pytest.mark.parametrize("record_type", RECORD_TYPES, ids=lambda t: t.kind)
def test_a_table_has_the_fields_of_its_record(record_type: type[Record]) -> None:
    table = RECORD_TABLE[record_type.kind]
    hints = {n: t for n, t in get_type_hints(record_type).items() if n != "kind"}
    declared = {
        c.name: c.type.python_type | None if c.nullable else c.type.python_type
        for c in table.columns
    }
    assert declared == hints
    assert [c.name for c in table.columns] == ["key", *record_type.field_names()]
    assert [c.name for c in table.primary_key] == ["key"]


def test_every_field_named_like_a_record_refers_to_it() -> None:
    kinds = {record_type.kind for record_type in RECORD_TYPES}
    for record_type in RECORD_TYPES:
        for name, hint in get_type_hints(record_type).items():
            plain = (
                [t for t in get_args(hint) if t is not NoneType]
                if isinstance(hint, UnionType)
                else [hint]
            )
            if name in kinds and plain == [str]:
                (key,) = RECORD_TABLE[record_type.kind].c[name].foreign_keys
                assert (key.column.table.name, key.column.name) == (name, "key")
                assert (key.deferrable, key.initially) == (True, "DEFERRED")


def _definitions(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL").fetchall()
    connection.close()
    return {"".join(sql.split()) for (sql,) in found}


def test_the_frozen_statements_make_what_is_declared(tmp_path: Path) -> None:
    declared = create_engine(f"sqlite:///{tmp_path / 'declared'}")
    Base.metadata.create_all(declared)
    declared.dispose()
    Workbook.create(tmp_path / "made.fengong", now=NOW).close()
    assert _definitions(tmp_path / "made.fengong") == _definitions(tmp_path / "declared")


def test_there_is_a_step_to_every_version() -> None:
    assert sorted(migrations.STEPS) == list(range(1, migrations.SCHEMA_VERSION + 1))


def test_a_migration_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.fengong"
    sample_workbook(path).close()

    made_already = migrations.STEPS[1]

    def widen(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE task ADD COLUMN note TEXT")
        made_already(connection)

    before = _definitions(path)
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", NEXT)
    monkeypatch.setattr(migrations, "STEPS", {**migrations.STEPS, NEXT: widen})
    engine = open_engine(path, "rw")
    with engine.connect() as connection:
        with pytest.raises(Exception, match="already exists"), writing(connection):
            migrations.migrate(connection)
        assert connection.exec_driver_sql("PRAGMA user_version").scalar() == NEXT - 1
    engine.dispose()
    assert _definitions(path) == before


@pytest.fixture
def uncached() -> Iterator[None]:
    """Leave no definitions of a made-up schema behind."""
    yield
    migrations.expected_definitions.cache_clear()


@pytest.mark.usefixtures("uncached")
def test_an_earlier_schema_is_brought_forward_by_a_writer_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.fengong"
    sample_workbook(path).close()
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", NEXT)
    monkeypatch.setattr("desktop.storage.opening.SCHEMA_VERSION", NEXT)
    monkeypatch.setattr(
        migrations,
        "STEPS",
        {
            **migrations.STEPS,
            NEXT: lambda c: c.exec_driver_sql("CREATE INDEX ix_later ON task (number)"),
        },
    )
    with refused("workbook.older"):
        Workbook.open(path, read_only=True)
    migrations.expected_definitions.cache_clear()
    workbook = Workbook.open(path)
    assert len(workbook.book().tasks) == 1
    workbook.close()
    assert sum("ix_later" in sql for sql in _definitions(path)) == 1
    monkeypatch.undo()
    with refused("workbook.newer"):
        Workbook.open(path)


def test_the_header_names_program_and_schema(tmp_path: Path) -> None:
    path = tmp_path / "a.fengong"
    sample_workbook(path).close()
    head = path.read_bytes()[:72]
    assert head[68:72] == b"FGb1" == APPLICATION_ID.to_bytes(4, "big")
    assert int.from_bytes(head[60:64], "big") == migrations.SCHEMA_VERSION


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_schema_is_refused_untouched(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "a.fengong"
    sample_workbook(path).close()
    stamp(path, "user_version", migrations.SCHEMA_VERSION + 1)
    before = path.read_bytes()
    with refused("workbook.newer"):
        Workbook.open(path, read_only=read_only)
    assert path.read_bytes() == before
