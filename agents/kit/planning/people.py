"""For whom a plan is: the personas that were made, or else the audience that somebody named."""

import re
from collections.abc import Iterator, Mapping, Sequence

from agents.kit.flows import Flowing, arriving
from agents.kit.given import Brand
from agents.kit.persona.mentions import mentions, phrase
from agents.kit.planning.naming import channels_in
from agents.kit.planning.proofs import of_clause
from agents.kit.planning.values import ASSUMED, Ground, Persona, of_flow, of_guideline, of_insight
from agents.kit.reading.clauses import language
from agents.kit.reading.types import Reading
from agents.types import Context
from config.errors import Locale
from config.patterns import regex
from config.wording import words
from memory.insight import Insight

MOST = 6
_AUDIENCE = (
    "segment", "customer_fact", "recurring_customers", "time_concentration", "local_growth", "outside_growth",
    "growing_demand",
)  # fmt: skip
"""Signals of clauses that name people, the most telling first."""
_LONGEST = 60
_GROUP = regex(
    r"(?:[가-힣]+\s)?(?<![가-힣])[가-힣]*(?:손님|고객|회원|학생|가족|직장인|주민|부모|관광객|독자|환자|이용자|동호인|동호회|세대|업체)"
    r"|(?:\b(?!of\b|from\b|the\b|our\b|by\b|two\b|more\b|new\b|happy\b|are\b|is\b|to\b|percent\b)[a-z][a-z-]+\s)?\b(?:customers|guests|members|clients|students|families|"
    r"commuters|residents|parents|tourists|readers|patients|users|runners|buyers|teams|clubs|retailers|schools|companies)\b",
    re.IGNORECASE,
)


def personas(
    context: Context, brand: Brand, known: Sequence[Insight], reading: Reading, locale: Locale
) -> tuple[Persona, ...]:
    """At most MOST of them; without any the nearest audience, and if nobody named one, everybody (assumed)."""
    made = tuple(_made(arriving("persona.attributes-plan.persona", context), _channels(context)))
    if made:
        return made[:MOST]
    found = next(_audiences(brand, known, reading), None)
    if found:
        text, ground = found
        return (Persona("audience", _short(_group(text)), ground, tuple(channels_in(text))),)
    return (Persona("audience", words("plan")("audience.everybody", locale), ASSUMED),)


def _channels(context: Context) -> Mapping[str, Flowing]:
    flowing = arriving("persona.channels-plan.channel", context)
    return {one.output.draft.subject: one for one in flowing}


def _made(attributes: Sequence[Flowing], channels: Mapping[str, Flowing]) -> Iterator[Persona]:
    by_persona: dict[str, dict[str, Flowing]] = {}
    for one in attributes:
        if one.text:
            by_persona.setdefault(one.output.draft.subject, {})[one.path.rpartition(".")[2]] = one
    for subject, told in by_persona.items():
        first = next(iter(told.values()))
        said = channels[subject].text.replace("_", " ") if subject in channels else ""
        media = told["media"].text if "media" in told else ""
        name = told["name"].text if "name" in told else first.output.draft.title
        named = tuple(dict.fromkeys(channels_in(f"{said} {media}")))
        ground, group = of_flow(told.get("who", first)), told["who"].text if "who" in told else ""
        yield Persona(subject or "persona", _short(name), ground, named, made=True, group=group)


def meant(text: str, among: Sequence[Persona]) -> frozenset[str]:
    """Ids of those whose group a text names, as an opportunity does: "Commuters want it by evening"; else of all."""
    named = frozenset(word for one in mentions(text, language(text)) for word in one.core)
    found = [
        one for one in among if one.group and not named.isdisjoint(phrase(one.group, language(one.group)).key)
    ]
    return frozenset(one.id for one in found or among)


def _audiences(brand: Brand, known: Sequence[Insight], reading: Reading) -> Iterator[tuple[str, Ground]]:
    for one in reversed(known):
        if one.category == "audience":
            yield one.value or one.text, of_insight(one)
    audience = brand.guidelines.fields.get("strategy.audience")
    if audience and isinstance(audience.value, str):
        yield audience.value, of_guideline(audience.origin, audience.value)
    for tag in _AUDIENCE:
        for clause in reading.tagged(tag):
            if _GROUP.search(clause.text):
                yield clause.text, of_clause(clause)


def _group(text: str) -> str:
    """The people in a sentence: "80% of sales come from morning guests" are the morning guests."""
    found = _GROUP.search(text)
    return found[0].strip() if found else text


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
