"""The Persona agent at a campaign: what is said, what was told before, and what was delivered."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from agents.persona import AGENT
from agents.types import AgentResult, Ask, Command, Context
from config.errors import Locale
from memory.hashing import content_hash
from memory.types import (
    CampaignId,
    Draft,
    Message,
    MessageId,
    MessageKind,
    OrgId,
    Output,
    OutputId,
    Place,
    Scope,
    Thread,
)

BRIEFS = Path(__file__).parents[3] / "data" / "personas" / "briefs.toml"
SCOPE = Scope(OrgId("acme"), campaign=CampaignId("spring"))
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


@dataclass
class Desk:
    """One thread with the agent; what it delivers is there in the next turn."""

    locale: Locale
    briefs: tuple[str, ...] = ()
    shelf: dict[tuple[str, str], Output] = field(default_factory=dict[tuple[str, str], Output])
    said: list[Message] = field(default_factory=list[Message])
    last: AgentResult | None = None

    async def say(self, text: str) -> AgentResult:
        self.said.append(message("turn", f"t{len(self.said) + 1}", text))
        self.last = await AGENT.answer(self.ask(text))
        for draft in self.last.outputs:
            self.put(draft)
        return self.last

    def put(self, draft: Draft) -> Output:
        before = self.shelf.get((draft.output_type, draft.subject))
        version = before.version + 1 if before else 1
        id_ = OutputId(f"{draft.output_type}-{draft.subject}-{version}")
        status = "archived" if draft.archived else "draft"
        hashed = content_hash({"body": draft.body})
        kept = Output(id_, SCOPE, version, status, draft, "owner", NOW, hashed, place="acme/spring")
        self.shelf[draft.output_type, draft.subject] = kept
        return kept

    def ask(self, text: str) -> Ask:
        place = Place(SCOPE, "acme/spring", ("Acme", "Spring"), "SME", self.locale, "Asia/Seoul", "KRW")
        briefs = tuple(message("brief", f"b{at}", one) for at, one in enumerate(self.briefs, start=1))
        made = self.last.outputs if self.last else ()
        opened = self.shelf[made[-1].output_type, made[-1].subject] if made else None
        asked = self.last.questions if self.last else ()
        latest = tuple(reversed(self.shelf.values()))
        context = Context(place, briefs, tuple(self.said), latest, open=opened, asked=asked)
        head, _, rest = text.partition(" ")
        command = rest if head.startswith("/") else text
        return Ask(text, Command("persona", rest=command), self.locale, context, NOW, _quiet)

    def body(self, slug: str) -> dict[str, Any]:
        return self.shelf["persona", slug].draft.body

    def people(self) -> list[dict[str, Any]]:
        return [
            one.draft.body
            for (kind, _), one in self.shelf.items()
            if kind == "persona" and one.status != "archived"
        ]


def message(kind: MessageKind, id_: str, text: str) -> Message:
    hashed = content_hash(text)
    return Message(MessageId(id_), SCOPE, "c", Thread("t"), kind, "owner", text, id_, NOW, hashed)


def values(body: dict[str, Any]) -> dict[str, str]:
    """What stands in the attributes that have a value, as one text each."""
    told: dict[str, Any] = {name: one["value"] for name, one in body["attributes"].items()}
    return {name: _text(one) for name, one in told.items() if one is not None}


def _text(value: object) -> str:
    return "; ".join(map(str, cast("list[object]", value))) if isinstance(value, list) else str(value)


def stated(body: dict[str, Any]) -> dict[str, str]:
    """The same of what somebody said."""
    return {name: text for name, text in values(body).items() if not body["attributes"][name]["assumed"]}


def with_brief(desk: Desk, text: str) -> Desk:
    return replace(desk, briefs=(*desk.briefs, text))


async def _quiet(_text: str) -> None:
    pass
