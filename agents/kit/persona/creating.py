"""Personas from what was told, delivered, measured and learnt; the same sources always give the same personas."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agents.kit.flows import Flowing, arriving, inputs, own_near
from agents.kit.frameworks.told import inputs_of, sources_of
from agents.kit.frameworks.vetting import without_orders
from agents.kit.persona.assume import of_business, of_label, of_mention, of_nothing
from agents.kit.persona.calibrate import calibrate
from agents.kit.persona.flowing import flow_in
from agents.kit.persona.gather import Grades, gather
from agents.kit.persona.groups import Group, Sorted, Told, sort
from agents.kit.persona.mentions import mentions, phrase
from agents.kit.persona.naming import name_for
from agents.kit.persona.person import Person
from agents.kit.persona.romanise import slug
from agents.kit.persona.roster import Roster
from agents.kit.persona.sheet import DEFAULT, DOCUMENT, STATED, Attribute, Origin, Sheet
from agents.kit.persona.voices import TYPE as VOICES
from agents.kit.reading.clauses import language
from agents.kit.reading.reader import read
from agents.kit.reading.types import Clause
from agents.types import Ask
from config.persona import Market
from config.wording import words
from memory.types import InputUsed

MOST = 4
"""Personas that one request makes."""
_USUAL = 3
"""Where nobody said how many."""
_SPOKEN = 2
"""Clauses, from which on a group counts as one that the text is about."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many personas, and of whom; nothing said leaves both to what was told."""

    groups: tuple[str, ...] = ()
    count: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that personas are made of here, read once."""

    ask: Ask
    sorted: Sorted
    grades: Grades
    inputs: tuple[InputUsed, ...]
    origins: dict[str, Origin]
    """Of the groups that were asked for or came out of an output, by their labels."""
    seeds: dict[str, Origin]
    """Of segments that name a group which the sources speak of as well, by the group's label."""


def create(ask: Ask, roster: Roster, wanted: Wanted) -> tuple[Person, ...]:
    """The personas that were asked for, at most `MOST`; none where nobody is told of."""
    material = read_all(ask, roster, wanted)
    groups = _chosen(material.sorted, wanted)
    made: list[Person] = []
    for place, group in enumerate(groups):
        known = _known(roster, group, ask.context.place.path)
        taken = {one.slug for one in (*roster.everybody, *made)}
        name = wanted.names[place] if place < len(wanted.names) else known.name if known else ""
        fresh = _person(material, group, name, taken)
        made.append(_renewed(known, fresh) if known else fresh)
    return tuple(made)


def _known(roster: Roster, group: Group, place: str) -> Person | None:
    """The persona that stands for this group here already: asked again, it is renewed and not doubled."""
    key = tuple(sorted(group.mention.key))
    return next((one for one in roster.people if one.key == key and one.place == place), None)


def _renewed(known: Person, fresh: Person) -> Person:
    """As the sources are now, with what users said of it themselves."""
    turns = {
        name: one for name, one in known.attributes.items() if one.origin.kind == "turn" and not one.assumed
    }
    kept = {name: one for name, one in turns.items() if name != "who"}
    name = known.attributes["name"]
    attributes = {**fresh.attributes, **kept, "name": name}
    read = {one.ref for one in fresh.inputs}
    inputs = (*fresh.inputs, *(one for one in known.inputs if one.kind == "turn" and one.ref not in read))
    return replace(
        fresh, name=known.name, slug=known.slug, attributes=attributes, output=known.output, inputs=inputs
    )


def read_all(ask: Ask, roster: Roster, wanted: Wanted = Wanted()) -> Material:
    """Reads the sources and sorts what they say by the groups that are wanted, delivered or told of."""
    sources = tuple(map(without_orders, sources_of(ask)))
    reading = read(sources, ask.context.place.currency)
    groups, origins = _wanted(ask, wanted)
    flowing = () if groups else arriving("bmc.segment-persona.seed", ask.context)
    names = [name for one in roster.everybody for name in (one.name, one.slug)]
    place = ask.context.place
    own = place.names[:-1] if place.scope.campaign else place.names
    found = sort(reading, groups, names, own)
    seeds: dict[str, Origin] = {}
    for one in flowing:
        _seed(found, one, (origins, seeds), ask)
    if not groups:
        _heard_of(found, ask, origins)
    return Material(ask, found, Grades(_grades(ask)), (*inputs_of(ask), *inputs(flowing)), origins, seeds)


def _wanted(ask: Ask, wanted: Wanted) -> tuple[list[Group], dict[str, Origin]]:
    turn = ask.context.turns[-1] if ask.context.turns else None
    groups = [Group(phrase(one, ask.locale)) for one in wanted.groups]
    origin = Origin("turn", turn.id if turn else "", "", STATED)
    return groups, {one.label: replace(origin, quote=one.label) for one in groups}


def _seed(
    found: Sorted, flowing: Flowing, known: tuple[dict[str, Origin], dict[str, Origin]], ask: Ask
) -> None:
    """A segment of the business model names its group anew only where the sources do not."""
    origins, seeds = known
    named = phrase(flowing.text, ask.locale)
    origin = Origin("output", flowing.ref, flowing.text, flowing.evidence("").grade)
    told = [one for one in mentions(flowing.text, language(flowing.text)) if one.key] or [named]
    fitting = [group for group in found.groups if any(one.fits(group.mention) for one in told)]
    for group in fitting:
        seeds.setdefault(group.label, origin)
    if not fitting and named.key:
        found.groups.append(Group(told[0] if len(told) == 1 else named, ref=flowing.ref))
        origins[found.groups[-1].label] = origin


