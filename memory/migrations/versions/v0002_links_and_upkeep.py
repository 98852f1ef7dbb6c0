"""Link codes, the stamps of changes, and the log of erasures."""

from typing import Any

from alembic import op
from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from memory.tables.base import physical

revision = "v0002"
down_revision = "v0001"


def upgrade() -> None:
    _link_codes()
    _revisions()
    _erasures()


def _link_codes() -> None:
    op.create_table(
        _name("link_codes"),
        *_texts("org_id", "id", "user_id", "code_hash"),
        _time("expires_at"),
        _time("created_at"),
        PrimaryKeyConstraint("org_id", "id", name="pk_link_codes"),
        _points("link_codes", ["org_id"], "organizations", ["id"]),
        _points("link_codes", ["org_id", "user_id"], "users", ["org_id", "id"]),
        UniqueConstraint("code_hash", name="uq_link_codes_code_hash"),
    )


def _revisions() -> None:
    op.create_table(
        _name("revisions"),
        *_texts("org_id", "id", "level", "stamp"),
        Column("client_id", Text),
        Column("campaign_id", Text),
        CheckConstraint(
            "level = coalesce('campaign:' || campaign_id, 'client:' || client_id, 'organization')",
            name="ck_revisions_level",
        ),
        PrimaryKeyConstraint("org_id", "id", name="pk_revisions"),
        _points("revisions", ["org_id"], "organizations", ["id"]),
        _points("revisions", ["org_id", "client_id"], "clients", ["org_id", "id"]),
        _points("revisions", ["org_id", "campaign_id"], "campaigns", ["org_id", "id"]),
        _points(
            "revisions",
            ["org_id", "client_id", "campaign_id"],
            "campaigns",
            ["org_id", "client_id", "id"],
        ),
        UniqueConstraint("org_id", "level", name="uq_revisions_org_id_level"),
    )
    op.create_index("ix_revisions_org_id_level", _name("revisions"), ["org_id", "level"])


def _erasures() -> None:
    op.create_table(
        _name("erasures"),
        *_texts("id", "kind", "last_hash"),
        _time("erased_at"),
        Column("counts", JSON, nullable=False),
        PrimaryKeyConstraint("id", name="pk_erasures"),
    )


def _name(table: str) -> str:
    return physical(table, op.get_bind().dialect.name)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _time(name: str) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=False)


def _points(table: str, columns: list[str], to: str, keys: list[str]) -> ForeignKeyConstraint:
    target = [f"{_name(to)}.{key}" for key in keys]
    return ForeignKeyConstraint(columns, target, name=f"fk_{table}_{'_'.join(columns)}")
