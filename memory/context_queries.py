"""The statements of an enterprise context, each made once for all scopes of a depth."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Label,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from config.context import SectionName
from memory.depth import CAMPAIGN, CLIENT, NOW, ORG, TODAY, Depth
from memory.insight import STANDING
from memory.store.insights import lasting
from memory.store.paths import PATH, with_path
from memory.tables.collaboration import approvals as asked_for
from memory.tables.insights import ai_insights, insight_sources
from memory.tables.strategy import strategy_outputs
from memory.tables.tenancy import campaigns, clients, organizations

PERSONA = "persona"
OF_CAMPAIGN = ("slug", "name", "status", "budget", "currency", "goal", "kpi", "starts", "ends", "timezone")
OF_OUTPUT = (
    *("id", "agent", "output_type", "subject", "version", "status", "title", "summary", "confidence"),
    "engine",
)
OF_INSIGHT = (
    *("id", "kind", "category", "subject_key", "predicate", "value", "unit", "text", "sensitivity"),
    *("confidence", "grade", "valid_from", "valid_to", "recorded_at", "content_hash"),
)
_o = strategy_outputs.c
_i = ai_insights.c
_a = asked_for.c
_RANK = _i.grade, _i.recorded_at
_BEST = *(rank.desc() for rank in _RANK), _i.id.desc()


@cache
def levels() -> Select[Any]:
    """The organisation, and the client and campaign of a scope that has them."""
    org = organizations.c
    of_client = [clients.c.slug.label("client_slug"), clients.c.name.label("client_name")]
    of_campaign = [campaigns.c[name].label(f"campaign_{name}") for name in OF_CAMPAIGN]
    at_client = and_(clients.c.org_id == org.id, clients.c.id == CLIENT)
    at_campaign = and_(campaigns.c.org_id == org.id, campaigns.c.id == CAMPAIGN)
    joined = organizations.outerjoin(clients, at_client).outerjoin(campaigns, at_campaign)
    return select(organizations, *of_client, *of_campaign).select_from(joined).where(org.id == ORG)


@cache
def outputs(
    depth: Depth, whole: tuple[str, ...], most: tuple[tuple[SectionName, int], ...], *, drafts: bool
) -> Select[Any]:
    """The newest version of each type and subject in sight, by section: the `whole` types first, with their bodies."""
    first = _first_outputs(depth, whole, most, drafts=drafts)
    body = case((_o.output_type.in_(whole), _o.body), else_=null()).label("body")
    read = [_o[name] for name in (*OF_OUTPUT, "level", "created_at", "stale_after", "content_hash")]
    at_first = and_(_o.org_id == first.c.org_id, _o.id == first.c.id)
    joined = with_path(strategy_outputs).join(first, at_first)
    query = select(*read, body, PATH, first.c.section, first.c.total).select_from(joined)
    return query.order_by(first.c.place)


def _first_outputs(
    depth: Depth, whole: Sequence[str], most: Sequence[tuple[SectionName, int]], *, drafts: bool
) -> Subquery:
    """Which outputs are worth reading, by section: their keys, their places, and how many there are."""
    told = _o.status != "archived" if drafts else _o.status == "approved"
    same = _o.level, _o.output_type, _o.subject
    nth = func.row_number().over(partition_by=same, order_by=_o.version.desc()).label("nth")
    section = case((_o.output_type == PERSONA, "personas"), else_="outputs").label("section")
    order = _wish(whole).label("wish"), _nearness(depth).label("nearness")
    keys = _o.org_id, _o.id, _o.created_at
    seen = depth.sees(strategy_outputs), told, ~_put_away()
    v = select(*keys, nth, section, *order).where(*seen).subquery("version").c
    ranked = (v.wish, v.nearness, v.created_at.desc(), v.id)
    place = func.row_number().over(partition_by=v.section, order_by=ranked).label("place")
    total = func.count().over(partition_by=v.section).label("total")
    n = select(v.org_id, v.id, v.section, place, total).where(v.nth == 1).subquery("newest").c
    enough = or_(*(and_(n.section == name, n.place <= count) for name, count in most))
    return select(n.org_id, n.id, n.section, n.place, n.total).where(enough).subquery("first")


def _put_away() -> ColumnElement[bool]:
    """Whether a later version archived the whole output: no earlier one speaks in its place."""
    later = strategy_outputs.alias("later").c
    chain = (later[name] == _o[name] for name in ("org_id", "level", "output_type", "subject"))
    return exists().where(*chain, later.version > _o.version, later.status == "archived")


def _wish(whole: Sequence[str]) -> ColumnElement[int]:
    """The place of an output's type among those that its section wants whole."""
    places = {kind: n for n, kind in enumerate(whole)}
    return case(places, value=_o.output_type, else_=len(places)) if places else literal(0)


