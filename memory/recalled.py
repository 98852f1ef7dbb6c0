"""The values of recall: what was found, and where it was said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from memory.types import Json

OUTSIDER = "outsider"
"""In a message's meta: its author is no member."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something was said."""

    message: str
    """The message's id; of an imported one the id that it was imported with."""
    conversation: str
    author: str
    said_at: datetime
    place: str
    """The scope as a path of slugs."""
    quote: str = ""
    """Of an insight, the words that it was learnt from."""
    outsider: bool = False
    """Whether the author is no member: what they say is no fact until a member confirms it."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """Something that was found; the higher the score, the nearer to the question."""

    kind: Literal["message", "insight"]
    id: str
    score: float
    text: str
    """A message, or the part of a long one that is nearest to the question; an insight's sentence."""
    origin: Origin | None
    """None where nothing is left of it."""
    insights: tuple[str, ...] = ()
    """Of a message: insights that were learnt from it and speak of the same."""

    def document(self) -> Json:
        """The hit as JSON; a message goes by the id that it was imported with, where it was."""
        origin = self.origin
        source = None
        if origin:
            source = {name: getattr(origin, name) for name in ("message", "conversation", "author", "place")}
            source |= {"said_at": origin.said_at.isoformat(), "quote": origin.quote}
        key = origin.message if origin and self.kind == "message" else self.id
        return {"kind": self.kind, "id": key, "score": self.score, "text": self.text, "source": source}
