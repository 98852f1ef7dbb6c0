"""What plain words change in a persona: "지은의 직업은 간호사야", "set Anna's age to 34", "edit jieun job nurse"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from agents.kit.persona.errors import UnfitAttribute, WhichPersona
from agents.kit.persona.gather import Grades, channels_in, gather, option_in, statement
from agents.kit.persona.groups import Told
from agents.kit.persona.person import Person
from agents.kit.persona.roster import Roster
from agents.kit.persona.sheet import SCALE, STATED, Attribute, Origin, Sheet
from agents.kit.reading.clauses import language
from agents.kit.reading.reader import read
from agents.kit.reading.types import Source
from config.errors import Locale
from config.patterns import regex
from config.persona import AttributeSpec, attributes, people
from memory.types import Message

Mode = Literal["set", "add", "drop"]
_LEAD = regex(
    r"^(?:\s|[:=,]|(?:은|는|이|가|을|를|의|에)(?=\s)|(?:of|is|are|was|should be|to be|to|as|now|with)\b)+",
    re.IGNORECASE,
)
_TAIL_KO = regex(
    r"\s?(?:이?라고|으로|로)\s?(?:바꿔|바꾸|변경|수정|고쳐|해|설정|적어|두).*$|\s?(?:을|를|도)?\s?(?:추가|더해|넣어|빼|삭제|지워).*$"
    r"|(?:이야|이에요|예요|입니다|이라고 해|래요|(?<=[가-힣])야)[.!~]*$"
)
_TAIL_EN = regex(r"(?:\s(?:please|now|instead))?[.!]*$", re.IGNORECASE)
_ADD = regex(r"^\s*(?:also )?(?:add|plus)\b|추가|더해|넣어|붙여", re.IGNORECASE)
_DROP = regex(r"^\s*(?:drop|remove|delete|clear)\b|빼\s?줘|빼 ?주|삭제|지워|없애", re.IGNORECASE)
_ADDED = regex(
    r"^\s*(?:also )?add\s+(?P<value>.+?)\s+(?:to|as (?:a|an)?)\s+(?:the |her |his |their )?$", re.IGNORECASE
)
_HEAD = regex(
    r"^\s*(?:(?:please|can you|could you|now)\s+)*(?:edit|set|change|update|make|correct|fix|give|let)\b"
    r"(?:\s+(?:the|her|his|their|its)\b)?\s*",
    re.IGNORECASE,
)
_PRONOUN = regex(
    r"\b(?:her|his|their|the persona(?:'s)?|this persona(?:'s)?)\b|이 사람(?:의)?|페르소나(?:의)?|그(?:녀|분)?의",
    re.IGNORECASE,
)
_CHANGES = regex(
    r"바꿔|바꾸|변경|수정|고쳐|추가해|빼\s?줘|설정해"
    r"|\b(?:set|change|update|edit|make (?:her|him|the persona)|add|remove|drop)\b",
    re.IGNORECASE,
)
_IS_KO = regex(r"(?:은|는|이|가)\s+([가-힣A-Za-z0-9 ]{2,30}?)(?:이야|야|입니다|이에요|예요|이다)[.!]*$")
_VERBS = (
    "is|has|works|lives|moved|wants|hates|buys|likes|loves|needs|reads|watches|comes|prefers|earns|never|always|pays|"
    "worries|uses|orders|visits|decides|cares"
)
_WORDS = 3


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: of whom, of what, and the words of the new value."""

    person: Person
    attribute: AttributeSpec
    value: str
    mode: Mode = "set"


def asks_for_edit(text: str, roster: Roster) -> bool:
    """Whether plain words change a persona: they name an attribute and either its persona or a change."""
    if not roster.people or text.rstrip().endswith("?"):
        return False
    named = roster.named(text)
    plain = _without(text, named[0]) if named else text
    change = _CHANGES.search(text) is not None
    if _attribute(plain, named[0] if named else None):
        said = named and (_IS_KO.search(text) or re.search(r"['’]s\b.*\bis\b|의\s", text))
        if change or said:
            return True
    return len(named) == 1 and _tells_of(named[0], text)


def _tells_of(person: Person, text: str) -> bool:
    """Whether a sentence has the persona as its subject and tells something: "Anna has two kids"."""
    names = "|".join(re.escape(name) for name in (person.name, person.slug))
    korean = rf"^\s*(?:{names})(?:씨|님)?(?:은|는|이|가)\s.*(?:다|요|음|함|야|임|됨|옴)[.!~]*\s*$"
    english = rf"^\s*(?:{names})\s(?:{_VERBS})\b(?!.*\?)"
    return bool(re.search(korean, text, re.DOTALL) or re.search(english, text, re.IGNORECASE))


def whom(text: str, roster: Roster) -> Person:
    """The persona that is meant. Raises WhichPersona where that is not clear."""
    named = roster.named(text)
    first = roster.called(text.split()[0]) if text.split() else None
    found = (
        named[0] if named else first or roster.open or (roster.people[0] if len(roster.people) == 1 else None)
    )
    if found is None:
        raise WhichPersona(names=", ".join(f"{one.name} ({one.slug})" for one in roster.people) or "-")
    return found


def parse(text: str, roster: Roster, mode: Mode = "set") -> Edit | None:
    """The change that names its attribute; None where none is named. Raises WhichPersona."""
    person = whom(text, roster)
    plain = _without(text, person)
    at = _attribute(plain, person)
    if at is None:
        return None
    spec, start, end = at
    mode = "drop" if _DROP.search(plain) else "add" if _ADD.search(plain) else mode
    added = _ADDED.match(plain[:start])
    value = added["value"] if added else _value(plain[end:])
    return Edit(person, spec, value.strip(), mode)


