"""Whether the accounts that numbers are read from stay open: which credentials end soon. No platform is asked."""

from dataclasses import replace

from bot.app import open_house
from bot.doctor.examine import Check
from bot.house import House
from bot.measuring import connections
from bot.measuring.connections import Connection
from config.errors import Locale, StratumError
from config.settings import Settings
from config.wording import words
from memory.store.entrance import directory, enter


async def connected(settings: Settings, locale: Locale) -> tuple[Check, ...]:
    """One check where anything is connected; what keeps from opening it, the keyring's check has said."""
    try:
        async with open_house(settings) as house:
            found = [one for slug in await _slugs(house) for one in await _of(house, slug)]
            now = house.now()
    except StratumError:
        return ()
    if not found:
        return ()
    say = words("doctor")
    ending = [(path, one) for path, one in found if one.ends_soon(now) is not None]
    named = ", ".join(f"{path} {one.platform} {one.account.ref}" for path, one in ending)
    check = Check("connections", not ending, say("connections.ok", locale, count=len(found)))
    mend = say("connections", locale)
    return (replace(check, detail=named or check.detail, mend=mend),)


async def _slugs(house: House) -> list[str]:
    return [one.slug for one in await directory(house.database)]


async def _of(house: House, slug: str) -> list[tuple[str, Connection]]:
    """An organisation's connections, as its owner reaches them."""
    entrance = await enter(house.database, slug)
    return [(one.path, made) for one, made in await connections.reached(house, entrance)]
