"""What people decided about a plan. It stays decided when the plan is made anew, with the words that said so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agents.kit.planning.errors import UnknownRow
from agents.kit.planning.values import Ground, stated
from memory.types import Json, Message

_UNDONE = {"include": "exclude", "restored": "dropped", "unpinned": "pinned"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision. `key` is the row's or the channel's; `value` is plain text."""

    kind: str
    key: str = ""
    value: str = ""
    ref: str = ""
    """The message that said it."""
    quote: str = ""

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else self.kind

    @property
    def ground(self) -> Ground:
        return stated(self.ref, self.quote)

    def json(self) -> Json:
        return {"id": self.id, **{name: getattr(self, name) for name in self.__slots__}}


@dataclass(frozen=True, slots=True)
class Choices:
    """All decisions, the newest of each kind and key."""

    made: tuple[Choice, ...] = ()

    def one(self, kind: str) -> Choice | None:
        return next((choice for choice in self.made if choice.kind == kind), None)

    def of(self, kind: str) -> dict[str, Choice]:
        return {choice.key: choice for choice in self.made if choice.kind == kind}

    def with_(self, more: Iterable[Choice]) -> "Choices":
        """With these as well: a newer one goes before an older one, and some take another back."""
        kept = {choice.id: choice for choice in self.made}
        for choice in more:
            undone = _UNDONE.get(choice.kind)
            if undone:
                kept.pop(f"{undone}:{choice.key}", None)
                continue
            kept.pop(choice.id, None)
            kept[choice.id] = choice
        return Choices(tuple(kept.values()))


def of_body(body: Json) -> Choices:
    names = Choice.__slots__
    stored: list[Json] = body.get("choices") or []
    return Choices(tuple(Choice(**{name: one[name] for name in names}) for one in stored))


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asks to be changed. `target` is a row's id such as R3, or a channel's."""

    kind: str
    target: str = ""
    value: str = ""
    quote: str = ""


def decided(orders: Sequence[Order], body: Json, message: Message | None) -> list[Choice]:
    """The orders as decisions about this plan: ids of its rows become their keys. Raises UnknownRow."""
    ref = message.id if message else ""
    made = [Choice(one.kind, _key(one, body), one.value, ref, one.quote) for one in orders]
    restored = [
        replace(one, kind="restored") for one in made if one.kind == "accept" and _was_dropped(one, body)
    ]
    return [*restored, *made]


def _key(order: Order, body: Json) -> str:
    if order.kind not in ("dropped", "accept", "pinned", "unpinned", "message", "cta"):
        return order.target
    return record_in(body, "backlog" if order.kind == "accept" else "rows", order.target)["key"]


def record_in(body: Json, name: str, ref: str) -> Json:
    """The record of a plan's list that is called so, as R3 or b1. Raises UnknownRow."""
    records: list[Json] = body.get(name) or []
    found = next((one for one in records if one["id"] == ref.upper()), None)
    if found is None:
        raise UnknownRow(ref=ref.upper(), known=", ".join(one["id"] for one in records) or "-")
    return found


def _was_dropped(choice: Choice, body: Json) -> bool:
    stored: list[Json] = body.get("choices") or []
    return any(one["kind"] == "dropped" and one["key"] == choice.key for one in stored)
