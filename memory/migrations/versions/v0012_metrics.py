"""What is measured: series and their facts, truth, exchange rates, and files that wait."""

from typing import Any

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

from memory.tables.base import physical

revision = "v0012"
down_revision = "v0011"

_KEY = ("platform", "grain", "account_ref", "campaign_ref", "ad_group_ref", "ad_ref", "keyword_ref")
_NAMES = ("account_name", "campaign_name", "ad_group_name", "ad_name", "keyword_name")
_MEASURED = (
    *("spend", "spend_net", "billed_spend", "spend_local"),
    *("impressions", "clicks", "sessions", "conversions", "conversions_value"),
)
_LEVEL = "level = coalesce('campaign:' || campaign_id, 'client:' || client_id, 'organization')"
_PLACE = ["org_id", "client_id", "campaign_id"]


def upgrade() -> None:
    _series()
    _facts()
    _truth()
    _rates()
    _files()


def _series() -> None:
    _levelled(
        "metric_series",
        *_texts(*_KEY, *_NAMES, "currency", "value_currency", "timezone", "attribution", "feed", "flags"),
        Column("vat_included", Boolean),
        _time("created_at"),
        UniqueConstraint("org_id", "level", *_KEY, "currency", "timezone", name="uq_metric_series_key"),
    )
    name = "ix_metric_series_org_id_level_id"
    op.create_index(name, _name("metric_series"), ["org_id", "level", "id"], unique=True)


def _facts() -> None:
    op.create_table(
        _name("metric_facts"),
        *_texts("org_id"),
        Column("client_id", Text),
        Column("campaign_id", Text),
        *_texts("level", "series_id"),
        Column("day", Date, nullable=False),
        *(Column(name, BigInteger) for name in _MEASURED),
        Column("events", JSON),
        Column("final", Boolean, nullable=False),
        *_texts("flags"),
        _time("as_of"),
        _time("fetched_at"),
        Column("restated_from", JSON),
        PrimaryKeyConstraint("org_id", "series_id", "day", name="pk_metric_facts"),
        CheckConstraint(_LEVEL, name="ck_metric_facts_level"),
        _points("metric_facts", ["org_id", "level", "series_id"], "metric_series", ["org_id", "level", "id"]),
        _points("metric_facts", _PLACE, "campaigns", ["org_id", "client_id", "id"]),
    )


def _truth() -> None:
    _levelled(
        "conversion_truth",
        *_texts("system", "event", "ref"),
        Column("day", Date, nullable=False),
        *_texts("currency", "timezone", "source", "medium", "campaign"),
        *(Column(name, BigInteger) for name in ("count", "value", "refunds")),
        *_texts("state"),
        _time("as_of"),
        _time("fetched_at"),
        Column("restated_from", JSON),
        _unique("conversion_truth", "org_id", "level", "system", "event", "ref"),
    )
    name = "ix_conversion_truth_org_id_level_system_day"
    op.create_index(name, _name("conversion_truth"), ["org_id", "level", "system", "day"])


def _rates() -> None:
    op.create_table(
        _name("fx_rates"),
        *_texts("org_id", "id", "base", "quote"),
        Column("day", Date, nullable=False),
        Column("rate", BigInteger, nullable=False),
        *_texts("source"),
        _time("imported_at"),
        PrimaryKeyConstraint("org_id", "id", name="pk_fx_rates"),
        _points("fx_rates", ["org_id"], "organizations", ["id"]),
        _unique("fx_rates", "org_id", "base", "quote", "day"),
    )


def _files() -> None:
    _levelled(
        "handed_files",
        *_texts("user_id", "name"),
        Column("data", LargeBinary, nullable=False),
        _time("created_at"),
        _points("handed_files", ["org_id", "user_id"], "users", ["org_id", "id"]),
    )


def _levelled(table: str, *items: SchemaItem) -> None:
    op.create_table(
        _name(table),
        *_texts("org_id", "id"),
        Column("client_id", Text),
        Column("campaign_id", Text),
        *_texts("level"),
        CheckConstraint(_LEVEL, name=f"ck_{table}_level"),
        PrimaryKeyConstraint("org_id", "id", name=f"pk_{table}"),
        _points(table, ["org_id"], "organizations", ["id"]),
        _points(table, ["org_id", "client_id"], "clients", ["org_id", "id"]),
        _points(table, ["org_id", "campaign_id"], "campaigns", ["org_id", "id"]),
        _points(table, _PLACE, "campaigns", ["org_id", "client_id", "id"]),
        *items,
    )
    op.create_index(f"ix_{table}_org_id_level", _name(table), ["org_id", "level"])


def _name(table: str) -> str:
    return physical(table, op.get_bind().dialect.name)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _time(name: str) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=False)


def _unique(table: str, *columns: str) -> UniqueConstraint:
    return UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _points(table: str, columns: list[str], to: str, keys: list[str]) -> ForeignKeyConstraint:
    target = [f"{_name(to)}.{key}" for key in keys]
    return ForeignKeyConstraint(columns, target, name=f"fk_{table}_{'_'.join(columns)}")
