"""What platforms, shops and analytics measured.

A series is one thing that is measured (an account, a campaign, an ad) with all that is the same every day; a fact is
one day of it, in ten columns, since there are many. Both carry the level that they belong to.
"""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, LargeBinary, PrimaryKeyConstraint

from memory.measures import MEASURES, SERIES_KEY, SERIES_NAMES
from memory.tables.base import (
    LEVEL,
    check,
    foreign,
    index,
    level,
    levelled,
    moment,
    owned,
    table,
    text,
    unique,
)

SAID = ("currency", "value_currency", "timezone", "attribution", "feed", "flags")

metric_series = levelled(
    "metric_series",
    *(text(name, default="") for name in (*SERIES_KEY, *SERIES_NAMES, *SAID)),
    Column("vat_included", Boolean),
    moment("created_at"),
    index(None, "org_id", "level", "id", unique=True),
    unique("org_id", "level", *SERIES_KEY, "currency", "timezone", name="uq_metric_series_key"),
)
"""`feed` says how it came: from a connector's tables, an export, a mapped file or a reader."""

metric_facts = table(
    "metric_facts",
    text("org_id"),
    text("client_id", nullable=True),
    text("campaign_id", nullable=True),
    level(),
    text("series_id"),
    Column("day", Date, nullable=False),
    *(Column(name, BigInteger) for name in MEASURES),
    Column("events", JSON(none_as_null=True)),
    Column("final", Boolean, nullable=False),
    text("flags", default=""),
    moment("as_of"),
    moment("fetched_at"),
    Column("restated_from", JSON(none_as_null=True)),
    PrimaryKeyConstraint("org_id", "series_id", "day"),
    check(f"level = {LEVEL}", name="level"),
    foreign(
        ["org_id", "level", "series_id"], ["metric_series.org_id", "metric_series.level", "metric_series.id"]
    ),
    foreign(
        ["org_id", "client_id", "campaign_id"], ["campaigns.org_id", "campaigns.client_id", "campaigns.id"]
    ),
)
"""A fact has no keys but these: what else it would point to, its series points to already."""

conversion_truth = levelled(
    "conversion_truth",
    *(text(name, default="") for name in ("system", "event", "ref")),
    Column("day", Date, nullable=False),
    *(text(name, default="") for name in ("currency", "timezone", "source", "medium", "campaign")),
    *(Column(name, BigInteger) for name in ("count", "value", "refunds")),
    text("state", default=""),
    moment("as_of"),
    moment("fetched_at"),
    Column("restated_from", JSON(none_as_null=True)),
    index(None, "org_id", "level", "system", "day"),
    unique("org_id", "level", "system", "event", "ref"),
)
"""`ref` is the order's id, or names the day and source that were counted together."""

fx_rates = owned(
    "fx_rates",
    text("base"),
    text("quote"),
    Column("day", Date, nullable=False),
    Column("rate", BigInteger, nullable=False),
    text("source", default=""),
    moment("imported_at"),
    unique("org_id", "base", "quote", "day"),
)
"""1e-12 of `quote` for one `base`."""

handed_files = levelled(
    "handed_files",
    text("user_id"),
    text("name"),
    Column("data", LargeBinary, nullable=False),
    moment("created_at"),
    foreign(["org_id", "user_id"], ["users.org_id", "users.id"]),
)
"""Files that wait for somebody's word; they are gone after a day."""
