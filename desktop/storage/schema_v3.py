"""The table that schema version 3 adds: frozen, never to be changed.

No table of an earlier version is altered, and the seal means what it did.
"""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE amendment (
        "key" TEXT NOT NULL,
        policy TEXT NOT NULL,
        "order" INTEGER NOT NULL,
        place TEXT NOT NULL,
        original TEXT NOT NULL,
        proposed TEXT NOT NULL,
        reason TEXT NOT NULL,
        concerns TEXT,
        PRIMARY KEY ("key"),
        FOREIGN KEY(policy) REFERENCES policy ("key") DEFERRABLE INITIALLY DEFERRED
    )
    """,
    "CREATE INDEX ix_amendment_policy ON amendment (policy)",
)
