"""Pacing of a place's budget, from what is planned there and what was spent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from agents.kit.budgeting import envelope
from agents.kit.budgeting.allowances import Excess, excesses, swing
from agents.kit.budgeting.amounts import minor
from agents.kit.budgeting.errors import FiguresRefused
from agents.kit.budgeting.measured import Figures, Line, daily, figures, spending
from agents.kit.budgeting.pacing import Pace, pace
from agents.kit.budgeting.pacing_shown import signal_text, summary
from agents.kit.budgeting.planned import Planned
from agents.kit.budgeting.schedule import FLAT, Flight, Schedule, Weekdays, learn, schedule
from agents.kit.budgeting.shares import split
from agents.kit.budgeting.signals import Signal, Watched, severity, signals
from agents.kit.budgeting.spending import Spending
from agents.types import Ask
from config.budgeting import Pacing as Limits
from config.budgeting import pacing as limits_of
from config.budgeting import platform_name
from config.errors import Locale
from config.wording import words
from memory.types import Draft, Json

_HISTORY = timedelta(weeks=13)


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget that can be paced, with what was spent of it."""

    planned: Planned
    plan: Schedule
    weights: Weekdays
    learnt: bool
    spent: Spending | None
    pace: Pace
    lines: tuple[Line, ...]
    figures: Figures


async def pacing_of(ask: Ask, found: Planned, today: date) -> Draft:
    """The pacing as an output. What is missing for it is among its missing inputs."""
    if ask.facts is None:
        raise FiguresRefused()
    since = (found.window.since if found.window else today) - _HISTORY
    figures_ = await figures(ask.facts, daily(since, None, found.currency), ask.context.place.timezone)
    lines = figures_.within(found.currency)
    if found.only:
        lines = tuple(line for line in lines if line.platform in found.only)
    if found.total is None or found.window is None:
        return _unplanned(ask, found, figures_, lines)
    budget = _paced(found, figures_, lines, limits_of())
    return _draft(ask, budget, limits_of())


def _paced(found: Planned, figures_: Figures, lines: tuple[Line, ...], limits: Limits) -> Budget:
    window = found.window
    if window is None:
        raise LookupError("a budget that is paced has days")
    every = spending(lines, figures_.timezone, date.min)
    weights = learn(every.days, every.day + timedelta(days=1), limits.history_weeks) if every else None
    learnt = weights is not None and not found.daily
    chosen = weights if weights is not None and learnt else FLAT
    plan = schedule(found.flights or [Flight(window.since, window.until, found.total or 0)], chosen)
    spent = _cut(every, window.until)
    told = pace(plan, spent, limits, found.currency, found.paused)
    return Budget(found, plan, chosen, learnt, spent, told, lines, figures_)


def _cut(every: Spending | None, until: date) -> Spending | None:
    """Spending up to the last day of the budget; None where nothing is known."""
    if every is None or every.day <= until:
        return every
    end = every.as_of.replace(year=until.year, month=until.month, day=until.day, hour=0, minute=0, second=0)
    days = {day: value for day, value in every.days.items() if day <= until}
    return Spending(days, end.replace(microsecond=0) + timedelta(days=1))


def _draft(ask: Ask, budget: Budget, limits: Limits) -> Draft:
    own = envelope.own(budget.figures, ask)
    per = _platforms(budget, limits, ask.locale)
    watched = _watched(budget, limits)
    found = signals(watched, limits, ask.now) if own and watched else ()
    body = _body(ask, budget, per, found, own)
    told = envelope.Told("pacing", envelope.titled(ask, "pacing"), summary(body, ask.locale), body)
    return envelope.draft(ask, told, _grounds(ask, budget, body))


def _watched(budget: Budget, limits: Limits) -> Watched | None:
    if budget.spent is None:
        return None
    daily_ = _daily(budget)
    return Watched(
        budget.plan, budget.spent, budget.pace, swing(daily_, limits.allowances), _excesses(budget, limits)
    )


