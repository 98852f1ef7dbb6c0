"""Fits what is known into a budget of tokens: the same items and budget always give the same pack."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Literal

from config.context import SectionName, Share
from memory.hashing import canonical

Why = Literal["budget", "most", "shortened", "profile", "permission"]
NAMED = 10
"""So many of what was left out are named by their ids; the others are counted."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to tell something, and the tokens that it takes."""

    value: Any
    size: int


@dataclass(frozen=True, slots=True)
class Item:
    """Something that may be told: in full, or in short where that makes sense."""

    id: str
    full: Form
    short: Form | None = None


def item(id: str, full: object, short: object = None) -> Item:
    return Item(id, Form(full, tokens(full)), None if short is None else Form(short, tokens(short)))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of one section was not told, and why."""

    section: str
    why: Why
    ids: list[str]
    beyond: int = 0
    """How many more there are, which were not even read."""

    def as_json(self) -> dict[str, Any]:
        count = len(self.ids) + self.beyond
        return {"section": self.section, "why": self.why, "count": count, "ids": self.ids[:NAMED]}


@dataclass(slots=True)
class Pack:
    """What has been packed so far, and what of the budget is left."""

    room: int
    told: dict[str, dict[str, Form]] = field(default_factory=dict[str, dict[str, Form]])
    """By section: what was taken, by id, in the order of rank."""
    left_out: list[LeftOut] = field(default_factory=list[LeftOut])

    def always(self, *values: object) -> None:
        """Counts what is told whatever it costs."""
        self.room -= sum(tokens(value) for value in values)

    def add(self, section: str, items: Iterable[Item], cap: int) -> None:
        """Takes what fits, the first items first, in full or else in short; what does not is passed over."""
        told = self.told.setdefault(section, {})
        for each in items:
            had = told.get(each.id)
            left = min(self.room, cap) + (had.size if had else 0)
            form = next((f for f in (each.full, each.short) if f is not None and f.size <= left), None)
            if form is not None and form is not had:
                cost = form.size - (had.size if had else 0)
                told[each.id] = form
                self.room, cap = self.room - cost, cap - cost

    def close(self, section: str, items: Sequence[Item]) -> None:
        """Notes which of these items were left out or shortened, and puts the others into their order."""
        told = self.told[section]
        self.told[section] = {each.id: told[each.id] for each in items if each.id in told}
        self.note(section, "budget", [each.id for each in items if each.id not in told])
        shortened = [each.id for each in items if each.id in told and told[each.id] is not each.full]
        self.note(section, "shortened", shortened)

    def note(self, section: str, why: Why, ids: list[str], beyond: int = 0) -> None:
        if ids or beyond:
            self.left_out.append(LeftOut(section, why, ids, beyond))

    def values(self, section: str) -> list[Any]:
        return [form.value for form in self.told.get(section, {}).values()]


def pack(into: Pack, ranked: Mapping[str, Sequence[Item]], shares: Mapping[SectionName, Share]) -> None:
    """Fills the sections in the order of the shares; then what is left of the budget goes round once more.

    A section never tells more than its share's `most` items, the first ones.
    """
    within = {section: ranked.get(section, ())[: share.most] for section, share in shares.items()}
    for section, share in shares.items():
        into.add(section, within[section], share.tokens)
    for section, share in shares.items():
        into.add(section, within[section], into.room)
        into.close(section, within[section])
        into.note(section, "most", [each.id for each in ranked.get(section, ())[share.most :]])


def tokens(value: object) -> int:
    """An estimate of a model's tokens for a JSON value: 4 ASCII characters each, 1 for any other character.

    Rather too many than too few: tokenisers of today need 0.6 to 1 token for a syllable of Hangul.
    """
    text = canonical(value)
    plain = len(text.encode("ascii", "ignore"))
    return ceil(plain / 4) + len(text) - plain
