"""Where a place's money would bring more, in steps that can be undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agents.kit.budgeting import envelope
from agents.kit.budgeting.allocating import Allocation, Channel, Move, allocate, bounds, moves, ranges
from agents.kit.budgeting.amounts import micros_of_minor, said_minor
from agents.kit.budgeting.limits_said import Limit, limits_said
from agents.kit.budgeting.reallocation_shown import summary
from agents.kit.budgeting.response import Response, Unfit
from agents.kit.budgeting.weekly import Channels, Paid, channels
from agents.kit.budgeting.wish import Wish
from agents.kit.figures import number
from agents.kit.flows import arriving, inputs
from agents.types import Ask
from config.budgeting import platform_name, reallocation
from config.wording import words
from memory.types import Draft, Evidence, InputUsed, Json

_TINY = 0.01
"""Of all money a week: what is not worth moving."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The division that is proposed, with what it rests on."""

    channels: tuple[Channel, ...]
    allocation: Allocation
    ranges: Mapping[str, tuple[int, int]]
    moves: tuple[Move, ...]


async def reallocation_of(ask: Ask, wish: Wish, today: date) -> Draft:
    """The reallocation as an output; what could not be judged is held, and says why."""
    found = await channels(ask, wish, today)
    limits = {one.platform: one for one in limits_said(wish.text, found.done.currency)}
    proposal = _proposal(found, limits)
    guards, used = _guards(ask)
    body = {**_body(ask, found, proposal), "guards": guards}
    told = envelope.Told(
        "reallocation", envelope.titled(ask, "reallocation"), summary(body, ask.locale), body
    )
    return envelope.draft(ask, told, _grounds(ask, found, body, used))


def unit_of(currency: str) -> int:
    """How many minor units one unit of money has."""
    return 1_000_000 // micros_of_minor(currency)


def _proposal(found: Channels, limits: Mapping[str, Limit]) -> Proposal | None:
    step, judged = reallocation().step, found.judged
    chosen: list[Channel] = []
    for one in found.paid:
        response, limit = judged.get(one.platform), limits.get(one.platform, Limit(one.platform))
        if response is not None and one.now > 0:
            low, high = bounds(one.now, step, limit.floor or 0, limit.cap)
            chosen.append(Channel(one.platform, one.now, response, low, high))
    if len(chosen) < 2:
        return None
    unit = unit_of(found.done.currency)
    done = allocate(chosen, unit)
    told = moves(chosen, done.budgets)
    if sum(move.amount for move in told) < _TINY * sum(one.now for one in chosen):
        told = ()
    return Proposal(tuple(chosen), done, ranges(chosen, unit), told)


def _body(ask: Ask, found: Channels, proposal: Proposal | None) -> Json:
    done = found.done
    body: Json = {
        "currency": done.currency,
        "since": done.window.since.isoformat(),
        "until": done.window.until.isoformat(),
        "timezone": done.figures.timezone,
        "basis": found.basis,
        "step": reallocation().step,
        "unit": unit_said(done.currency) * unit_of(done.currency),
        "moves": [],
        "gain": None,
        "multiplier": None,
        "residual": None,
        "query": done.figures.measured.query.id,
    }
    if proposal is not None:
        body |= _proposed(ask, found, proposal)
    body["channels"] = [_channel(one, found, proposal, ask) for one in found.paid]
    body["held"] = [text for one in found.paid if (text := held(one, ask))]
    body["caveats"] = _caveats(ask, found, proposal)
    return body


def _proposed(ask: Ask, found: Channels, proposal: Proposal) -> Json:
    unit, budgets = unit_of(found.done.currency), proposal.allocation.budgets
    changes = {one.name: (one.now, budgets[one.name]) for one in proposal.channels} if proposal.moves else {}
    responses = {one.name: one.response for one in proposal.channels}
    gains = [sum(_gained(responses[name], change, unit, None) for name, change in changes.items())]
    for name, response in responses.items():
        rest = sum(_gained(responses[n], c, unit, None) for n, c in changes.items() if n != name)
        gains += [
            rest + _gained(response, changes[name], unit, curve) for curve in response.without_one if changes
        ]
    return {
        "moves": [_move(move, proposal, found, ask) for move in proposal.moves],
        "gain": {"conversions": _short(gains[0]), "low": _short(min(gains)), "high": _short(max(gains))},
        "multiplier": proposal.allocation.multiplier,
        "residual": proposal.allocation.residual,
    }


def _gained(
    response: Response, change: tuple[int, int], unit: int, curve: tuple[float, float] | None
) -> float:
    scale, elasticity = curve or (response.scale, response.elasticity)
    before, after = (amount / unit for amount in change)
    return scale * (after**elasticity - before**elasticity)


def _move(move: Move, proposal: Proposal, found: Channels, ask: Ask) -> Json:
    low, high = _range(move, proposal)
    unit, per = unit_of(found.done.currency), unit_said(found.done.currency)
    given, taken = (
        next(one for one in proposal.channels if one.name == name) for name in (move.source, move.target)
    )
    why = words("budget")(
        "reallocate.why",
        ask.locale,
        unit=said_minor(per * unit, found.done.currency, ask.locale),
        taken=number(taken.response.marginal(taken.now / unit) * per),
        given=number(given.response.marginal(given.now / unit) * per),
    )
    return {
        "from": move.source, "to": move.target, "amount": move.amount, "why": why, "range": [low, high],
        "from_name": platform_name(move.source, ask.locale), "to_name": platform_name(move.target, ask.locale),
    }  # fmt: skip


