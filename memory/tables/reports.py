"""What reports need: terms of billing, templates, schedules of drafts, and what was sent."""

from sqlalchemy import JSON, Boolean, Column, Date, Integer, LargeBinary

from memory.tables.base import foreign, levelled, moment, text, unique

billing_terms = levelled(
    "billing_terms",
    Column("markup", Integer, nullable=False),
    Column("vat", Integer, nullable=False),
    text("reported"),
    Column("markups", JSON, nullable=True),
    text("content_hash"),
    text("updated_by"),
    moment("updated_at"),
    unique("org_id", "level"),
)

report_templates = levelled(
    "report_templates",
    text("kind"),
    text("name"),
    Column("data", LargeBinary, nullable=False),
    text("created_by"),
    moment("created_at"),
    unique("org_id", "level", "kind"),
)

report_schedules = levelled(
    "report_schedules",
    text("user_id"),
    text("rhythm"),
    text("day"),
    text("at"),
    text("zone"),
    text("country"),
    text("locale"),
    Column("ended", Boolean, nullable=False),
    Column("drafted", Date),
    moment("armed_at"),
    moment("created_at"),
    foreign(["org_id", "user_id"], ["users.org_id", "users.id"]),
)

report_sendings = levelled(
    "report_sendings",
    text("output_id"),
    text("platform"),
    text("workspace"),
    text("channel"),
    text("created_by"),
    moment("created_at"),
    unique("org_id", "output_id", "platform", "workspace", "channel"),
)
"""Each report once to each channel."""
