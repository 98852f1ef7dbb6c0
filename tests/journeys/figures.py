"""Figures of a bakery's campaign as its platforms export them: what was spent, sold and visited, up to yesterday."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.house import House
from bot.importing import Handed, store
from bot.plugins import table_reader
from memory.loading import Wish
from memory.store.entrance import enter
from tests.journeys.flows import HERE

DAYS = 70
_WEEK = 7


def today(house: House) -> date:
    return house.now().astimezone(ZoneInfo("Europe/London")).date()


async def load(house: House, platform: str, rows: Iterable[str]) -> None:
    """Takes one export in."""
    wish = Wish(platform, timezone="Europe/London")
    reading = table_reader()([Handed(f"{platform}.csv", "\n".join(rows).encode())], wish)
    async with house.database.writing((await enter(house.database, HERE)).access) as unit:
        await store(unit, reading)


def days(last: date, count: int = DAYS) -> Iterator[tuple[date, bool]]:
    """Each day up to yesterday, and whether it is one of the last seven."""
    for back in range(count, 0, -1):
        yield last - timedelta(days=back), back <= _WEEK


def google(last: date, sold: int = 40, now: int = 20, spend: int = 100) -> Iterator[str]:
    """A campaign at £100 a day that sells `sold` a day, and `now` in the last seven; each sale is £10."""
    yield "Day,Campaign,Currency code,Cost,Impressions,Clicks,Conversions,Conv. value"
    for day, recent in days(last):
        count = now if recent else sold
        yield f"{day},Spring sale,GBP,{spend},10000,1000,{count},{10 * count}"


def meta(last: date) -> Iterator[str]:
    """Another one at £50 a day that always sells 10."""
    yield "Day,Campaign name,Amount spent (GBP),Impressions,Link clicks,Results"
    for day, _ in days(last):
        yield f"{day},Retargeting,50,5000,200,10"


def site(last: date, campaign: str = "spring", source: str = "instagram / social") -> Iterator[str]:
    """Visits and key events of one campaign's links, and of everything else."""
    yield "Date,Session campaign,Session source / medium,Sessions,Key events,Total revenue,Currency"
    for day, _ in days(last):
        yield f"{day},{campaign},{source},200,4,40,GBP"
        yield f"{day},(organic),google / organic,300,6,60,GBP"
