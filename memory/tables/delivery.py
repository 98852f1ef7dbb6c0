"""What was heard and is not done yet, what was said back, and who does it. Read before any scope is known."""

from sqlalchemy import JSON, Column, Integer, PrimaryKeyConstraint

from memory.ids import new_id
from memory.tables.base import foreign, index, levelled, moment, table, text, unique


def number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, default=0)


inbound_events = table(
    "inbound_events",
    text("id", default=new_id),
    text("platform"),
    text("workspace"),
    text("conversation"),
    text("state"),
    text("owner", default=""),
    number("attempts"),
    moment("received_at"),
    moment("changed_at"),
    text("speaker", default=""),
    PrimaryKeyConstraint("id"),
    index(None, "conversation", "state"),
    index(None, "speaker"),
    index(None, "state", "received_at"),
)
"""The spool. `conversation` and `speaker` are hashes; what was said is in `inbound_bodies`, only while it waits."""

inbound_keys = table(
    "inbound_keys",
    text("key"),
    text("event_id"),
    PrimaryKeyConstraint("key"),
    foreign(["event_id"], ["inbound_events.id"]),
    index(None, "event_id"),
)
"""Hashes of all keys under which a platform may deliver an event again."""

inbound_bodies = table(
    "inbound_bodies",
    text("event_id"),
    Column("body", JSON, nullable=False),
    PrimaryKeyConstraint("event_id"),
    foreign(["event_id"], ["inbound_events.id"]),
)

turn_steps = table(
    "turn_steps",
    text("event_id"),
    text("step"),
    text("state"),
    text("owner", default=""),
    text("key", default=""),
    number("attempts"),
    Column("value", JSON, nullable=False, default=dict),
    Column("posted", JSON, nullable=False, default=list),
    text("said", default=""),
    moment("changed_at"),
    PrimaryKeyConstraint("event_id", "step"),
    foreign(["event_id"], ["inbound_events.id"]),
)
"""The ledger of an event: each model call with its answer, and each post that belongs to no scope."""

deliveries = levelled(
    "deliveries",
    text("event_id"),
    text("step"),
    text("state"),
    text("owner", default=""),
    text("key", default=""),
    number("attempts"),
    Column("value", JSON, nullable=False, default=dict),
    Column("posted", JSON, nullable=False, default=list),
    text("said", default=""),
    moment("changed_at"),
    text("platform"),
    text("channel"),
    moment("created_at"),
    unique("org_id", "event_id", "step"),
    index(None, "event_id"),
)
"""The outbox: each answer of a scope. `value` holds the reply until it is out."""

leases = table(
    "leases",
    text("name"),
    text("holder"),
    number("beat"),
    moment("changed_at"),
    PrimaryKeyConstraint("name"),
)
"""Who may do what only one may do at a time; a holder shows that it lives by raising `beat`."""
