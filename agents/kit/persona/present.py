"""Personas as an answer: three lines, a table of each, a picture, what is not known, and what to do next."""

from collections.abc import Iterable, Mapping, Sequence

from agents.kit.figures import number
from agents.kit.persona.person import Person, draft_of, questions, spoken
from agents.kit.persona.sheet import Attribute
from agents.types import AgentResult, Bullets, Button, Chart, Paragraph, Question, Radar, Section, Table
from config.errors import Locale
from config.persona import GROUPS, AttributeSpec, attributes
from config.wording import words
from memory.types import Draft

_LINES = 3
_SHOWN = 3
"""Values by which personas are told apart in a line."""
_TELLING = (
    "share",
    "age_range",
    "industry",
    "job",
    "purchase_time",
    "channels",
    "goals",
    "pains",
    "objections",
    "buying_role",
)


def present(people: Sequence[Person], locale: Locale, verb: str, *, asking: bool = True) -> AgentResult:
    """The whole answer for personas that were made or changed; each becomes an output."""
    people = [spoken(one, locale) for one in people]
    drafts = tuple(draft_of(one, locale) for one in people)
    asked = questions(people, locale) if asking else ()
    return AgentResult(
        lines=lines(people, drafts, locale),
        sections=(*(profile(one, locale) for one in people), *_assumed(people, locale), *_heard(people, locale),
                  *_asking(asked, locale)),
        outputs=drafts, questions=asked, buttons=(*_options(asked), *_next(people, locale)),
        charts=charts(people, locale), verb=verb,
    )  # fmt: skip


def lines(people: Sequence[Person], drafts: Sequence[Draft], locale: Locale) -> tuple[str, ...]:
    say = words("persona")
    if len(people) == 1:
        first = drafts[0].summary
    else:
        names = ", ".join(f"{one.name} ({one.group})" for one in people)
        first = say("made", locale, count=len(people), names=names)
    apart = difference(people, locale) if len(people) > 1 else ""
    assumed = sum(1 for one in people for each in one.attributes.values() if each.assumed)
    missing = sum(len(one.missing()) for one in people)
    last = say("founded", locale, assumed=assumed, missing=missing)
    return tuple(line for line in (first, say("differ", locale, what=apart) if apart else "", last) if line)[
        :_LINES
    ]


def difference(people: Sequence[Person], locale: Locale) -> str:
    """The attributes in which they differ by what is known, those that tell most first."""
    parts: list[str] = []
    for name in _TELLING:
        told = [one.attributes.get(name) for one in people]
        known = [one for one in told if one and not one.assumed]
        if len(known) == len(people) and len({str(one.value) for one in known}) > 1:
            label = attributes()[name].label.say(locale)
            values = " / ".join(attributes()[name].shown(one.values[0], locale) for one in known)
            parts.append(f"{label} {values}")
    return " · ".join(parts[:_SHOWN])


def profile(person: Person, locale: Locale) -> Section:
    """The table of what is known, then in one line what is not."""
    say = words("persona")
    heads = tuple(say(f"column.{name}", locale) for name in ("attribute", "value", "grade", "source"))
    rows = tuple(
        _row(spec, person.attributes[spec.id], locale)
        for spec in person.specs
        if spec.id in person.attributes
    )
    missing = ", ".join(spec.label.say(locale) for spec in person.missing())
    blocks = (
        Table(heads, rows, internal=(2, 3)),
        *([Paragraph(say("missing", locale, labels=missing))] if missing else []),
    )
    return Section(say("profile", locale, name=person.name, group=person.group), blocks)


def _row(spec: AttributeSpec, one: Attribute, locale: Locale) -> tuple[str, ...]:
    star = " *" if one.assumed else ""
    return (
        spec.label.say(locale),
        f"{spec.shown(one.value, locale)}{star}",
        number(one.grade),
        source(one, locale),
    )


def source(one: Attribute, locale: Locale) -> str:
    """Where it comes from, with the words that it rests on."""
    best, say = one.origin, words("persona")
    name = say(f"source.{best.kind}", locale, n=best.n or "")
    quote = best.quote if len(best.quote) <= 60 else f"{best.quote[:59]}…"
    return f"{name}: “{quote}”" if quote else name


