"""A row of words as entries: a record's name with its values; a new name or a repeated field begins one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from agents.kit.frameworks.records.lexicon import Lane
from agents.kit.frameworks.records.marks import Mark
from agents.kit.frameworks.records.pairs import Claim, claims, out_of_maximum, separators, within
from agents.kit.frameworks.records.values import Value, bounded, of_quantity
from config.catalogue import FieldSpec
from config.patterns import regex

_NAMED = regex(r"\s*([^:：]{1,80}?)\s*(?:[:：]\s+|：|[:](?=[^\d/]))")
_EDGES = ' \t,，.;:=~–—-*_|()[]"“”‘’「」'
_EMPTY = (
    r"(?:and|with|has|have|is|are|at|of|the|an?|its|for|about|our|we|in|on|to|expected|annual|yearly|current|total|"
    r"estimated|est|last|this|year|so|but|then|also|plus|say|maybe|it|that|which|"
    r"및|그리고|약|대략|예상|연간|연|올해|작년|현재|우리|우리는|저희|저희는|총)"
)
_WORTHLESS = regex(rf"(?:{_EMPTY}\b|{_EMPTY}(?=\s|$)|[\s,.:;()\-–=~'\"])*", re.IGNORECASE)
_LEADING = regex(r"^(?:(?:and|then|also|plus|is|are|그리고|또)\s+)", re.IGNORECASE)
_TRAILING = regex(
    r"\s+(?:has|have|is|are|with|of|at|the|an?|our|we|to|about|got|scores?|gets?)$", re.IGNORECASE
)
_FEW = 3
"""Words at most around a number that is all that is said of an option: `strategy: about 4`."""
_CLOSED = {"은": True, "는": False, "을": True, "를": False, "이": True, "가": False}
"""Korean particles, and whether they stand behind a final consonant."""


@dataclass(slots=True)
class Entry:
    """What one record is told: its name ('' while nobody said it) and its claims."""

    name: str
    start: int
    claims: list[Claim] = field(default_factory=list[Claim])

    @property
    def end(self) -> int:
        return max(claim.end for claim in self.claims)

    def holds(self, claim: Claim) -> bool:
        return any((one.lane, one.field.name) == (claim.lane, claim.field.name) for one in self.claims)


def entries(
    text: str, found: Sequence[Mark], lanes: Sequence[Lane], currency: str, *, announced: bool = False
) -> tuple[Entry, ...]:
    """The records that a row with these marks speaks of, in the terms of these lists; maybe none."""
    known = within(found, {"", *(lane.name for lane in lanes)})
    begin = _name_end(text, known)
    stated = claims(text, known, lanes, currency, begin)
    stated = stated or _in_order_of(text, known, lanes, begin)
    if announced and not stated:
        stated = of_the_only(text, known, lanes[0], currency)
    if not stated:
        return ()
    return tuple(_split(text, stated, separators(text, found), begin))


def _name_end(text: str, known: Sequence[Mark]) -> int:
    """Where a name ends that stands before a colon: 0 when what stands there is a field's own name."""
    match = _NAMED.match(text)
    if match is None:
        return 0
    called = any(
        mark.end >= match.end(1) - 1 and mark.start < match.end(1) for mark in known if not mark.is_value
    )
    return 0 if called else match.end()


def _split(text: str, stated: Sequence[Claim], cuts: Sequence[int], begin: int) -> Iterator[Entry]:
    said = text[: begin or stated[0].start]
    entry = Entry(name_of(said) or (said.strip(_EDGES) if begin else ""), 0)
    last = begin
    for claim in stated:
        piece = max((cut for cut in cuts if cut <= claim.start), default=0)
        lead = text[max(last, piece) : claim.start] if claim.start > last else ""
        fresh = bool(entry.claims) and not _WORTHLESS.fullmatch(lead)
        if entry.claims and (entry.holds(claim) or (fresh and piece >= last)):
            yield entry
            entry = Entry(name_of(lead) if fresh else "", max(last, piece))
        entry.claims.append(claim)
        last = max(last, claim.end)
    yield entry


def name_of(said: str) -> str:
    """A name without what joins it to its values: `Sourdough has a` is Sourdough, `레시피는` 레시피."""
    name = _LEADING.sub("", said.strip(_EDGES), count=1)
    while (shorter := _TRAILING.sub("", name).strip(_EDGES)) != name:
        name = shorter
    return "" if _WORTHLESS.fullmatch(name) else _without_topic(name)


