"""What an enterprise context is read from, one statement for each part.

Metrics join in by a function in `SOURCES`.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from config.context import Profile, SectionName
from config.errors import UnknownScope
from memory import context_queries as queries
from memory.context_packer import NAMED, Item, item
from memory.context_queries import OF_CAMPAIGN, OF_INSIGHT, OF_OUTPUT
from memory.db import Unit
from memory.depth import Depth, values
from memory.store import rows
from memory.types import Campaign, Client, Json, Organization, Scope

_SECTIONS_OF_OUTPUTS: tuple[SectionName, ...] = ("outputs", "personas")
_OF_APPROVAL = (
    *("id", "output_id", "output_type", "subject", "title", "version", "round", "requested_by"),
    *("approver_name", "state", "content_hash"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the sections: for which profile, and what the actor may be told."""

    profile: Profile
    drafts: bool
    """Whether outputs that nobody has approved may be told."""

    def at_most(self, section: SectionName) -> int:
        """How many items are worth reading: those that may be told, and those that are named as left out."""
        return self.profile.sections[section].most + NAMED


@dataclass(frozen=True, slots=True)
class Levels:
    """The organisation, and the client and campaign of a scope that has them."""

    organization: Organization
    client: Client | None
    campaign: Campaign | None


@dataclass(frozen=True, slots=True)
class Found:
    """The items of a section, the most wanted first, and how many more there are than were read."""

    items: Sequence[Item]
    beyond: int = 0


Source = Callable[[Unit, Wanted], Awaitable[Mapping[SectionName, Found]]]
"""Reads sections with one statement."""


async def levels(unit: Unit) -> Levels:
    """The places of the unit's scope, in one statement. Raises UnknownScope for one that is gone."""
    row = await unit.first(queries.levels(), values(unit))
    if row is None:
        raise UnknownScope(scope=unit.scope.level)
    return Levels(rows.organization(row), _client(row, unit.scope), _campaign(row, unit.scope))


async def outputs(unit: Unit, wanted: Wanted) -> Mapping[SectionName, Found]:
    """The newest version of each type and subject at the scope, above it and below it; personas apart.

    The types that the profile wants whole come first, then the nearest level, then the newest.
    """
    most = tuple((name, wanted.at_most(name)) for name in _SECTIONS_OF_OUTPUTS)
    query = queries.outputs(Depth.of(unit.scope), _whole(wanted), most, drafts=wanted.drafts)
    found = await unit.all(query, values(unit))
    sections: dict[SectionName, Found] = {}
    for name in _SECTIONS_OF_OUTPUTS:
        rows = [row for row in found if row.section == name]
        whole = wanted.profile.sections[name].whole
        items = [_output(row, whole=row.output_type in whole) for row in rows]
        sections[name] = Found(items, rows[0].total - len(rows) if rows else 0)
    return sections


async def insights(unit: Unit, wanted: Wanted) -> Mapping[SectionName, Found]:
    """What holds at the scope, above it and below it, rules and preferences first, each with its last words."""
    query = queries.insights(Depth.of(unit.scope), wanted.at_most("insights"))
    found = await unit.all(query, values(unit))
    return {"insights": Found([_insight(row) for row in found], _beyond(found))}


async def approvals(unit: Unit, wanted: Wanted) -> Mapping[SectionName, Found]:
    """What waits for somebody's approval in sight, the longest first."""
    query = queries.approvals(Depth.of(unit.scope), wanted.at_most("approvals"))
    found = await unit.all(query, values(unit))
    return {"approvals": Found([_approval(row) for row in found], _beyond(found))}


def _beyond(found: Sequence[Row[Any]]) -> int:
    """How many there are that were not read."""
    return found[0].total - len(found) if found else 0


async def metrics(unit: Unit, wanted: Wanted) -> Mapping[SectionName, Found]:
    """What was measured lately in sight."""
    from memory.context_metrics import lately  # noqa: PLC0415 - it needs what is above

    return await lately(unit, wanted)


SOURCES: Mapping[str, Source] = {
    "outputs": outputs,
    "insights": insights,
    "metrics": metrics,
    "approvals": approvals,
}
"""At most five: with the stamps, the levels and the guidelines, and two for metrics, a context is eight statements."""


def _client(row: Row[Any], scope: Scope) -> Client | None:
    if scope.client is None or row.client_slug is None:
        return None
    return Client(scope.client, scope.org, row.client_slug, row.client_name)


def _campaign(row: Row[Any], scope: Scope) -> Campaign | None:
    if scope.campaign is None or row.campaign_slug is None:
        return None
    plan = {name: getattr(row, f"campaign_{name}") for name in OF_CAMPAIGN}
    return Campaign(scope.campaign, scope.org, scope.client, plan.pop("slug"), rows.CampaignPlan(**plan))


def _whole(wanted: Wanted) -> tuple[str, ...]:
    """The types whose bodies are told; of others they are not even read."""
    return tuple(kind for share in wanted.profile.sections.values() for kind in share.whole)


def _output(row: Row[Any], *, whole: bool) -> Item:
    short: Json = {name: getattr(row, name) for name in OF_OUTPUT}
    short |= {
        "scope": row.path,
        "created_at": row.created_at.isoformat(),
        "stale_after": row.stale_after.isoformat() if row.stale_after else None,
        "content_hash": row.content_hash,
    }
    return item(row.id, short | {"body": row.body}, short) if whole else item(row.id, short)


def _insight(row: Row[Any]) -> Item:
    quote, _, message = (row.said or "\n").rpartition("\n")
    short = {"id": row.id, "text": row.text, "content_hash": row.content_hash}
    plain = {name: getattr(row, name) for name in OF_INSIGHT if not name.endswith(("_at", "_from", "_to"))}
    days = {name: _day(getattr(row, name)) for name in ("valid_from", "valid_to", "recorded_at")}
    source = {"message": message, "quote": quote} if message else None
    return item(row.id, plain | days | {"scope": row.path, "source": source}, short)


def _approval(row: Row[Any]) -> Item:
    told: Json = {name: getattr(row, name) for name in _OF_APPROVAL}
    days = {name: getattr(row, name).isoformat() for name in ("requested_at", "expires_at")}
    return item(row.id, told | days | {"scope": row.path})


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
