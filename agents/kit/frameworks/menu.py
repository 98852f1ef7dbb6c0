"""Answers that make nothing new: what there is to choose, what can be corrected, what a result rests on."""

from collections.abc import Iterable

from agents.kit.frameworks.present import sources
from agents.kit.frameworks.tree import Spot, find, spots
from agents.types import AgentResult, Bullets, Button, Section
from config.catalogue import FRAMEWORKS, Option, framework_spec
from config.errors import Locale
from config.wording import words
from memory.types import Output


def menu(locale: Locale, first: str = "") -> AgentResult:
    """The frameworks with what each is for."""
    say, specs = words("strategy"), [framework_spec(one) for one in FRAMEWORKS]
    rows = tuple(f"**{spec.name.say(locale)}**: {spec.purpose.say(locale)}" for spec in specs)
    return AgentResult(
        lines=tuple(line for line in (first, say("menu", locale)) if line),
        sections=(Section(say("frameworks", locale), (Bullets(rows),)),),
        buttons=tuple(Button(spec.name.say(locale), f"strategy {spec.id}") for spec in specs),
        status="needs_input",
        verb="menu",
    )


def unknown(name: str, near: Iterable[str], locale: Locale) -> AgentResult:
    """There is no such framework; these are the nearest."""
    specs = [framework_spec(one) for one in near]
    names = ", ".join(spec.name.say(locale) for spec in specs)
    return AgentResult(
        lines=(words("strategy")("unknown", locale, name=name, near=names),),
        buttons=tuple(Button(spec.name.say(locale), f"strategy {spec.id}") for spec in specs),
        status="needs_input",
        verb="unknown",
    )


def fixes(output: Output, record_id: str, locale: Locale) -> AgentResult:
    """Without an id, the records to choose from; with one, what can be done with it."""
    say, spec, body = words("strategy"), framework_spec(output.draft.output_type), output.draft.body
    chosen = find(body, spec, record_id) if record_id else None
    if chosen is None:
        buttons = tuple(
            Button(f"{spot.record['id']} {spot.title(locale)}"[:75], f"strategy fix {spot.record['id']}")
            for spot in spots(body, spec)
            if not spot.spec.key and _can_change(spot)
        )
        return AgentResult((say("fix.which", locale),), buttons=buttons, status="needs_input", verb="fix")
    line = say("fix.how", locale, id=chosen.record["id"], title=chosen.title(locale))
    return AgentResult((line,), buttons=tuple(_changes(chosen, locale)), status="needs_input", verb="fix")


def grounds(output: Output, locale: Locale) -> AgentResult:
    """Where each part of an output comes from."""
    spec = framework_spec(output.draft.output_type)
    return AgentResult(
        (words("strategy")("sources", locale),), sections=tuple(sources(spec, output.draft)), verb="evidence"
    )


def _can_change(spot: Spot) -> bool:
    """What is computed of the other records changes with them."""
    return not spot.spec.field(spot.spec.title).computed


def _changes(spot: Spot, locale: Locale) -> Iterable[Button]:
    say, record = words("strategy"), spot.record
    for option, where in _targets(spot):
        if option.id != where:
            label = say("fix.move", locale, to=option.label.say(locale))
            yield Button(label, f"strategy move {record['id']} {option.id}")
    yield Button(say("fix.drop", locale), f"strategy drop {record['id']}")


def _targets(spot: Spot) -> Iterable[tuple[Option, str]]:
    """Where the record could stand, and where it stands."""
    if spot.spec.group:
        field, where = spot.spec.field(spot.spec.group), str(spot.record.get(spot.spec.group))
    elif spot.parent and spot.parent.spec.key:
        field, where = spot.parent.spec.field(spot.parent.spec.key), spot.parent.record["id"]
    else:
        return ()
    return ((option, where) for option in field.options)
