"""What would come of moving money between channels, adding some, taking some, or dividing a sum."""

from collections.abc import Mapping, Sequence
from datetime import date

from agents.kit.budgeting import envelope
from agents.kit.budgeting.allocating import Channel, allocate
from agents.kit.budgeting.amounts import said_minor
from agents.kit.budgeting.reallocation_answer import bounded, held, unit_of
from agents.kit.budgeting.response import Response
from agents.kit.budgeting.shares import split
from agents.kit.budgeting.shifts import shifts_of
from agents.kit.budgeting.weekly import Channels, channels
from agents.kit.budgeting.what_if import Effect, Shift, effect
from agents.kit.budgeting.what_if_shown import described, divided
from agents.kit.budgeting.wish import Wish
from agents.types import Ask
from config.budgeting import platform_name, reallocation
from config.wording import words
from memory.types import Draft, Evidence, Json

_WEEKS = 4


async def what_if_of(ask: Ask, wish: Wish, today: date) -> Draft:
    """The effect as an output; what it takes and is not known is asked for."""
    found = await channels(ask, wish, today)
    if wish.verb == "divide":
        return _divide(ask, wish, found)
    weeks = 1 if wish.says("weekly") else _WEEKS
    now = {one.platform: one.now for one in found.paid if wish.platforms or one.platform in found.judged}
    shifts = shifts_of(wish, now, weeks, found.done.currency)
    return _draft(ask, found, _effect_body(ask, wish, found, shifts, weeks))


def _effect_body(ask: Ask, wish: Wish, found: Channels, shifts: Mapping[str, int] | None, weeks: int) -> Json:
    """`shifts` are minor units a week by channel."""
    body = _frame(found, "shift", weeks)
    if not shifts:
        return body | {"missing": ["amount"], "lacking": _absent(wish, found, ask)}
    judged, now = found.judged, {one.platform: one.now for one in found.paid}
    body["shifts"] = [_shift(name, amount, now, ask) for name, amount in shifts.items()]
    body["lacking"] = [
        *_absent(wish, found, ask),
        *(
            text
            for one in found.paid
            if (one.platform in shifts or not wish.platforms) and (text := held(one, ask))
        ),
    ]
    broke = [name for name, amount in shifts.items() if now.get(name, 0) + amount < 0]
    if broke or any(name not in judged for name in shifts):
        said = [_broke(name, shifts, now, found, weeks, ask) for name in broke]
        return body | {"missing": [] if broke else ["history"], "broke": said}
    unit = unit_of(found.done.currency)
    curves = {name: _from_now(judged[name], now[name] / unit) for name in shifts}
    told = effect(tuple(Shift(n, a / unit) for n, a in shifts.items()), curves, reallocation().step)
    return body | _told(told, weeks, ask)


def _from_now(response: Response, now: float) -> Response:
    """The curve, counted from the spending of the last weeks."""
    return Response(
        response.scale, response.elasticity, now, response.weeks, response.bounded, response.without_one
    )


def _frame(found: Channels, kind: str, weeks: int) -> Json:
    done = found.done
    return {
        "kind": kind, "currency": done.currency, "weeks": weeks, "basis": found.basis,
        "since": done.window.since.isoformat(), "until": done.window.until.isoformat(),
        "timezone": done.figures.timezone, "shifts": [], "effect": None, "parts": [], "lacking": [],
        "broke": [], "missing": [], "beyond": [], "query": done.figures.measured.query.id, "divided": [],
        "total": None, "how": None,
    }  # fmt: skip


def _shift(name: str, amount: int, now: Mapping[str, int], ask: Ask) -> Json:
    return {"id": name, "name": platform_name(name, ask.locale), "amount": amount, "now": now.get(name)}


def _absent(wish: Wish, found: Channels, ask: Ask) -> list[str]:
    """Of the platforms that are named those without figures, or with figures in another currency alone."""
    known = {one.platform for one in found.paid}
    others = {line.platform: line.currency for line in found.done.figures.lines if line.currency}
    say = words("budget")
    return [
        say(
            "held.currency" if name in others else "held.absent",
            ask.locale,
            name=platform_name(name, ask.locale),
            currency=others.get(name, ""),
        )
        for name in wish.platforms
        if name not in known
    ]