def _range(move: Move, proposal: Proposal) -> tuple[int, int]:
    """By how much the target's change would differ with one of the weeks left out, for this move's part of it."""
    target = next(one for one in proposal.channels if one.name == move.target)
    change = proposal.allocation.budgets[move.target] - target.now
    low, high = (max(edge - target.now, 0) for edge in proposal.ranges[move.target])
    return round(low * move.amount / change), round(high * move.amount / change)


def unit_said(currency: str) -> int:
    """The step of money that marginals are told by, in whole units: 100,000 won, 100 of others."""
    return 100_000 if unit_of(currency) == 1 else 100


def _channel(one: Paid, found: Channels, proposal: Proposal | None, ask: Ask) -> Json:
    judged = found.judged.get(one.platform)
    chosen = next((c for c in proposal.channels if c.name == one.platform), None) if proposal else None
    unit, per = unit_of(found.done.currency), unit_said(found.done.currency)
    marginal = judged.marginal(one.now / unit) * per if judged and one.now else None
    stays: Mapping[str, int] = {}
    proposed = proposal.allocation.budgets if proposal and proposal.moves else stays
    return {
        "id": one.platform,
        "name": platform_name(one.platform, ask.locale),
        "now": one.now,
        "proposed": proposed.get(one.platform, one.now),
        "low": chosen.low if chosen else None,
        "high": chosen.high if chosen else None,
        "elasticity": round(judged.elasticity, 4) if judged else None,
        "scale": judged.scale if judged else None,
        "weeks": len(one.weeks),
        "conversions": sum(week.conversions for week in one.weeks) / 1e6,
        "marginal": None if marginal is None else _short(marginal),
        "verdict": judged is not None,
    }


def held(one: Paid, ask: Ask) -> str:
    """Why there is no verdict on a channel; "" where there is one."""
    say, name = words("budget"), platform_name(one.platform, ask.locale)
    if one.untracked:
        return say("held.untracked", ask.locale, name=name)
    if not isinstance(one.response, Unfit):
        return ""
    why = one.response
    form = "{:.1%}" if why.why == "variation" else "{:,.0f}"
    facts = {"found": form.format(why.found), "needed": form.format(why.needed)}
    return say(f"held.{why.why}", ask.locale, name=name, **facts)


def _caveats(ask: Ask, found: Channels, proposal: Proposal | None) -> list[str]:
    say, limits = words("budget"), reallocation()
    told = [say(f"caveat.{found.basis}", ask.locale), say("caveat.response", ask.locale)]
    told.append(say("caveat.step", ask.locale, step=f"{limits.step:.0%}"))
    if proposal is not None:
        told.append(say("caveat.kkt", ask.locale, residual=f"{proposal.allocation.residual:.1e}"))
    told += bounded(found, ask)
    told += envelope.caveats(
        found.done.figures, ask, found.done.currency, envelope.own(found.done.figures, ask)
    )
    return told


def bounded(found: Channels, ask: Ask) -> list[str]:
    """The channels whose weeks show no diminishing return, or hardly any response at all."""
    lowest = reallocation().elasticity[0]
    return [
        words("budget")(
            "caveat.unmoved" if one.elasticity <= lowest else "caveat.bounded",
            ask.locale,
            name=platform_name(name, ask.locale),
            bound=f"{one.elasticity:g}",
        )
        for name, one in found.judged.items()
        if one.bounded
    ]


def _guards(ask: Ask) -> tuple[list[str], tuple[InputUsed, ...]]:
    """What strategy says about products and costs; channels are not products, so that it is shown, not computed."""
    say = words("budget")
    units = arriving("bcg.quadrant-budget.guardrail", ask.context)
    savings = arriving("blue_ocean.dropped-budget.saving", ask.context)
    told = [
        say(
            "guard.unit", ask.locale, name=one.text,
            quadrant=say(f"quadrant.{one.value['quadrant']}", ask.locale),
            rule=say(f"guard.{one.value['quadrant']}", ask.locale),
        )
        for one in units
        if f"guard.{one.value['quadrant']}" in say
    ]  # fmt: skip
    told += [say("guard.saving", ask.locale, name=one.text) for one in savings]
    return told, inputs((*units, *savings))


def _grounds(ask: Ask, found: Channels, body: Json, used: tuple[InputUsed, ...]) -> envelope.Grounds:
    missing = envelope.asked(ask, ["history"]) if body["multiplier"] is None else ()
    return envelope.Grounds(
        tuple(_evidence(found, body)),
        (*used, *((found.done.figures.used(),) if found.paid else ())),
        missing,
        required=("moves", "channels", "truth"),
    )


def _evidence(found: Channels, body: Json) -> Iterable[Evidence]:
    figures = found.done.figures
    quote = f"{body['since']}..{body['until']}"
    if found.paid:
        yield envelope.measured("channels", figures, quote)
    if body["multiplier"] is not None:
        yield envelope.inferred("moves", figures, quote)
        yield from (
            envelope.measured(f"channels.{one['id']}.now", figures, quote) for one in body["channels"]
        )
    if found.basis == "reconciled":
        yield envelope.measured("truth", figures, quote)


def _short(value: float) -> float:
    return float(f"{value:.6g}")
