"""How much may be spent, from when to when: said just now, the campaign's own, the plan's, or remembered."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import cast

from agents.kit.budgeting.amounts import micros_of_minor
from agents.kit.budgeting.envelope import stated
from agents.kit.budgeting.schedule import Flight
from agents.kit.budgeting.shares import split
from agents.kit.budgeting.window import Window, month_of, named
from agents.kit.budgeting.wish import Wish, mentions
from agents.kit.flows import Flowing, arriving, inputs, previous
from agents.kit.frameworks.confidence import DRAFT_OUTPUT, GRADES
from agents.kit.reading.quantities import read_quantities
from agents.types import Ask
from config.patterns import regex
from memory.insight import Insight
from memory.types import Campaign, Evidence, InputUsed, Json

Basis = str
"""`stated`, `campaign`, `plan`, `memory`, `before` (said for the last pacing), or "" where there is none."""
_WHOLE = 100
_PARTS = regex(r",(?!\d)|[;·\n]|그리고|\band\b")


@dataclass(frozen=True, slots=True)
class Planned:
    """A budget in micros with its days; None is not known."""

    amount: int | None = None
    currency: str = ""
    window: Window | None = None
    daily: bool = False
    """Whether the amount is one of each day."""
    paused: bool = False
    basis: Basis = ""
    assumed: tuple[str, ...] = ()
    """Keys of words for what was taken for granted."""
    platforms: Mapping[str, int] = field(default_factory=dict[str, int])
    """Micros by platform, where the plan divides it."""
    flights: tuple[Flight, ...] = ()
    """Where the money has days of its own; () for one amount over all days."""
    only: tuple[str, ...] = ()
    """The platforms that it is for; () for all."""
    evidence: tuple[Evidence, ...] = ()
    inputs: tuple[InputUsed, ...] = ()

    @property
    def total(self) -> int | None:
        """For all days; None where the amount or the days are not known."""
        if self.amount is None or self.window is None:
            return None
        return self.amount * self.window.days if self.daily else self.amount


async def planned(ask: Ask, wish: Wish, today: date) -> Planned:
    """The nearest budget: what is said goes before the campaign's, that before the plan's, that before memory's."""
    campaign = await ask.given.campaign() if ask.given else None
    window = _window(wish, campaign, today)
    paused = wish.says("paused") or (campaign is not None and campaign.plan.status == "paused")
    platforms, flowing = _by_platform(ask), arriving("plan.allocation-budget.pacing", ask.context)
    found = (
        _flown(ask, wish, today)
        or _stated(ask, wish)
        or _of_campaign(campaign, ask)
        or _of_plan(flowing, ask)
    )
    found = found or _remembered(ask) or _before(ask, today) or Planned(currency=ask.context.place.currency)
    return _of_platforms(_dated(found, window, paused, platforms, today), wish.platforms)


def _of_platforms(found: Planned, named: tuple[str, ...]) -> Planned:
    """A budget of the platforms that are named: what was said is theirs, and so is what the plan gives them."""
    if named and found.basis == "stated":
        return replace(found, only=named)
    if named and all(one in found.platforms for one in named):
        return replace(found, amount=sum(found.platforms[one] for one in named), only=named)
    return found


def _dated(
    found: Planned, window: Window | None, paused: bool, platforms: Mapping[str, int], today: date
) -> Planned:
    if found.flights:
        return replace(found, paused=paused, platforms=platforms)
    own = found.basis in ("before", "plan")
    dates = (found.window or window) if own else (window or found.window)
    assumed = found.assumed
    if dates is None and found.amount is not None and "monthly" in assumed:
        dates = month_of(today)
    return replace(found, window=dates, paused=paused, platforms=platforms)


def _window(wish: Wish, campaign: Campaign | None, today: date) -> Window | None:
    if wish.window is not None and wish.window.until >= wish.window.since:
        return wish.window
    plan = campaign.plan if campaign else None
    if plan and plan.starts and plan.ends:
        return Window(plan.starts, plan.ends)
    return month_of(today) if wish.says("monthly") else None


def _flown(ask: Ask, wish: Wish, today: date) -> Planned | None:
    """`11/1~11/10 300만원, 11/20~11/30 700만원`: two flights or more, each with its days and its money or its part."""
    if shared := _shared(ask, wish, today):
        return shared
    flights: list[Flight] = []
    currency = ""
    for part in _PARTS.split(wish.text):
        window = named(part, today)
        money = next(
            (one for one in read_quantities(part, ask.context.place.currency) if one.kind == "money"), None
        )
        if window is not None and money is not None and not money.doubt and currency in ("", money.unit):
            currency = money.unit
            micros = int(money.value) * micros_of_minor(currency)
            flights.append(Flight(window.since, window.until, micros))
    return _of_flights(ask, wish, flights, currency)