def _heard_of(found: Sorted, ask: Ask, origins: dict[str, Origin]) -> None:
    """The groups that a file of customers tells apart; all of its rows where nobody is told of otherwise."""
    for voice in own_near(ask.context, VOICES):
        labels = [part["group"] for part in voice.draft.body["groups"] if part["group"]]
        if not labels and not found.groups:
            labels = [words("persona")("customers", ask.locale)]
        for label in labels:
            named = phrase(label, language(label))
            named = named if named.key else replace(named, label=label, key=frozenset({label}))
            fitting = [at for at, group in enumerate(found.groups) if named.fits(group.mention)]
            for at in fitting:
                found.groups[at] = replace(found.groups[at], ref=str(voice.id))
            if not fitting:
                found.groups.append(Group(named, ref=str(voice.id)))
                origins[named.label] = Origin("data", str(voice.id), label, DOCUMENT, voice.draft.body["n"])


def _grades(ask: Ask) -> dict[str, tuple[str, float]]:
    return {one.id: ("insight", one.grade) for one in ask.context.known}


def _chosen(found: Sorted, wanted: Wanted) -> list[Group]:
    """Those that were asked for; else the ones that most is said of, those with a share first."""
    if wanted.groups:
        return found.groups[: len(wanted.groups)][:MOST]
    told = [
        one for one in found.groups if one.share or len(one.told) >= _SPOKEN or one.ref or _spoken_of(one)
    ]
    ranked = sorted(told or found.groups, key=lambda one: (-one.share, -len(one.told)))
    groups = ranked[: min(wanted.count or _USUAL, MOST)]
    if not groups and found.everybody:
        label = next((one.mention for one in found.everybody if one.mention), "")
        return (
            [Group(replace(phrase(label, found.everybody[0].clause.language), label=label))] if label else []
        )
    return groups


def _spoken_of(group: Group) -> bool:
    """Whether a clause is about the group, and does not only name it beside something else."""
    return any(
        one.mention and one.clause.subject.lower().removesuffix("들").endswith(one.mention.lower())
        for one in group.told
    )


def _person(material: Material, group: Group, name: str, taken: set[str]) -> Person:
    ask, locale = material.ask, material.ask.locale
    market = _market(group)
    sheet = Sheet()
    origin = _origin(material, group)
    seed = material.seeds.get(group.label)
    sheet.set("who", Attribute(group.label, (origin, *([seed] if seed else []))))
    of_label(sheet, group.mention, origin, market, locale)
    for one in group.told:
        if one.mention:
            named, told = phrase(one.mention, one.clause.language), material.grades.origin(one.clause)
            of_mention(sheet, named, told, market, locale)
    gather(sheet, group.told, market, material.grades)
    gather(sheet, material.sorted.everybody, market, material.grades, ("share", "gender", "job"))
    used = (
        *_voices(material, sheet, group.label, market),
        *flow_in(sheet, ask, group.mention, _told(material.sorted)),
    )
    of_business(sheet, material.sorted.business, market, locale)
    of_nothing(sheet, market, locale)
    gender = sheet.attributes.get("gender")
    called = name or name_for(group.label, str(gender.value) if gender else None, locale, taken)
    made_up = Origin("default", "name", "", DEFAULT)
    told = name and ask.context.turns
    sheet.put("name", called, Origin("turn", ask.context.turns[-1].id, name, STATED) if told else made_up,
              "" if told else words("persona")("because.name", locale), assumed=not told)  # fmt: skip
    return Person(
        called, slug(called), market, group.label, tuple(sorted(group.mention.key)), sheet.attributes,
        tuple(sheet.heard), inputs=(*material.inputs, *used), place=ask.context.place.path,
    )  # fmt: skip


def _voices(material: Material, sheet: Sheet, label: str, market: Market) -> tuple[InputUsed, ...]:
    """Counts the files of customers in; those that speak of this group are what the persona rests on."""
    ask = material.ask
    told = [
        one for one in own_near(ask.context, VOICES) if calibrate(sheet, one, label, market, ask.locale)
    ]  # fmt: skip
    return tuple(InputUsed("output", one.id, one.content_hash) for one in told)


def _told(found: Sorted) -> tuple[str, ...]:
    """Every clause that speaks of some group."""
    return tuple(one.clause.text for group in found.groups for one in group.told)


def _market(group: Group) -> Market:
    return "b2b" if group.mention.b2b else "b2c"


def _origin(material: Material, group: Group) -> Origin:
    """Where the group was named: by whoever asked, in an output, or in the sources."""
    if known := material.origins.get(group.label):
        return known
    if group.told:
        return material.grades.origin(group.told[0].clause)
    everybody: Sequence[Told] = material.sorted.everybody
    clause: Clause | None = everybody[0].clause if everybody else None
    return material.grades.origin(clause) if clause else Origin("document", "", group.label, DOCUMENT)
