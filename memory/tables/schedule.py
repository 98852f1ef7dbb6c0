"""What is sent by the clock, and what of it was sent."""

from sqlalchemy import JSON, Boolean, Column, Date

from memory.tables.base import foreign, index, levelled, moment, text, unique

digests = levelled(
    "digests",
    text("user_id"),
    text("about"),
    text("platform"),
    text("workspace"),
    text("channel"),
    text("account"),
    Column("direct", Boolean, nullable=False),
    text("days"),
    text("at"),
    text("zone"),
    text("quiet"),
    text("state"),
    Column("paused_until", Date),
    moment("armed_at"),
    Column("handed", Date),
    moment("created_at"),
    foreign(["org_id", "user_id"], ["users.org_id", "users.id"]),
    index(None, "org_id", "level", "id", unique=True),
)

digest_sendings = levelled(
    "digest_sendings",
    text("digest_id"),
    text("user_id"),
    Column("local_date", Date, nullable=False),
    moment("since"),
    moment("until"),
    Column("alarms", JSON(none_as_null=True)),
    foreign(["org_id", "user_id"], ["users.org_id", "users.id"]),
    foreign(["org_id", "level", "digest_id"], ["digests.org_id", "digests.level", "digests.id"]),
    unique("org_id", "digest_id", "local_date"),
)
"""Each local date of a digest once, with the time that it told of."""