def _broke(
    name: str, shifts: Mapping[str, int], now: Mapping[str, int], found: Channels, weeks: int, ask: Ask
) -> str:
    say, currency = words("budget"), found.done.currency
    return say(
        "what_if.too_much", ask.locale, name=platform_name(name, ask.locale),
        has=said_minor(now.get(name, 0) * weeks, currency, ask.locale),
        amount=said_minor(-shifts[name] * weeks, currency, ask.locale), weeks=say(f"weeks.{weeks}", ask.locale),
    )  # fmt: skip


def _told(told: Effect, weeks: int, ask: Ask) -> Json:
    return {
        "effect": {
            "conversions": round(told.change * weeks, 4),
            "low": round(told.low * weeks, 4),
            "high": round(told.high * weeks, 4),
        },
        "parts": [
            {"id": name, "name": platform_name(name, ask.locale), "change": round(change * weeks, 4)}
            for name, _, _, change in told.by_channel
        ],
        "beyond": [platform_name(name, ask.locale) for name in told.beyond],
    }


def _divide(ask: Ask, wish: Wish, found: Channels) -> Draft:
    """A sum over the channels that are named, else over all that are known."""
    body = _frame(found, "divide", _WEEKS)
    named = wish.platforms or tuple(one.platform for one in found.paid)
    if wish.money is None or len(named) < 2:
        return _draft(ask, found, body | {"missing": ["amount" if wish.money is None else "channels"]})
    total = int(wish.money.value)
    how, parts = _parts(total, named, found)
    body |= {"total": total, "how": how, "currency": wish.money.unit}
    body["divided"] = [
        {"id": name, "name": platform_name(name, ask.locale), "amount": part}
        for name, part in zip(named, parts, strict=True)
    ]
    return _draft(ask, found, body)


def _parts(total: int, named: Sequence[str], found: Channels) -> tuple[str, tuple[int, ...]]:
    """By equal marginals where each has a response, else by what is spent now, else evenly; always exact."""
    judged, unit = found.judged, unit_of(found.done.currency)
    even = split(total, [1] * len(named))
    if all(name in judged for name in named):
        weekly = [
            Channel(name, part, _of_weeks(judged[name]), 0, total)
            for name, part in zip(named, even, strict=True)
        ]
        budgets = allocate(weekly, unit).budgets
        return "marginals", tuple(budgets[name] for name in named)
    now = {one.platform: one.now for one in found.paid}
    if all(now.get(name) for name in named):
        return "spend", split(total, [now[name] for name in named])
    return "even", even


def _of_weeks(response: Response) -> Response:
    """Conversions of four weeks by what is spent in them, evenly: 4 a (x / 4)^b."""
    scale = response.scale * _WEEKS ** (1 - response.elasticity)
    return Response(scale, response.elasticity, response.base * _WEEKS, response.weeks, response.bounded)


def _draft(ask: Ask, found: Channels, body: Json) -> Draft:
    say = words("budget")
    caveats = [say(f"caveat.{found.basis}", ask.locale), say("caveat.response", ask.locale)]
    if body["how"]:
        caveats = [say(f"divide.{body['how']}", ask.locale)]
    elif body["effect"]:
        caveats += bounded(found, ask)
        weeks = say(f"weeks.{body['weeks']}", ask.locale)
        caveats.append(say("assumed.weeks", ask.locale, weeks=weeks))
        if body["beyond"]:
            caveats.append(say("caveat.beyond", ask.locale, names=", ".join(body["beyond"])))
    body = body | {"caveats": caveats}
    first = divided(body, ask.locale) if body["kind"] == "divide" else described(body, ask.locale)
    told = envelope.Told("what_if", envelope.titled(ask, "what_if"), first, body)
    return envelope.draft(ask, told, _grounds(ask, found, body))


def _grounds(ask: Ask, found: Channels, body: Json) -> envelope.Grounds:
    figures, evidence = found.done.figures, list[Evidence]()
    if found.paid:
        quote = f"{body['since']}..{body['until']}"
        evidence.append(envelope.measured("shifts", figures, quote))
        if body["effect"]:
            evidence.append(envelope.inferred("effect", figures, quote))
    if body["total"] is not None:
        evidence.append(envelope.stated("total", ask, ask.text))
    inputs = (figures.used(),) if found.paid else ()
    missing = envelope.asked(ask, body["missing"])
    required = ("total",) if body["kind"] == "divide" else ("shifts", "effect")
    return envelope.Grounds(tuple(evidence), inputs, missing, required=required)
