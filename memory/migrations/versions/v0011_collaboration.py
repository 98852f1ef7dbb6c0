"""Approvals in rounds, comments, tasks and notifications."""

from typing import Any

from alembic import op
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

from memory.tables.base import physical

revision = "v0011"
down_revision = "v0010"

_OUTPUTS = "strategy_outputs"


def upgrade() -> None:
    keys = ["org_id", "level", "id"]
    op.create_index("ix_strategy_outputs_org_id_level_id", _name(_OUTPUTS), keys, unique=True)
    _approvals()
    _comments()
    _tasks()
    _notifications()


def _approvals() -> None:
    once = ["org_id", "level", "output_type", "subject", "number"]
    _levelled(
        "approvals",
        *_texts("output_id", "output_type", "subject"),
        Column("version", Integer, nullable=False),
        *_texts("content_hash"),
        Column("number", Integer, nullable=False),
        Column("round", Integer, nullable=False),
        *_texts("requester_id", "requested_by", "approver_id", "approver_name", "state", "reason"),
        Column("alone", Boolean, nullable=False),
        _time("requested_at"),
        _time("expires_at"),
        _time("decided_at", nullable=True),
        *_texts("decided_by"),
        _of_output("approvals"),
        UniqueConstraint(*once, name=f"uq_approvals_{'_'.join(once)}"),
    )


def _comments() -> None:
    _levelled(
        "comments",
        *_texts("output_id"),
        Column("version", Integer, nullable=False),
        *_texts("path", "parent_comment", "user_id", "created_by", "text"),
        _time("created_at"),
        _time("resolved_at", nullable=True),
        *_texts("resolved_by"),
        _of_output("comments"),
        _points("comments", ["org_id", "user_id"], "users", ["org_id", "id"]),
    )
    op.create_index("ix_comments_org_id_output_id", _name("comments"), ["org_id", "output_id"])


def _tasks() -> None:
    _levelled(
        "tasks",
        *_texts("title", "owner_id", "owner_name"),
        Column("due", Date),
        Column("check_after", Date),
        *_texts("state"),
        Column("output_id", Text),
        *_texts("body_path", "created_by"),
        _time("created_at"),
        _time("ended_at", nullable=True),
        *_texts("ended_by"),
        _of_output("tasks"),
    )


def _notifications() -> None:
    once = ["org_id", "user_id", "kind", "ref"]
    _levelled(
        "notifications",
        *_texts("user_id", "kind", "ref"),
        _time("due_at"),
        *_texts("state", "platform", "workspace", "channel", "account"),
        _time("read_at", nullable=True),
        _time("created_at"),
        _points("notifications", ["org_id", "user_id"], "users", ["org_id", "id"]),
        UniqueConstraint(*once, name=f"uq_notifications_{'_'.join(once)}"),
    )
    op.create_index("ix_notifications_state_due_at", _name("notifications"), ["state", "due_at"])


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


def _of_output(table: str) -> ForeignKeyConstraint:
    return _points(table, ["org_id", "level", "output_id"], _OUTPUTS, ["org_id", "level", "id"])


def _name(table: str) -> str:
    return physical(table, op.get_bind().dialect.name)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _time(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _points(table: str, columns: list[str], to: str, keys: list[str]) -> ForeignKeyConstraint:
    target = [f"{_name(to)}.{key}" for key in keys]
    return ForeignKeyConstraint(columns, target, name=f"fk_{table}_{'_'.join(columns)}")
