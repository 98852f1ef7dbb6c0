"""A plan out of what is known: rows picked, money divided, trials sized, days named. Pure, and the same each time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agents.kit.figures import money as told_money
from agents.kit.figures import number
from agents.kit.planning.allocating import Allocation, Claim, allocate, parted
from agents.kit.planning.choices import Choices
from agents.kit.planning.dates import Appearance, holidays_in, weeks
from agents.kit.planning.errors import PinnedTooMuch
from agents.kit.planning.experiments import experiments_json
from agents.kit.planning.keeping import constraints_json, guardrails_json, success_json
from agents.kit.planning.picking import Pick, Picked, Waiting, buckets, pick
from agents.kit.planning.records import allocation_json, backlog_json, phases_json, row_json
from agents.kit.planning.targets import Target, target
from agents.kit.planning.values import Known
from config.planning import Basis, planning
from config.wording import words
from memory.types import Json

_STAR = 1.25
"""What a star's row weighs more than another: it is to be invested in."""
_ORGANIC = 0.3
"""The least weight for money of a row that can do without, where parts are media."""


@dataclass(frozen=True, slots=True)
class Composed:
    """The body of a plan, with what its parts stand on."""

    body: Json
    rows: tuple[Pick, ...]
    targets: tuple[Target, ...]
    backlog: tuple[Waiting, ...]


def compose(known: Known, choices: Choices) -> Composed:
    """Raises PinnedTooMuch."""
    known = _without_dogs(known)
    basis, shares = _basis(choices), _shares(known, choices)
    total = known.budget.total or 0
    room = parted(total, buckets(basis), shares) if total else {}
    picked = pick(known, choices, basis, room)
    divided = _divided(known, choices, basis, shares, picked.rows)
    aims = tuple(target(known, row.fit.tactic.kpi) for row in picked.rows)
    body = _head(known, basis, shares, divided) | _lists(known, picked, divided, aims)
    body |= {
        "hours": _hours(known, picked.rows),
        "allocation": allocation_json(known, basis, shares, picked.rows, divided),
        "choices": [one.json() for one in choices.made],
    }
    return Composed(body, picked.rows, aims, picked.backlog)


def _head(known: Known, basis: Basis, shares: Sequence[float], divided: Allocation) -> Json:
    return {
        "mode": known.mode,
        "mode_why": _mode_why(known),
        "basis": basis,
        "basis_why": _basis_why(known, basis, shares),
        "currency": known.currency,
        "objective": known.objective,
        "period": _period(known),
        "budget": _budget(known, divided),
        "personas": [_persona(known, at) for at in range(len(known.personas))],
        "guardrails": guardrails_json(known),
        "success_metrics": success_json(known),
        "retention_weight": known.retention,
    }


def _lists(known: Known, picked: Picked, divided: Allocation, aims: Sequence[Target]) -> Json:
    rows = picked.rows
    return {
        "rows": [row_json(known, at, rows, divided, aims) for at in range(len(rows))],
        "backlog": [backlog_json(at, one) for at, one in enumerate(picked.backlog, start=1)],
        "phases": phases_json(known, rows, divided),
        "experiments": experiments_json(known, rows, aims),
        "calendar": calendar_json(known, rows),
        "milestones": [
            {"day": one.day, "what": one.what, "ref": one.ground.ref}
            for one in sorted(known.milestones, key=lambda one: one.day)
        ],
        "constraints": constraints_json(known, picked),
        "risks": [
            {"id": f"K{at}", "text": one.text, "score": one.score, "from": one.origin.json()}
            for at, one in enumerate(known.threats, start=1)
        ],
        "channels": list(dict.fromkeys(row.fit.tactic.channel for row in rows)),
    }


def _without_dogs(known: Known) -> Known:
    """Nobody leads with a unit that is to be given up."""
    dogs = [one.name for one in known.units if one.quadrant == "dog"]
    proofs = tuple(one for one in known.proofs if not any(name in one.text for name in dogs))
    leads = tuple(one for one in known.opportunities if not any(name in one.text for name in dogs))
    return replace(known, proofs=proofs, opportunities=leads) if dogs else known


def _basis(choices: Choices) -> Basis:
    chosen = choices.one("basis")
    return "media" if chosen and chosen.value == "media" else "risk"


