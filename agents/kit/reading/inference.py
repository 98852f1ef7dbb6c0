"""Arithmetic that follows from the words alone, each with the clauses it came from."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from agents.kit.reading.types import Clause, Derivation, Quantity
from agents.kit.reading.units import units
from config.patterns import regex

_ANAPHORA = (
    "half of it",
    "half of that",
    "of it",
    "of that",
    "of this",
    "그 절반",
    "그중",
    "그 중",
    "이 중",
    "이중",
    "절반",
)
_WHOLES = (
    ("revenue", frozenset({"revenue"})),
    ("cost", frozenset({"cost"})),
    ("customers", frozenset({"customer"})),
)

_MOVES = frozenset({"rise", "fall", "change"})
_WENT = regex(r"\b(?:go|goes|went|gone|moved|came|shifted)\s(?:\w+\s)?from$")
"""Prices from 20 to 35 are a range; what went from 20 to 35 has changed."""

_BACK = regex(r",?\s(?:now\s)?(?:up|down)\sfrom(?:\s(?:about|around|just))?\s")
_TO_KO = regex(r"에서(?:\s(?:현재|지금|올해|작년|금년|지난해|\d{4}년)(?:에|은|는)?)?")


def derivations(found: Sequence[Clause]) -> Iterator[Derivation]:
    """Shares of shares, what several shares leave over, and changes from one figure to another."""
    nested: set[str] = set()
    for before, after in pairwise(found):
        if derived := share_of_share(before, after):
            nested.add(after.id)
            yield derived
    yield from remainders([clause for clause in found if clause.id not in nested])
    for clause in found:
        yield from change(clause)


def share_of_share(before: Clause, after: Clause) -> Derivation | None:
    """15 % of revenue, and one café takes half of it: 15 % x 1/2 = 7.5 % of revenue.

    Only when the later clause points back ("half of it", "그 절반") at a share stated just before it.
    """
    whole, part = _share_of_whole(before), _share(after)
    if whole is None or part is None or before.source_ref != after.source_ref or not _adjacent(before, after):
        return None
    if not _points_back(after) or _whole_of(after):
        return None
    of, quantity = whole
    result = (quantity.share or Decimal(0)) * (part.share or Decimal(0)) * 100
    expression = f"{_percent(quantity)} x {_fraction(part)} = {plain(result)}%"
    return Derivation("share_of_share", expression, result, "%", (after.id, before.id), of)


def remainders(found: Sequence[Clause]) -> Iterator[Derivation]:
    """80 % and 15 % of revenue leave 5 % if they do not overlap; 80 % and 45 % overlap by at least 25 %."""
    for of, _ in _WHOLES[:1]:
        shares = [
            (clause, whole[1]) for clause in found if (whole := _share_of_whole(clause)) and whole[0] == of
        ]
        shares = [
            (clause, one)
            for clause, one in shares
            if one.share and one.share < 1 and not clause.has("cost_heavy", "cost_fact")
        ]
        if not 2 <= len(shares) <= 4 or len({clause.source_ref for clause, _ in shares}) > 1:
            continue
        total = sum(((one.share or Decimal(0)) * 100 for _, one in shares), Decimal(0))
        ids = tuple(clause.id for clause, _ in shares)
        parts = " + ".join(_percent(one) for _, one in shares)
        if total <= 100:
            yield Derivation(
                "remainder", f"100% - ({parts}) = {plain(100 - total)}%", 100 - total, "%", ids, of
            )
        else:
            yield Derivation("overlap", f"{parts} - 100% = {plain(total - 100)}%", total - 100, "%", ids, of)


def change(clause: Clause) -> Iterator[Derivation]:
    """From 820 to 640: -180, -22 %; 640, up from 400: 60 %. Only where the words say from and to."""
    measured = [one for one in clause.quantities if one.kind != "date"]
    for first, second in pairwise(measured):
        back = _BACK.fullmatch(clause.text[first.end : second.start].lower())
        one, other = (second, first) if back else (first, second)
        same = one.unit == other.unit or (one.kind == "number" and other.kind in {"count", "money"})
        if (
            not same
            or one.kind not in {"count", "money", "number", "percent"}
            or not one.value
            or not (back or _from_to(clause, one, other))
        ):
            continue
        if one.kind == "percent":
            points = other.value - one.value
            yield Derivation(
                "change",
                f"{plain(other.value)}% - {plain(one.value)}% = {plain(points)}%p",
                points,
                "%p",
                (clause.id,),
            )
            continue
        relative = (other.value - one.value) / one.value * 100
        shown = f"({_figure(other)} - {_figure(one)}) / {_figure(one)} = {plain(relative)}%"
        yield Derivation("change", shown, relative, "%", (clause.id,))


def _from_to(clause: Clause, one: Quantity, other: Quantity) -> bool:
    between = clause.text[one.end : other.start]
    before = clause.text[: one.start].rstrip(" £$€₩").lower()
    after = clause.text[other.end :]
    moves = not clause.concepts.isdisjoint(_MOVES) or _WENT.search(before) is not None
    english = before.endswith("from") and between.strip() == "to" and moves
    return english or (
        _TO_KO.fullmatch(between.strip()) is not None and after.startswith(("으로", "로", "까지"))
    )


def _adjacent(before: Clause, after: Clause) -> bool:
    return after.sentence - before.sentence <= 1


def _points_back(clause: Clause) -> bool:
    low = clause.text.lower()
    return any(word in low for word in _ANAPHORA)


def _share(clause: Clause) -> Quantity | None:
    shares = [one for one in clause.quantities if one.share is not None and one.share >= 0]
    return shares[0] if len(shares) == 1 else None


def share_of_revenue(clause: Clause) -> Decimal | None:
    """The percent of revenue that the clause states, if it states exactly one."""
    whole = _share_of_whole(clause)
    return whole[1].share * 100 if whole and whole[0] == "revenue" and whole[1].share is not None else None


def _share_of_whole(clause: Clause) -> tuple[str, Quantity] | None:
    share, whole = _share(clause), _whole_of(clause)
    changes = not clause.concepts.isdisjoint({"rise", "fall"})
    return (whole, share) if share and whole and not changes else None


def _whole_of(clause: Clause) -> str:
    """What a share is a share of: revenue in "15 % of revenue", "매출의 15%"."""
    share = _share(clause)
    if share is None:
        return ""
    for name, concepts in _WHOLES:
        for hit in clause.hits:
            if hit.concept in concepts and _belongs(clause.text, hit.start, hit.end, share):
                return name
    return ""


def _belongs(text: str, start: int, end: int, share: Quantity) -> bool:
    behind = text[share.end : start].strip().lower() if start >= share.end else None
    if behind is not None:
        return behind in {
            "of",
            "of our",
            "of the",
            "of all",
            "of all our",
            "of yearly",
            "of annual",
            "of total",
            "of its",
            "of my",
        }
    return text[end : share.start].strip() in {"의", "중", "에서", "의 약", "가운데", "의 거의"}


def plain(value: Decimal) -> str:
    """With at most one decimal: 7.5, 22, -12.5."""
    rounded = value.quantize(Decimal("0.1"))
    return f"{rounded.normalize():f}" if rounded else "0"


def _percent(quantity: Quantity) -> str:
    return f"{plain((quantity.share or Decimal(0)) * 100)}%"


def _fraction(quantity: Quantity) -> str:
    return "1/2" if quantity.share == Decimal("0.5") else _percent(quantity)


def _figure(quantity: Quantity) -> str:
    places = units().places(quantity.unit) if quantity.kind == "money" else 0
    return f"{quantity.value.scaleb(-places).normalize():,f}"
