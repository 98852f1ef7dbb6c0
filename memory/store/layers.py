"""Which level of an account's facts is counted, and what other sources of it add on the days that it lacks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select

from memory.db import Unit
from memory.metrics import GRAINS, Grain
from memory.tables.facts import metric_series

_s = metric_series.c
CONNECTOR = "connector"
"""The feed whose tables say at which level each platform is to be counted."""


@dataclass(frozen=True, slots=True)
class Source:
    """A group of series that is read: one account's of a level, at one place."""

    level: str
    platform: str
    account: str
    grain: Grain
    feed: str
    name: str = ""
    """The account's."""


Aliases = Mapping[tuple[str, str], str]
"""Platform and account -> the account that it is, where another source knows it otherwise."""


@dataclass(frozen=True, slots=True)
class Layers:
    """One account's sources: what is counted, and in turn what stands in where that has nothing."""

    base: tuple[Source, ...]
    others: tuple[Source, ...] = ()


def layers(sources: Sequence[Source], wanted: Grain, same: Aliases) -> Iterable[Layers]:
    """Of each account the asked level, or the next finer one that it has; behind it finer ones and its other names.

    A connector's tables are counted by their platform's own report of a level: an account that is not in it counts
    as having nothing there. So does what belongs to no account, where others of its platform are there.
    """
    for platform in sorted({one.platform for one in sources}):
        mine = [one for one in sources if one.platform == platform]
        strict = all(one.feed == CONNECTOR for one in mine)
        named = [one for one in mine if one.account and not strict]
        common = _finest_fitting({one.grain for one in named or mine}, wanted)

        def account_of(one: Source, platform: str = platform) -> str:
            return same.get((platform, one.account), one.account)

        for account, group in groupby(sorted(mine, key=account_of), account_of):
            theirs = list(group)
            fixed = strict or (not account and bool(named))
            grain = common if fixed else _finest_fitting({one.grain for one in theirs}, wanted)
            fitting = [one for one in theirs if one.grain == grain]
            if fitting:
                yield _layers(account, fitting, () if fixed else theirs, wanted)


def _layers(account: str, fitting: Sequence[Source], theirs: Sequence[Source], wanted: Grain) -> Layers:
    known = account if any(one.account == account for one in fitting) else fitting[0].account
    base = tuple(one for one in fitting if one.account == known)
    finer = ("ad",) if wanted == "ad" else GRAINS[GRAINS.index(wanted) :]
    others = [one for one in theirs if one not in base and one.grain in finer]
    others.sort(key=lambda one: (GRAINS.index(one.grain), one.account != account, not one.account, one.level))
    return Layers(base, tuple(others))


def _finest_fitting(grains: Iterable[Grain], wanted: Grain) -> Grain | None:
    """The asked level, else the next finer one."""
    there, order = set(grains), GRAINS[GRAINS.index(wanted) :]
    return next((grain for grain in order if grain in there), None)


async def aliases(unit: Unit, sources: Sequence[Source]) -> Aliases:
    """Accounts that are another one of their platform: known by its name there, or by none and with its campaigns."""
    found: dict[tuple[str, str], str] = {}
    nameless: set[str] = set()
    for one in sources:
        others = {each.account for each in sources if each.platform == one.platform} - {one.account, ""}
        if one.feed == CONNECTOR or not others:
            continue
        called = {
            each.account
            for each in sources
            if (each.platform, each.name.casefold()) == (one.platform, one.account.casefold())
        } - {one.account}
        if one.account and len(called) == 1:
            found[one.platform, one.account] = called.pop()
        elif not one.account:
            nameless.add(one.platform)
    for platform in sorted(nameless):
        accounts = await _with_the_same_campaigns(unit, platform)
        named = {found.get((platform, account), account) for account in accounts}
        if len(named) == 1:
            found[platform, ""] = named.pop()
    return found


async def _with_the_same_campaigns(unit: Unit, platform: str) -> set[str]:
    """The accounts that have a campaign which is known without an account, too, by its id or its name."""
    read = select(_s.account_ref, _s.campaign_ref, _s.campaign_name).distinct()
    mine = _s.org_id == unit.scope.org, _s.platform == platform, _s.campaign_ref != ""
    rows = await unit.all(read.where(*mine))
    nameless = {part for row in rows if not row.account_ref for part in _called(row)}
    return {row.account_ref for row in rows if row.account_ref and nameless.intersection(_called(row))}


def _called(row: Row[Any]) -> Iterable[str]:
    return filter(None, (row.campaign_ref.casefold(), row.campaign_name.casefold()))
