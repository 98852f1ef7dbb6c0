"""Floors and caps that somebody names for a week's budget: `메타 최소 50만원`, `Google at most 2,000`."""

from dataclasses import dataclass

from agents.kit.budgeting.wish import mentions
from agents.kit.reading.quantities import read_quantities
from config.budgeting import wish_words
from config.patterns import regex

_PARTS = regex(r",(?!\d)|[;·\n]|\band\b|그리고|(?<=원)\s")


@dataclass(frozen=True, slots=True)
class Limit:
    """In minor units a week; None for no such limit."""

    platform: str
    floor: int | None = None
    cap: int | None = None


def limits_said(text: str, currency: str) -> tuple[Limit, ...]:
    """One for each part of the text that names a platform, an amount, and which end it is."""
    found: list[Limit] = []
    for part in _PARTS.split(text):
        named = mentions(part, "platforms")
        money = next(
            (one for one in read_quantities(part, currency) if one.kind == "money" and not one.doubt), None
        )
        if named and money is not None:
            amount, ends = int(money.value), wish_words("words")
            if ends["floor"].search(part):
                found.append(Limit(named[0].id, floor=amount))
            elif ends["cap"].search(part):
                found.append(Limit(named[0].id, cap=amount))
    return tuple(found)