def _without_topic(name: str) -> str:
    """Without its last particle, if that fits the syllable before it; 이 and 가 only behind a long word."""
    last = name.split()[-1] if name else ""
    if (
        len(last) < 3
        or last[-1] not in _CLOSED
        or not "가" <= last[-2] <= "힣"
        or (last[-1] in "이가" and len(last) < 4)
    ):
        return name
    closed = (ord(last[-2]) - ord("가")) % 28 != 0
    return name[:-1].strip() if closed == _CLOSED[last[-1]] else name


def _in_order_of(text: str, known: Sequence[Mark], lanes: Sequence[Lane], begin: int) -> tuple[Claim, ...]:
    """Numbers without names, as many as a list's records need: `5/4/9`."""
    values = [mark for mark in known if mark.start >= begin and mark.kind in ("number", "series")]
    for lane in lanes:
        fields = [one for one in lane.spec.fields if not one.computed and one.type in ("integer", "number")]
        found = _by_order(lane, fields, values, text, separators(text, known))
        if found:
            return found
    return ()


def of_the_only(text: str, known: Sequence[Mark], lane: Lane, currency: str) -> tuple[Claim, ...]:
    """Values of an announced list whose records need one number: `shares: we 30%, Alpha 25%`."""
    wanted = [one for one in lane.spec.fields if one.required and one.type in ("integer", "number")]
    if len(wanted) != 1:
        return ()
    pairs = ((mark, of_quantity(wanted[0], mark.quantity, currency)) for mark in known if mark.quantity)
    return tuple(
        Claim(lane.name, wanted[0], value, mark.start, mark.end, labelled=False)
        for mark, value in pairs
        if value
    )


def _by_order(
    lane: Lane, fields: list[FieldSpec], values: list[Mark], text: str, cuts: Sequence[int]
) -> tuple[Claim, ...]:
    required = [one for one in fields if one.required]
    plain = required if len({one.unit for one in required}) == 1 else []
    found: list[Claim] = []
    for mark in values:
        if mark.kind != "series" or not plain:
            continue
        if len(mark.series) == len(plain):
            found += _in_order(lane, plain, mark.series, mark, text)
        elif value := out_of_maximum(plain[0], mark, text):
            found.append(Claim(lane.name, plain[0], value, mark.start, mark.end, labelled=False))
    return tuple(found) or _spaced(lane, plain, values, cuts, text)


def _in_order(
    lane: Lane, fields: list[FieldSpec], amounts: Sequence[Decimal], mark: Mark, text: str
) -> Iterator[Claim]:
    for one, amount in zip(fields, amounts, strict=True):
        value = bounded(one, amount, text[mark.start : mark.end])
        yield Claim(lane.name, one, value, mark.start, mark.end, labelled=False)


def _spaced(
    lane: Lane, fields: list[FieldSpec], values: list[Mark], cuts: Sequence[int], text: str
) -> tuple[Claim, ...]:
    """`newsletter 5 4 9, flyers 2 3 8`: a number for each field; `strategy 4`: an option's first one."""
    keyed = any(spec.key for spec in lane.specs)
    pieces: dict[int, list[Mark]] = {}
    for mark in values:
        pieces.setdefault(sum(cut <= mark.start for cut in cuts), []).append(mark)
    groups = (
        list(pieces.values()) if all(len(piece) == len(fields) for piece in pieces.values()) else [values]
    )
    if keyed and len(values) == 1 and len(text.split()) <= _FEW:
        fields, groups = fields[:1], [values]
    if keyed and len(values) > 1 and not _WORTHLESS.fullmatch(_beside(text, values)):
        return ()
    bare = all(mark.quantity and mark.quantity.kind in ("number", "rating") for mark in values)
    if (
        not bare
        or not fields
        or len(fields) < 2 - keyed
        or any(len(group) != len(fields) for group in groups)
    ):
        return ()
    return tuple(
        Claim(lane.name, one, bounded(one, said.value, said.text), mark.start, mark.end, labelled=False)
        for group in groups
        for one, mark in zip(fields, group, strict=True)
        if (said := mark.quantity)
    )


def _beside(text: str, values: Sequence[Mark]) -> str:
    """The words around the numbers: `5 + 1 apprentice` counts people and rates nothing."""
    ends = [0, *(mark.end for mark in values)]
    starts = [*(mark.start for mark in values), len(text)]
    return " ".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def faultless(entry: Entry) -> int:
    return sum(isinstance(claim.value, Value) for claim in entry.claims)
