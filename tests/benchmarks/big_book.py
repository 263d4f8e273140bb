"""A book of any size, the same each time: policies of 70 tasks with units, dates and annex rows, and their imports.

    python -m tests.benchmarks.big_book PATH [POLICIES]

Rows go straight through the driver, with the sums and digests that the program would have written, so that the book
opens like any other. 500 policies have 35,000 tasks and 120,000 assignments.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from desktop.domain.changes import ChangeSet, change_set, insert, to_json
from desktop.domain.records import (
    ORDER_STEP,
    RECORD_TYPES,
    Assignment,
    Deadline,
    DoubtRecord,
    Policy,
    Record,
    Section,
    Task,
)
from desktop.domain.trace import Trace
from desktop.storage import Workbook
from desktop.storage.identity import read_identity
from desktop.storage.rows import MODULUS, digest_of, record_digest
from desktop.storage.schema import RECORD_TABLE
from desktop.storage.seal import NO_ENTRY, Seal
from tests.storage.books import NOW, TIME

POLICIES = 500
TASKS = 70
_ASSIGNMENTS = (3, 4, 3, 4, 3, 4, 3)  # per task, in turn: 240 of a policy's 70 tasks
_UNITS = (
    "省科技厅",
    "省教育厅",
    "省财政厅",
    "省人力资源社会保障厅",
    "各市州人民政府",
    "省发展改革委",
)
_WORDS = (
    "推动省属高校、科研院所建立健全技术转移工作体系和机制，加强专业化科技成果转化队伍建设，优化科技成果转化流程，"
    "通过本单位负责技术转移工作的机构或者委托独立的科技成果转化服务机构开展技术转移"
)


def key(*parts: object) -> str:
    """The same 32 digits for the same parts, spread as random keys are."""
    return hashlib.md5(repr(parts).encode(), usedforsecurity=False).hexdigest()


def blobs(number: int) -> dict[str, bytes]:
    """The original, text and trace of a policy, by digest and in this order."""
    text = f"第{number}号实施方案\n" + f"{_WORDS}。\n" * TASKS
    contents = (text.encode("gb18030"), text.encode(), Trace(text).to_json().encode())
    return {hashlib.sha256(content).hexdigest(): content for content in contents}


def records(number: int) -> Iterator[Record]:
    """One policy with its sections, tasks, assignments, dates and some doubts."""
    original, text, trace = blobs(number)
    policy = key("policy", number)
    yield Policy(
        policy, number * ORDER_STEP, f"{number}.txt", "txt", "gb18030", original, text, trace,
        f"第{number}号实施方案", f"湘政办发〔2017〕{number}号", "湖南省人民政府办公厅", "2017-04-28",
        "湖南", "first_listed", "排第一位的为牵头单位", None, TIME, "1",
    )  # fmt: skip
    for index in range(7):
        yield Section(
            key("section", number, index), policy, None, index * ORDER_STEP, 1,
            f"（{index + 1}）", "推动高校院所成果转化", index * 700, index * 700 + 700,
        )  # fmt: skip
    for index in range(TASKS):
        task, start = key("task", number, index), index * 70
        section = key("section", number, index // 10)
        yield Task(
            task, policy, section, index * ORDER_STEP, f"{index + 1}.", _WORDS[:40], _WORDS,
            "省科技厅、省教育厅等负责", start, start + 70, start + 50, start + 69,
        )  # fmt: skip
        for place in range(_ASSIGNMENTS[index % len(_ASSIGNMENTS)]):
            name = _UNITS[(number + index + place) % len(_UNITS)]
            yield Assignment(
                key("assignment", number, index, place), task, place * ORDER_STEP, name, name,
                "participant" if place else "lead", name.startswith("各"), False, True,
                "、" if place else "", "",
            )  # fmt: skip
        if index % 2:
            yield Deadline(
                key("deadline", number, index), task, 0, "2017年12月底前", "by", "2017-12-31"
            )
        if index % 10 == 9:
            yield DoubtRecord(
                key("doubt", number, index), task, "units", "unit.unknown", "未见于名录", None, ""
            )


def importing(number: int) -> ChangeSet:
    """The step that brings a policy in."""
    return change_set(f"导入第{number}号", [insert(record) for record in records(number)])


def make(path: Path, policies: int = POLICIES) -> None:
    """Make the book at `path`."""
    Workbook.create(path, now=NOW, lineage="1" * 32).close()
    workbook = Workbook.open(path)
    total = read_identity(workbook._connection)[1]
    workbook.close()
    end, names = NO_ENTRY, 0
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        for number in range(1, policies + 1):
            contents = blobs(number)
            rows = list(records(number))
            made = entry(number, change_set(f"导入第{number}号", map(insert, rows)))
            write(connection, values(rows), contents, made)
            total += sum(map(record_digest, rows))
            names += sum(int(name, 16) for name in contents)
            end = made[-1]
        connection.execute("UPDATE book SET digest = ?", (Seal(total, end, names).to_text(),))
        connection.execute("COMMIT")


def write(
    connection: sqlite3.Connection,
    tables: Mapping[str, list[tuple[Any, ...]]],
    contents: Mapping[str, bytes],
    entry: tuple[Any, ...],
) -> None:
    """Write blobs, rows and a journal entry with the driver alone, many rows to a statement."""
    connection.executemany("INSERT INTO blob VALUES (?, ?)", contents.items())
    for statement, rows in tables.items():
        connection.executemany(statement, rows)
    connection.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", entry)


def values(rows: list[Record]) -> dict[str, list[tuple[Any, ...]]]:
    """The records' values by the statement that writes them."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for kind, statement, names in _statements():
        of_kind = [tuple(getattr(r, name) for name in names) for r in rows if r.kind == kind]
        if of_kind:
            found[statement] = of_kind
    return found


def entry(sequence: int, step: ChangeSet) -> tuple[Any, ...]:
    """The columns of a journal entry, its digest last."""
    columns = (sequence, "do", None, step.label, TIME, "", False, to_json(step))
    return (*columns, f"{digest_of('journal', columns):064x}")


@cache
def _statements() -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (
            record_type.kind,
            f"INSERT INTO {record_type.kind} VALUES ({', '.join('?' * len(columns))})",
            columns,
        )
        for record_type in RECORD_TYPES
        for columns in [tuple(c.name for c in RECORD_TABLE[record_type.kind].columns)]
    ]


def added(total: int, rows: list[Record]) -> int:
    """The sum of rows after `rows` are added."""
    return (total + sum(map(record_digest, rows))) % MODULUS


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else POLICIES)
