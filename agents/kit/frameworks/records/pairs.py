"""Which number, date or choice in a row belongs to which name of a field."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from agents.kit.frameworks.records.lexicon import Lane, Meaning, names
from agents.kit.frameworks.records.marks import Mark
from agents.kit.frameworks.records.values import Fault, Value, bounded, chosen, of_quantity, of_words
from config.catalogue import FieldSpec
from config.patterns import regex

_SEPARATOR = regex(
    r"[,，、]|\s(?:and|&)\s|(?<=\s)(?:및|그리고)\s|\s[·|]\s|(?<=[가-힣\d%])(?:이고|고|이며|며)[,\s]"
)
_FILLER = regex(
    r"(?:[\s:=~≈()\[\]\"'“”‘’\-–*]|(?<![A-Za-z])(?:is|are|was|of|at|has|have|with|about|around|approx\.?|roughly|"
    r"only|the|an?|in|score|rating|level|pressure|we|our|its|their|it)(?![A-Za-z])"
    r"|은|는|이|가|의|을|를|약|대략|정도|현재|점수|에서|및|그리고)*"
)
_MEASURED = {"months": ("duration",), "money": ("money",)}
_FAR = 4
"""Words that may stand between a name and its number: `growth in our city last year was 12%` has five."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A value for a field, and the part of the row that says it."""

    lane: str
    field: FieldSpec
    value: Value | Fault
    start: int
    end: int
    labelled: bool = True
    """Whether the field's name was said, or one of its choices, and not a value alone."""


def separators(text: str, marks: Sequence[Mark]) -> tuple[int, ...]:
    """Where the row's pieces end: at commas and conjunctions outside of marks."""
    inside = [(mark.start, mark.end) for mark in marks]
    cuts = (match.end() for match in _SEPARATOR.finditer(text))
    return tuple(cut for cut in cuts if not any(start < cut <= end for start, end in inside))


def within(marks: Sequence[Mark], lanes: Collection[str]) -> tuple[Mark, ...]:
    """The marks as these lists understand them; words that mean nothing there are none."""
    narrowed = (
        replace(mark, meanings=tuple(one for one in mark.meanings if one.lane in lanes)) for mark in marks
    )
    return tuple(mark for mark in narrowed if mark.is_value or mark.meanings)


def claims(
    text: str, marks: Sequence[Mark], lanes: Sequence[Lane], currency: str, begin: int = 0
) -> tuple[Claim, ...]:
    """All that is named and measured in the row, in its order. Before `begin` stands a record's name."""
    pairing = _Pairing(text, [mark for mark in marks if mark.start >= begin], lanes, currency)
    found = [*pairing.named(), *pairing.chosen(begin)]
    found += pairing.dated()
    found += pairing.ranged(found)
    found += pairing.sized(found)
    found += pairing.told(sorted(claim.start for claim in found))
    return tuple(sorted(found, key=lambda claim: claim.start))


