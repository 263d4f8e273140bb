"""Originals, texts and traces, each kept once under the SHA-256 of its bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from desktop.storage.schema import BLOB
from desktop.storage.seal import add_blobs, check_blobs_sum
from desktop.support.errors import WorkbookError


def check_named(blobs: Mapping[str, bytes]) -> None:
    """Raise `WorkbookError` (``workbook.blob_digest``) where bytes do not stand under their own SHA-256."""
    for digest, content in blobs.items():
        if _digest(content) != digest:
            raise WorkbookError("workbook.blob_digest", digest=digest)


def store_blobs(connection: Connection, blobs: Mapping[str, bytes]) -> None:
    """Add those that are not there yet; call it inside `engine.writing`."""
    added = [
        digest
        for digest, content in blobs.items()
        if connection.execute(
            insert(BLOB).values(sha256=digest, content=content).on_conflict_do_nothing()
        ).rowcount
    ]
    if added:
        add_blobs(connection, added)


def read_blob(connection: Connection, digest: str) -> bytes:
    """Return the bytes under `digest`.

    Raises `WorkbookError`: ``workbook.no_blob`` where there are none, ``workbook.damaged`` where they are not those
    that were stored.
    """
    content = connection.execute(select(BLOB.c.content).where(BLOB.c.sha256 == digest)).scalar()
    if content is None:
        raise WorkbookError("workbook.no_blob", digest=digest)
    if not isinstance(content, bytes) or _digest(content) != digest:
        raise WorkbookError("workbook.damaged", part="blob", digest=digest)
    return content


def check_blobs(connection: Connection) -> None:
    """Read every blob, one at a time, against its name, and see that none is missing.

    Raises `WorkbookError` (``workbook.damaged``).
    """
    check_blobs_sum(connection)
    for digest in connection.execute(select(BLOB.c.sha256)).scalars().all():
        read_blob(connection, digest)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
