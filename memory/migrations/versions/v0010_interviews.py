"""Interviews with personas."""

from typing import Any

from alembic import op
from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

from memory.tables.base import physical

revision = "v0010"
down_revision = "v0009"

_SESSIONS, _TURNS = "interview_sessions", "persona_interactions"


def upgrade() -> None:
    _levelled(
        _SESSIONS,
        *_texts("user_id", "persona", "name", "output_id", "thread", "locale", "state", "phase"),
        Column("seconds", Integer, nullable=False),
        Column("guide", JSON, nullable=False),
        _time("begun_at"),
        _time("touched_at"),
        _time("ended_at", nullable=True),
        *_texts("result"),
        _points(_SESSIONS, ["org_id", "user_id"], "users", ["org_id", "id"]),
    )
    name = _name(_SESSIONS)
    op.create_index("ix_interview_sessions_org_id_level_id", name, ["org_id", "level", "id"], unique=True)
    op.create_index("ix_interview_sessions_org_id_thread", name, ["org_id", "thread"])
    op.create_index("ix_interview_sessions_org_id_user_id", name, ["org_id", "user_id"])
    _turns()


def _turns() -> None:
    keys = ["org_id", "level", "session_id"]
    _levelled(
        _TURNS,
        *_texts("session_id", "user_id", "persona"),
        Column("number", Integer, nullable=False),
        *_texts("kind", "phase", "topic", "subject", "question", "answer", "stance", "certainty"),
        *(Column(one, JSON, nullable=False) for one in ("based_on", "new_facts", "notes", "contradicts")),
        *_texts("engine", "message_id"),
        _time("asked_at"),
        _points(_TURNS, ["org_id", "user_id"], "users", ["org_id", "id"]),
        _points(_TURNS, keys, _SESSIONS, ["org_id", "level", "id"]),
        _once("org_id", "level", "persona", "number"),
        _once("org_id", "session_id", "message_id"),
    )


def _once(*columns: str) -> UniqueConstraint:
    return UniqueConstraint(*columns, name=f"uq_{_TURNS}_{'_'.join(columns)}")


def _levelled(table: str, *items: SchemaItem) -> None:
    place = ["org_id", "client_id", "campaign_id"]
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
        _points(table, ["org_id"], "organizations", ["id"]),
        _points(table, ["org_id", "client_id"], "clients", ["org_id", "id"]),
        _points(table, ["org_id", "campaign_id"], "campaigns", ["org_id", "id"]),
        _points(table, place, "campaigns", ["org_id", "client_id", "id"]),
        *items,
    )
    op.create_index(f"ix_{table}_org_id_level", _name(table), ["org_id", "level"])


def _name(table: str) -> str:
    return physical(table, op.get_bind().dialect.name)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _time(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _points(table: str, columns: list[str], to: str, keys: list[str]) -> ForeignKeyConstraint:
    target = [f"{_name(to)}.{key}" for key in keys]
    return ForeignKeyConstraint(columns, target, name=f"fk_{table}_{'_'.join(columns)}")
