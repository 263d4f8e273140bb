"""The tables that schema version 2 adds: frozen, never to be changed.

No table of version 1 is altered, so its rows, their sum and the journal's payloads stay what they were. What changes is
one cell: `book.digest` held the sum of rows, and holds after it the digest of the last entry and the sum of the blobs'
names, each of 64 hexadecimal digits, with blanks between.
"""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE extra (
        "key" TEXT NOT NULL,
        owner TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY ("key")
    )
    """,
    "CREATE INDEX ix_extra_owner ON extra (owner)",
    """
    CREATE TABLE revision (
        "key" TEXT NOT NULL,
        policy TEXT NOT NULL,
        earlier TEXT NOT NULL,
        PRIMARY KEY ("key"),
        FOREIGN KEY(policy) REFERENCES policy ("key") DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(earlier) REFERENCES policy ("key") DEFERRABLE INITIALLY DEFERRED
    )
    """,
    "CREATE INDEX ix_revision_earlier ON revision (earlier)",
    "CREATE INDEX ix_revision_policy ON revision (policy)",
    """
    CREATE TABLE alias (
        "key" TEXT NOT NULL,
        retired TEXT NOT NULL,
        kept TEXT NOT NULL,
        PRIMARY KEY ("key")
    )
    """,
    """
    CREATE TABLE own_unit (
        "key" TEXT NOT NULL,
        region TEXT NOT NULL,
        name TEXT NOT NULL,
        full_name TEXT NOT NULL,
        aliases TEXT NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY ("key")
    )
    """,
    """
    CREATE TABLE stage (
        "key" TEXT NOT NULL,
        "order" INTEGER NOT NULL,
        name TEXT NOT NULL,
        note TEXT NOT NULL,
        frozen_at TEXT NOT NULL,
        person TEXT NOT NULL,
        content TEXT NOT NULL,
        PRIMARY KEY ("key"),
        FOREIGN KEY(content) REFERENCES blob (sha256) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE TABLE setting (
        "key" TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY ("key")
    )
    """,
)
