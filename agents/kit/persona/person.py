"""One persona: its body and its envelope, made from a sheet and read back from an output."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from agents.kit.persona.schema import SCHEMA_VERSION, PersonaBody
from agents.kit.persona.sheet import Attribute, Heard, Sheet, read_attributes
from agents.kit.persona.voice import speak
from agents.types import Question
from config.errors import Locale
from config.korean import fill
from config.persona import AttributeSpec, Market, attributes
from config.wording import words
from memory.types import Draft, InputUsed, MissingInput, Output

AGENT = "persona"
TYPE = "persona"
_FIRST = ("behaviours", "goals", "pains", "objections", "channels", "criteria", "buying_role")
AT_ONCE = 3
"""Nobody answers more questions than this in a chat."""


@dataclass(frozen=True, slots=True)
class Person:
    """A persona as it is worked on."""

    name: str
    slug: str
    market: Market
    group: str
    key: tuple[str, ...]
    attributes: dict[str, Attribute]
    heard: tuple[Heard, ...] = ()
    merged_from: tuple[str, ...] = ()
    merged_into: str = ""
    retired: bool = False
    output: Output | None = None
    """The version it was read from."""
    inputs: tuple[InputUsed, ...] = ()
    engine: str = "rule"
    place: str = field(default="", compare=False)

    @property
    def specs(self) -> tuple[AttributeSpec, ...]:
        """The attributes that such a persona has."""
        return tuple(spec for spec in attributes().values() if spec.fits(self.market))

    def value(self, attribute: str) -> str:
        """What is known of an attribute, "" where nothing is."""
        found = self.attributes.get(attribute)
        return "; ".join(found.values) if found else ""

    def missing(self) -> tuple[AttributeSpec, ...]:
        return tuple(spec for spec in self.specs if spec.id not in self.attributes)

    def with_attribute(self, attribute: str, made: Attribute) -> "Person":
        return replace(self, attributes={**self.attributes, attribute: made})

    def without(self, attribute: str) -> "Person":
        return replace(
            self, attributes={name: one for name, one in self.attributes.items() if name != attribute}
        )


def person_of(output: Output) -> Person:
    """The persona that an output holds."""
    body = output.draft.body
    known = {name: one for name, one in body["attributes"].items() if one["value"] is not None}
    heard = tuple(Heard(one["text"], one["ref"], one["kind"], one.get("topic", "")) for one in body["heard"])
    return Person(
        name=body["name"], slug=body["slug"], market=body["market"], group=body["group"], key=tuple(body["key"]),
        attributes=read_attributes({"attributes": known}, output.draft.evidence), heard=heard,
        merged_from=tuple(body["merged_from"]), merged_into=body["merged_into"], retired=body["retired"],
        output=output, inputs=output.draft.inputs_used, engine=output.draft.engine, place=output.place,
    )  # fmt: skip


def draft_of(person: Person, locale: Locale) -> Draft:
    """The envelope. Raises pydantic.ValidationError for a body that is none."""
    told = spoken(person, locale)
    missing = [spec for spec in told.missing() if spec.required]
    evidence = [
        one.evidence(name, assumed=each.assumed)
        for name, each in told.attributes.items()
        for one in each.origins
    ]
    assumed = [
        words("persona")("assumption", locale, label=attributes()[name].label.say(locale),
                         value=attributes()[name].shown(one.value, locale), reason=one.reason)
        for name, one in told.attributes.items() if one.assumed and not one.synthetic
    ]  # fmt: skip
    return Draft(
        agent=AGENT, output_type=TYPE, schema_version=SCHEMA_VERSION, locale=locale, subject=told.slug,
        title=words("persona")("title", locale, name=told.name, group=told.group),
        summary=headline(told, locale), body=body_of(told), inputs_used=tuple(dict.fromkeys(told.inputs)),
        evidence=tuple(dict.fromkeys(evidence)), assumptions=tuple(assumed),
        missing_inputs=tuple(_missing(told, spec, locale) for spec in missing),
        confidence=confidence(told),
        archived=told.retired, engine=told.engine, supersedes=told.output.id if told.output else None,
    )  # fmt: skip


def body_of(person: Person) -> dict[str, object]:
    """The body, with every attribute that such a persona has: those that nobody knows have no value."""
    unknown = {
        "value": None,
        "grade": 0.0,
        "source": None,
        "assumed": False,
        "reason": "",
        "synthetic": False,
    }
    told = {
        spec.id: one.body() if (one := person.attributes.get(spec.id)) else dict(unknown)
        for spec in person.specs
    }
    model = PersonaBody.model_validate({
        "name": person.name, "slug": person.slug, "market": person.market, "group": person.group,
        "key": list(person.key), "b2b": person.market == "b2b", "attributes": told,
        "missing": [spec.id for spec in person.missing()], "heard": [one.body() for one in person.heard],
        "merged_from": list(person.merged_from), "merged_into": person.merged_into, "retired": person.retired,
    })  # fmt: skip
    return model.model_dump(mode="json")


def confidence(person: Person) -> float:
    """0 to 1: the mean over the required attributes of their grades; what is missing is 0."""
    needed = [spec.id for spec in person.specs if spec.required]
    grades = [person.attributes[one].grade if one in person.attributes else 0.0 for one in needed]
    return round(sum(grades) / len(grades), 2)


def headline(person: Person, locale: Locale) -> str:
    """Who it is in one line: what is best founded and tells most."""
    telling = ("share", "age_range", "job", "industry", "purchase_time", "goals", "pains", "objections")
    told = [
        attributes()[name].shown(found.values[0], locale)
        for name in telling if (found := person.attributes.get(name)) and not found.assumed
    ]  # fmt: skip
    known = sum(1 for one in person.attributes.values() if not one.assumed)
    facts = " · ".join(dict.fromkeys(told[:4])) or person.group
    return words("persona")(
        "headline", locale, name=person.name, facts=facts, known=known, all=len(person.specs)
    )


def questions(people: Sequence[Person], locale: Locale) -> tuple[Question, ...]:
    """At most three, going round the personas, the most telling gap of each first."""
    gaps = [sorted((spec for spec in one.missing() if spec.required), key=_urgency) for one in people]
    asked: list[Question] = []
    for nth in range(max(map(len, gaps), default=0)):
        for person, lacking in zip(people, gaps, strict=True):
            if nth < len(lacking):
                asked.append(_question(person, lacking[nth], locale))
    return tuple(asked[:AT_ONCE])


def _urgency(spec: AttributeSpec) -> int:
    """What people want and do goes before what they are."""
    return _FIRST.index(spec.id) if spec.id in _FIRST else len(_FIRST)


def _question(person: Person, spec: AttributeSpec, locale: Locale) -> Question:
    options = tuple(one.label.say(locale) for one in spec.options)
    return Question(f"{person.slug}.attributes.{spec.id}", _ask(person, spec, locale), options)


def _missing(person: Person, spec: AttributeSpec, locale: Locale) -> MissingInput:
    why = spec.why.say(locale) if spec.why else ""
    return MissingInput(f"attributes.{spec.id}", why, _ask(person, spec, locale))


def _ask(person: Person, spec: AttributeSpec, locale: Locale) -> str:
    return fill(spec.ask.say(locale), {"name": person.name}) if spec.ask else spec.label.say(locale)


def spoken(person: Person, locale: Locale) -> Person:
    """With its quote and its day, unless somebody wrote them."""
    written = {
        name: one
        for name, one in person.attributes.items()
        if not one.synthetic or one.origin.kind == "model"
    }
    sheet = Sheet(dict(written))
    speak(sheet, locale)
    return replace(person, attributes={**sheet.attributes, **written})
