"""What an organisation, a client or a campaign has decided about models: who says no, is sent nowhere."""

from sqlalchemy import insert, select, update

from memory.db import Unit, Writing
from memory.store import audit
from memory.tables.arrivals import privacy_choices

_p = privacy_choices.c


async def allow_models(unit: Writing, allowed: bool) -> None:
    """Decides for the unit's scope and everything below it."""
    scope = unit.scope
    values = {
        "no_model_since": None if allowed else unit.now(),
        "updated_by": unit.actor.name,
        "updated_at": unit.now(),
    }
    place = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    if not await unit.unless_taken(insert(privacy_choices).values(**place, **values)):
        mine = _p.org_id == scope.org, _p.level == scope.level
        await unit.run(update(privacy_choices).where(*mine).values(values))
    await audit.append(unit, "privacy.set", scope.level, {"models": allowed})


async def models_allowed(unit: Unit) -> bool:
    """Whether a language model may be asked about the unit's scope: no level above it says no."""
    levels = [scope.level for scope in unit.scope.chain]
    query = select(_p.id).where(_p.org_id == unit.scope.org, _p.level.in_(levels))
    return await unit.first(query.where(_p.no_model_since.is_not(None))) is None
