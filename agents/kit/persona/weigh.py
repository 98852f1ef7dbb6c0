"""What a text means to a persona: which of its attributes speak for it, which against, and how much they weigh.

A reason weighs as much as its attribute is founded (its grade), for a price by how sensitive the persona is to one.
The vote is the sign of the sum. Nothing here is asked of a model, and an attribute that nobody knows has no say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from agents.kit.persona.gather import channels_in
from agents.kit.persona.person import Person
from agents.kit.persona.sheet import Attribute
from agents.kit.reading.clauses import language
from config.errors import Locale
from config.patterns import regex
from config.persona import attributes
from config.tables import read_table
from config.wording import words

Vote = Literal["yes", "no", "torn", "unknown"]
WANTS = ("goals", "jobs", "gains", "criteria", "motivations", "values")
HATES = ("pains", "objections")
_BREATH = regex(r"(?<=[.!?])\s+|[,;:·]\s+|\s(?:but|and|for)\s|지만\s|그리고\s|(?<=[고며])\s")
_APPROVES = "approver"


@dataclass(frozen=True, slots=True)
class Reason:
    """An attribute that speaks to a text, and on what."""

    attribute: str
    value: str
    topic: str
    grade: float
    effect: float
    """Its weight with its sign."""

    def body(self) -> dict[str, Any]:
        return {"attribute": self.attribute, "value": self.value, "topic": self.topic, "grade": self.grade,
                "effect": round(self.effect, 3)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weighed:
    """A persona's stand on a text."""

    person: Person
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        return round(sum(one.effect for one in self.reasons), 3)

    @property
    def vote(self) -> Vote:
        bars = votes()
        if not self.reasons:
            return "unknown"
        return "yes" if self.score >= bars["yes"] else "no" if self.score <= bars["no"] else "torn"


def weigh(person: Person, text: str) -> Weighed:
    """The stand of a persona on an offer, a change or a wording."""
    locale = language(text)
    turned = dict(_topics_turned(text, locale))
    found = [*_by_topic(person, turned), *_by_price(person, turned), *_by_time(person, text, locale),
             *_by_channel(person, text, locale), *_by_urgency(person, text, locale)]  # fmt: skip
    best: dict[tuple[str, str], Reason] = {}
    for one in found:
        if abs(one.effect) > abs(
            best[one.attribute, one.topic].effect if (one.attribute, one.topic) in best else 0
        ):
            best[one.attribute, one.topic] = one
    return Weighed(person, tuple(sorted(best.values(), key=lambda one: -abs(one.effect))))


def topics_in(text: str) -> tuple[str, ...]:
    """What a text is about."""
    locale = language(text)
    return tuple(name for name in table()["topics"] if _cue("topics", name, locale).search(text))


def topic_label(topic: str, locale: Locale) -> str:
    known = table()["topics"].get(topic)
    return known["label"][locale] if known else words("persona")(f"topic.{topic}", locale)


def _topics_turned(text: str, locale: Locale) -> Iterator[tuple[str, float]]:
    """Each topic with +1 where the text gives something on it, -1 where it takes something away.

    What is a burden by its nature, such as a price, is 0 where the text only names it.
    """
    for breath in _BREATH.split(text):
        better, worse = _turn("better", locale).search(breath), _turn("worse", locale).search(breath)
        for name in table()["topics"]:
            if _cue("topics", name, locale).search(breath):
                plain = 0.0 if name in votes()["burdens"] else 1.0
                yield name, 1.0 if better else -1.0 if worse else plain


def _by_topic(person: Person, turned: dict[str, float]) -> Iterator[Reason]:
    """A goal is served or crossed; a pain or an objection is answered, or met again by a burden that stays."""
    for name in (*WANTS, *HATES):
        known = person.attributes.get(name)
        for value in known.values if known else ():
            for topic in topics_in(value):
                sign = turned.get(topic)
                if known and sign is not None and (sign or name in HATES):
                    yield _reason(name, value, topic, known, sign or -1.0)


def _by_price(person: Person, turned: dict[str, float]) -> Iterator[Reason]:
    known, sign = person.attributes.get("price_sensitivity"), turned.get("price")
    if known and sign:
        weight = votes()["sensitive"].get(str(known.value), 0.0)
        yield _reason("price_sensitivity", str(known.value), "price", known, sign * weight)


def _by_time(person: Person, text: str, locale: Locale) -> Iterator[Reason]:
    known, said = person.attributes.get("purchase_time"), _dayparts(text, locale)
    own = _dayparts("; ".join(known.values), language(known.values[0])) if known else frozenset[str]()
    if known and said and own:
        yield _reason("purchase_time", known.values[0], "time", known, 1.0 if said & own else -1.0)


def _by_channel(person: Person, text: str, locale: Locale) -> Iterator[Reason]:
    known, said = person.attributes.get("channels"), set(channels_in(text, locale))
    if known and said:
        shared = [one for one in known.values if one in said]
        value = shared[0] if shared else known.values[0]
        yield _reason("channels", value, "channel", known, 1.0 if shared else -0.5)


def _by_urgency(person: Person, text: str, locale: Locale) -> Iterator[Reason]:
    known = person.attributes.get("buying_role")
    if known and known.value == _APPROVES and _turn("urgent", locale).search(text):
        yield _reason("buying_role", str(known.value), "urgency", known, -1.0)


def _reason(name: str, value: str, topic: str, known: Attribute, sign: float) -> Reason:
    return Reason(name, value, topic, known.grade, sign * known.grade)


def _dayparts(text: str, locale: Locale) -> frozenset[str]:
    return frozenset(name for name in table()["dayparts"] if _cue("dayparts", name, locale).search(text))


def reason_line(one: dict[str, Any], locale: Locale) -> str:
    """A reason as people read it: `+ Pains: no time (0.7), on time and speed`."""
    spec, say = attributes()[one["attribute"]], words("persona")
    sign = say("effect.for" if one["effect"] > 0 else "effect.against", locale)
    return say("reason.line", locale, sign=sign, label=spec.label.say(locale), value=spec.shown(one["value"], locale),
               grade=f"{one['grade']:g}", topic=topic_label(one["topic"], locale))  # fmt: skip


@cache
def table() -> dict[str, Any]:
    """The topics, tones and bars of config/persona/topics.toml. It is shared: nobody changes it."""
    return read_table("persona", "topics.toml")


def votes() -> dict[str, Any]:
    return table()["votes"]


@cache
def _cue(part: str, name: str, locale: Locale) -> re.Pattern[str]:
    return re.compile(table()[part][name][f"{locale}_cue"], re.IGNORECASE)


@cache
def _turn(name: str, locale: Locale) -> re.Pattern[str]:
    return re.compile(table()["turns"][f"{name}_{locale}"], re.IGNORECASE)
