"""Where customers come from, by the site's own analytics: channels of a persona that nobody has told of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from agents.kit.analysing.saying import days
from agents.kit.budgeting.window import Window
from agents.kit.figures import number, percent
from agents.kit.persona.gather import channels_in
from agents.kit.persona.person import Person
from agents.kit.persona.sheet import INFERRED, Attribute, Origin
from agents.kit.persona.voices import table
from agents.types import Ask
from config.persona import channels
from config.wording import words
from memory.metrics import ANALYTICS, Dimension, FactRow, Measured, Query
from memory.types import InputUsed

_DAYS = 28
_SOURCE: Final = "ad_group"
"""What a site's analytics keep a visit's source and medium as."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The channels that bring a part of the visits worth the name, the largest first."""

    channels: tuple[str, ...]
    origin: Origin
    used: InputUsed


async def with_channels(ask: Ask, people: Sequence[Person]) -> tuple[Person, ...]:
    """The personas of whose channels nothing is known get those that bring visits; that theirs are is inferred."""
    if not any(_open(one) for one in people):
        return tuple(people)
    found = await _reached(ask)
    return tuple(people) if found is None else tuple(_with(one, found, ask) for one in people)


def _open(person: Person) -> bool:
    known = person.attributes.get("channels")
    return known is None or known.assumed


def _with(person: Person, found: Reached, ask: Ask) -> Person:
    if not _open(person):
        return person
    reason = words("persona")("because.reached", ask.locale)
    made = Attribute(list(found.channels), (found.origin,), assumed=True, reason=reason)
    return replace(
        person, attributes=person.attributes | {"channels": made}, inputs=(*person.inputs, found.used)
    )


async def _reached(ask: Ask) -> Reached | None:
    """None without figures of this place's own site."""
    if ask.facts is None:
        return None
    window = Window(ask.today - timedelta(days=_DAYS), ask.today - timedelta(days=1))
    where: dict[Dimension, tuple[str, ...]] = {"platform": ANALYTICS}
    query = Query(window.since, window.until, ("platform", _SOURCE), _SOURCE, where)
    measured = await ask.facts.query(query)
    if measured.scope not in (None, ask.context.place.scope):
        return None
    return _told(measured, window, ask)


def _told(measured: Measured, window: Window, ask: Ask) -> Reached | None:
    visits: dict[str, int] = {}
    total = 0
    for row in measured.rows:
        count = row.sums.get("sessions") or 0
        total += count
        for channel in _channels(row):
            visits[channel] = visits.get(channel, 0) + count
    bar = table()["measure"]["share"]
    kept = sorted(
        (name for name, count in visits.items() if count >= bar * total > 0), key=lambda name: -visits[name]
    )
    if not kept:
        return None
    called = {one.id: one.label.say(ask.locale) for one in channels()}
    parts = ", ".join(f"{called[name]} {percent(visits[name] / total)}" for name in kept)
    facts = {"parts": parts, "n": number(total), "days": days(window, ask.locale)}
    quote = words("persona")("reached", ask.locale, **facts)
    return Reached(tuple(kept), Origin("data", measured.query.id, quote, INFERRED, total), measured.used())


def _channels(row: FactRow) -> list[str]:
    """`instagram / social` names a channel; what comes directly, or from nowhere, names none."""
    source, _, medium = (row.names.get(_SOURCE) or row.key.get(_SOURCE, "")).lower().partition(" / ")
    found = channels_in(source, "en") or channels_in(medium, "en")
    return found[:1]
