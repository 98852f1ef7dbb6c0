"""What an enterprise context is read from, one statement for each part.

Metrics join in by a function in `SOURCES`.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Label,
    Row,
    Subquery,
    Table,
    and_,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
)

from config.context import Profile, SectionName
from config.errors import UnknownScope
from memory.context_packer import NAMED, Item, item
from memory.db import Unit
from memory.insight import STANDING
from memory.store import rows
from memory.store.insights import lasting
from memory.store.paths import PATH, with_path
from memory.tables.collaboration import approvals as asked_for
from memory.tables.insights import ai_insights, insight_sources
from memory.tables.strategy import strategy_outputs
from memory.tables.tenancy import campaigns, clients, organizations
from memory.types import Campaign, Client, Json, Organization, Scope

PERSONA = "persona"
_SECTIONS_OF_OUTPUTS: tuple[SectionName, ...] = ("outputs", "personas")
_o = strategy_outputs.c
_i = ai_insights.c
_a = asked_for.c
_OF_CAMPAIGN = ("slug", "name", "status", "budget", "currency", "goal", "kpi", "starts", "ends", "timezone")
_TOLD = (
    "id",
    "agent",
    "output_type",
    "subject",
    "version",
    "status",
    "title",
    "summary",
    "confidence",
    "engine",
)
_OF_INSIGHT = (
    *("id", "kind", "category", "subject_key", "predicate", "value", "unit", "text", "sensitivity"),
    *("confidence", "grade", "valid_from", "valid_to", "recorded_at", "content_hash"),
)
_OF_APPROVAL = (
    *("id", "output_id", "output_type", "subject", "title", "version", "round", "requested_by"),
    *("approver_name", "state", "content_hash"),
)
_READ = (*_TOLD, "level", "created_at", "stale_after", "content_hash")


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
    org = organizations.c
    of_client = [clients.c.slug.label("client_slug"), clients.c.name.label("client_name")]
    of_campaign = [campaigns.c[name].label(f"campaign_{name}") for name in _OF_CAMPAIGN]
    at_client = and_(clients.c.org_id == org.id, clients.c.id == unit.scope.client)
    at_campaign = and_(campaigns.c.org_id == org.id, campaigns.c.id == unit.scope.campaign)
    joined = organizations.outerjoin(clients, at_client).outerjoin(campaigns, at_campaign)
    query = select(organizations, *of_client, *of_campaign).select_from(joined)
    row = await unit.first(query.where(org.id == unit.scope.org))
    if row is None:
        raise UnknownScope(scope=unit.scope.level)
    return Levels(rows.organization(row), _client(row, unit.scope), _campaign(row, unit.scope))


async def outputs(unit: Unit, wanted: Wanted) -> Mapping[SectionName, Found]:
    """The newest version of each type and subject at the scope, above it and below it; personas apart.

    The types that the profile wants whole come first, then the nearest level, then the newest.
    """
    first = _first_outputs(unit.scope, wanted)
    body = case((_o.output_type.in_(_whole(wanted)), _o.body), else_=null()).label("body")
    read = [_o[name] for name in _READ]
    at_first = and_(_o.org_id == first.c.org_id, _o.id == first.c.id)
    joined = with_path(strategy_outputs).join(first, at_first)
    query = select(*read, body, PATH, first.c.section, first.c.total).select_from(joined)
    found = await unit.all(query.order_by(first.c.place))
    sections: dict[SectionName, Found] = {}
    for name in _SECTIONS_OF_OUTPUTS:
        rows = [row for row in found if row.section == name]
        whole = wanted.profile.sections[name].whole
        items = [_output(row, whole=row.output_type in whole) for row in rows]
        sections[name] = Found(items, rows[0].total - len(rows) if rows else 0)
    return sections


def _put_away() -> ColumnElement[bool]:
    """Whether a later version archived the whole output: no earlier one speaks in its place."""
    later = strategy_outputs.alias("later").c
    chain = (later[name] == _o[name] for name in ("org_id", "level", "output_type", "subject"))
    return exists().where(*chain, later.version > _o.version, later.status == "archived")


def _first_outputs(scope: Scope, wanted: Wanted) -> Subquery:
    """Which outputs are worth reading, by section: their keys, their places, and how many there are."""
    told = _o.status != "archived" if wanted.drafts else _o.status == "approved"
    same = _o.level, _o.output_type, _o.subject
    nth = func.row_number().over(partition_by=same, order_by=_o.version.desc()).label("nth")
    section = case((_o.output_type == PERSONA, "personas"), else_="outputs").label("section")
    order = _wish(wanted).label("wish"), _nearness(scope).label("nearness")
    keys = _o.org_id, _o.id, _o.created_at
    seen = _o.org_id == scope.org, in_sight(strategy_outputs, scope), told, ~_put_away()
    v = select(*keys, nth, section, *order).where(*seen).subquery("version").c
    ranked = (v.wish, v.nearness, v.created_at.desc(), v.id)
    place = func.row_number().over(partition_by=v.section, order_by=ranked).label("place")
    total = func.count().over(partition_by=v.section).label("total")
    n = select(v.org_id, v.id, v.section, place, total).where(v.nth == 1).subquery("newest").c
    enough = or_(*(and_(n.section == name, n.place <= wanted.at_most(name)) for name in _SECTIONS_OF_OUTPUTS))
    return select(n.org_id, n.id, n.section, n.place, n.total).where(enough).subquery("first")


async def insights(unit: Unit, wanted: Wanted) -> Mapping[SectionName, Found]:
    """What holds at the scope, above it and below it, rules and preferences first, each with its last words.

    Which ones are told is decided before anything else of them is read.
    """
    here = _i.org_id == unit.scope.org, in_sight(ai_insights, unit.scope)
    holds = *here, _i.status == "active", lasting(unit)
    standing = case((_i.category.in_(STANDING), 0), else_=1)
    order = standing, _above_first(ai_insights, unit.scope), _i.grade.desc(), _i.recorded_at.desc(), _i.id
    total = select(func.count()).select_from(ai_insights).where(*holds).scalar_subquery().label("total")
    best = select(_i.org_id, _i.id, total).where(*holds).order_by(*order).limit(wanted.at_most("insights"))
    first = best.subquery("first")
    at_first = and_(_i.org_id == first.c.org_id, _i.id == first.c.id)
    read = [_i[name] for name in _OF_INSIGHT]
    query = select(*read, PATH, _last_words(), first.c.total)
    query = query.select_from(with_path(ai_insights).join(first, at_first))
    found = await unit.all(query.order_by(*order))
    beyond = found[0].total - len(found) if found else 0
    return {"insights": Found([_insight(row) for row in found], beyond)}


def _last_words() -> Label[str]:
    """The quote that was said last for an insight, and its message."""
    s = insight_sources.c
    mine = s.org_id == _i.org_id, s.insight_id == _i.id
    said = select(s.quote + "\n" + s.message_id).where(*mine)
    return said.order_by(s.created_at.desc(), s.id.desc()).limit(1).scalar_subquery().label("said")


async def approvals(unit: Unit, wanted: Wanted) -> Mapping[SectionName, Found]:
    """What waits for somebody's approval in sight, the longest first."""
    at_output = and_(_o.org_id == _a.org_id, _o.id == _a.output_id)
    asked = _a.org_id == unit.scope.org, in_sight(asked_for, unit.scope), _a.state == "requested"
    query = select(asked_for, _o.title, PATH, func.count().over().label("total"))
    query = query.select_from(with_path(asked_for).join(strategy_outputs, at_output))
    open_ = query.where(*asked, _a.expires_at > unit.now()).order_by(_a.requested_at, _a.id)
    found = await unit.all(open_.limit(wanted.at_most("approvals")))
    beyond = found[0].total - len(found) if found else 0
    return {"approvals": Found([_approval(row) for row in found], beyond)}


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
    plan = {name: getattr(row, f"campaign_{name}") for name in _OF_CAMPAIGN}
    return Campaign(scope.campaign, scope.org, scope.client, plan.pop("slug"), rows.CampaignPlan(**plan))