def _nearness(depth: Depth) -> ColumnElement[int]:
    chain = depth.chain
    return case(*((_o.level == level, n) for n, level in enumerate(chain)), else_=len(chain))


@cache
def insights(depth: Depth, most: int) -> Select[Any]:
    """What holds in sight, each with its last words: rules and preferences first.

    Which ones are told is decided before anything else of them is read.
    """
    holds = depth.sees(ai_insights), _i.status == "active", lasting(TODAY)
    total = select(func.count()).select_from(ai_insights).where(*holds).scalar_subquery().label("total")
    first = _first_insights(depth, holds, most)
    at_first = and_(_i.org_id == first.c.org_id, _i.id == first.c.id)
    read = [_i[name] for name in OF_INSIGHT]
    query = select(*read, PATH, _last_words(), total).select_from(
        with_path(ai_insights).join(first, at_first)
    )
    return query.order_by(first.c.tier, *_BEST)


def _first_insights(depth: Depth, holds: Sequence[ColumnElement[bool]], most: int) -> Subquery:
    """Which insights are worth reading: rules and preferences, then the others; of each what stands above first."""
    standing, above = _i.category.in_(STANDING), _i.level.in_(depth.chain)
    tiers = [and_(kind, place) for kind in (standing, ~standing) for place in (above, ~above)]
    key = _i.org_id, _i.id
    if depth.client or depth.campaign:
        tier = case(*((each, n) for n, each in enumerate(tiers))).label("tier")
        return select(*key, tier).where(*holds).order_by(tier, *_BEST).limit(most).subquery("first")
    best = [
        select(*key, literal(n).label("tier"), *_RANK).where(*holds, each).order_by(*_BEST).limit(most)
        for n, each in enumerate(tiers)
    ]
    return _merged([each.subquery() for each in best], most)


def _merged(tiers: Sequence[Subquery], most: int) -> Subquery:
    """The best of an organisation's tiers: each is read along a key, since together they are too many to be sorted."""
    c = union_all(*(select(each) for each in tiers)).subquery("tiers").c
    order = c.tier, *(c[rank.name].desc() for rank in _RANK), c.id.desc()
    return select(c.org_id, c.id, c.tier).order_by(*order).limit(most).subquery("first")


def _last_words() -> Label[str]:
    """The quote that was said last for an insight, and its message."""
    s = insight_sources.c
    mine = s.org_id == _i.org_id, s.insight_id == _i.id
    said = select(s.quote + "\n" + s.message_id).where(*mine)
    return said.order_by(s.created_at.desc(), s.id.desc()).limit(1).scalar_subquery().label("said")


@cache
def approvals(depth: Depth, most: int) -> Select[Any]:
    """What waits for somebody's approval in sight, the longest first."""
    at_output = and_(_o.org_id == _a.org_id, _o.id == _a.output_id)
    open_ = depth.sees(asked_for), _a.state == "requested", _a.expires_at > NOW
    query = select(asked_for, _o.title, PATH, func.count().over().label("total"))
    query = query.select_from(with_path(asked_for).join(strategy_outputs, at_output))
    return query.where(*open_).order_by(_a.requested_at, _a.id).limit(most)
