"""What earlier outputs bring to a persona, by the flows that are declared: jobs, how customers feel, weaknesses."""

from collections.abc import Collection, Iterator
from typing import cast

from agents.kit.flows import Flowing, arriving
from agents.kit.frameworks.likeness import most_alike
from agents.kit.persona.mentions import Mention, phrase
from agents.kit.persona.sheet import INFERRED, Origin, Sheet
from agents.kit.persona.weigh import topics_in
from agents.kit.reading.clauses import language
from agents.types import Ask
from config.wording import words
from memory.types import InputUsed, Json

_MET = frozenset([
    "price", "speed", "convenience", "delivery", "quality", "trust", "commitment", "trial", "service", "place", "space",
])  # fmt: skip
"""Topics of a weakness that customers meet themselves."""


def flow_in(sheet: Sheet, ask: Ask, group: Mention, told: Collection[str]) -> tuple[InputUsed, ...]:
    """Adds what flows to this group. Gives the outputs that something was taken from.

    `told` are the clauses that speak of some group: what another framework made of one belongs to that group alone.
    """
    taken = [*_jobs(sheet, ask, group, told), *_weaknesses(sheet, ask, told)]
    return tuple(dict.fromkeys(one.used() for one in taken))


def _jobs(sheet: Sheet, ask: Ask, group: Mention, told: Collection[str]) -> Iterator[Flowing]:
    context = ask.context
    found = (
        *(("jobs", one) for one in arriving("jtbd.want-persona.job", context)),
        *(("motivations", one) for one in arriving("jtbd.emotional-persona.motivation", context)),
        *(("motivations", one) for one in arriving("jtbd.social-persona.motivation", context)),
        *(("pains", one) for one in arriving("jtbd.pain-persona.pain", context)),
    )
    for attribute, one in found:
        if _for_group(one, group):
            values = [value for value in _values(one) if most_alike(value, told) is None]
            for value in values:
                sheet.add(attribute, value, _origin(one, value))
            if values:
                yield one


def _values(flowing: Flowing) -> list[str]:
    """The words of what flows, each of several by itself."""
    if isinstance(flowing.value, list):
        return [str(one) for one in cast("list[object]", flowing.value)]
    return [flowing.text]


def _for_group(flowing: Flowing, group: Mention) -> bool:
    """Whether the job is this group's; one that names nobody is everybody's."""
    name = flowing.path.split(".")[1]
    jobs: list[Json] = flowing.output.draft.body["jobs"]
    executors = {str(one["id"]): str(one.get("executor") or "") for one in jobs}
    executor = executors.get(name, "")
    named = phrase(executor, language(executor)) if executor else None
    return named is None or not named.key or named.fits(group)


def _weaknesses(sheet: Sheet, ask: Ask, told: Collection[str]) -> Iterator[Flowing]:
    why = words("persona")("because.weakness", ask.locale)
    for one in arriving("swot.weakness-persona.objection", ask.context):
        if not _MET.isdisjoint(topics_in(one.text)) and most_alike(one.text, told) is None:
            sheet.add("objections", one.text, _origin(one, one.text, INFERRED), why)
            yield one


def _origin(flowing: Flowing, quote: str, most: float = 1.0) -> Origin:
    return Origin("output", flowing.ref, quote, min(flowing.evidence("").grade, most))
