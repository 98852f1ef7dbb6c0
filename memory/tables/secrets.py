"""Secrets, sealed: the data keys of organisations, their credentials, and the installation's own."""

from sqlalchemy import Column, Integer, LargeBinary, PrimaryKeyConstraint

from memory.ids import new_id
from memory.tables.base import foreign, levelled, moment, table, text, unique

data_keys = table(
    "data_keys",
    text("org_id"),
    text("kid"),
    Column("wrapped", LargeBinary, nullable=False),
    moment("created_at"),
    PrimaryKeyConstraint("org_id"),
    foreign(["org_id"], ["organizations.id"]),
)

credentials = levelled(
    "credentials",
    text("platform"),
    text("account"),
    text("name"),
    Column("version", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    moment("created_at"),
    moment("sealed_at"),
    unique("org_id", "level", "platform", "account", "name"),
)

installations = table(
    "installations",
    text("id", default=new_id),
    text("kind"),
    text("name"),
    Column("version", Integer, nullable=False),
    text("kid"),
    Column("wrapped", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    moment("created_at"),
    moment("sealed_at"),
    PrimaryKeyConstraint("id"),
    unique("kind", "name"),
)
"""What belongs to no organisation (yet), such as a workspace's token; each row under a data key of its own."""
