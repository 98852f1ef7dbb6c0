"""Whether a rule fires on a thing, and what its gap is. Exact: fractions of whole numbers, never floats.

A ratio is over / under, of which more is better; what is expected is the ratio of the others of the same platform, or
of the same thing before, times its own `under`. The gap is what is missing to that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from agents.kit.budgeting.amounts import micros_of_minor
from agents.kit.budgeting.window import Window
from agents.kit.winning.figures import Board, Figures, Thing, added, less, ratio, source_of, spans
from config.winning import Limits, Rule
from memory.metrics import MICROS

_IN_MICROS = ("spend", "conversions", "conversions_value")
_MONEY = ("spend", "conversions_value")
_BORDER = 10**6
"""Factors of rules are read to six decimals."""


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fired on a thing, with the figures that made it fire."""

    rule: str
    thing: Thing
    span: Window
    against: Window
    value: Fraction | None
    """The thing's own ratio, in the units of the facts; None where a rule has none."""
    expected: Fraction | None
    gap: Fraction | None
    """In units of the facts over `span`; None where nothing can be computed."""
    share: Fraction | None
    """The gap as a part of all that the platform has of the same; None where that is not known."""
    boards: tuple[Board, ...]


def fired(rules: Sequence[tuple[str, Rule]], figures: Figures, limits: Limits) -> tuple[Fired, ...]:
    """Everything that fires on what was measured, in the order of the rules."""
    return tuple(one for name, rule in rules for one in _of(name, rule, figures, limits))


def largest(found: Sequence[Fired], most: int) -> tuple[tuple[Fired, ...], int]:
    """Of each rule those with the largest part of their platform, `most` of them; and how many more there are."""
    by_rule: dict[str, list[Fired]] = {}
    for one in found:
        by_rule.setdefault(one.rule, []).append(one)
    kept = [
        one
        for few in by_rule.values()
        for one in sorted(few, key=lambda each: -(each.share or Fraction(0)))[:most]
    ]
    return tuple(kept), len(found) - len(kept)


def _of(name: str, rule: Rule, figures: Figures, limits: Limits) -> Iterator[Fired]:
    until = figures.counted_until if source_of(rule) == "orders" else figures.until
    if until is None or not set(rule.needs) <= figures.has:
        return
    recent, before = spans(rule, until)
    now, then = (figures.board(source_of(rule), span) for span in (recent, before))
    match rule.kind:
        case "unknown":
            yield from _unknown(name, rule, now)
        case "absent":
            yield from _absent(name, rule, now)
        case "orders":
            yield from _orders(name, rule, now, then, limits)
        case _:
            yield from _compared(name, rule, now, then, limits)


def _compared(name: str, rule: Rule, now: Board, then: Board, limits: Limits) -> Iterator[Fired]:
    """Things beside the others of their platform and currency, or beside themselves before. Once over each board."""
    known = [one for one in now.things if _known(rule, one)]
    groups: dict[Kin, list[Thing]] = {}
    for thing in known:
        groups.setdefault(kin(thing), []).append(thing)
    totals = {key: added(few, few[0]) for key, few in groups.items()}
    earlier = {(kin(one), one.id): one for one in then.things}
    for thing in known:
        whole, alone = totals[kin(thing)], len(groups[kin(thing)]) == 1
        if rule.against == "before":
            held = earlier.get((kin(thing), thing.id))
        else:
            held = None if alone else less(whole, thing)
        days = now.span.days, (now if rule.against == "others" else then).span.days
        gap = judge(rule, thing, held, whole, days, limits) if held else None
        if held and gap is not None:
            yield _made(name, rule, thing, held, whole, (now, then), gap)


Kin = tuple[str, str, str]
"""Platform, currency, currency of values: what may be summed."""


def kin(thing: Thing) -> Kin:
    return thing.platform, thing.currency, thing.value_currency


def _known(rule: Rule, thing: Thing) -> bool:
    return thing.get(rule.over) is not None and (rule.under == "days" or thing.get(rule.under) is not None)


