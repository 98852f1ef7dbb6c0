"""The questions that a digest puts to the agents' own arithmetic, as whoever made the digest may ask them."""

from datetime import datetime

from agents.types import Ask, Command
from bot import permissions
from bot.facts import UnitFacts
from bot.given import UnitGiven
from bot.recall import context_of
from config.errors import Locale
from memory.db import Unit
from memory.types import Place


async def asking(unit: Unit, place: Place, now: datetime, locale: Locale) -> Ask:
    """An ask of nothing in particular; without facts where its asker may not read them."""
    may = permissions.can(unit.actor, "metrics.fact.read", place, now).allowed
    context = await context_of(unit, place)
    facts = UnitFacts(unit) if may else None
    return Ask(
        "", Command("analytics"), locale, context, now, _quiet, given=UnitGiven(unit, place), facts=facts
    )


async def _quiet(_text: str) -> None:
    pass