def in_sight(table: Table, scope: Scope) -> ColumnElement[bool]:
    """Levels of the chain, and what is below the scope; said so that a key finds them."""
    c, chain = table.c, [each.level for each in scope.chain]
    if scope.campaign:
        return c.level.in_(chain)
    if not scope.client:
        return c.org_id == scope.org
    of_client = campaigns.c.org_id == scope.org, campaigns.c.client_id == scope.client
    below = select(campaigns.c.level).where(*of_client)
    return c.level.in_(below.union_all(*(select(literal(level)) for level in chain)))


def _above_first(table: Table, scope: Scope) -> ColumnElement[int]:
    """What stands at the scope or above it comes before what is below."""
    return case((table.c.level.in_([each.level for each in scope.chain]), 0), else_=1)


def _wish(wanted: Wanted) -> ColumnElement[int]:
    """The place of an output's type among those that its section wants whole."""
    places = {kind: n for n, kind in enumerate(_whole(wanted))}
    return case(places, value=_o.output_type, else_=len(places)) if places else literal(0)


def _nearness(scope: Scope) -> ColumnElement[int]:
    chain = [each.level for each in scope.chain]
    return case({level: n for n, level in enumerate(chain)}, value=_o.level, else_=len(chain))


def _whole(wanted: Wanted) -> list[str]:
    """The types whose bodies are told; of others they are not even read."""
    return [kind for share in wanted.profile.sections.values() for kind in share.whole]


def _output(row: Row[Any], *, whole: bool) -> Item:
    short: Json = {name: getattr(row, name) for name in _TOLD}
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
    plain = {name: getattr(row, name) for name in _OF_INSIGHT if not name.endswith(("_at", "_from", "_to"))}
    days = {name: _day(getattr(row, name)) for name in ("valid_from", "valid_to", "recorded_at")}
    source = {"message": message, "quote": quote} if message else None
    return item(row.id, plain | days | {"scope": row.path, "source": source}, short)


def _approval(row: Row[Any]) -> Item:
    told: Json = {name: getattr(row, name) for name in _OF_APPROVAL}
    days = {name: getattr(row, name).isoformat() for name in ("requested_at", "expires_at")}
    return item(row.id, told | days | {"scope": row.path})


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
