"""What a lift test found: which part of a platform's claims would not have come without it. Kept with its date."""

from datetime import date, timedelta
from typing import cast

from agents.kit.budgeting import envelope
from agents.kit.budgeting.envelope import said_days
from agents.kit.budgeting.returns import Incrementality
from agents.kit.budgeting.wish import Wish
from agents.kit.flows import Flowing, arriving
from agents.kit.reading.quantities import read_quantities
from agents.types import Ask, Bullets, Chart, Context, Section
from config.budgeting import platform_name
from config.wording import words
from memory.types import Draft, Json

_HOLDS = timedelta(days=365)
"""How long a test is taken to hold where nobody says so: a year."""
_MOST = 3.0


def lift_of(ask: Ask, wish: Wish, today: date) -> Draft:
    """The factor as an output of the platform; what is missing is asked for."""
    factor = _factor(wish)
    platform = wish.platforms[0] if wish.platforms else ""
    missing = [] if factor is not None and platform else ["lift"]
    since = min(wish.window.since, today) if wish.window else today
    body: Json = {
        "platform": platform,
        "name": platform_name(platform, ask.locale) if platform else "",
        "factor": factor if platform else None,
        "since": since.isoformat(),
        "until": (since + _HOLDS).isoformat(),
        "source": " ".join(wish.text.split())[:200],
    }
    told = envelope.Told("incrementality", envelope.titled(ask, "lift"), _summary(body, ask), body, platform)
    evidence = (envelope.stated("factor", ask, wish.text),) if not missing else ()
    grounds = envelope.Grounds(evidence, (), envelope.asked(ask, missing), required=("factor",))
    return envelope.draft(ask, told, grounds)


def _factor(wish: Wish) -> float | None:
    """`0.6` or `60 %`."""
    if wish.percent is not None:
        return wish.percent
    found = (one for one in read_quantities(wish.text) if one.kind in ("number", "multiple"))
    return next((float(one.value) for one in found if 0 <= one.value <= _MOST), None)


def _summary(body: Json, ask: Ask) -> str:
    say = words("budget")
    if body["factor"] is None or not body["platform"]:
        return say("lift.missing", ask.locale)
    days = said_days(body, ask.locale)
    return say("lift.kept", ask.locale, name=body["name"], factor=f"{body['factor']:g}", days=days)


def factors(context: Context) -> tuple[tuple[Incrementality, Flowing], ...]:
    """Those that are kept at a place or above it, with where they stand."""
    return tuple((_kept(one.output.draft.body), one) for one in arriving("lift-budget.roi", context))


def _kept(body: Json) -> Incrementality:
    since, until = (date.fromisoformat(cast("str", body[name])) for name in ("since", "until"))
    return Incrementality(body["platform"], body["factor"], since, until, body["source"])


def lines(draft: Draft) -> tuple[str, ...]:
    return (draft.summary,)


def sections(draft: Draft) -> tuple[Section, ...]:
    """Where the factor is from."""
    say = words("budget")
    told = (say("lift.meaning", draft.locale), str(draft.body["source"]))
    return (Section(say("section.basis", draft.locale), (Bullets(told),)),)


def charts(draft: Draft) -> tuple[Chart, ...]:
    del draft
    return ()
