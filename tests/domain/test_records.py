"""Records are plain values under a key."""

from __future__ import annotations

import dataclasses
import typing

import pytest

from desktop.domain.records import RECORD_TYPE, RECORD_TYPES, Link, Record, named_key, new_key
from tests.storage.books import sample


def test_keys_are_fresh() -> None:
    keys = {new_key() for _ in range(100)}
    assert len(keys) == 100
    assert all(len(key) == 32 and int(key, 16) >= 0 and key == key.lower() for key in keys)


def test_a_named_key_follows_from_its_parts() -> None:
    # Stored in files: these values never change.
    assert named_key("extra", "t1", "leader") == "d0a88126d21e578884074ed1df4347d6"
    assert named_key("setting", "directory.version") == "b38151b427e85172a0a1723ad2c2da19"
    parts = [("extra", "ab", "c"), ("extra", "a", "bc"), ("extra", "abc"), ("setting", "ab", "c")]
    assert len({named_key(*p) for p in parts}) == len(parts)


def test_every_kind_is_known_by_its_name() -> None:
    assert [RECORD_TYPE[t.kind] for t in RECORD_TYPES] == list(RECORD_TYPES)
    assert len(RECORD_TYPE) == len(RECORD_TYPES)
    assert {record.kind for record in sample()} == set(RECORD_TYPE)


@pytest.mark.parametrize("record_type", RECORD_TYPES, ids=lambda t: t.kind)
def test_fields_hold_what_json_and_sqlite_keep(record_type: type[Record]) -> None:
    hints = typing.get_type_hints(record_type)
    allowed = (str, int, bool, str | None, int | None)
    assert [
        hints[f.name] for f in dataclasses.fields(record_type) if hints[f.name] not in allowed
    ] == []
    assert dataclasses.fields(record_type)[0].name == "key"


@pytest.mark.parametrize("record", sample(), ids=lambda r: f"{r.kind}-{r.key}")
def test_a_record_is_rebuilt_from_its_values(record: Record) -> None:
    assert type(record).from_values(record.key, record.values()) == record
    assert tuple(record.values()) == record.field_names()
    assert "key" not in record.values()


def test_values_must_be_those_of_the_record() -> None:
    with pytest.raises(TypeError):
        Link.from_values("l", {"task": "t"})
    with pytest.raises(TypeError):
        Link.from_values("l", {"task": "t", "annex_row": "r", "order": 1})


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Link("l", "r", "t").task = "other"  # type: ignore[misc]
