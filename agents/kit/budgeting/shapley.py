"""Shapley values of channels, exact for any number of them.

The game: a set of channels S is worth the conversions of all paths whose channels lie within S (Zhao, Mahboobi
and Bagheri, Shapley Value Methods for Attribution Modeling in Online Advertising, 2018). The worth of S is then a
sum of unanimity games, one for each set R of channels that paths have, whose value is divided equally within R
(Shapley 1953, by linearity): no coalition needs to be listed, so that there is no limit to the channels.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction


def shapley(worth: Iterable[tuple[frozenset[str], int]]) -> dict[str, Fraction]:
    """The value of each channel; `worth` is what exactly this set of channels brought, and may name a set twice."""
    totals: dict[frozenset[str], int] = {}
    for channels, brought in worth:
        totals[channels] = totals.get(channels, 0) + brought
    return _divided(totals)


def _divided(totals: Mapping[frozenset[str], int]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for channels, brought in totals.items():
        each = Fraction(brought, len(channels))
        for channel in channels:
            found[channel] = found.get(channel, Fraction(0)) + each
    return found
