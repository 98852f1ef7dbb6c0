"""Where records can stand in a body, with the words that people use for each place."""

from collections.abc import Iterator
from dataclasses import dataclass

from agents.kit.frameworks.tree import join, spots
from config.catalogue import FieldSpec, FrameworkSpec, Option, RecordSpec
from memory.types import Json


@dataclass(frozen=True, slots=True)
class Place:
    """A list of the body; with `option`, the part of it that this option of its group stands for."""

    path: str
    lane: str
    """The path by its lists alone: `forces.factors`."""
    spec: RecordSpec
    words: tuple[str, ...]
    """Longest first."""
    option: str = ""
    to: str = ""
    """What a record is moved to, to stand here: the option of a group, or the id of the record above."""


def places(spec: FrameworkSpec, body: Json) -> tuple[Place, ...]:
    """Every list, its groups before itself; lists in records of one option by that option's words too."""
    top = [place for record in spec.records if not record.key for place in _top(record)]
    nested: dict[tuple[str, str], Place] = {}
    for spot in spots(body, spec):
        for child in spot.spec.records:
            for place in _nested(spot.path, spot.spec, child, spot.record["id"]):
                nested[place.lane, place.to if spot.spec.key else ""] = place
    return (*top, *nested.values(), *_unfilled(spec, nested))


def _top(record: RecordSpec) -> Iterator[Place]:
    if record.group:
        for option in record.field(record.group).options:
            yield Place(record.name, record.name, record, _words(option), option.id, option.id)
    yield Place(record.name, record.name, record, _names(record))


def _nested(path: str, above: RecordSpec, child: RecordSpec, record_id: str) -> Iterator[Place]:
    """In the first list of a record of one option, the option's words are enough: `add rivalry: ...`."""
    lane = join(*path.split(".")[::2], child.name)
    words = _names(child)
    if above.key:
        option = next(one for one in above.field(above.key).options if one.id == record_id)
        named = _words(option)
        both = tuple(f"{one} {word}" for one in named for word in words)
        words = _longest((*both, *named)) if child is above.records[0] else both
    yield Place(f"{path}.{child.name}", lane, child, words, to=record_id)


def _unfilled(spec: FrameworkSpec, known: dict[tuple[str, str], Place]) -> Iterator[Place]:
    """The lists of options whose record is not in the body yet."""
    for record in spec.records:
        for option in record.field(record.key).options if record.key else []:
            for child in record.records:
                if (f"{record.name}.{child.name}", option.id) not in known:
                    yield from _nested(f"{record.name}.{option.id}", record, child, option.id)


def _names(record: RecordSpec) -> tuple[str, ...]:
    title: FieldSpec | None = next((one for one in record.fields if one.name == record.title), None)
    called = [record.label.en, record.label.ko, record.name.replace("_", " "), record.prefix]
    called += [title.label.en, title.label.ko, *title.words] if title else []
    singular = [word.removesuffix("s") for word in called]
    return _longest((*called, *singular))


def _words(option: Option) -> tuple[str, ...]:
    called = [option.id, option.label.en, option.label.ko, *option.words]
    plural = [f"{word}s" for word in called if word.isascii() and len(word) > 1]
    irregular = [f"{word[:-1]}ies" for word in called if word.endswith("y")]
    return _longest((*called, *plural, *irregular))


def _longest(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(word.casefold() for word in words if word), key=len, reverse=True))
