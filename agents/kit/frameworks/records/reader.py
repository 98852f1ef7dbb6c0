"""Reads the records that a source states outright, in the words of a framework."""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.records.account import Account, Record, Told, sheet
from agents.kit.frameworks.records.entries import Entry, entries, faultless, name_of
from agents.kit.frameworks.records.grid import Columns, columns
from agents.kit.frameworks.records.lexicon import Lane, Lexicon, lexicon
from agents.kit.frameworks.records.marks import Mark, marks, scale_of
from agents.kit.frameworks.records.pairs import Claim, separators
from agents.kit.frameworks.records.rows import Row, rows
from agents.kit.frameworks.records.values import of_words
from agents.kit.reading.clauses import REMEMBERED
from agents.kit.reading.types import Source
from config.catalogue import FrameworkSpec, framework_spec
from config.errors import Locale
from config.patterns import regex

_LISTED = regex(r"\s*(?:,(?!\d{3})|[，、])\s*|\s+(?:and|및)\s+")
_ITEM = 5
"""Words at most in each part of a list of names: `ideas: newsletter, loyalty card, opening on Sundays`."""
_NAME = 8
"""Words at most in a name that nothing announces."""
_BESIDE = 3
"""Words at most beside a name and its values in a row that states them, rather than tells of them."""
_PROSE = 3
"""Rows from which on a text is prose when most of them state no values."""


def read(source: Source, spec: FrameworkSpec, currency: str, locale: Locale) -> Sheet:
    """The records and values that the text states, each with the words that state it.

    Numbers out of bounds and values that do not fit are left out and asked about. One named value is enough
    in a message that states values; in prose and documents, which are full of numbers, a row has to name half
    of what a record needs, and two at the least, unless it announces its list or is a table's.
    """
    told = _remembered if len(source.text) <= REMEMBERED else _told
    found = told(source, spec.id, currency, locale)
    return replace(found, body=deepcopy(found.body))


def _told(source: Source, framework: str, currency: str, locale: Locale) -> Sheet:
    spec = framework_spec(framework)
    reader = _Reader(source, spec, currency)
    reader.read()
    return sheet(reader.account, spec, source, locale)


_remembered = lru_cache(maxsize=128)(_told)
"""What a place was told is read in each turn of a framework, and states the same each time."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a row, and the record of one option that it speaks of, if any."""

    text: str
    start: int
    lane: Lane | None = None
    key: str = ""
    colon: bool = False


