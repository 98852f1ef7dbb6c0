"""What a place's advertising earned: by platform, after what the goods cost, beside where it breaks even."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agents.kit.budgeting import envelope
from agents.kit.budgeting.amounts import micros_of_minor, minor
from agents.kit.budgeting.lift import factors
from agents.kit.budgeting.reconciliation_answer import Compared, compared
from agents.kit.budgeting.reconciling import Reconciled
from agents.kit.budgeting.returns import Return, in_force, returns
from agents.kit.budgeting.returns_shown import summary
from agents.kit.budgeting.wish import Wish
from agents.kit.flows import arriving
from agents.kit.frameworks.confidence import GRADES
from agents.types import Ask
from config.budgeting import platform_name, wish_words
from config.wording import words
from memory.metrics import MICROS
from memory.types import Draft, Evidence, InputUsed, Json


@dataclass(frozen=True, slots=True)
class Margin:
    """The part of the revenue that is left after the goods, with where that is from."""

    part: float | None = None
    basis: str = ""
    evidence: tuple[Evidence, ...] = ()
    inputs: tuple[InputUsed, ...] = ()


async def returns_of(ask: Ask, wish: Wish, today: date) -> Draft:
    """The returns as an output: of the days that are named, else of the last four weeks."""
    done = await compared(ask, wish, today)
    margin = margin_of(ask, wish)
    kept = factors(ask.context)
    day = done.window.until
    rows: list[Json] = []
    used: list[InputUsed] = [*margin.inputs]
    for one in done.result.channels:
        found = in_force([each for each, _ in kept], one.claim.platform, day)
        used += [flowing.used() for each, flowing in kept if each is found]
        rows.append(_row(one, done, margin, found.factor if found else None, ask))
    body = _body(done, margin, rows)
    body["caveats"] = _caveats(ask, done, body)
    told = envelope.Told("roi", envelope.titled(ask, "roi"), summary(body, ask.locale), body)
    return envelope.draft(ask, told, _grounds(ask, done, margin, body, used))


def margin_of(ask: Ask, wish: Wish) -> Margin:
    """What is said now, else what the business model says."""
    if found := wish_words("words")["margin"].search(wish.text):
        part = float(found["percent"] or found["before"]) / 100
        evidence = envelope.stated("margin", ask, found[0])
        return Margin(part, "stated", (evidence,)) if 0 < part <= 1 else Margin()
    flowing = arriving("bmc.margin-budget.break_even", ask.context)
    if flowing and isinstance(flowing[0].value, int | float) and flowing[0].value >= 1:
        return Margin(1 / flowing[0].value, "bmc", (flowing[0].evidence("margin"),), (flowing[0].used(),))
    return Margin()


def _row(one: Reconciled, done: Compared, margin: Margin, factor: float | None, ask: Ask) -> Json:
    revenue, basis = _revenue(one, factor)
    told = returns(one.claim.spend, revenue, margin.part)
    claimed = returns(one.claim.spend, one.claim.value, None).roas
    conversions = _conversions(one, factor)
    cost = None
    if one.claim.spend is not None and conversions:
        cost = minor(round(one.claim.spend / conversions * MICROS), done.currency)
    return {
        "id": one.claim.platform,
        "name": platform_name(one.claim.platform, ask.locale),
        "basis": basis,
        "factor": factor,
        **_figures(told, done.currency),
        "claimed_roas": None if claimed is None else round(claimed, 4),
        "cost_per_conversion": cost,
    }


def _revenue(one: Reconciled, factor: float | None) -> tuple[int | None, str]:
    """What a lift test says goes before what is reconciled, and that before what is claimed."""
    if factor is not None and one.claim.value is not None:
        return round(one.claim.value * factor), "incremental"
    if one.value is not None:
        return one.value, "reconciled"
    return one.claim.value, "claimed"


def _conversions(one: Reconciled, factor: float | None) -> int | None:
    if factor is not None and one.claim.conversions is not None:
        return round(one.claim.conversions * factor)
    return one.conversions if one.conversions is not None else one.claim.conversions


def _figures(told: Return, currency: str) -> Json:
    money = {"spend": told.spend, "revenue": told.revenue, "profit": told.profit}
    ratios = {"roas": told.roas, "roi": told.roi}
    return {
        **{name: None if value is None else minor(value, currency) for name, value in money.items()},
        **{name: None if value is None else round(value, 4) for name, value in ratios.items()},
    }


def _body(done: Compared, margin: Margin, rows: list[Json]) -> Json:
    spends = [one.claim.spend for one in done.result.channels]
    known = [spend for spend in spends if spend is not None]
    spend = sum(known) if known and len(known) == len(spends) else None
    total = returns(spend, _earned(rows, done), margin.part)
    return {
        "currency": done.currency,
        "since": done.window.since.isoformat(),
        "until": done.window.until.isoformat(),
        "timezone": done.figures.timezone,
        "margin": None if margin.part is None else round(margin.part, 4),
        "margin_basis": margin.basis,
        "break_even_roas": None if margin.part is None else round(1 / margin.part, 4),
        "mer": None if done.result.mer is None else round(done.result.mer, 4),
        "total": _figures(total, done.currency),
        "platforms": rows,
        "method": done.result.method,
        "query": done.figures.measured.query.id,
    }


def _earned(rows: list[Json], done: Compared) -> int | None:
    """Micros that are the platforms' parts of real revenue; claims are not added up, so that they have no sum."""
    parts = [one["revenue"] for one in rows if one["basis"] != "claimed" and one["revenue"] is not None]
    return sum(parts) * micros_of_minor(done.currency) if parts and len(parts) == len(rows) else None


def _caveats(ask: Ask, done: Compared, body: Json) -> list[str]:
    say, told = words("budget"), list[str]()
    told += [
        say(f"roi.basis.{basis}", ask.locale) for basis in sorted({one["basis"] for one in body["platforms"]})
    ]
    if body["total"]["revenue"] is not None:
        told.append(say("roi.total", ask.locale))
    if body["mer"] is not None:
        told.append(say("reconcile.mer", ask.locale, mer=f"{body['mer']:.2f}"))
    if body["margin"] is None:
        told.append(say("roi.no_margin", ask.locale))
    else:
        told.append(say(f"roi.margin.{body['margin_basis']}", ask.locale, margin=f"{body['margin']:.0%}"))
    return told + envelope.caveats(done.figures, ask, done.currency, envelope.own(done.figures, ask))


def _grounds(
    ask: Ask, done: Compared, margin: Margin, body: Json, used: Iterable[InputUsed]
) -> envelope.Grounds:
    quote = f"{body['since']}..{body['until']}"
    evidence = [*margin.evidence]
    if any(one["spend"] is not None for one in body["platforms"]):
        evidence.append(envelope.measured("spend", done.figures, quote))
    if done.counts.truth is not None and done.counts.truth.value is not None:
        evidence.append(envelope.measured("revenue", done.figures, quote))
    elif any(one["revenue"] is not None for one in body["platforms"]):
        ref = done.figures.measured.query.id
        evidence.append(Evidence("revenue", "source", ref, quote, GRADES["source"]))
    missing = ["facts"] if not body["platforms"] else []
    missing += ["margin"] if margin.part is None and body["platforms"] else []
    inputs = (*used, *((done.figures.used(),) if done.figures.lines else ()))
    return envelope.Grounds(
        tuple(evidence), inputs, envelope.asked(ask, missing), required=("spend", "revenue", "margin")
    )