def orders(text: str) -> bool:
    """Whether a change is asked for, rather than something told."""
    return _CHANGES.search(text) is not None


def _without(text: str, person: Person) -> str:
    for name in (person.name, person.slug):
        text = re.sub(
            rf"(?<![A-Za-z가-힣]){re.escape(name)}(?:['’]s|(?:이|씨|님)?(?:의|은|는|이|가|을|를|에게)?)?(?![A-Za-z가-힣])",
            " ", text, count=1, flags=re.IGNORECASE,
        )  # fmt: skip
    return _PRONOUN.sub(" ", _HEAD.sub("", text.strip())).strip()


def _attribute(text: str, person: Person | None) -> tuple[AttributeSpec, int, int] | None:
    """The attribute whose name stands first, the longest where several begin there."""
    specs = person.specs if person else tuple(attributes().values())
    found = [(match.start(), -len(word), spec, match.end()) for spec in specs for word in (*spec.words, spec.id)
             for match in [_called(word).search(text)] if match]  # fmt: skip
    best = min(found, key=lambda one: one[:2], default=None)
    return (best[2], best[0], best[3]) if best else None


def _called(word: str) -> re.Pattern[str]:
    plain = re.escape(word)
    return (
        regex(rf"\b{plain}\b", re.IGNORECASE)
        if word.isascii()
        else regex(rf"(?<![가-힣]){plain}(?![가-힣]{{3,}})")
    )


def _value(text: str) -> str:
    before = ""
    while before != text:
        before, text = text, _LEAD.sub("", text)
    text = _TAIL_KO.sub("", text) if language(text) == "ko" else _TAIL_EN.sub("", text)
    return text.strip(" .!\"“”'")


def apply(edit: Edit, turn: Message) -> Person:
    """The persona with the change, which is the user's own statement. Raises UnfitAttribute."""
    spec, person = edit.attribute, edit.person
    known = person.attributes.get(spec.id)
    if edit.mode == "drop" and not edit.value:
        return person.without(spec.id)
    origin = Origin("turn", turn.id, turn.text, STATED)
    values = list(_fitted(spec, edit.value))
    if not spec.many:
        made = Attribute(values[0], (origin,))
        changed = person.with_attribute(spec.id, made)
        return replace(changed, name=str(made.value)) if spec.id == "name" else changed
    before = known.values if known and not known.assumed and edit.mode != "set" else []
    kept = (
        [one for one in before if one not in values]
        if edit.mode == "drop"
        else [*before, *(v for v in values if v not in before)]
    )
    if not kept:
        return person.without(spec.id)
    origins = (*(known.origins if known and before else ()), origin)
    return person.with_attribute(spec.id, Attribute([str(one) for one in kept], origins))


def _fitted(spec: AttributeSpec, text: str) -> Iterator[str | float]:
    """Raises UnfitAttribute for no value, an option that is none and a score beyond its scale."""
    label = f"{spec.label.en} / {spec.label.ko}"
    if not text:
        raise UnfitAttribute(attribute=label, value=text, allowed="…")
    if spec.kind == "score":
        score = re.search(r"\d+(?:\.\d+)?", text)
        if score is None or not SCALE[0] <= float(score[0]) <= SCALE[1]:
            raise UnfitAttribute(attribute=label, value=text, allowed="1-5")
        yield float(score[0])
    elif spec.options:
        found = _option(spec, text)
        if found is None:
            allowed = ", ".join(f"{one.id} ({one.label.ko})" for one in spec.options)
            raise UnfitAttribute(attribute=label, value=text, allowed=allowed)
        yield found
    elif spec.kind == "channels":
        yield from channels_in(text, language(text)) or _parts(text)
    else:
        yield from _parts(text) if spec.many else [text]


def _option(spec: AttributeSpec, text: str) -> str | None:
    plain = text.strip().lower()
    exact = (one.id for one in spec.options if plain in (one.id, one.label.en.lower(), one.label.ko))
    return next(exact, None) or option_in(spec, text)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;,、]|\s그리고\s", text) if part.strip()]


def told_of(person: Person, text: str, turn: Message) -> Person:
    """The persona with what a sentence says of it, by the rules that read a brief; else as it was."""
    source = Source("statement", turn.id, text, turn.content_hash)
    sheet = Sheet()
    for clause in read([source]).clauses:
        told = Told(clause, person.name)
        gather(sheet, [told], person.market, Grades({}))
        if job := _work(statement(told), clause.language):
            sheet.put("job", job, Origin("turn", turn.id, clause.quote, STATED))
    found = {name: one for name, one in sheet.attributes.items() if not one.assumed}
    return replace(person, attributes={**person.attributes, **found}) if found else person


def _work(said: str, locale: Locale) -> str:
    """The occupation in what is said of somebody, "Is a night nurse": its last word is listed as people."""
    data = people()
    plain = re.sub(r"^(?:is|works as) (?:an? )?", "", said, flags=re.IGNORECASE).strip(" .!")
    plain = re.sub(r"(?:이다|입니다|이에요|예요|이야|야|임|이고)$", "", plain)
    listed = {*data.b2c_ko, *data.roles_ko} if locale == "ko" else {*data.b2c_en, *data.roles_en}
    parts = plain.split()
    known = bool(parts) and parts[-1].lower() in listed - {*data.no_job_en, *data.no_job_ko}
    return plain if known and len(parts) <= _WORDS else ""
