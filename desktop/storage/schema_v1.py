"""The tables of schema version 1, as first released: frozen, never to be changed.

Literal statements and not the live classes, so that a file made today by an old migration is the file of that day.
"""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE assignment (
        "key" TEXT NOT NULL,
        owner TEXT NOT NULL,
        "order" INTEGER NOT NULL,
        surface TEXT NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        collective BOOLEAN NOT NULL,
        open_name BOOLEAN NOT NULL,
        known BOOLEAN NOT NULL,
        joiner TEXT NOT NULL,
        tail TEXT NOT NULL,
        PRIMARY KEY ("key")
    )
    """,
    "CREATE INDEX ix_assignment_owner ON assignment (owner)",
    """
    CREATE TABLE blob (
        sha256 TEXT NOT NULL,
        content BLOB NOT NULL,
        PRIMARY KEY (sha256)
    )
    """,
    """
    CREATE TABLE book (
        id INTEGER NOT NULL,
        lineage TEXT NOT NULL,
        parent_lineage TEXT,
        created_at TEXT NOT NULL,
        program_version TEXT NOT NULL,
        digest TEXT NOT NULL,
        PRIMARY KEY (id),
        CHECK (id = 1)
    )
    """,
    """
    CREATE TABLE deadline (
        "key" TEXT NOT NULL,
        owner TEXT NOT NULL,
        "order" INTEGER NOT NULL,
        text TEXT NOT NULL,
        meaning TEXT NOT NULL,
        date TEXT,
        PRIMARY KEY ("key")
    )
    """,
    "CREATE INDEX ix_deadline_owner ON deadline (owner)",
    """
    CREATE TABLE doubt (
        "key" TEXT NOT NULL,
        owner TEXT NOT NULL,
        field TEXT NOT NULL,
        code TEXT NOT NULL,
        message TEXT NOT NULL,
        proposal TEXT,
        settled TEXT NOT NULL,
        PRIMARY KEY ("key")
    )
    """,
    "CREATE INDEX ix_doubt_owner ON doubt (owner)",
    """
    CREATE TABLE journal (
        sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        "of" INTEGER,
        label TEXT NOT NULL,
        time TEXT NOT NULL,
        person TEXT NOT NULL,
        barrier BOOLEAN NOT NULL,
        payload TEXT NOT NULL,
        digest TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE policy (
        "key" TEXT NOT NULL,
        "order" INTEGER NOT NULL,
        name TEXT NOT NULL,
        format TEXT NOT NULL,
        encoding TEXT NOT NULL,
        original TEXT NOT NULL,
        text TEXT NOT NULL,
        trace TEXT NOT NULL,
        title TEXT NOT NULL,
        doc_number TEXT,
        issuer TEXT,
        issued_on TEXT,
        region TEXT,
        lead_rule TEXT NOT NULL,
        lead_text TEXT,
        annex_title TEXT,
        imported_at TEXT NOT NULL,
        read_by TEXT NOT NULL,
        PRIMARY KEY ("key"),
        FOREIGN KEY(original) REFERENCES blob (sha256) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(text) REFERENCES blob (sha256) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(trace) REFERENCES blob (sha256) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE TABLE annex_row (
        "key" TEXT NOT NULL,
        policy TEXT,
        "order" INTEGER NOT NULL,
        "group" TEXT,
        wording TEXT NOT NULL,
        start INTEGER,
        "end" INTEGER,
        PRIMARY KEY ("key"),
        FOREIGN KEY(policy) REFERENCES policy ("key") DEFERRABLE INITIALLY DEFERRED
    )
    """,
    "CREATE INDEX ix_annex_row_policy ON annex_row (policy)",
    """
    CREATE TABLE section (
        "key" TEXT NOT NULL,
        policy TEXT NOT NULL,
        parent TEXT,
        "order" INTEGER NOT NULL,
        level INTEGER NOT NULL,
        label TEXT NOT NULL,
        title TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        PRIMARY KEY ("key"),
        FOREIGN KEY(policy) REFERENCES policy ("key") DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(parent) REFERENCES section ("key") DEFERRABLE INITIALLY DEFERRED
    )
    """,
    "CREATE INDEX ix_section_parent ON section (parent)",
    "CREATE INDEX ix_section_policy ON section (policy)",
    """
    CREATE TABLE task (
        "key" TEXT NOT NULL,
        policy TEXT NOT NULL,
        section TEXT,
        "order" INTEGER NOT NULL,
        number TEXT NOT NULL,
        wording TEXT NOT NULL,
        text TEXT NOT NULL,
        clause TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        clause_start INTEGER NOT NULL,
        clause_end INTEGER NOT NULL,
        PRIMARY KEY ("key"),
        FOREIGN KEY(policy) REFERENCES policy ("key") DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(section) REFERENCES section ("key") DEFERRABLE INITIALLY DEFERRED
    )
    """,
    "CREATE INDEX ix_task_policy ON task (policy)",
    "CREATE INDEX ix_task_section ON task (section)",
    """
    CREATE TABLE link (
        "key" TEXT NOT NULL,
        annex_row TEXT NOT NULL,
        task TEXT NOT NULL,
        PRIMARY KEY ("key"),
        FOREIGN KEY(annex_row) REFERENCES annex_row ("key") DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(task) REFERENCES task ("key") DEFERRABLE INITIALLY DEFERRED
    )
    """,
    "CREATE INDEX ix_link_annex_row ON link (annex_row)",
    "CREATE INDEX ix_link_task ON link (task)",
)
