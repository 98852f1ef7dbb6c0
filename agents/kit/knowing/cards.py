"""Insights, their sources and their conflicts in words that a person reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from agents.types import Bullets, Button, Section
from config.errors import Locale
from config.wording import words
from memory.insight import Conflict, Insight, InsightId, Source
from memory.types import Place

SHORT = 8
"""Characters of an id that people read and type."""
_LABEL = 60


@dataclass(frozen=True, slots=True)
class Teller:
    """Says things in one language, with days as they are counted at one place."""

    locale: Locale
    place: Place
    first: Mapping[str, Source]
    """The oldest source of each insight, by the insight's id."""
    used: Mapping[str, int]
    """How often each insight went into an output."""

    def say(self, key: str, **facts: object) -> str:
        return words("memory")(key, self.locale, **facts)

    def day(self, moment: datetime) -> str:
        at = moment.astimezone(ZoneInfo(self.place.timezone))
        return f"{at.month}월 {at.day}일" if self.locale == "ko" else f"{at.day} {at:%b}"

    def by(self, insight: Insight) -> str:
        source = self.first.get(insight.id)
        if source is None:
            return self.say("by.unknown")
        if source.kind == "brief":
            return self.say("by.file", name=source.external_id, day=self.day(source.said_at))
        return self.say("by", who=source.author, day=self.day(source.said_at))

    def item(self, insight: Insight) -> str:
        count = self.used.get(insight.id, 0)
        facts = {"text": insight.text, "by": self.by(insight), "id": short(insight.id), "count": count}
        return self.say("item.used" if count else "item", **facts)

    def items(self, found: Iterable[Insight]) -> Bullets:
        """One line for each sentence, whatever was learnt from it."""
        told: dict[str, str] = {}
        for one in found:
            told.setdefault(one.text, self.item(one))
        return Bullets(tuple(told.values()))

    def by_category(self, found: Sequence[Insight]) -> tuple[Section, ...]:
        """A section for each category, in the order in which they first come."""
        grouped: dict[str, list[Insight]] = {}
        for one in found:
            grouped.setdefault(one.category, []).append(one)
        return tuple(
            Section(self.say(f"category.{name}"), (self.items(each),)) for name, each in grouped.items()
        )

    def row(self, insight: Insight) -> str:
        """A line of a history: when it was said, and what became of it."""
        fate = ""
        if insight.status == "superseded" and insight.superseded_at:
            fate = self.say("fate.superseded", day=self.day(insight.superseded_at))
        elif insight.status in ("disputed", "pending"):
            fate = self.say(f"fate.{insight.status}")
        day = self.day(insight.recorded_at)
        return self.say("history.row", day=day, text=insight.text, by=self.by(insight), fate=fate)

    def conflict(self, conflict: Conflict, of: Mapping[InsightId, Insight]) -> str:
        holds, disputed = of[conflict.holds], of[conflict.disputed]
        facts = {"holds": holds.text, "disputed": disputed.text}
        return self.say("conflict", **facts, by=self.by(holds), other=self.by(disputed))

    def choices(self, conflict: Conflict, of: Mapping[InsightId, Insight]) -> tuple[Button, ...]:
        """A button for each side; its action settles the conflict."""
        return tuple(
            Button(self.say("conflict.keep", text=cut(of[one].text)), f"memory settle {conflict.id} {one}")
            for one in (conflict.holds, conflict.disputed)
        )


def short(key: str) -> str:
    """The end of an id: its beginning is the time, which ids made together share."""
    return key[-SHORT:]


def cut(text: str, longest: int = _LABEL) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
