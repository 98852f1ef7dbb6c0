"""The words by which a framework's fields, choices and lists are called, as patterns over plain text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from config.catalogue import FieldSpec, FrameworkSpec, RecordSpec, framework_spec
from config.patterns import regex

_PARTICLE = r"(?:은|는|이|가|을|를|의|도|로|으로|과|와|에|만)"
_JOINT = r"[\s:=\-–?]"
_SHORT = r"(?=\s*[:=]?\s*[-\d£$₩€]|(?:\s*[:=]\s*|\s+)(?:(?:yes|no|[ynox])(?![A-Za-z])|예|네|아니|\?))"
"""What has to stand behind one or two letters to make them a field's name: `I8`, `R: yes`."""
_HANGUL = "(?-i:[가-힣])"
"""Without letter case: with it, `re` would look up the case of 11,172 syllables for each pattern."""
_TAIL = 4
"""Syllables that a Korean choice may carry as its ending: 희소함, 희소합니다."""
_YES_NO = {
    "true": ("yes", "true", "예", "네", "있음", "맞음", "그렇다"),
    "false": ("no", "false", "아니요", "아니오", "없음", "아님"),
}


@dataclass(frozen=True, slots=True)
class Lane:
    """A list of records with the lists it stands in, outermost first."""

    specs: tuple[RecordSpec, ...]

    @property
    def spec(self) -> RecordSpec:
        return self.specs[-1]

    @property
    def name(self) -> str:
        return ".".join(spec.name for spec in self.specs)

    @property
    def readable(self) -> bool:
        """Whether anything of its records can be stated; the rest are made by computing."""
        stated = (field for field in self.spec.fields if field.name != self.spec.key and not field.computed)
        return any(stated) or any(Lane((*self.specs, child)).readable for child in self.spec.records)

    def above(self, other: "Lane") -> bool:
        """Whether the other list stands in records of this one, or is this one."""
        return other.name == self.name or other.name.startswith(f"{self.name}.")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for: a field of a list ('' lane: of the body), or one choice of it."""

    lane: str
    field: FieldSpec
    option: str | None = None
    suffix: bool = False
    """Whether the word follows its value: 20%에서."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern, and the word without which it cannot match: looking for that first is ten times faster.

    It is compiled when it is first needed; most words of a framework stand in no message at all.
    """

    word: str
    source: str

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.source)

    def within(self, lower: str) -> bool:
        return self.word in lower


@dataclass(frozen=True, slots=True)
class Phrase:
    shape: Shape
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Lexicon:
    lanes: tuple[Lane, ...]
    phrases: tuple[Phrase, ...]
    keys: tuple[tuple[Shape, Lane, str], ...]
    """What opens a record of a list with one record an option: `rivalry:`, `전략 현재 4`."""
    openings: tuple[tuple[Shape, Lane], ...]
    """What announces a list: `units:`, `KR2:`, `아이디어:`."""

    def lane(self, name: str) -> Lane:
        return next(lane for lane in self.lanes if lane.name == name)

    def under(self, lane: Lane) -> tuple[Lane, ...]:
        return tuple(other for other in self.lanes if lane.above(other))


@cache
def lexicon(framework_id: str) -> Lexicon:
    spec = framework_spec(framework_id)
    lanes = tuple(lane for lane in _lanes(spec, ()) if lane.readable)
    named = frozenset(word for lane in lanes for one in lane.spec.fields for word in names(one))
    return Lexicon(
        lanes,
        (*_of_fields("", spec.fields, ""), *(one for lane in lanes for one in _of_lane(lane))),
        tuple(key for lane in lanes for key in _keys(lane)),
        tuple((opening, lane) for lane in lanes for opening in _openings(lane, named)),
    )


def _lanes(spec: FrameworkSpec | RecordSpec, above: tuple[RecordSpec, ...]) -> Iterator[Lane]:
    for child in spec.records:
        yield Lane((*above, child))
        yield from _lanes(child, (*above, child))


def _of_lane(lane: Lane) -> Iterator[Phrase]:
    fields = [field for field in lane.spec.fields if field.name != lane.spec.key]
    return _of_fields(lane.name, fields, lane.spec.title)


def _of_fields(lane: str, fields: Iterable[FieldSpec], title: str) -> Iterator[Phrase]:
    for field in fields:
        if field.computed:
            continue
        if field.name != title:
            for word in names(field):
                meaning = Meaning(lane, field, suffix=word.startswith("~"))
                yield Phrase(word_shape(word), meaning)
        for option, words in choices(field):
            for word in words:
                yield Phrase(choice_shape(word), Meaning(lane, field, option))


def names(field: FieldSpec) -> list[str]:
    """What the field is called, longest first."""
    return _distinct([*field.words, field.label.en, field.label.ko, field.name.replace("_", " ")])


def choices(field: FieldSpec) -> Iterator[tuple[str, list[str]]]:
    """The options of a choice with the words for each; of a boolean, `true` and `false` with yes and no."""
    for option in field.options:
        yield option.id, _distinct([*option.words, option.label.en, option.label.ko, option.id])
    if field.type == "boolean":
        for value, words in _YES_NO.items():
            yield value, _distinct([*words, *(f"{name} {word}" for name in names(field) for word in words)])


def _keys(lane: Lane) -> Iterator[tuple[Shape, Lane, str]]:
    if lane.spec.key:
        for option in lane.spec.field(lane.spec.key).options:
            for word in _distinct([*option.words, option.label.en, option.label.ko, option.id]):
                end = rf"(?P<end>\s*[:：]\s*|\s*{_PARTICLE}?(?=\s|\d|$))"
                yield Shape(_first(word), rf"\s*{_body(word)}{end}"), lane, option.id


def _openings(lane: Lane, named: frozenset[str]) -> Iterator[Shape]:
    """The list's names and its records' own before a colon, and the records' numbers: `KR2:`.

    Before a figure only a list's name announces it, and only when no field is called by it.
    """
    spec = lane.spec
    title = next((field for field in spec.fields if field.name == spec.title), None)
    lists = _distinct([spec.name.replace("_", " "), spec.label.en, spec.label.ko])
    records = names(title) if title and title.name != spec.key else []
    for word in _distinct([*lists, spec.label.en.removesuffix("s"), *records, *_of_the_only(lane)]):
        body = rf"(?<![\w]){_body(word)}(?:e?s)?\s*\d*\s*"
        yield Shape(_first(word), rf"{body}[:：](?!\s*[\d£$₩€])\s*")
        if word in lists and word not in named:
            yield Shape(_first(word), rf"{body}(?:[:：]\s*|\s)(?=[\d£$₩€])")
    if spec.prefix:
        count = "*" if len(spec.prefix) > 1 else "+"
        number = rf"(?<![\w]){re.escape(spec.prefix)}\s?\d{count}\s*"
        yield Shape(spec.prefix.lower(), rf"{number}[:：](?!\s*[\d£$₩€])\s*")
        if len(spec.prefix) > 1:
            yield Shape(spec.prefix.lower(), rf"(?<![\w]){re.escape(spec.prefix)}\d+\s+(?!\d)")


def _of_the_only(lane: Lane) -> list[str]:
    """The one number that a list's records need announces it too: `점유율: 우리 30%, A사 25%`."""
    wanted = [one for one in lane.spec.fields if one.required and one.type in ("integer", "number")]
    return names(wanted[0]) if len(wanted) == 1 and len(lane.specs) == 1 else []


