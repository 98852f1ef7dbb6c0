"""The first five minutes: who you are, one name or two, three sentences, and the first SWOT."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agents.types import AgentResult, Button
from bot.arrival.phrase import Phrase, phrase
from bot.house import House
from config.errors import Locale
from config.wording import words
from memory import naming
from memory.errors import Duplicate
from memory.store import campaigns, clients, organizations
from memory.store.entrance import OWNER, enter
from memory.types import CampaignPlan, Organization, OrgId, OrgType

OPEN = ":"
"""The end of an action that the next words complete: `start agency:`."""
KINDS: dict[str, OrgType] = {"agency": "AGENCY", "sme": "SME"}
_HERE = {"ko": ("Asia/Seoul", "KRW"), "en": ("UTC", "USD")}
_SLUGS = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to begin with. An SME's client is the business itself."""

    kind: str
    client: str
    campaign: str
    locale: Locale
    timezone: str


def wish_of(kind: str, said: Phrase, locale: Locale) -> Wish | None:
    """The wish in these words; None while a name is missing. Raises Misfilled for a time zone that is none."""
    client, slash, campaign = (part.strip() for part in said.text.partition("/"))
    if not client or (kind == "agency" and slash and not campaign) or (kind == "agency" and not slash):
        return None
    spoken: Locale = "ko" if said.options.get("locale", locale) == "ko" else "en"
    timezone = said.options.get("timezone") or _HERE[spoken][0]
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        from bot.arrival.forms import Misfilled  # noqa: PLC0415 - only what is wrong needs it

        raise Misfilled(field="timezone", value=timezone, hint="Asia/Seoul, Europe/London, …") from error
    return Wish(kind, client, campaign or first_campaign(spoken), spoken, timezone)


def first_campaign(locale: Locale) -> str:
    return words("tools")("start.campaign", locale)


def organization_for(wish: Wish) -> Organization:
    """The organisation that a wish makes; its id is made when it is stored."""
    name = wish.client if wish.kind == "sme" else words("tools")("start.team", wish.locale)
    currency = _HERE[wish.locale][1]
    slug = naming.suggestion(name)
    return Organization(OrgId(""), slug, name, KINDS[wish.kind], wish.locale, wish.timezone, currency)


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
    """One step further in a console: `agency`, `sme`, or either with a colon and the names."""
    said = phrase(rest)
    kind = said.words[0] if said.words else ""
    if kind not in KINDS:
        return welcome(locale)
    wish = wish_of(kind, said, locale)
    if wish is None:
        half = kind == "agency" and bool(said.text)
        return _names(kind, locale, words("tools")("start.names", locale) if half else "")
    root = await _organization(wish, house)
    parent = root if kind == "sme" else await _client(root, wish.client, house)
    return await _ready(await _campaign(parent, wish.campaign, house), locale, house)


def _names(kind: str, locale: Locale, line: str = "") -> AgentResult:
    line = line or words("tools")(f"start.{kind}", locale)
    return AgentResult((line,), status="needs_input", expects=f"start {kind}{OPEN}")


async def _organization(wish: Wish, house: House) -> str:
    """Makes the organisation, under the next free slug."""
    new = organization_for(wish)
    for number in range(1, _SLUGS):
        tried = new.slug if number == 1 else f"{new.slug}-{number}"
        named = Organization(OrgId(""), tried, new.name, new.type, new.locale, new.timezone, new.currency)
        try:
            return (await organizations.add(house.database, named)).slug
        except Duplicate:
            continue
    raise Duplicate(kind="organization", name=new.slug)


async def _client(root: str, name: str, house: House) -> str:
    entrance = await enter(house.database, root, OWNER)
    async with house.database.writing(entrance.access) as unit:
        made = await clients.add(unit, naming.suggestion(name), name)
    return f"{root}/{made.slug}"


async def _campaign(parent: str, name: str, house: House) -> str:
    entrance = await enter(house.database, parent, OWNER)
    async with house.database.writing(entrance.access) as unit:
        made = await campaigns.add(unit, naming.suggestion(name), CampaignPlan(name=name))
    return f"{parent}/{made.slug}"


async def _ready(path: str, locale: Locale, house: House) -> AgentResult:
    say = words("tools")
    place = (await enter(house.database, path, OWNER)).place
    done = say("start.done", locale, place=" › ".join(place.names))
    return AgentResult((done, say("start.brief", locale)), place=path, expects="strategy brief:")
