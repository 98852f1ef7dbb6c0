"""Organisations, their clients and campaigns, their people and what these may reach."""

from sqlalchemy import BigInteger, Column, Date, PrimaryKeyConstraint

from memory.ids import new_id
from memory.tables.base import check, foreign, levelled, moment, own, owned, table, text, unique

organizations = table(
    "organizations",
    text("id", default=new_id),
    text("slug"),
    text("name"),
    text("type"),
    text("locale"),
    text("timezone"),
    text("currency"),
    moment("created_at"),
    PrimaryKeyConstraint("id"),
    unique("slug"),
)

clients = owned(
    "clients",
    text("level", default=own(lambda row: f"client:{row['id']}")),
    text("slug"),
    text("name"),
    moment("created_at"),
    check("level = 'client:' || id", name="level"),
    unique("org_id", "slug"),
)

campaigns = owned(
    "campaigns",
    text("client_id", nullable=True),
    text("level", default=own(lambda row: f"campaign:{row['id']}")),
    text("parent_id", default=own(lambda row: row.get("client_id") or row["org_id"])),
    text("slug"),
    text("name"),
    text("status"),
    Column("budget", BigInteger),
    text("currency", nullable=True),
    text("goal"),
    text("kpi"),
    Column("starts", Date),
    Column("ends", Date),
    text("timezone", nullable=True),
    moment("created_at"),
    check("level = 'campaign:' || id", name="level"),
    check("parent_id = coalesce(client_id, org_id)", name="parent"),
    foreign(["org_id", "client_id"], ["clients.org_id", "clients.id"]),
    unique("org_id", "parent_id", "slug"),
    unique("org_id", "client_id", "id"),
)

users = owned("users", text("name"), text("locale"), moment("created_at"), unique("org_id", "name"))

accounts = owned(
    "accounts",
    text("user_id"),
    text("platform"),
    text("account"),
    moment("created_at"),
    foreign(["org_id", "user_id"], ["users.org_id", "users.id"]),
    unique("platform", "account", "org_id"),
)

memberships = levelled(
    "memberships",
    text("user_id"),
    text("role"),
    moment("expires_at", nullable=True),
    moment("created_at"),
    foreign(["org_id", "user_id"], ["users.org_id", "users.id"]),
    unique("org_id", "user_id", "level"),
)
