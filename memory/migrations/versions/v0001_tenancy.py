"""Organisations, clients, campaigns, people, channels, messages, outputs, guidelines and the ledgers."""

from collections.abc import Sequence
from typing import Any

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

from memory.tables.base import physical

revision = "v0001"
down_revision = None


def upgrade() -> None:
    _organizations()
    _clients()
    _campaigns()
    _people()
    _conversation()
    _outputs()
    _guidelines()
    _usage()
    _audit()


def _name(table: str) -> str:
    return physical(table, op.get_bind().dialect.name)


def _text(name: str, nullable: bool = False) -> Column[str]:
    return Column(name, Text, nullable=nullable)


def _time(name: str, nullable: bool = False) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _number(name: str, kind: Any = Integer, nullable: bool = False) -> Column[Any]:
    return Column(name, kind, nullable=nullable)


def _unique(table: str, *columns: str) -> UniqueConstraint:
    return UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _points(table: str, columns: Sequence[str], to: str, keys: Sequence[str]) -> ForeignKeyConstraint:
    target = [f"{_name(to)}.{key}" for key in keys]
    return ForeignKeyConstraint(list(columns), target, name=f"fk_{table}_{'_'.join(columns)}")


def _owned(table: str, *items: SchemaItem) -> None:
    op.create_table(
        _name(table),
        _text("org_id"),
        _text("id"),
        *items,
        PrimaryKeyConstraint("org_id", "id", name=f"pk_{table}"),
        _points(table, ["org_id"], "organizations", ["id"]),
    )


def _levelled(table: str, *items: SchemaItem) -> None:
    _owned(
        table,
        _text("client_id", nullable=True),
        _text("campaign_id", nullable=True),
        _text("level"),
        CheckConstraint(
            "level = coalesce('campaign:' || campaign_id, 'client:' || client_id, 'organization')",
            name=f"ck_{table}_level",
        ),
        _points(table, ["org_id", "client_id", "campaign_id"], "campaigns", ["org_id", "client_id", "id"]),
        _points(table, ["org_id", "client_id"], "clients", ["org_id", "id"]),
        _points(table, ["org_id", "campaign_id"], "campaigns", ["org_id", "id"]),
        *items,
    )
    op.create_index(f"ix_{table}_org_id_level", _name(table), ["org_id", "level"])


def _organizations() -> None:
    op.create_table(
        _name("organizations"),
        _text("id"),
        _text("slug"),
        _text("name"),
        _text("type"),
        _text("locale"),
        _text("timezone"),
        _text("currency"),
        _time("created_at"),
        PrimaryKeyConstraint("id", name="pk_organizations"),
        _unique("organizations", "slug"),
    )


def _clients() -> None:
    _owned(
        "clients",
        _text("level"),
        _text("slug"),
        _text("name"),
        _time("created_at"),
        CheckConstraint("level = 'client:' || id", name="ck_clients_level"),
        _unique("clients", "org_id", "slug"),
    )


def _campaigns() -> None:
    _owned(
        "campaigns",
        _text("client_id", nullable=True),
        _text("level"),
        _text("parent_id"),
        _text("slug"),
        _text("name"),
        _text("status"),
        _number("budget", BigInteger, nullable=True),
        _text("currency", nullable=True),
        _text("goal"),
        _text("kpi"),
        Column("starts", Date),
        Column("ends", Date),
        _text("timezone", nullable=True),
        _time("created_at"),
        CheckConstraint("level = 'campaign:' || id", name="ck_campaigns_level"),
        CheckConstraint("parent_id = coalesce(client_id, org_id)", name="ck_campaigns_parent"),
        _points("campaigns", ["org_id", "client_id"], "clients", ["org_id", "id"]),
        _unique("campaigns", "org_id", "parent_id", "slug"),
        _unique("campaigns", "org_id", "client_id", "id"),
    )


def _people() -> None:
    _owned("users", _text("name"), _text("locale"), _time("created_at"), _unique("users", "org_id", "name"))
    _owned(
        "accounts",
        _text("user_id"),
        _text("platform"),
        _text("account"),
        _time("created_at"),
        _points("accounts", ["org_id", "user_id"], "users", ["org_id", "id"]),
        _unique("accounts", "platform", "account", "org_id"),
    )
    _levelled(
        "memberships",
        _text("user_id"),
        _text("role"),
        _time("expires_at", nullable=True),
        _time("created_at"),
        _points("memberships", ["org_id", "user_id"], "users", ["org_id", "id"]),
        _unique("memberships", "org_id", "user_id", "level"),
    )


def _conversation() -> None:
    _levelled(
        "channel_bindings",
        _text("platform"),
        _text("workspace"),
        _text("channel"),
        _text("thread"),
        _time("created_at"),
        _unique("channel_bindings", "platform", "workspace", "channel", "thread"),
    )
    _levelled(
        "messages",
        _text("conversation"),
        _text("thread"),
        _text("kind"),
        _text("author"),
        _text("text"),
        _text("external_id"),
        _time("created_at"),
        _text("content_hash"),
        Column("meta", JSON, nullable=False),
        _unique("messages", "org_id", "conversation", "external_id"),
    )
    op.create_index("ix_messages_org_id_thread", _name("messages"), ["org_id", "thread"])


def _outputs() -> None:
    _levelled(
        "strategy_outputs",
        _text("agent"),
        _text("output_type"),
        _text("subject"),
        _number("schema_version"),
        _number("version"),
        _text("supersedes", nullable=True),
        _text("status"),
        _text("locale"),
        _text("title"),
        _text("summary"),
        *(
            Column(c, JSON, nullable=False)
            for c in ("body", "inputs_used", "evidence", "assumptions", "missing_inputs")
        ),
        _number("confidence", Float),
        _text("engine"),
        _text("created_by"),
        _time("created_at"),
        _time("stale_after", nullable=True),
        _text("content_hash"),
        _unique("strategy_outputs", "org_id", "level", "output_type", "subject", "version"),
    )


def _guidelines() -> None:
    _levelled(
        "brand_guidelines",
        Column("fields", JSON, nullable=False),
        _number("version"),
        _text("updated_by"),
        _time("updated_at"),
        _text("content_hash"),
        _unique("brand_guidelines", "org_id", "level"),
    )


def _usage() -> None:
    _levelled(
        "usage",
        _text("agent"),
        _text("model"),
        _number("tokens_in"),
        _number("tokens_out"),
        _number("cost_micros", BigInteger),
        _text("currency"),
        _text("message_id", nullable=True),
        _time("created_at"),
    )


def _audit() -> None:
    _levelled(
        "audit",
        _number("seq", BigInteger),
        _text("actor"),
        _text("action"),
        _text("subject"),
        Column("detail", JSON, nullable=False),
        _time("created_at"),
        _text("previous_hash"),
        _text("hash"),
        _unique("audit", "org_id", "seq"),
    )
    op.create_table(
        _name("audit_heads"),
        _text("org_id"),
        _number("seq", BigInteger),
        _text("hash"),
        PrimaryKeyConstraint("org_id", name="pk_audit_heads"),
        _points("audit_heads", ["org_id"], "organizations", ["id"]),
    )