def _shared(ask: Ask, wish: Wish, today: date) -> Planned | None:
    """`1천만 원을 1~10일에 60%, 11~30일에 40%`: parts of one amount, which make up all of it."""
    parts = [
        (named(one, today), _percent(one, ask.context.place.currency)) for one in _PARTS.split(wish.text)
    ]
    known = [(window, part) for window, part in parts if window is not None and part is not None]
    money = wish.money
    if money is None or money.doubt or len(known) < 2 or sum(part for _, part in known) != _WHOLE:
        return None
    amounts = split(int(money.value) * micros_of_minor(money.unit), [float(part) for _, part in known])
    flights = [Flight(one.since, one.until, amount) for (one, _), amount in zip(known, amounts, strict=True)]
    return _of_flights(ask, wish, flights, money.unit)


def _percent(text: str, currency: str) -> Decimal | None:
    return next((one.value for one in read_quantities(text, currency) if one.kind == "percent"), None)


def _of_flights(ask: Ask, wish: Wish, flights: list[Flight], currency: str) -> Planned | None:
    if len(flights) < 2:
        return None
    span = Window(min(one.starts for one in flights), max(one.ends for one in flights))
    told = Planned(
        sum(one.planned for one in flights), currency, span, basis="stated", flights=tuple(flights)
    )
    return replace(told, evidence=(stated("planned", ask, wish.text),))


def _before(ask: Ask, today: date) -> Planned | None:
    """What was said for the last pacing here, while its days last."""
    last = previous(ask.context, "pacing")
    body = last.draft.body if last else {}
    known = (
        body.get("planned") is not None and body.get("basis") in ("stated", "before") and not body.get("only")
    )
    if last is None or not known or len(body.get("flights") or ()) > 1:
        return None
    window = Window(date.fromisoformat(body["starts"]), date.fromisoformat(body["ends"]))
    if window.until < today:
        return None
    amount = body["planned"] * micros_of_minor(body["currency"])
    grade = GRADES["output"] if last.status == "approved" else DRAFT_OUTPUT
    evidence = (Evidence("planned", "output", f"{last.id}#planned", last.draft.summary, grade),)
    return Planned(amount, body["currency"], window, basis="before", evidence=evidence)


def _stated(ask: Ask, wish: Wish) -> Planned | None:
    money = wish.money
    if money is None or money.doubt:
        return None
    assumed = ("monthly",) if wish.says("monthly") else ()
    micros = int(money.value) * micros_of_minor(money.unit)
    evidence = (stated("planned", ask, money.text),)
    return Planned(
        micros, money.unit, daily=wish.says("daily"), basis="stated", assumed=assumed, evidence=evidence
    )


def _of_campaign(campaign: Campaign | None, ask: Ask) -> Planned | None:
    if campaign is None or campaign.plan.budget is None:
        return None
    currency = campaign.plan.currency or ask.context.place.currency
    amount = campaign.plan.budget * micros_of_minor(currency)
    quote = f"{campaign.plan.name} {campaign.plan.budget} {currency}"
    evidence = (Evidence("planned", "statement", campaign.id, quote, GRADES["statement"]),)
    return Planned(amount, currency, basis="campaign", evidence=evidence)


def _by_platform(ask: Ask) -> dict[str, int]:
    """Micros that the plan's rows give to each platform that they name."""
    found: dict[str, int] = {}
    for one in arriving("plan.row-budget.platform", ask.context):
        named, amount = mentions(one.text, "platforms"), _amount(one, "budget")
        if named and amount is not None:
            found[named[0].id] = found.get(named[0].id, 0) + amount
    return found


def _amount(one: Flowing, name: str) -> int | None:
    """Micros of a row's amount, which is in minor units of its plan's currency."""
    row = cast("Json", one.value)
    currency, minor = one.output.draft.body.get("currency"), row.get(name)
    return minor * micros_of_minor(str(currency)) if isinstance(minor, int) and currency else None


def _of_plan(flowing: tuple[Flowing, ...], ask: Ask) -> Planned | None:
    """What is allocated, what is held in reserve too, for the plan's own days."""
    amounts = [amount for one in flowing if (amount := _amount(one, "planned")) is not None]
    if not sum(amounts):
        return None
    body = flowing[0].output.draft.body
    currency = str(body.get("currency") or ask.context.place.currency)
    period = cast("Json", body.get("period") or {})
    days = (period.get("starts"), period.get("ends"))
    window = Window(*(date.fromisoformat(str(day)) for day in days)) if all(days) else None
    evidence = (flowing[0].evidence("planned"),)
    return Planned(sum(amounts), currency, window, basis="plan", evidence=evidence, inputs=inputs(flowing))


def _remembered(ask: Ask) -> Planned | None:
    """The newest budget that somebody told; a rate of a month is the month's."""
    found = [one for one in ask.context.known if one.category == "budget" and _whole(one) is not None]
    if not found:
        return None
    newest = found[-1]
    currency, _, per = newest.unit.partition("/")
    amount = (_whole(newest) or 0) * micros_of_minor(currency)
    evidence = (Evidence("planned", "statement", newest.id, newest.text, GRADES["statement"]),)
    return Planned(
        amount, currency, daily=per == "day", basis="memory", assumed=("monthly",) if per == "month" else (),
        evidence=evidence, inputs=(InputUsed("insight", newest.id, newest.content_hash),),
    )  # fmt: skip


def _whole(insight: Insight) -> int | None:
    return int(insight.value) if insight.value.isdigit() and len(insight.unit) >= 3 else None