def _assumed(people: Sequence[Person], locale: Locale) -> Iterable[Section]:
    """What nobody said, by reason; then that none of them is real."""
    by_reason: dict[str, dict[str, list[str]]] = {}
    for person in people:
        for spec in person.specs:
            one = person.attributes.get(spec.id)
            if one and one.assumed and not one.synthetic:
                told = f"{spec.label.say(locale)} {spec.shown(one.value, locale)}"
                by_reason.setdefault(one.reason, {}).setdefault(told, []).append(person.name)
    items = tuple(f"{_whose(told, len(people))} ({reason})" for reason, told in by_reason.items())
    say = words("persona")
    if items:
        yield Section(say("assumptions", locale), (Bullets(items),), internal=True)
    yield Section(say("synthetic.title", locale), (Paragraph(say("synthetic.note", locale)),))


def _whose(told: Mapping[str, Sequence[str]], everybody: int) -> str:
    """What is assumed, with whose it is where it is not everybody's."""
    parts = (one if len(names) == everybody else f"{', '.join(names)}: {one}" for one, names in told.items())
    return "; ".join(parts)


def _heard(people: Sequence[Person], locale: Locale) -> Iterable[Section]:
    said = [f"“{each.text}” ({one.name})" for one in people for each in one.heard[:3]]
    if said:
        yield Section(
            words("persona")("heard", locale), (Bullets(tuple(dict.fromkeys(said))),), internal=True
        )


def _asking(asked: Sequence[Question], locale: Locale) -> Iterable[Section]:
    if asked:
        told = "\n".join(f"{nth}. {one.text}" for nth, one in enumerate(asked, start=1))
        yield Section(words("persona")("questions", locale), (Paragraph(told),))


def _options(asked: Sequence[Question]) -> Iterable[Button]:
    for nth, question in enumerate(asked, start=1):
        for option in question.options:
            yield Button(f"{nth}. {option}", f"persona answer {question.field} {option}")


def _next(people: Sequence[Person], locale: Locale) -> Iterable[Button]:
    say = words("persona")
    if len(people) > 1:
        yield Button(say("button.compare", locale), f"persona compare {' '.join(one.slug for one in people)}")
    for one in people[:2]:
        yield Button(say("button.interview", locale, name=one.name), f"persona interview {one.slug}")
    if len(people) == 1:
        yield Button(say("button.confirm", locale), "persona confirm")


def charts(people: Sequence[Person], locale: Locale) -> tuple[Chart, ...]:
    """How well each part is founded; the big five where somebody's temper is more than the middle by default."""
    if not people:
        return ()
    groups = [one for one in GROUPS if any(spec.group == one for person in people for spec in person.specs)]
    say = words("persona")
    spokes = tuple(say(f"group.{one}", locale) for one in groups)
    series = tuple((one.name, tuple(founded(one, group) for group in groups)) for one in people)
    what = "; ".join(f"{name} {', '.join(number(each or 0) for each in values)}" for name, values in series)
    found = Radar(say("radar.title", locale), say("radar.alt", locale, what=what), spokes, series, 1.0)
    return (found, *_tempers(people, locale))


def founded(person: Person, group: str) -> float | None:
    """The mean grade of a group's attributes; what is missing is 0, and a group that it has not is None."""
    specs = [spec for spec in person.specs if spec.group == group]
    grades = [person.attributes[one.id].grade if one.id in person.attributes else 0.0 for one in specs]
    return round(sum(grades) / len(grades), 2) if grades else None


def _tempers(people: Sequence[Person], locale: Locale) -> Iterable[Chart]:
    specs = [spec for spec in attributes().values() if spec.group == "personality"]
    telling = [one for one in people if any(_inferred(one, spec) for spec in specs)]
    if telling:
        series = tuple((one.name, tuple(_score(one, spec) for spec in specs)) for one in telling)
        what = "; ".join(
            f"{name} {', '.join(number(each or 0) for each in values)}" for name, values in series
        )
        say = words("persona")
        yield Radar(say("big5.title", locale), say("big5.alt", locale, what=what),
                    tuple(spec.label.say(locale) for spec in specs), series, 5.0)  # fmt: skip


def _inferred(person: Person, spec: AttributeSpec) -> bool:
    found = person.attributes.get(spec.id)
    return found is not None and found.origin.kind != "default"


def _score(person: Person, spec: AttributeSpec) -> float | None:
    found = person.attributes.get(spec.id)
    return float(found.value) if found and isinstance(found.value, float) else None
