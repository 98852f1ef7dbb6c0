"""What one framework takes of another: unused advantages, entrants, what ICE puts first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from agents.kit.flows import Flowing, arriving, inputs
from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.keyed import label
from agents.kit.frameworks.merge import merge
from agents.types import Ask, Question
from config.catalogue import framework_spec
from config.errors import Locale
from memory.types import Json

BEYOND_H1 = ("H2", "H3")


def fed(ask: Ask, framework_id: str, sheet: Sheet) -> Sheet:
    """The sheet with what its flow brings, and with the outputs that it comes from among its inputs."""
    flow, feed = FEEDS[framework_id]
    brought = arriving(flow, ask.context)
    grown = feed(sheet, brought, ask.locale) if brought else sheet
    return sheet if grown is sheet else replace(grown, inputs=inputs(brought))


def _unused(sheet: Sheet, brought: Sequence[Flowing], locale: Locale) -> Sheet:
    """An advantage that nothing is set up to use is a finding about the systems."""
    spec = framework_spec("seven_s")
    findings: list[Json] = [
        {"id": f"N{place}", "text": spec.say("unused", locale, name=one.text)}
        for place, one in enumerate(brought, start=1)
    ]
    path = "elements.systems.findings"
    evidence = tuple(
        one.evidence(f"{path}.{found['id']}.text") for one, found in zip(brought, findings, strict=True)
    )
    element: Json = {"id": "systems", "element": "systems", "findings": findings}
    return merge(sheet, Sheet({"elements": [element]}, evidence), spec)


def _candidates(sheet: Sheet, brought: Sequence[Flowing], locale: Locale) -> Sheet:
    """Where no objective has been named yet, what comes first is offered as one."""
    objectives: list[Json] = sheet.body.get("objectives") or []
    if any(one.get("text") for one in objectives):
        return sheet
    names = tuple(one.text for one in sorted(brought, key=_rank))
    field = f"objectives.{objectives[0]['id']}.text" if objectives else "objectives"
    text = framework_spec("okr").say("ask_candidate", locale, names=", ".join(names))
    return replace(sheet, questions=(Question(field, text, names), *sheet.questions))


def _rank(one: Flowing) -> int:
    return one.value["rank"]


def _entrants(sheet: Sheet, brought: Sequence[Flowing], locale: Locale) -> Sheet:
    """Where more and more enter the market and nothing beyond H1 is planned, that is asked for."""
    initiatives: list[Json] = sheet.body.get("initiatives") or []
    if any(one.get("stated_horizon") in BEYOND_H1 or _late(one) for one in initiatives):
        return sheet
    driver = brought[0].text or label("porter", "forces.force", "new_entrants", locale)
    text = framework_spec("horizons").say("ask_entrants", locale, driver=driver)
    return replace(sheet, questions=(Question("initiatives", text), *sheet.questions))


def _late(initiative: Json) -> bool:
    return (initiative.get("months_to_revenue") or 0) > 12


Feed = Callable[[Sheet, Sequence[Flowing], Locale], Sheet]
FEEDS: Mapping[str, tuple[str, Feed]] = {
    "seven_s": ("vrio.unused-seven_s.gap", _unused),
    "okr": ("ice.rank-okr.candidate", _candidates),
    "horizons": ("porter.entrants-horizons.option", _entrants),
}
"""The flow into each framework that has one, and what is made of it."""
