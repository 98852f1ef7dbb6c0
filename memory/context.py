"""The Enterprise Context Service: the one door through which agents learn what is known at a place.

One transaction of at most eight statements. What has been put together is kept per place and visibility, and
used again only while every stamp in its reach is the same: a write is seen by the next read, in any process.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from time import perf_counter
from typing import Any

from sqlalchemy.exc import DBAPIError

from config.context import SECTIONS, ContextProfiles, Profile, SectionName, context_profiles
from config.roles import rights
from memory import revisions
from memory.access import Access
from memory.context_cache import ContextCache, Key
from memory.context_packer import LeftOut, Pack, item, pack
from memory.context_sections import SOURCES, Found, Levels, Source, Wanted, levels
from memory.db import Database, Unit
from memory.guidelines import as_json
from memory.store import guidelines
from memory.types import Json, OrgType

_BROKEN = (KeyError, TypeError, ValueError, DBAPIError)
"""What a part that cannot be read raises; whatever else goes wrong is nobody's to hide."""


@dataclass(frozen=True, slots=True)
class EnterpriseContext:
    """What is known at a place, for one agent."""

    sections: Json
    """organization, client, campaign, guidelines, outputs, personas, insights, metrics, approvals."""
    left_out: tuple[Json, ...]
    """`{section, why, count, ids}` for what did not fit, was shortened, or is not this actor's to see."""
    degraded: tuple[str, ...]
    """Sections that could not be read; they are empty here."""
    version: str
    """Changes with every change of what this context is made of."""
    elapsed_ms: float = 0.0

    def as_json(self) -> Json:
        return {
            **self.sections,
            "left_out": list(self.left_out),
            "degraded": list(self.degraded),
            "version": self.version,
            "elapsed_ms": round(self.elapsed_ms, 2),
        }


async def get_enterprise_context(
    db: Database,
    access: Access,
    agent: str = "",
    cache: ContextCache | None = None,
    sources: Mapping[str, Source] = SOURCES,
) -> EnterpriseContext:
    """What this actor's agent is told at the access's scope. Raises UnknownAgent, UnknownScope."""
    started = perf_counter()
    profile = context_profiles().of(agent)
    key = Key(access.scope, access.reaches["read"], _roles(access, db), agent)
    async with db.reading(access) as unit:
        version = revisions.version(await unit.all(revisions.stamps(access.scope.org)))
        kept = cache.get(key, version) if cache is not None else None
        if kept is not None:
            context = _from_bytes(kept)
        else:
            context = await _read(unit, profile, key.roles, version, sources)
            if cache is not None and not context.degraded:
                cache.put(key, version, _to_bytes(context))
    return replace(context, elapsed_ms=(perf_counter() - started) * 1_000)


async def _read(
    unit: Unit, profile: Profile, roles: frozenset[str], version: str, sources: Mapping[str, Source]
) -> EnterpriseContext:
    places = await levels(unit)
    may = _allowed(context_profiles(), roles, places.organization.type)
    in_force = await guidelines.in_force(unit)
    found, degraded = await _gather(unit, Wanted(profile, drafts="drafts" in may), sources)
    packing = Pack(profile.tokens)
    sections = _places(places, budget="budget" in may)
    packing.always(*sections.values())
    sections["guidelines"] = _guidelines(packing, profile, in_force)
    open_to_all = {name: part for name, part in found.items() if name in may}
    pack(packing, {name: part.items for name, part in open_to_all.items()}, profile.sections)
    for name, part in open_to_all.items():
        packing.note(name, "most", [], part.beyond)
    sections |= {name: packing.values(name) for name in SECTIONS}
    hidden = [LeftOut(name, "permission", []) for name in SECTIONS if name not in may]
    left_out = tuple(each.as_json() for each in (*packing.left_out, *hidden))
    return EnterpriseContext(sections, left_out, tuple(degraded), version)


def _roles(access: Access, db: Database) -> frozenset[str]:
    """The roles that count at the scope: held there or above it, and not expired."""
    return frozenset(
        held.role
        for held in access.actor.memberships
        if held.scope in access.scope.chain and (held.expires_at is None or held.expires_at > db.now())
    )


def _allowed(profiles: ContextProfiles, roles: Iterable[str], org_type: OrgType) -> frozenset[str]:
    """The parts that one of these roles may see."""
    granted = frozenset[str]().union(*(rights().granted(org_type, role) for role in roles))
    return frozenset(part for part, permission in profiles.needs.items() if permission in granted)


async def _gather(
    unit: Unit, wanted: Wanted, sources: Mapping[str, Source]
) -> tuple[dict[SectionName, Found], list[str]]:
    """Items by section, and the sources that could not be read."""
    found: dict[SectionName, Found] = {}
    degraded: list[str] = []
    for name, source in sources.items():
        try:
            found |= await source(unit, wanted)
        except _BROKEN:
            degraded.append(name)
    return found, degraded


def _places(places: Levels, *, budget: bool) -> Json:
    org = asdict(places.organization)
    client = asdict(places.client) if places.client else None
    campaign: Json | None = None
    if places.campaign:
        plan = {name: _said(value) for name, value in asdict(places.campaign.plan).items()}
        plan["currency"] = plan["currency"] or places.organization.currency
        plan["timezone"] = plan["timezone"] or places.organization.timezone
        if not budget:
            plan.pop("budget")
        campaign = {"id": places.campaign.id, "slug": places.campaign.slug} | plan
    return {"organization": org, "client": client, "campaign": campaign}


def _said(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _guidelines(packing: Pack, profile: Profile, in_force: guidelines.InForce) -> Json:
    """The fields for this agent, locked ones first where not all fit into half the budget."""
    document = as_json(in_force.guidelines)
    fields = [item(id, entry) for id, entry in document["fields"].items() if profile.wants(id)]
    by_lock = sorted(fields, key=lambda each: not document["fields"][each.id]["locked"])
    packing.add("guidelines", by_lock, profile.tokens // 2)
    packing.close("guidelines", fields)
    packing.note("guidelines", "profile", [id for id in document["fields"] if not profile.wants(id)])
    levels_used = [{"ref": used.ref, "content_hash": used.content_hash} for used in in_force.inputs]
    told = {id: form.value for id, form in packing.told["guidelines"].items()}
    return {"fields": told, "ignored": document["ignored"], "levels": levels_used}


def _to_bytes(context: EnterpriseContext) -> bytes:
    return json.dumps(asdict(context), ensure_ascii=False).encode()


def _from_bytes(text: bytes) -> EnterpriseContext:
    kept = json.loads(text)
    return EnterpriseContext(
        kept["sections"], tuple(kept["left_out"]), tuple(kept["degraded"]), kept["version"]
    )
