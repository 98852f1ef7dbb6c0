"""What is kept where, who else is sent what, and who has said no to that."""

from functools import cache
from typing import Any

from agents.types import AgentResult, Button
from bot.arrival.spots import Spot
from bot.wanted import Wanted
from config.tables import read_table
from memory.store import privacy
from memory.store.entrance import enter_scope
from memory.types import Scope


async def privacy_of(wanted: Wanted) -> AgentResult:
    """`privacy`; `privacy no-model` and `privacy model` decide for this client (of an SME: for the business)."""
    word = wanted.rest.strip().lower()
    if word in {"no-model", "nomodel", "모델금지", "모델"} or word == "model":
        return await _decide(wanted, allowed=word in {"model"})
    lines = [wanted.say("privacy.read"), wanted.say("privacy.kept", where=_where(wanted)), _sent(wanted)]
    if wanted.entrance is None:
        return AgentResult(tuple(lines))
    async with wanted.database.reading(wanted.entrance.access) as unit:
        allowed = await privacy.models_allowed(unit)
    if not allowed:
        lines.append(wanted.say("privacy.no_model", place=wanted.here))
    lines.append(wanted.say("privacy.rights"))
    button = Button(*_choice(wanted, allowed=not allowed))
    return AgentResult(tuple(lines), buttons=(button, Button(wanted.say("button.forget"), "form forget")))


async def _decide(wanted: Wanted, *, allowed: bool) -> AgentResult:
    if wanted.entrance is None:
        return AgentResult((wanted.say("unmapped"),), status="needs_input")
    wanted.permit("privacy", "set")
    here, actor = wanted.entrance.place.scope, wanted.entrance.access.actor
    scope = Scope(here.org, here.client)
    entrance = await enter_scope(wanted.database, scope, actor.user)
    wanted.permit_at(actor, entrance.place, "privacy", "set")
    async with wanted.database.writing(entrance.access) as unit:
        await privacy.allow_models(unit, allowed)
    place = Spot(entrance.place, actor).label
    return AgentResult((wanted.say("privacy.allowed" if allowed else "privacy.no_model", place=place),))


def _choice(wanted: Wanted, *, allowed: bool) -> tuple[str, str]:
    if allowed:
        return wanted.say("button.model"), "privacy model"
    return wanted.say("button.no_model"), "privacy no-model"


def _where(wanted: Wanted) -> str:
    url = wanted.house.settings.database
    return wanted.say("privacy.served" if url.startswith("postgresql") else "privacy.embedded")


def _sent(wanted: Wanted) -> str:
    """Which vendors in which countries are sent what; nothing leaves where no model is connected."""
    from config.models import connections  # noqa: PLC0415 - only this answer needs it

    house = wanted.house
    connected = connections(house.settings.model, house.environ).vendors
    said = [
        wanted.say(
            "privacy.vendor", name=_vendors()[one.id]["name"] or one.title, country=_country(one.id, wanted)
        )
        for one in connected
    ]
    return wanted.say("privacy.sent", vendors=", ".join(said)) if said else wanted.say("privacy.nothing_sent")


def _country(vendor: str, wanted: Wanted) -> str:
    return str(_vendors()[vendor]["country"][wanted.locale])


@cache
def _vendors() -> dict[str, dict[str, Any]]:
    return read_table("privacy.toml")["vendors"]
