"""A table with a header row: which column holds which field."""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.kit.frameworks.records.account import Told
from agents.kit.frameworks.records.lexicon import Lane, Lexicon, Meaning
from agents.kit.frameworks.records.marks import marks
from agents.kit.frameworks.records.rows import Row
from agents.kit.frameworks.records.values import Fault, Value, chosen, of_text
from config.catalogue import FieldSpec

_NOTHING = {"", "-", "–", "—", "?", "n/a", "na", "none", "미정", "모름", "없음"}


@dataclass(frozen=True, slots=True)
class Columns:
    """The fields of a table's columns, by their places; `title` is the place of the records' names."""

    lane: Lane
    title: int
    fields: tuple[tuple[int, FieldSpec], ...]
    words: Lexicon

    def cells(self, row: Row, currency: str) -> tuple[str, list[Told]]:
        """The record's name and its values; an empty cell tells nothing."""
        told: list[Told] = []
        for place, field in self.fields:
            said = row.cells[place][1] if place < len(row.cells) else ""
            if said.casefold() in _NOTHING and field.type != "choice":
                continue
            told.append(Told(field, self._value(field, row.heads[place], said, currency), said))
        name = row.cells[self.title][1] if self.title < len(row.cells) else ""
        return name.strip("*_ "), [one for one in told if one.quote]

    def _value(self, field: FieldSpec, head: str, said: str, currency: str) -> Value | Fault:
        if field.type not in ("choice", "boolean"):
            return of_text(field, said, currency)
        for words in (f"{head} {said}", said):
            for mark in marks(words, self.words, currency):
                option = next((one for one in mark.meanings if self._means(one, field)), None)
                if option:
                    return chosen(field, str(option.option))
        return Fault("choice", said)

    def _means(self, meaning: Meaning, field: FieldSpec) -> bool:
        return (
            meaning.lane == self.lane.name and meaning.field.name == field.name and meaning.option is not None
        )


def columns(heads: Sequence[str], words: Lexicon, announced: Lane | None) -> Columns | None:
    """The list whose fields most of the heads name; None when they name none of any."""
    lanes = [announced] if announced else [lane for lane in words.lanes if len(lane.specs) == 1]
    best: Columns | None = None
    for lane in lanes:
        found = _fields(heads, words, lane)
        if found and (best is None or len(found) > len(best.fields)):
            places = {place for place, _ in found}
            title = next((place for place in range(len(heads)) if place not in places), 0)
            best = Columns(lane, title, found, words)
    return best


def _fields(heads: Sequence[str], words: Lexicon, lane: Lane) -> tuple[tuple[int, FieldSpec], ...]:
    found: dict[str, tuple[int, FieldSpec]] = {}
    for place, head in enumerate(heads):
        field = _field(head, words, lane)
        if field and field.name not in found:
            found[field.name] = (place, field)
    return tuple(found.values())


def _field(head: str, words: Lexicon, lane: Lane) -> FieldSpec | None:
    """By the longest of its names in the head; the figure is for names of one letter, which need one."""
    known = [
        (phrase.shape.pattern.search(f"{head} 0"), phrase.meaning)
        for phrase in words.phrases
        if phrase.meaning.lane == lane.name and phrase.meaning.option is None
    ]
    longest = max(
        ((match.end() - match.start(), meaning.field) for match, meaning in known if match),
        key=lambda one: one[0],
        default=None,
    )
    return longest[1] if longest else None
