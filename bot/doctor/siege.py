"""`doctor --tenancy`: the walls between tenants attacked on this very database, attack by attack."""

from bot.doctor.examine import Check
from config.errors import Locale
from config.settings import Settings
from config.wording import words
from memory.attacks.run import attack
from memory.db import Database


async def besiege(settings: Settings, locale: Locale) -> tuple[Check, ...]:
    """Every attack with its outcome; nothing of them stays in the database."""
    say, named = words("doctor"), words("attacks")
    async with await Database.open(settings.database) as database:
        outcomes = await attack(database)
    return tuple(
        Check(
            name=f"tenancy: {one.name}",
            ok=one.held,
            detail=_what(named(one.name, locale), one.name)
            + (say("withstood", locale) if one.held else say("broken", locale, detail=one.detail)),
            mend="" if one.held else say("broken.mend", locale),
        )
        for one in outcomes
    )


def _what(said: str, name: str) -> str:
    """The attack in the reader's language, where its name is not that already."""
    return "" if said == name else f"{said}: "
