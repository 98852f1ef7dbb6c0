"""The first five minutes: who you are, one name or two, three sentences, and the first SWOT."""

from agents.types import AgentResult, Button
from bot.house import House
from config.errors import Locale, StratumError
from config.wording import words
from memory import naming
from memory.store import campaigns, clients, organizations
from memory.store.entrance import OWNER, enter
from memory.types import CampaignPlan, Organization, OrgId, OrgType

OPEN = ":"
"""The end of an action that the next words complete: `start agency:`."""
_HERE = {"ko": ("Asia/Seoul", "KRW"), "en": ("UTC", "USD")}


def welcome(locale: Locale) -> AgentResult:
    """Nothing is here yet: two ways to begin, and two ways to look first."""
    say = words("tools")
    buttons = (
        Button(say("button.agency", locale), "start agency"),
        Button(say("button.sme", locale), "start sme"),
        Button(say("button.data", locale), "data"),
    )
    return AgentResult(
        (say("welcome", locale), say("nothing", locale)), buttons=buttons, status="needs_input"
    )


async def start(rest: str, locale: Locale, house: House) -> AgentResult:
    """One step further: `agency`, `sme`, or either with a colon and the names that were asked for."""
    kind, named, names = rest.partition(OPEN)
    if kind.strip() not in {"agency", "sme"}:
        return welcome(locale)
    if not named or not names.strip():
        return _names(kind.strip(), locale)
    if kind.strip() == "sme":
        path = await _business(names.strip(), locale, house)
    else:
        client, _, campaign = (part.strip() for part in names.partition("/"))
        if not client or not campaign:
            return _names("agency", locale, words("tools")("start.names", locale))
        path = await _agency(client, campaign, locale, house)
    return await _ready(path, locale, house)


def _names(kind: str, locale: Locale, line: str = "") -> AgentResult:
    line = line or words("tools")(f"start.{kind}", locale)
    return AgentResult((line,), status="needs_input", expects=f"start {kind}{OPEN}")


async def _business(name: str, locale: Locale, house: House) -> str:
    say = words("tools")
    root = await _organization(name, "SME", locale, house)
    await _campaign(root, say("start.campaign", locale), house)
    return f"{root}/{naming.suggestion(say('start.campaign', locale))}"


async def _agency(client: str, campaign: str, locale: Locale, house: House) -> str:
    root = await _organization(words("tools")("start.team", locale), "AGENCY", locale, house)
    entrance = await enter(house.database, root, OWNER)
    async with house.database.writing(entrance.access) as unit:
        made = await clients.add(unit, naming.suggestion(client), client)
    await _campaign(f"{root}/{made.slug}", campaign, house)
    return f"{root}/{made.slug}/{naming.suggestion(campaign)}"


async def _organization(name: str, kind: OrgType, locale: Locale, house: House) -> str:
    """Makes the organisation, under the next free slug."""
    timezone, currency = _HERE[locale]
    slug = naming.suggestion(name)
    for number in range(1, 100):
        tried = slug if number == 1 else f"{slug}-{number}"
        new = Organization(OrgId(""), tried, name, kind, locale, timezone, currency)
        try:
            return (await organizations.add(house.database, new)).slug
        except StratumError:
            if number == 99:
                raise
    raise AssertionError("the loop returns or raises")


async def _campaign(parent: str, name: str, house: House) -> None:
    entrance = await enter(house.database, parent, OWNER)
    async with house.database.writing(entrance.access) as unit:
        await campaigns.add(unit, naming.suggestion(name), CampaignPlan(name=name))


async def _ready(path: str, locale: Locale, house: House) -> AgentResult:
    say = words("tools")
    place = (await enter(house.database, path, OWNER)).place
    done = say("start.done", locale, place=" › ".join(place.names))
    return AgentResult((done, say("start.brief", locale)), place=path, expects="strategy brief:")