class _Pairing:
    def __init__(self, text: str, marks: Sequence[Mark], lanes: Sequence[Lane], currency: str) -> None:
        self._text: str = text
        self._lanes: Sequence[Lane] = lanes
        self._marks: Sequence[Mark] = marks
        self._currency: str = currency
        self._cuts: tuple[int, ...] = separators(text, marks)
        self._used: set[int] = set()

    def named(self) -> list[Claim]:
        """Names of fields with the value that is nearest: behind them, else before them."""
        found: list[Claim] = []
        for place, mark in enumerate(self._marks):
            if mark.kind == "field":
                found += self._paired(place, mark)
        return found

    def _paired(self, place: int, mark: Mark) -> Iterator[Claim]:
        for other in self._candidates(place, mark):
            value = self._marks[other]
            claim = None if other in self._used else self._claim(mark, value)
            if claim:
                self._used |= set(range(min(place, other), max(place, other) + 1))
                yield claim
                return

    def _candidates(self, place: int, mark: Mark) -> Iterator[int]:
        before, after = place - 1, self._after(place)
        back = before >= 0 and self._near(self._marks[before], mark, strict=True)
        ahead = after < len(self._marks) and self._near(
            self._marks[after - 1], self._marks[after], strict=False
        )
        if back and (mark.suffix or self._leads_with_value(place)):
            yield before
        if ahead and not mark.suffix:
            yield after
        if back:
            yield before

    def _after(self, place: int) -> int:
        """Past a second name that only completes the first: `market leader has a share of 10%`."""
        after = place + 1
        if after + 1 < len(self._marks) and self._marks[after].kind == "field":
            second, value = self._marks[after], self._marks[after + 1]
            joined = _FILLER.fullmatch(self._text[self._marks[place].end : second.start].replace("'s", ""))
            return after + 1 if joined and value.is_value and not second.suffix else after
        return after

    def _leads_with_value(self, place: int) -> bool:
        """Whether values come first in this piece: `12% growth 20% share` ends with a name."""
        piece = [
            mark for mark in self._marks if self._piece(mark.start) == self._piece(self._marks[place].start)
        ]
        kinds = [mark.is_value for mark in piece if mark.is_value or mark.kind == "field"]
        return bool(kinds) and kinds[0] and not kinds[-1]

    def _piece(self, at: int) -> int:
        return sum(cut <= at for cut in self._cuts)

    def _near(self, left: Mark, right: Mark, *, strict: bool) -> bool:
        if self._piece(left.start) != self._piece(right.start):
            return False
        gap = self._text[left.end : right.start]
        return bool(_FILLER.fullmatch(gap)) or (not strict and len(gap.split()) <= _FAR)

    def _claim(self, mark: Mark, value: Mark) -> Claim | None:
        """A measured value decides between fields of one name: `importance 81%` or `importance 8`."""
        start, end = min(mark.start, value.start), max(mark.end, value.end)
        faults: list[Claim] = []
        for meaning in (one for one in mark.meanings if one.option is None):
            fitted = self._fitted(meaning.field, meaning, value)
            if isinstance(fitted, Value):
                return Claim(meaning.lane, meaning.field, fitted, start, end)
            if fitted:
                faults.append(Claim(meaning.lane, meaning.field, fitted, start, end))
        return faults[0] if faults else None

    def _fitted(self, field: FieldSpec, meaning: Meaning, value: Mark) -> Value | Fault | None:
        if value.quantity and field.type in ("integer", "number"):
            return of_quantity(field, value.quantity, self._currency)
        if value.kind == "series" and field.type in ("integer", "number"):
            return out_of_maximum(field, value, self._text)
        if value.day and field.type == "date":
            return Value(value.day)
        same = (one for one in value.meanings if one.lane == meaning.lane and one.field.name == field.name)
        option = next((one.option for one in same if one.option), None)
        return chosen(field, option) if option else None

    def chosen(self, begin: int) -> list[Claim]:
        """Choices that name their own field: `hard to copy`, `(측정됨)`; plain words only behind a value."""
        found: list[Claim] = []
        first = min(
            (mark.start for place, mark in enumerate(self._marks) if place in self._used), default=None
        )
        for place, mark in enumerate(self._marks):
            meanings = [one for one in mark.meanings if one.option]
            own = len({(one.lane, one.field.name) for one in meanings}) == 1
            if place in self._used or not own:
                continue
            late = begin > 0 or (first is not None and first < mark.start) or self._bracketed(mark)
            if late or mark.kind == "field" or self._telling(mark):
                first = mark.start if first is None else first
                self._used.add(place)
                value = chosen(meanings[0].field, str(meanings[0].option))
                found.append(Claim(meanings[0].lane, meanings[0].field, value, mark.start, mark.end))
        return found

    def _telling(self, mark: Mark) -> bool:
        """Whether the choice is said in words that are no part of a name: `가치 있음`, `hard to copy`."""
        said = self._text[mark.start : mark.end].casefold()
        return " " in said or any(
            said.startswith(called) for one in mark.meanings for called in names(one.field)
        )

    def _bracketed(self, mark: Mark) -> bool:
        before = self._text[: mark.start].rstrip()
        return before.endswith(("(", "["))

    def dated(self) -> list[Claim]:
        """A date belongs to the only field that takes one."""
        takers = [(lane, field) for lane in self._lanes for field in lane.spec.fields if field.type == "date"]
        free = [place for place, mark in enumerate(self._marks) if mark.day and place not in self._used]
        if len(takers) != 1 or len(free) != 1:
            return []
        self._used.add(free[0])
        mark, (lane, field) = self._marks[free[0]], takers[0]
        return [Claim(lane.name, field, Value(mark.day), mark.start, mark.end)]

    def ranged(self, found: Sequence[Claim]) -> list[Claim]:
        """What stands right before a value that is reached is where it starts: `£300k -> £400k`."""
        more: list[Claim] = []
        for claim in found:
            start = next((one for one in self._before(claim)), None)
            fields = [one for one in self._any(claim) if one.name != claim.field.name]
            if start is not None and fields and claim.field.unit == "any":
                quantity = self._marks[start].quantity
                value = of_quantity(fields[0], quantity, self._currency) if quantity else None
                if value and not any(other.field.name == fields[0].name for other in found):
                    self._used.add(start)
                    mark = self._marks[start]
                    more.append(Claim(claim.lane, fields[0], value, mark.start, mark.end, labelled=False))
        return more

    def _before(self, claim: Claim) -> Iterator[int]:
        for place, mark in enumerate(self._marks):
            gap = self._text[mark.end : claim.start]
            if mark.quantity and place not in self._used and mark.end <= claim.start and not gap.strip():
                yield place

    def _any(self, claim: Claim) -> list[FieldSpec]:
        """The required fields of the claim's list whose unit is the one that is said, in order."""
        lane = next((one for one in self._lanes if one.name == claim.lane), None)
        return [one for one in lane.spec.fields if one.unit == "any" and one.required] if lane else []

    def sized(self, found: Sequence[Claim]) -> list[Claim]:
        """Values named by their unit alone: `18 months £50k`, where one field takes months and one money."""
        known = {(claim.lane, claim.field.name) for claim in found}
        lane = next(
            (one for one in self._lanes if not known or any(name == one.name for name, _ in known)), None
        )
        more: list[Claim] = []
        for place, mark in enumerate(self._marks):
            quantity = mark.quantity
            if lane is None or quantity is None or place in self._used:
                continue
            takers = [
                one
                for one in lane.spec.fields
                if not one.computed and quantity.kind in _MEASURED.get(one.unit, ())
            ]
            value = of_quantity(takers[0], quantity, self._currency) if len(takers) == 1 else None
            if value and (lane.name, takers[0].name) not in known:
                self._used.add(place)
                more.append(Claim(lane.name, takers[0], value, mark.start, mark.end, labelled=False))
        return more

    def told(self, stops: Sequence[int]) -> Iterator[Claim]:
        """Fields of free words: what stands behind their name, up to the next value of another field."""
        for place, mark in enumerate(self._marks):
            meaning = next((one for one in mark.meanings if one.field.type in ("text", "texts")), None)
            if place in self._used or meaning is None or meaning.option:
                continue
            others = [other.start for other in self._marks if _is_text(other) and other.start > mark.start]
            end = min((stop for stop in (*stops, *others) if stop >= mark.end), default=len(self._text))
            said = _inside(self._text[mark.end : end])
            if said:
                told = self._text[mark.end : end]
                named = told.lstrip().startswith((":", "：", "="))
                yield Claim(
                    meaning.lane,
                    meaning.field,
                    _words(meaning.field, said),
                    mark.start,
                    mark.end + len(told.rstrip(" ,()")),
                    labelled=named,
                )


def _is_text(mark: Mark) -> bool:
    return any(one.option is None and one.field.type in ("text", "texts") for one in mark.meanings)


def _inside(said: str) -> str:
    """Up to a bracket that was opened before; without the signs around it."""
    depth = 0
    for at, sign in enumerate(said):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            said = said[:at]
            break
    return said.strip(" \t:=,，.\"'“”‘’()")


def _words(field: FieldSpec, said: str) -> Value | Fault:
    if field.type == "texts":
        return Value([part.strip() for part in re.split(r"[,，、]|\sand\s", said) if part.strip()])
    return of_words(field, said)


def out_of_maximum(field: FieldSpec, mark: Mark, text: str) -> Value | Fault | None:
    """`8/10` is an 8 where 10 is the most there is."""
    if len(mark.series) != 2 or field.maximum is None or float(mark.series[1]) != field.maximum:
        return None
    return bounded(field, mark.series[0], text[mark.start : mark.end])