class _Reader:
    def __init__(self, source: Source, spec: FrameworkSpec, currency: str) -> None:
        self._source: Source = source
        self._words: Lexicon = lexicon(spec.id)
        self._currency: str = currency
        self._columns: dict[tuple[str, ...], Columns | None] = {}
        self._above: _Part | None = None
        self._seen: dict[str, tuple[Mark, ...]] = {}
        self._prose: bool = False
        self._keys: int = 0
        self._scale: str = scale_of(source.text)
        self.account: Account = Account()

    def _marks(self, text: str) -> tuple[Mark, ...]:
        """Remembered, since most rows are looked at as a whole and in parts."""
        if text not in self._seen:
            self._seen[text] = marks(text, self._words, self._currency, self._scale)
        return self._seen[text]

    def read(self) -> None:
        found = list(rows(self._source.text, self._words))
        self._prose = self._source.kind == "document" or self._tells(found)
        self._keys = sum(self._begins(row) for row in found) if self._prose else 0
        for row in found:
            self._above = self._above if row.item else None
            if row.cells:
                self._table(row)
            elif row.text or row.opened:
                self._row(row)

    def _tells(self, found: Sequence[Row]) -> bool:
        """Whether the text is prose: few of its rows name a field and a value."""
        stated = sum(bool(row.cells or row.lane) or self._names_a_value(row) for row in found)
        return len(found) >= _PROSE and 2 * stated < len(found)

    def _begins(self, row: Row) -> bool:
        """Whether a row begins with an option and a colon: beside others of its kind `Staff: 4` is a rating, alone in
        prose a headcount.
        """
        key = self._key(row, 0, self._marks(row.text))
        return key is not None and key[3]

    def _names_a_value(self, row: Row) -> bool:
        found = self._marks(row.text)
        values = sum(mark.is_value for mark in found)
        named = any(mark.kind == "field" and not mark.suffix for mark in found)
        return (named and len(found) > 1) or (row.item and values > 1) or any(mark.series for mark in found)

    def _row(self, row: Row) -> None:
        found = self._marks(row.text)
        for part in self._parts(row, found):
            if part.lane:
                self._keyed(part, part.lane)
            elif part.text:
                self._free(part, row)

    def _parts(self, row: Row, found: Sequence[Mark]) -> Iterator[_Part]:
        """The row cut where it begins to speak of another option's record; a line of its own holds below."""
        starts = [0, *separators(row.text, found)]
        keys = [(at, key) for at in starts if (key := self._key(row, at, found))]
        if not keys or keys[0][0] > 0:
            end = keys[0][0] if keys else len(row.text)
            above = self._above
            text = row.text[:end]
            yield _Part(text, row.start, above.lane, above.key, True) if above else _Part(text, row.start)
        for place, (_, (lane, key, body, colon)) in enumerate(keys):
            end = keys[place + 1][0] if place + 1 < len(keys) else len(row.text)
            part = _Part(row.text[body:end].strip(" ,"), row.start + body, lane, key, colon)
            self._above = part if colon and not part.text else None
            yield part

    def _key(self, row: Row, at: int, found: Sequence[Mark]) -> tuple[Lane, str, int, bool] | None:
        """The option that these words begin with: before a colon, or right before something measured."""
        best: tuple[Lane, str, int, bool] | None = None
        lower = row.text.lower()
        for shape, lane, option in self._words.keys:
            match = shape.pattern.match(row.text, at) if shape.within(lower) else None
            if match is None or (row.lane and not lane.above(row.lane) and not row.lane.above(lane)):
                continue
            colon = ":" in match["end"] or "：" in match["end"]
            ahead = next((mark for mark in found if mark.start >= match.end() - 1), None)
            measured = ahead is not None and len(row.text[match.end() : ahead.start].split()) <= (
                0 if at else _NAME
            )
            if (colon or measured) and (best is None or match.end() > best[2]):
                best = (lane, option, match.end(), colon)
        return best

    def _keyed(self, part: _Part, lane: Lane) -> None:
        below = [other for other in self._words.under(lane) if other.name != lane.name]
        stated = entries(part.text, self._marks(part.text), [lane, *below], self._currency)
        colon = part.colon and (self._keys > 1 or not self._prose)
        if not stated and colon and below and part.text:
            record = self.account.keyed(lane, part.key)
            for name in names_in(part.text):
                self._title(self.account.fresh(below[0], record), name)
        for entry in stated:
            if self._prose and not colon and not any(claim.labelled for claim in entry.claims):
                continue
            record = self.account.keyed(lane, part.key)
            own = [claim for claim in entry.claims if claim.lane in ("", lane.name)]
            others = [claim for claim in entry.claims if claim.lane not in ("", lane.name)]
            self._put(record, entry, own, part)
            child = next((one for one in below if any(claim.lane == one.name for claim in others)), None)
            child = child or (below[0] if below and entry.name and not own else None)
            if child:
                fields = {claim.field.name for claim in others}
                self._entry(self.account.named(child, entry.name, fields, record), entry, others, part)

    def _free(self, part: _Part, row: Row) -> None:
        lane, found = self._best(part, row)
        if row.announced and lane and not found:
            listed = names_in(part.text)
            for name in listed if len(listed) > 1 or not (self._prose and row.opened) else ():
                self._title(self.account.named(lane, name, set()), name)
        for entry in found:
            self._put(self.account.body, entry, [claim for claim in entry.claims if claim.lane == ""], part)
            own = [claim for claim in entry.claims if lane and claim.lane == lane.name]
            beside = len(part.text[found[-1].end :].split())
            if lane and own and (row.announced or self._counts(entry, own, lane, beside)):
                fields = {claim.field.name for claim in own}
                self._entry(self.account.named(lane, entry.name, fields), entry, own, part)

    def _best(self, part: _Part, row: Row) -> tuple[Lane | None, tuple[Entry, ...]]:
        """The list that understands most of it, of equals the outer one; else what the body understands."""
        announced = [row.lane] if row.lane and row.announced else list(self._words.lanes)
        lanes = [lane for lane in announced if not any(spec.key for spec in lane.specs)]
        found = self._marks(part.text)
        told = row.announced
        read = [(lane, entries(part.text, found, [lane], self._currency, announced=told)) for lane in lanes]
        if not read:
            return None, entries(part.text, found, [], self._currency)
        return max(read, key=lambda one: sum(faultless(entry) for entry in one[1]))

    def _counts(self, entry: Entry, own: Sequence[Claim], lane: Lane, beside: int) -> bool:
        """Whether the entry is a statement of values rather than prose with numbers in it."""
        if entry.name and self.account.knows(lane, entry.name):
            return True
        if len(entry.name.split()) > _NAME:
            return False
        needed = [field for field in lane.spec.fields if field.required and field.name != lane.spec.title]
        named = {claim.field.name for claim in own if claim.labelled and _measures(claim)}
        if self._prose:
            return len(named) >= max(2, ceil(len(needed) / 2))
        return beside <= _BESIDE and (bool(named) or (bool(entry.name) and len(own) > 1))

    def _entry(self, record: Record, entry: Entry, own: Iterable[Claim], part: _Part) -> None:
        if entry.name:
            self._title(record, entry.name)
        self._put(record, entry, own, part)

    def _put(self, record: Record, entry: Entry, own: Iterable[Claim], part: _Part) -> None:
        for claim in own:
            alone = claim.field.type in ("integer", "number") and not claim.labelled
            start = entry.start if alone else claim.start
            record.put(Told(claim.field, claim.value, part.text[start : claim.end].strip(" ,")))

    def _title(self, record: Record, name: str) -> None:
        if record.lane is None or record.lane.spec.title == record.lane.spec.key:
            return
        field = record.lane.spec.field(record.lane.spec.title)
        if not field.computed and not record.name:
            record.put(Told(field, of_words(field, name), name))

    def _table(self, row: Row) -> None:
        if row.heads not in self._columns:
            self._columns[row.heads] = columns(row.heads, self._words, row.lane)
        table = self._columns[row.heads]
        name, told = table.cells(row, self._currency) if table else ("", [])
        if table is None or not told:
            return
        record = self._tabled(table.lane, name, {one.field.name for one in told})
        if record:
            for one in told:
                record.put(one)

    def _tabled(self, lane: Lane, name: str, fields: set[str]) -> Record | None:
        if not lane.spec.key:
            record = self.account.named(lane, name_of(name), fields)
            self._title(record, name_of(name))
            return record
        keys = (
            key
            for shape, one, key in self._words.keys
            if one.name == lane.name and shape.within(name.lower()) and shape.pattern.fullmatch(name)
        )
        key = next(keys, None)
        return self.account.keyed(lane, key) if key else None


def _measures(claim: Claim) -> bool:
    """Anything but a choice that no record needs: a remark such as `(측정됨)` alone tells no record."""
    return claim.field.type not in ("choice", "ids") or claim.field.required


def names_in(text: str) -> list[str]:
    """The parts of a list of short names; a longer text is one."""
    parts = [name_of(part) for part in _LISTED.split(text)]
    listed = len(parts) > 1 and all(len(part.split()) <= _ITEM for part in parts)
    return [part for part in parts if part] if listed else [name_of(text)]
