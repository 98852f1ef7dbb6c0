"""What a place will have spent, and what will have come of it, by a day."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from agents.kit.budgeting import envelope
from agents.kit.budgeting.amounts import minor
from agents.kit.budgeting.errors import FiguresRefused
from agents.kit.budgeting.forecast import Outlook, TooShort, forecast
from agents.kit.budgeting.forecast_shown import summary
from agents.kit.budgeting.measured import Figures, Line, daily, figures, spending
from agents.kit.budgeting.window import month_of, until
from agents.kit.budgeting.wish import Wish
from agents.types import Ask
from config.budgeting import forecast as limits_of
from config.budgeting import platform_name
from config.errors import Locale
from config.wording import words
from memory.metrics import MICROS
from memory.types import Draft, Json

_HISTORY = timedelta(weeks=26)
_CLAIMED = ("conversions", "value")
"""What each platform claims for itself, which no sum has in it."""


async def forecast_of(ask: Ask, wish: Wish, today: date) -> Draft:
    """The forecast as an output: up to the day that is named, else the campaign's end, else the month's."""
    if ask.facts is None:
        raise FiguresRefused()
    campaign = await ask.given.campaign() if ask.given else None
    ends = campaign.plan.ends if campaign else None
    last = until(wish.text, today) or (ends if ends and ends > today else month_of(today).until)
    found = await figures(ask.facts, daily(today - _HISTORY, None), ask.context.place.timezone)
    currency = _currency(found, ask)
    lines = [line for line in found.within(currency) if not wish.platforms or line.platform in wish.platforms]
    since = campaign.plan.starts if campaign and campaign.plan.starts else month_of(today).since
    body = _body(ask, found, lines, (since, last), currency)
    told = envelope.Told("forecast", envelope.titled(ask, "forecast"), summary(body, ask.locale), body)
    return envelope.draft(ask, told, _grounds(ask, found, body))


def _currency(found: Figures, ask: Ask) -> str:
    place = ask.context.place.currency
    return place if place in found.currencies or not found.currencies else found.currencies[0]


def _body(ask: Ask, found: Figures, lines: list[Line], span: tuple[date, date], currency: str) -> Json:
    since, last = span
    known = spending(lines, found.timezone, date.min)
    whole = (known.day if known.part >= 1 else known.day - timedelta(days=1)) if known else None
    body: Json = {
        "currency": currency,
        "since": since.isoformat(),
        "until": last.isoformat(),
        "known_until": whole.isoformat() if whole else None,
        "timezone": found.timezone,
        "measures": [],
        "query": found.measured.query.id,
        "missing_days": None,
    }
    if whole is not None and last > whole:
        days = since, whole, last
        told = [_measure(lines, "spend", days, currency, ask.locale)]
        for line in lines:
            told += [_measure([line], name, days, currency, ask.locale) for name in _CLAIMED]
        body["measures"] = [one for one in told if one is not None]
    body["missing_days"] = _short(lines, whole, last)
    body["caveats"] = _caveats(ask, found, body, currency)
    return body


def _measure(
    lines: list[Line], name: str, days: tuple[date, date, date], currency: str, locale: Locale
) -> Json | None:
    """So far, still to come, and both together; None where the past is too short or says nothing of it."""
    since, whole, last = days
    series = _series(lines, name, currency)
    told = forecast(series, whole + timedelta(days=1), last, limits_of())
    if not isinstance(told, Outlook) or not any(series.values()):
        return None
    so_far = sum(value or 0 for day, value in series.items() if since <= day <= whole)
    return {
        "id": name if name == "spend" else f"{name}_{lines[0].platform}",
        "kind": name,
        "name": "" if name == "spend" else platform_name(lines[0].platform, locale),
        "so_far": _counted(so_far, name, currency),
        "to_come": _counted(told.total, name, currency),
        "total": _counted(so_far + told.total, name, currency),
        "low": _counted(so_far + told.low, name, currency),
        "high": _counted(so_far + told.high, name, currency),
        "coverage": limits_of().coverage,
        "method": told.method,
        "error": round(told.error, 4),
        "other_error": round(told.other_error, 4),
        "origins": told.origins,
        "tested_days": told.tested,
        "days_ahead": (last - whole).days,
    }


def _counted(value: int, name: str, currency: str) -> float | int:
    """Minor units of money, whole conversions with what is behind the point."""
    return value / MICROS if name == "conversions" else minor(value, currency)


def _series(lines: Iterable[Line], name: str, currency: str) -> Mapping[date, int | None]:
    """By day, all lines together; a day is unknown where none of them knows it."""
    found: dict[date, int | None] = {}
    for line in lines:
        if name == "value" and line.value_currency != currency:
            continue
        for day, one in line.days.items():
            value = {"spend": one.spend, "conversions": one.conversions, "value": one.value}[name]
            before = found.get(day)
            found[day] = value if before is None else before + (value or 0)
    return found


def _short(lines: list[Line], whole: date | None, last: date) -> Json | None:
    """How many days there are and how many it takes, where the past is too short."""
    none: dict[date, int | None] = {}
    series = _series(lines, "spend", lines[0].currency) if lines else none
    end = whole or last
    told = forecast(series, end + timedelta(days=1), max(last, end + timedelta(days=1)), limits_of())
    return {"days": told.days, "needed": told.needed} if isinstance(told, TooShort) else None


def _caveats(ask: Ask, found: Figures, body: Json, currency: str) -> list[str]:
    say, told = words("budget"), list[str]()
    if body["measures"]:
        first = body["measures"][0]
        told.append(say(f"forecast.method.{first['method']}", ask.locale))
        tested = {
            "origins": first["origins"],
            "days": first["tested_days"],
            "coverage": f"{first['coverage']:.0%}",
        }
        told.append(say("forecast.backtest", ask.locale, **tested))
        if first["tested_days"] < first["days_ahead"]:
            told.append(say("forecast.far", ask.locale, ahead=first["days_ahead"], days=first["tested_days"]))
        if any(one["kind"] != "spend" for one in body["measures"]):
            told.append(say("forecast.claimed", ask.locale))
    return told + envelope.caveats(found, ask, currency, envelope.own(found, ask))


def _grounds(ask: Ask, found: Figures, body: Json) -> envelope.Grounds:
    quote = f"{body['since']}..{body['known_until']}"
    evidence = [envelope.measured(f"measures.{one['id']}.so_far", found, quote) for one in body["measures"]]
    if evidence:
        evidence += [
            envelope.measured("so_far", found, quote),
            envelope.inferred("to_come", found, quote),
        ]
    missing = envelope.asked(ask, [] if body["measures"] else ["days"] if found.lines else ["facts"])
    return envelope.Grounds(
        tuple(evidence), (found.used(),) if found.lines else (), missing, required=("so_far", "to_come")
    )
