"""What was learnt, and what is searched: insights, entries for all messages so far, the full-text index."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from alembic import op
from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Row,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import SchemaItem

from memory.search import entry_terms
from memory.search_postgres import ADD_COLUMN
from memory.search_sqlite import ADD, CREATE, entry_scope
from memory.tables.base import physical

revision = "v0003"
down_revision = "v0002"

_PAGE = 1_000
_ENTRIES = """
insert into {table} (org_id, id, client_id, campaign_id, level, kind, conversation, position, terms, length, starts_at)
values (:org_id, :id, :client_id, :campaign_id, :level, 'message', :conversation, :position, :terms, :length, :starts_at)
"""  # noqa: E501


def upgrade() -> None:
    op.create_index("ix_messages_org_id_level_id", _name("messages"), ["org_id", "level", "id"], unique=True)
    _insights()
    _sources()
    _conflicts()
    _uses()
    _entries()
    _vectors()
    _index_messages()


def _insights() -> None:
    _levelled(
        "ai_insights",
        *_texts("kind", "category", "subject_key", "predicate", "value", "unit", "text"),
        Column("valid_from", Date),
        Column("valid_to", Date),
        _time("recorded_at"),
        _time("superseded_at", nullable=True),
        Column("superseded_by", Text),
        Column("confidence", Float, nullable=False),
        Column("grade", Float, nullable=False),
        *_texts("sensitivity", "status", "content_hash"),
        _time("created_at"),
        _unique("ai_insights", "org_id", "level", "content_hash"),
    )
    _index("ai_insights", "org_id", "level", "id", unique=True)
    _index("ai_insights", "org_id", "level", "subject_key", "predicate")


def _sources() -> None:
    _levelled(
        "insight_sources",
        *_texts("insight_id", "message_id"),
        Column("starts", Integer, nullable=False),
        Column("ends", Integer, nullable=False),
        *_texts("quote"),
        Column("grade", Float, nullable=False),
        _time("created_at"),
        _points("insight_sources", "insight_id", "ai_insights"),
        _points("insight_sources", "message_id", "messages"),
        _unique("insight_sources", "org_id", "level", "insight_id", "message_id", "starts"),
    )
    _index("insight_sources", "org_id", "message_id")


def _conflicts() -> None:
    _levelled(
        "insight_conflicts",
        *_texts("holds_id", "disputed_id"),
        _time("opened_at"),
        _time("settled_at", nullable=True),
        *_texts("settled_by"),
        _points("insight_conflicts", "holds_id", "ai_insights"),
        _points("insight_conflicts", "disputed_id", "ai_insights"),
        _unique("insight_conflicts", "org_id", "level", "holds_id", "disputed_id"),
    )


def _uses() -> None:
    _levelled(
        "insight_uses",
        *_texts("insight_id", "used_in", "ref"),
        _time("used_at"),
        _unique("insight_uses", "org_id", "level", "insight_id", "ref"),
    )
    _index("insight_uses", "org_id", "ref")


def _entries() -> None:
    _levelled(
        "search_entries",
        *_texts("kind", "conversation", "terms"),
        Column("position", Integer, nullable=False),
        Column("length", Integer, nullable=False),
        _time("starts_at"),
        _time("ends_at", nullable=True),
    )
    _index("search_entries", "org_id", "level", "id", unique=True)
    _index("search_entries", "org_id", "conversation", "position")
    _index("search_entries", "org_id", "kind", "level", "client_id", "length")
    op.execute(CREATE if _dialect() == "sqlite" else ADD_COLUMN)


def _vectors() -> None:
    _levelled(
        "search_vectors",
        *_texts("model"),
        Column("vector", LargeBinary, nullable=False),
        _time("stored_at"),
        _points("search_vectors", "id", "search_entries"),
    )
    _index("search_vectors", "org_id", "model", "level", "client_id", "stored_at")


def _index_messages() -> None:
    """An entry for each turn and brief that is stored already."""
    if _dialect() == "postgresql":  # the owner is bound, too, until the policies are made again
        op.execute("alter table messages no force row level security")
    statement = text(_ENTRIES.format(table=_name("search_entries")))
    for page in _pages():
        op.get_bind().execute(statement, page)
    if _dialect() == "sqlite":
        _fill_index()


def _pages() -> Iterator[list[dict[str, Any]]]:
    messages = text(
        "select org_id, id, client_id, campaign_id, level, conversation, created_at, text,"  # noqa: S608
        " case kind when 'brief' then '' else author end as author"
        f" from {_name('messages')} where kind <> 'reply' order by org_id, conversation, created_at, id"
    )
    found, said = op.get_bind().execute(messages), Counter[tuple[str, str]]()
    while rows := found.fetchmany(_PAGE):
        yield [_entry(row, said) for row in rows]


def _entry(row: Row[Any], said: Counter[tuple[str, str]]) -> dict[str, Any]:
    conversation, terms = (row.org_id, row.conversation), entry_terms(row.author, row.text)
    said[conversation] += 1
    named = {name: getattr(row, name) for name in ("org_id", "id", "client_id", "campaign_id", "level")}
    return named | {
        "conversation": row.conversation,
        "position": said[conversation] - 1,
        "terms": terms,
        "length": len(terms.split()),
        "starts_at": row.created_at,
    }


def _fill_index() -> None:
    rows = text(f"select rowid, org_id, client_id, campaign_id, terms from {_name('search_entries')}")  # noqa: S608
    for row in op.get_bind().execute(rows).fetchall():
        words = (row.rowid, entry_scope(row.org_id, row.client_id, row.campaign_id), row.terms)
        op.get_bind().exec_driver_sql(ADD, words)


def _dialect() -> str:
    return op.get_bind().dialect.name


def _name(table: str) -> str:
    return physical(table, _dialect())


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _time(name: str, nullable: bool = False) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _unique(table: str, *columns: str) -> UniqueConstraint:
    return UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _index(table: str, *columns: str, unique: bool = False) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", _name(table), list(columns), unique=unique)


def _points(table: str, column: str, to: str) -> ForeignKeyConstraint:
    """To a row of the same level."""
    target = [f"{_name(to)}.{key}" for key in ("org_id", "level", "id")]
    return ForeignKeyConstraint(["org_id", "level", column], target, name=f"fk_{table}_org_id_level_{column}")


def _stands(table: str, columns: Sequence[str], to: str, keys: Sequence[str]) -> ForeignKeyConstraint:
    target = [f"{_name(to)}.{key}" for key in keys]
    return ForeignKeyConstraint(list(columns), target, name=f"fk_{table}_{'_'.join(columns)}")


def _levelled(table: str, *items: SchemaItem) -> None:
    op.create_table(
        _name(table),
        *_texts("org_id", "id"),
        Column("client_id", Text),
        Column("campaign_id", Text),
        *_texts("level"),
        CheckConstraint(
            "level = coalesce('campaign:' || campaign_id, 'client:' || client_id, 'organization')",
            name=f"ck_{table}_level",
        ),
        PrimaryKeyConstraint("org_id", "id", name=f"pk_{table}"),
        _stands(table, ["org_id"], "organizations", ["id"]),
        _stands(table, ["org_id", "client_id"], "clients", ["org_id", "id"]),
        _stands(table, ["org_id", "campaign_id"], "campaigns", ["org_id", "id"]),
        _stands(table, ["org_id", "client_id", "campaign_id"], "campaigns", ["org_id", "client_id", "id"]),
        *items,
    )
    _index(table, "org_id", "level")
