"""What language models cost at a place, as values for the command line and as words for the chat."""

from dataclasses import asdict, dataclass

from agents.types import AgentResult, Section, Table
from bot.house import House
from config.errors import Locale
from config.wording import words
from memory.store import usage
from memory.store.entrance import Entrance
from memory.types import Json

_PARTS = ("agents", "models", "months", "turns")


@dataclass(frozen=True, slots=True)
class Bill:
    """The costs at a place, and the whole organisation's month."""

    costs: usage.Costs
    used_micros: int
    limit_micros: int | None
    currency: str = "USD"

    def document(self, scope: str) -> Json:
        """For scripts: money in millionths of the currency."""
        parts = {part: [asdict(one) for one in getattr(self.costs, part)] for part in _PARTS}
        month = {
            "used_micros": self.used_micros,
            "limit_micros": self.limit_micros,
            "currency": self.currency,
        }
        return {"scope": scope, "month": month, **parts}

    def result(self, locale: Locale) -> AgentResult:
        say = words("cost")
        limit = say("none", locale) if self.limit_micros is None else _money(self.limit_micros)
        line = say("month", locale, used=_money(self.used_micros), limit=limit, currency=self.currency)
        if not self.costs.agents:
            return AgentResult((line, say("nothing", locale)))
        head = tuple(say(one, locale) for one in ("name", "calls", "tokens", "cost"))
        sections = (_section(say(part, locale), head, getattr(self.costs, part)) for part in _PARTS)
        return AgentResult((line,), tuple(sections))


async def bill(house: House, entrance: Entrance) -> Bill:
    """What was spent at this place and below it, as far as the actor may see that."""
    async with house.database.reading(entrance.access) as unit:
        own, used = await usage.limit(unit), await usage.used(unit)
        limit = house.settings.model_budget_micros if own is None else own
        return Bill(await usage.costs(unit), used, limit)


def _section(title: str, head: tuple[str, ...], spent: tuple[usage.Spent, ...]) -> Section:
    rows = tuple(
        (
            one.name or "-",
            f"{one.calls:,}",
            f"{one.tokens_in:,} + {one.tokens_out:,}",
            _money(one.cost_micros),
        )
        for one in spent
    )
    return Section(title, (Table(head, rows),))


def _money(micros: int) -> str:
    """Four decimals: a call costs fractions of a cent."""
    return f"{micros / 1_000_000:,.4f}"