def word_shape(word: str) -> Shape:
    """A field's name where it stands as a word; one or two Latin letters count only before a number."""
    if word.startswith("~"):
        return Shape(_first(word[1:]), rf"(?<=[\w%)])\s?{_body(word[1:])}(?!{_HANGUL})")
    if _latin(word):
        behind = _SHORT if len(word) <= 2 else r"(?![A-Za-z])"
        return Shape(_first(word), rf"(?<![\w/]){_body(word)}{behind}")
    return Shape(_first(word), rf"(?<![\w]){_body(word)}(?:{_PARTICLE}(?!{_HANGUL})|(?!{_HANGUL}))")


def choice_shape(word: str) -> Shape:
    """A choice, its words held together by spaces or signs: `imitable: no`; in Korean with an ending."""
    if _latin(word):
        return Shape(_first(word), rf"(?<![\w]){_body(word, _JOINT + '+')}(?![\w])")
    loose = _body(word, _JOINT + "*")
    ending = rf"{_HANGUL}{{0,{_TAIL}}}(?!{_HANGUL})(?!\s*(?:않|안|못|아니))"
    return Shape(_first(word), rf"(?<![\w]){loose}{ending}")


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return regex(source, re.I)


def _first(word: str) -> str:
    return word.split()[0].lower()


def _body(word: str, joint: str = "") -> str:
    parts = [re.escape(part) for part in word.split()]
    return (joint or (r"[\s_-]+" if _latin(word) else r"\s*")).join(parts)


def _latin(word: str) -> bool:
    return word[-1:].isascii()


def _distinct(words: Iterable[str]) -> list[str]:
    """Longest first, so that `our share` is found before `share`."""
    return sorted(dict.fromkeys(word.lower() for word in words if word), key=lambda word: -len(word))