def _shares(known: Known, choices: Choices) -> tuple[float, ...]:
    own = planning().rules.shares[_basis(choices)]
    return known.shares if known.shares and _basis(choices) == "risk" else tuple(map(float, own))


def _divided(
    known: Known, choices: Choices, basis: Basis, shares: Sequence[float], rows: Sequence[Pick]
) -> Allocation:
    total = known.budget.total or 0
    claims = [_claim(known, choices, basis, row) for row in rows]
    fixed = sum(one.fixed or 0 for one in claims)
    if fixed > total:
        say = {"fixed": told_money(fixed, known.currency, known.locale)}
        raise PinnedTooMuch(**say, total=told_money(total, known.currency, known.locale))
    return allocate(total, buckets(basis), shares, claims)


def _claim(known: Known, choices: Choices, basis: Basis, row: Pick) -> Claim:
    pinned = choices.of("pinned").get(row.key) if known.budget.total else None
    tactic = row.fit.tactic
    useful = max(tactic.money, _ORGANIC) if basis == "media" else tactic.money
    said = f"{row.proof.text} {row.lead.text if row.lead else ''}"
    weight = row.fit.score * useful * (_STAR if _names(known, "star", said) else 1)
    most = row.least if _names(known, "cash_cow", said) else None
    return Claim(row.key, row.bucket, weight, row.least, most, fixed=int(pinned.value) if pinned else None)


def _names(known: Known, quadrant: str, said: str) -> bool:
    return any(one.quadrant == quadrant and one.name in said for one in known.units)


def _mode_why(known: Known) -> str:
    say, total = words("plan"), known.budget.total or 0
    mode = planning().modes[known.mode].name.say(known.locale)
    return say(known.mode_why, known.locale, mode=mode, total=told_money(total, known.currency, known.locale))


def _basis_why(known: Known, basis: Basis, shares: Sequence[float]) -> str:
    told = " / ".join(number(one) for one in shares)
    key = "basis.horizons" if known.shares and basis == "risk" else f"basis.{basis}"
    return words("plan")(key, known.locale, shares=told)


def _period(known: Known) -> Json:
    days = known.frame
    return {"starts": days.starts, "ends": days.ends, "weeks": days.weeks, "timezone": days.timezone,
            "country": days.country}  # fmt: skip


def _budget(known: Known, divided: Allocation) -> Json:
    say, spend = words("plan"), known.budget
    key = f"budget.{spend.per}" if spend.per == "month" else "budget.whole"
    if spend.total is None or (known.mode == "bootstrapped" and spend.ground.kind == "assumption"):
        key = "budget.unknown"
    elif known.mode == "bootstrapped":
        key = "budget.zero"
    rate = told_money(spend.rate or 0, known.currency, known.locale)
    why = say(key, known.locale, rate=rate, months=known.frame.months, said=spend.ground.quote)
    other = say("budget.other", known.locale, said=spend.other) if spend.other else ""
    return {"total": spend.total, "per": spend.per, "rate": spend.rate, "reserve": divided.kept, "why": why,
            "other": other}  # fmt: skip


def _hours(known: Known, rows: Sequence[Pick]) -> Json:
    planned = sum(row.fit.tactic.hours for row in rows)
    return {"available": known.hours, "planned": planned, "assumed": known.hours_ground.kind == "assumption"}


def _persona(known: Known, at: int) -> Json:
    one = known.personas[at]
    return {"id": one.id, "name": one.name, "made": one.made, "channels": list(one.channels)}


def calendar_json(known: Known, rows: Sequence[Pick]) -> list[Json]:
    off = holidays_in(known.frame, known.locale)
    made = weeks(known.frame, [(f"R{at}", row.fit.tactic) for at, row in enumerate(rows, start=1)], off)
    return [
        {
            "id": f"W{week.number}",
            "starts": week.starts,
            "ends": week.ends,
            "entries": [_entry(known, one) for one in week.appearances],
            "holidays": [{"day": one.day, "name": one.name} for one in week.holidays],
        }
        for week in made
    ]


def _entry(known: Known, one: Appearance) -> Json:
    say, note = words("plan"), ""
    if one.used:
        note = say("holiday.used", known.locale, name=one.holiday)
    elif one.moved_from:
        note = say("holiday.avoided", known.locale, name=one.holiday, day=one.moved_from)
    return {"row": one.row, "day": one.day, "note": note}
