"""What is searched instead of messages and insights: their terms, their place in time, their vectors."""

from sqlalchemy import Column, Integer, LargeBinary

from memory.tables.base import foreign, index, levelled, moment, text

search_entries = levelled(
    "search_entries",
    text("kind"),
    text("conversation"),
    Column("position", Integer, nullable=False),
    text("terms"),
    Column("length", Integer, nullable=False),
    moment("starts_at"),
    moment("ends_at", nullable=True),
    index(None, "org_id", "level", "id", unique=True),
    index(None, "org_id", "conversation", "position"),
    index(None, "org_id", "kind", "level", "client_id", "length"),
)
"""One entry for each message that may be found (its id is the message's) and each insight.

On SQLite the guard keeps the full-text index `memory.search_sqlite.INDEX` beside it, by its row numbers; on
PostgreSQL it has one column more, `search`, which the server makes of `terms`.
"""

search_vectors = levelled(
    "search_vectors",
    text("model"),
    Column("vector", LargeBinary, nullable=False),
    moment("stored_at"),
    foreign(
        ["org_id", "level", "id"], ["search_entries.org_id", "search_entries.level", "search_entries.id"]
    ),
    index(None, "org_id", "model", "level", "client_id", "stored_at"),
)
"""The vector of an entry has the entry's id; `memory.embed` says how it is stored."""
