"""Which agent people of an organisation chose for words that another one had answered."""

from memory.tables.base import foreign, index, moment, owned, text

routing_corrections = owned(
    "routing_corrections",
    text("user_id"),
    text("agent"),
    text("marks"),
    moment("created_at"),
    foreign(["org_id", "user_id"], ["users.org_id", "users.id"]),
    index(None, "org_id", "created_at"),
)
"""`marks` are keyed hashes of pieces of the words: they can be compared, and are no longer words."""
