"""What platforms claim beside what was sold: never a sum of claims, always a part of the truth.

Platforms count the same order more than once, each in its own window and by its own model. What they claim is set
beside the truth (shop, CRM, site analytics or a person's count). How the truth is divided depends on what is known:
`tracked`, the last non-direct click, as the site counts it; `scaled`, the same brought up to all orders, since a site
sees only a part; `proportional`, claims cut down where they are more than the truth. Without a truth nothing is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from agents.kit.budgeting.shares import split

Method = Literal["tracked", "scaled", "proportional", "none"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a platform says it brought; in millionths. None is not known."""

    platform: str
    conversions: int | None
    value: int | None = None
    window: str = ""
    """Window and model, as the platform's export says; "" where it does not."""
    spend: int | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """What was really counted; in millionths, refunds taken off."""

    source: str
    conversions: int | None
    value: int | None = None
    tracked: tuple[tuple[str, int], ...] = ()
    """Conversions by platform, last non-direct click, as `tracker` counts them."""
    tracker: str = ""
    tracker_total: int | None = None
    """All that the tracker counted, direct and unpaid ones too."""

    def tracked_of(self, platform: str) -> int | None:
        return dict(self.tracked).get(platform)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One platform. `overclaim` is claimed over reconciled; None where that cannot be said."""

    claim: Claim
    tracked: int | None
    conversions: int | None
    value: int | None
    overclaim: float | None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    truth: Truth | None
    method: Method
    channels: tuple[Reconciled, ...]
    overlap: float | None
    """All that is claimed over the truth: above 1 the same sale is claimed more than once."""
    share: float | None
    """The part of the truth that is reconciled with platforms."""
    mer: float | None
    """Revenue over spend of all platforms (marketing efficiency ratio); None where a part is not known."""


def reconcile(claims: Sequence[Claim], truth: Truth | None) -> Reconciliation:
    """Each platform's part of the truth. Parts never come to more than the truth."""
    if truth is None or truth.conversions is None:
        untold = tuple(Reconciled(claim, None, None, None, None) for claim in claims)
        return Reconciliation(truth, "none", untold, None, None, _mer(claims, truth))
    method, parts = _parts(claims, truth, truth.conversions)
    values = _values(parts, truth)
    channels = tuple(
        Reconciled(claim, truth.tracked_of(claim.platform), part, value, _over(claim.conversions, part))
        for claim, part, value in zip(claims, parts, values, strict=True)
    )
    known = [claim.conversions for claim in claims if claim.conversions is not None]
    found = [part for part in parts if part is not None]
    return Reconciliation(
        truth,
        method,
        channels,
        sum(known) / truth.conversions if known and truth.conversions else None,
        sum(found) / truth.conversions if found and truth.conversions else None,
        _mer(claims, truth),
    )


def _parts(claims: Sequence[Claim], truth: Truth, whole: int) -> tuple[Method, tuple[int | None, ...]]:
    if truth.tracked:
        tracked = [truth.tracked_of(claim.platform) for claim in claims]
        seen = truth.tracker_total
        if truth.tracker != truth.source and seen:
            return "scaled", _scaled(tracked, whole, seen)
        return "tracked", tuple(tracked)
    return "proportional", _proportional([claim.conversions for claim in claims], whole)


def _scaled(tracked: Sequence[int | None], whole: int, seen: int) -> tuple[int | None, ...]:
    """Brought from what the tracker saw to the whole, exactly: the rest is divided with them."""
    known = [value or 0 for value in tracked]
    rest = max(seen - sum(known), 0)
    parts = split(whole, [*known, rest])
    return tuple(None if value is None else part for value, part in zip(tracked, parts, strict=False))


def _proportional(claimed: Sequence[int | None], whole: int) -> tuple[int | None, ...]:
    known = [value or 0 for value in claimed]
    if sum(known) <= whole:
        return tuple(claimed)
    parts = split(whole, known)
    return tuple(None if value is None else part for value, part in zip(claimed, parts, strict=True))


def _values(parts: Sequence[int | None], truth: Truth) -> tuple[int | None, ...]:
    """The truth's revenue by conversions: an order counts what orders are worth on average."""
    if truth.value is None or not truth.conversions:
        return (None,) * len(parts)
    rest = max(truth.conversions - sum(part or 0 for part in parts), 0)
    values = split(truth.value, [*(part or 0 for part in parts), rest])
    return tuple(None if part is None else value for part, value in zip(parts, values, strict=False))


def _over(claimed: int | None, part: int | None) -> float | None:
    return claimed / part if claimed is not None and part else None


def _mer(claims: Sequence[Claim], truth: Truth | None) -> float | None:
    spends = [claim.spend for claim in claims]
    known = [spend for spend in spends if spend is not None]
    if truth is None or truth.value is None or not known or len(known) < len(spends):
        return None
    return truth.value / sum(known) if sum(known) else None
