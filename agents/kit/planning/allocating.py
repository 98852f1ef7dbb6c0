"""A budget divided over rows: parts by 70-20-10 or the horizons, minimums honoured, exact to the minor unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agents.kit.budgeting.shares import split


@dataclass(frozen=True, slots=True)
class Claim:
    """What a row asks of its part: at least `least`, more by `weight`, never over `most`."""

    id: str
    part: str
    weight: float
    least: int = 0
    most: int | None = None
    fixed: int | None = None
    """What the user set for it."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """Amounts in minor units. The sum of `amounts` and `reserve` is the total, always."""

    amounts: Mapping[str, int]
    parts: Mapping[str, int]
    """What each part was to have, by its share."""
    reserve: Mapping[str, int]
    """What of a part no row takes."""
    short: tuple[str, ...] = ()
    """Rows whose minimum did not fit."""

    @property
    def kept(self) -> int:
        return sum(self.reserve.values())


def parted(total: int, parts: Sequence[str], shares: Sequence[float]) -> dict[str, int]:
    """The total by the shares of its parts, exact (largest remainder)."""
    return dict(zip(parts, split(total, shares), strict=True))


def allocate(
    total: int, parts: Sequence[str], shares: Sequence[float], claims: Sequence[Claim]
) -> Allocation:
    """Divides `total` (>= 0). What the user fixed for a row is taken first, the rest goes by the shares.

    In a part rows get their minimum in their order, as long as it lasts; what is left goes by weight, up to
    `most`. What no row can take stays in reserve. Raises ValueError where what is fixed is more than the total.
    """
    fixed = {one.id: one.fixed for one in claims if one.fixed is not None}
    if sum(fixed.values()) > total:
        raise ValueError("more is fixed than there is")
    rooms = parted(total - sum(fixed.values()), parts, shares)
    amounts, reserve, short = dict(fixed), dict[str, int](), list[str]()
    for part, room in rooms.items():
        mine = [one for one in claims if one.part == part and one.fixed is None]
        given, missed = _within(room, mine)
        amounts |= given
        short += missed
        reserve[part] = room - sum(given.values())
    return Allocation(amounts, rooms, reserve, tuple(short))


def _within(room: int, claims: Sequence[Claim]) -> tuple[dict[str, int], list[str]]:
    given, missed, left = dict[str, int](), list[str](), room
    for one in claims:
        if one.least <= left and (one.most is None or one.least <= one.most):
            given[one.id] = one.least
            left -= one.least
        else:
            given[one.id] = 0
            missed.append(one.id)
    taking: list[Claim] = [one for one in claims if one.id not in missed and one.weight > 0]
    return _poured(left, taking, given), missed


def _poured(left: int, claims: Sequence[Claim], given: dict[str, int]) -> dict[str, int]:
    """What is left, by weight, until everybody has the most that they may have."""
    open_: list[Claim] = [one for one in claims if one.most is None or given[one.id] < one.most]
    while left and open_:
        poured = split(left, [one.weight for one in open_])
        for one, more in zip(open_, poured, strict=True):
            taken = more if one.most is None else min(more, one.most - given[one.id])
            given[one.id] += taken
            left -= taken
        if all(one.most is None for one in open_):
            break
        open_ = [one for one in open_ if one.most is None or given[one.id] < one.most]
    return given
