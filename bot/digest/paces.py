"""How the budgets of a place are spent: its own, or those of the campaigns below it, each as seen from its campaign."""

from dataclasses import dataclass
from datetime import datetime

from agents.kit.budgeting.pacing_answer import pacing_of
from agents.kit.budgeting.planned import planned
from agents.kit.budgeting.wish import Wish
from bot.digest.asking import asking
from bot.house import House
from config.errors import Locale
from memory.store import campaigns
from memory.store.entrance import Entrance, enter_scope
from memory.types import Campaign, Draft, Place, Scope

_MOST = 12
_UNDER_WAY = ("active", "paused", "planned", "draft")


@dataclass(frozen=True, slots=True)
class Paced:
    """A pacing that was made for a digest, and is kept nowhere else."""

    place: Place
    draft: Draft


async def paces(house: House, entrance: Entrance, now: datetime, locale: Locale) -> tuple[Paced, ...]:
    """Of every budget whose days are known and that has figures; each in a unit of its own."""
    found = [await _paced(house, one, now, locale) for one in await _places(house, entrance, now)]
    return tuple(one for one in found if one is not None)


async def _places(house: House, entrance: Entrance, now: datetime) -> list[Entrance]:
    here = entrance.place.scope
    if here.campaign is not None:
        return [entrance]
    async with house.database.reading(entrance.access) as unit:
        below = [one for one in await campaigns.every(unit) if here in _scope(one).chain]
    running = [one for one in below if _runs(one, now)][:_MOST]
    user = entrance.access.actor.user
    return [await enter_scope(house.database, _scope(one), user) for one in running]


def _scope(campaign: Campaign) -> Scope:
    return Scope(campaign.org, campaign.client, campaign.id)


def _runs(campaign: Campaign, now: datetime) -> bool:
    """Whether money is planned for these days."""
    plan = campaign.plan
    if plan.budget is None or plan.status not in _UNDER_WAY or plan.starts is None or plan.ends is None:
        return False
    return plan.starts <= now.date() <= plan.ends


async def _paced(house: House, entrance: Entrance, now: datetime, locale: Locale) -> Paced | None:
    async with house.database.reading(entrance.access) as unit:
        ask = await asking(unit, entrance.place, now, locale)
        if ask.facts is None:
            return None
        draft = await pacing_of(ask, await planned(ask, Wish("pacing", ""), ask.today), ask.today)
    known = draft.body["planned"] is not None and draft.body["spent"] is not None
    return Paced(entrance.place, draft) if known else None