def judge(
    rule: Rule, thing: Thing, held: Thing, platform: Thing, days: tuple[int, int], limits: Limits
) -> Fraction | None:
    """The gap over the thing's days where the rule fires, else None. Unknown figures never fire."""
    over, expected_ratio = thing.get(rule.over), ratio(held, rule.over, rule.under, days[1])
    under = days[0] if rule.under == "days" else thing.get(rule.under)
    if over is None or not under or not expected_ratio or not thing.whole:
        return None
    expected = under * expected_ratio
    if expected < Fraction(rule.expected).limit_denominator(_BORDER) * unit(rule.over):
        return None
    border = expected * Fraction(rule.factor).limit_denominator(_BORDER)
    if rule.kind == "winner":
        spent, whole = thing.get("spend"), platform.get("spend")
        small = (
            spent is not None
            and whole
            and Fraction(spent, whole) <= Fraction(rule.share).limit_denominator(_BORDER)
        )
        step = Fraction(limits.move).limit_denominator(_BORDER)
        return (over - expected) * step if small and over >= border else None
    if over > border:
        return None
    return under - over / expected_ratio if rule.brings == "saved" else expected - over


def unit(measure: str) -> int:
    """Facts' units of one."""
    return MICROS if measure in _IN_MICROS else 1


def _made(
    name: str,
    rule: Rule,
    thing: Thing,
    held: Thing,
    platform: Thing,
    boards: tuple[Board, Board],
    gap: Fraction,
) -> Fired:
    now, then = boards
    against = now if rule.against == "others" else then
    whole = platform.get(brought(rule))
    counted = rule.brings != "none" and brought(rule) != "days"
    return Fired(
        name,
        thing,
        now.span,
        against.span,
        ratio(thing, rule.over, rule.under, now.span.days),
        ratio(held, rule.over, rule.under, against.span.days),
        gap if counted else None,
        abs(gap) / whole if counted and whole else None,
        (now,) if against is now else (now, then),
    )


def _unknown(name: str, rule: Rule, now: Board) -> Iterator[Fired]:
    """A platform that reports the one and never the other."""
    for thing in now.things:
        if thing.get(rule.under) and thing.get(rule.over) is None:
            yield Fired(name, thing, now.span, now.span, None, None, None, None, (now,))


def _orders(name: str, rule: Rule, now: Board, then: Board, limits: Limits) -> Iterator[Fired]:
    """A medium's orders, or all of them, beside the same before."""
    few = [
        [one for one in board.things if not rule.medium or one.id.lower() in rule.medium]
        for board in (now, then)
    ]
    if not few[1] or (not few[0] and not now.things):
        return
    like = (few[0] or few[1])[0]
    if any(kin(one) != kin(like) for one in (*few[0], *few[1])):
        return
    held = added(few[1], like)
    empty = {key: 0 for key, value in held.sums.items() if value is not None}
    thing = (
        added(few[0], like)
        if few[0]
        else Thing(like.platform, "", "", like.currency, like.value_currency, empty)
    )
    everything = [one for one in now.things if kin(one) == kin(like)]
    gap = judge(rule, thing, held, thing, (now.span.days, then.span.days), limits)
    if gap is not None:
        yield _made(name, rule, thing, held, added(everything, like), (now, then), gap)


def _absent(name: str, rule: Rule, now: Board) -> Iterator[Fired]:
    """Orders of which too few come from a medium, or with any medium at all."""
    counted = [one.get("conversions") for one in now.things]
    known = [one for one in counted if one is not None]
    if not now.things or len(known) != len(counted):
        return
    every, tagged = sum(known), _tagged(rule, now.things)
    enough = every >= Fraction(rule.expected).limit_denominator(_BORDER) * MICROS
    any_tag = any(one.id for one in now.things)
    if not enough or (rule.medium and not any_tag):
        return
    part = Fraction(tagged, every)
    if part <= Fraction(rule.factor).limit_denominator(_BORDER):
        like = Thing(now.things[0].platform, "", "", "", "", {"conversions": every})
        yield Fired(name, like, now.span, now.span, part, None, None, None, (now,))


def _tagged(rule: Rule, things: Sequence[Thing]) -> int:
    wanted = [one for one in things if (one.id.lower() in rule.medium if rule.medium else one.id)]
    return sum(one.get("conversions") or 0 for one in wanted)


def brought(rule: Rule) -> str:
    """The measure of what a rule brings."""
    return rule.under if rule.brings == "saved" else rule.over


def brought_currency(rule: Rule, thing: Thing) -> str | None:
    """The currency of what a rule brings; None where it is a count."""
    return None if rule.brings == "none" else currency_of(brought(rule), thing)


def brought_unit(rule: Rule, currency: str | None) -> int:
    """Facts' units of one of what a rule brings: of a minor unit of money, of a count."""
    return micros_of_minor(currency) if currency else unit(brought(rule))


def currency_of(measure: str, thing: Thing) -> str | None:
    """None for what is no money."""
    if measure not in _MONEY:
        return None
    return thing.currency if measure == "spend" else thing.value_currency
