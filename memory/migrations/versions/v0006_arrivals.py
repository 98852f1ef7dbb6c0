"""How people and channels come in: origins, invitations, wishes, doorsteps; what a channel has opted into."""

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
from sqlalchemy.schema import SchemaItem

from memory.tables.base import physical

revision = "v0006"
down_revision = "v0005"

_KEY = ("platform", "workspace", "channel")
_MARKS = ("listens_since", "client_safe_since", "rests_since", "outsiders_since")


def upgrade() -> None:
    _owned("origins", *_texts("platform", "key"), _time("created_at"), unique=[("platform", "key")])
    _levelled(
        "invitations",
        *_texts("role", "code_hash", "created_by"),
        _time("expires_at"),
        _time("until", nullable=True),
        _time("created_at"),
        unique=[("code_hash",)],
    )
    _apart("openings", *_texts("code_hash"), _time("expires_at"), _time("created_at"), unique=("code_hash",))
    _apart(
        "doorsteps",
        *_texts(*_KEY, "account"),
        Column("state", JSON, nullable=False),
        _time("changed_at"),
        unique=(*_KEY, "account"),
    )
    _wishes()
    _unasked()
    _levelled(
        "privacy_choices",
        _time("no_model_since", nullable=True),
        *_texts("updated_by"),
        _time("updated_at"),
        unique=[("org_id", "level")],
    )
    _marks()


def _wishes() -> None:
    _levelled(
        "wishes",
        *_texts("kind", *_KEY, "account", "name"),
        Column("user_id", Text),
        _time("created_at"),
        _points("wishes", ["org_id", "user_id"], "users", ["org_id", "id"]),
        unique=[("org_id", "level", "kind", *_KEY, "account")],
    )


def _unasked() -> None:
    _levelled(
        "unasked_posts",
        *_texts(*_KEY, "day", "kind"),
        _time("created_at"),
        unique=[("org_id", *_KEY, "day")],
    )


def _marks() -> None:
    """What a channel has opted into, as the moment since when."""
    table = _name("channel_bindings")
    op.add_column(table, Column("newcomers", Text, nullable=False, server_default=""))
    for mark in _MARKS:
        op.add_column(table, _time(mark, nullable=True))


def _apart(name: str, *items: SchemaItem, unique: tuple[str, ...]) -> None:
    """A table whose rows belong to no organisation."""
    op.create_table(
        _name(name),
        *_texts("id"),
        *items,
        PrimaryKeyConstraint("id", name=f"pk_{name}"),
        UniqueConstraint(*unique, name=f"uq_{name}_{'_'.join(unique)}"),
    )


def _owned(name: str, *items: SchemaItem, unique: list[tuple[str, ...]]) -> None:
    op.create_table(
        _name(name),
        *_texts("org_id", "id"),
        *items,
        PrimaryKeyConstraint("org_id", "id", name=f"pk_{name}"),
        _points(name, ["org_id"], "organizations", ["id"]),
        *(UniqueConstraint(*columns, name=f"uq_{name}_{'_'.join(columns)}") for columns in unique),
    )


def _levelled(name: str, *items: SchemaItem, unique: list[tuple[str, ...]]) -> None:
    place = ["org_id", "client_id", "campaign_id"]
    _owned(
        name,
        *_texts("level"),
        Column("client_id", Text),
        Column("campaign_id", Text),
        CheckConstraint(
            "level = coalesce('campaign:' || campaign_id, 'client:' || client_id, 'organization')",
            name=f"ck_{name}_level",
        ),
        _points(name, ["org_id", "client_id"], "clients", ["org_id", "id"]),
        _points(name, ["org_id", "campaign_id"], "campaigns", ["org_id", "id"]),
        _points(name, place, "campaigns", ["org_id", "client_id", "id"]),
        *items,
        unique=unique,
    )
    op.create_index(f"ix_{name}_org_id_level", _name(name), ["org_id", "level"])


def _name(table: str) -> str:
    return physical(table, op.get_bind().dialect.name)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _time(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _points(table: str, columns: list[str], to: str, keys: list[str]) -> ForeignKeyConstraint:
    target = [f"{_name(to)}.{key}" for key in keys]
    return ForeignKeyConstraint(columns, target, name=f"fk_{table}_{'_'.join(columns)}")