def _daily(budget: Budget) -> dict[str, int]:
    """What each platform has a day: the daily budget, or the mean day of the plan, by its part of the spending."""
    window = budget.planned.window
    spent = {line.platform: line.spend(budget.plan.days) or 0 for line in budget.lines}
    if window is None or not any(spent.values()):
        return {}
    return dict(zip(spent, split(budget.plan.planned // window.days, list(spent.values())), strict=True))


def _excesses(budget: Budget, limits: Limits) -> tuple[Excess, ...]:
    """Only a daily budget is one that a platform was given; of one platform it is that one's."""
    if not budget.planned.daily or len(budget.lines) != 1:
        return ()
    (line,) = budget.lines
    days = {day: one.spend for day, one in line.days.items() if day in budget.plan.days}
    return excesses(line.platform, budget.planned.amount or 0, days, limits.allowances.get(line.platform))


def _platforms(budget: Budget, limits: Limits, locale: Locale) -> list[Json]:
    """Each platform's part; one that has a budget of its own has a pace of its own."""
    found: list[Json] = []
    for line in budget.lines:
        planned = budget.planned.platforms.get(line.platform)
        own = _own_pace(budget, line, planned, limits) if planned else None
        currency = line.currency
        spent = line.spend(budget.plan.days)
        found.append(
            {
                "id": line.platform,
                "name": platform_name(line.platform, locale),
                "planned": None if planned is None else minor(planned, currency),
                "spent": None if spent is None else minor(spent, currency),
                "index": envelope.rounded(own.index) if own else None,
                "band": own.band if own else None,
                "last": line.last.isoformat(),
            }
        )
    return found


def _own_pace(budget: Budget, line: Line, planned: int, limits: Limits) -> Pace:
    window = budget.planned.window
    if window is None or budget.spent is None:
        raise LookupError("a budget that is paced has days")
    plan = schedule([Flight(window.since, window.until, planned)], budget.weights)
    spent = Spending({day: one.spend for day, one in line.days.items()}, budget.spent.as_of)
    return pace(plan, spent, limits, line.currency, budget.planned.paused)


def _body(ask: Ask, budget: Budget, per: list[Json], found: Sequence[Signal], own: bool) -> Json:
    currency, told, plan = budget.planned.currency, budget.pace, budget.plan
    body: Json = {
        "currency": currency,
        "kind": "daily" if budget.planned.daily else "lifetime",
        "basis": budget.planned.basis,
        **_money(told, currency),
        "elapsed": envelope.rounded(told.elapsed),
        "index": envelope.rounded(told.index),
        "band": told.band if own or told.band == "none" else "unknown",
        "why": told.why if own else told.why or "other_scope",
        **_dates(budget),
        **_times(budget, ask),
        "weights": [round(weight / 1e6, 4) for weight in budget.weights],
        "weights_learnt": budget.learnt,
        "unknown_days": [day.isoformat() for day in told.unknown],
        "platforms": per,
        "query": budget.figures.measured.query.id,
    }
    body["alerts"] = _alerts(found, currency, ask.locale)
    body["curve"] = _curve(budget)
    body["apart"] = _apart(budget.figures, currency, plan.starts)
    body["caveats"] = _caveats(ask, budget, own)
    return body


def _alerts(found: Sequence[Signal], currency: str, locale: Locale) -> list[Json]:
    return [
        {
            "id": f"A{at}",
            "kind": one.kind,
            "band": one.band,
            "severity": severity(one),
            "text": signal_text(one, currency, locale),
        }
        for at, one in enumerate(found, start=1)
    ]


def _dates(budget: Budget) -> Json:
    told, plan = budget.pace, budget.plan
    return {
        "flights": _flights(budget.planned),
        "only": list(budget.planned.only),
        "starts": plan.starts.isoformat(),
        "ends": plan.ends.isoformat(),
        "days_left": round(told.days_left, 2),
        "runs_out": told.runs_out.isoformat() if told.runs_out else None,
    }


def _flights(found: Planned) -> list[Json]:
    return [
        {
            "starts": one.starts.isoformat(),
            "ends": one.ends.isoformat(),
            "planned": minor(one.planned, found.currency),
        }
        for one in found.flights
    ]


def _money(told: Pace, currency: str) -> Json:
    amounts: Mapping[str, int | None] = {
        "planned": told.planned, "spent": told.spent, "expected": told.expected,
        "projected": told.projected, "projected_recent": told.recent,
        "rate_to_date": told.run_rate, "rate_recent": told.recent_rate, "rate_needed": told.needed_rate,
    }  # fmt: skip
    return {name: None if value is None else minor(value, currency) for name, value in amounts.items()}


def _times(budget: Budget, ask: Ask) -> Json:
    spent = budget.spent
    if spent is None:
        return {"as_of": None, "as_of_text": None, "timezone": budget.figures.timezone}
    whole = spent.part >= 1
    return {
        "as_of": spent.as_of.isoformat(),
        "as_of_text": envelope.moment(spent.as_of, whole, ask),
        "timezone": budget.figures.timezone,
    }


def _curve(budget: Budget) -> list[Json]:
    """What should have been spent, and what was, by the end of up to twelve days."""
    days = sorted(budget.plan.days)
    step = max(-(-len(days) // 12), 1)
    chosen = sorted({*days[step - 1 :: step], days[-1]})
    spent, currency = budget.spent, budget.planned.currency
    found: list[Json] = []
    for day in chosen:
        known = spent is not None and day <= spent.day and bool(spent.known(budget.plan.starts))
        total = (
            spent.sum(tuple(one for one in spent.days if budget.plan.starts <= one <= day)) if spent else 0
        )
        planned = budget.plan.by(day, 1.0)
        found.append(
            {
                "day": day.isoformat(),
                "planned": minor(planned, currency),
                "spent": minor(total, currency) if known else None,
            }
        )
    return found


def _apart(figures_: Figures, currency: str, since: date) -> list[Json]:
    """Spending from a day on in other currencies, which no sum has in it."""
    return [
        {"currency": line.currency, "platform": line.platform, "spent": minor(spent, line.currency)}
        for line in figures_.lines
        if line.currency != currency
        and (spent := line.spend([day for day in line.days if day >= since])) is not None
    ]


def _caveats(ask: Ask, budget: Budget, own: bool) -> list[str]:
    say, found = words("budget"), envelope.caveats(budget.figures, ask, budget.planned.currency, own)
    key = "weights.learnt" if budget.learnt else "weights.flat"
    found.append(say(key, ask.locale))
    if budget.pace.unknown:
        days = ", ".join(envelope.day(day, ask) for day in budget.pace.unknown[:5])
        found.append(say("caveat.unknown", ask.locale, count=len(budget.pace.unknown), days=days))
    if budget.spent is not None:
        late = [line for line in budget.lines if line.last < budget.spent.day]
        for line in late:
            name = platform_name(line.platform, ask.locale)
            found.append(say("caveat.late", ask.locale, platform=name, day=envelope.day(line.last, ask)))
    return found


def _grounds(ask: Ask, budget: Budget, body: Json) -> envelope.Grounds:
    planned, spent = budget.planned, body["spent"]
    evidence = [*planned.evidence]
    if spent is not None:
        evidence += [
            envelope.measured(path, budget.figures, f"{body['as_of_text']}")
            for path in ("spent", "index", "projected")
            if body[path] is not None
        ]
    missing = envelope.asked(ask, [] if spent is not None or budget.pace.why == "not_started" else ["facts"])
    say = words("budget")
    assumptions = [] if budget.learnt else [say("weights.flat", ask.locale)]
    if "monthly" in planned.assumed:
        assumptions.append(say("assumed.month", ask.locale))
    return envelope.Grounds(
        tuple(evidence),
        (*planned.inputs, *([budget.figures.used()] if budget.figures.lines else [])),
        missing,
        tuple(assumptions),
        ("planned", "spent", "index", "projected"),
    )


def _unplanned(ask: Ask, found: Planned, figures_: Figures, lines: tuple[Line, ...]) -> Draft:
    """What was spent, where nobody said how much may be, or until when."""
    fields = ["planned" if found.amount is None else "period"]
    month = ask.now.astimezone(ZoneInfo(figures_.timezone)).date().replace(day=1)
    spent = spending(lines, figures_.timezone, month)
    total = spent.sum(spent.known(month)) if spent and spent.known(month) else None
    body: Json = {
        "currency": found.currency, "kind": None, "basis": found.basis, "planned": None, "expected": None,
        "spent": None if total is None else minor(total, found.currency), "elapsed": None, "index": None,
        "projected": None, "band": "none" if found.paused else "unknown", "why": "no_plan",
        "starts": month.isoformat(), "ends": None,
        "as_of": spent.as_of.isoformat() if spent else None,
        "as_of_text": envelope.moment(spent.as_of, spent.part >= 1, ask) if spent else None,
        "timezone": figures_.timezone, "platforms": [], "alerts": [], "curve": [],
        "apart": _apart(figures_, found.currency, month), "query": figures_.measured.query.id,
        "caveats": envelope.caveats(figures_, ask, found.currency, envelope.own(figures_, ask)),
    }  # fmt: skip
    evidence = [envelope.measured("spent", figures_, str(body["as_of_text"]))] if total is not None else []
    missing = envelope.asked(ask, [*fields, *([] if figures_.lines else ["facts"])])
    grounds = envelope.Grounds(
        (*found.evidence, *evidence),
        (*found.inputs, *([figures_.used()] if figures_.lines else [])),
        missing,
        required=("planned", "spent", "index", "projected"),
    )
    told = envelope.Told("pacing", envelope.titled(ask, "pacing"), summary(body, ask.locale), body)
    return envelope.draft(ask, told, grounds)
