"""A report put together: figures, targets, pacing, truth, wins and what is next, in one envelope."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from agents.kit.analysing.saying import day, days
from agents.kit.budgeting.amounts import micros_of_minor
from agents.kit.budgeting.envelope import Grounds, confidence, place_said
from agents.kit.budgeting.pacing_answer import pacing_of
from agents.kit.budgeting.planned import planned
from agents.kit.budgeting.reconciliation_answer import reconciliation_of
from agents.kit.budgeting.window import Window
from agents.kit.budgeting.wish import Wish
from agents.kit.flows import Flowing, arriving, inputs
from agents.kit.measuring.port import Facts
from agents.kit.reporting.billed import Amount, Bill, BilledFacts, amounts, bills
from agents.kit.reporting.numbers import Figures, figures
from agents.kit.reporting.targets import Goal, campaign_goal, targets
from agents.kit.reporting.wish import ReportWish
from agents.kit.winning import wording
from agents.types import Ask
from config.budgeting import platform_name
from config.wording import words
from memory.metrics import Feed, Query
from memory.reports import Billing, Terms
from memory.types import Draft, Evidence, InputUsed, Json, MissingInput

AGENT, TYPE = "analytics", "report"
_FRESH = timedelta(days=1)
_MOST_NEXT = 6
_REQUIRED = ("numbers", "before", "targets", "pacing", "reconciliation")
"""What a report should rest on; what has no evidence counts 0."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that a report is made of."""

    wish: ReportWish
    billing: Billing | None
    shown: Figures
    """As the client sees them: spend is what is billed, where terms hold."""
    own: Figures
    lines: tuple[Amount, ...]
    sums: tuple[Bill, ...]
    pacing: Draft
    truth: Draft
    goal: Goal | None
    """The campaign's own KPI."""
    measured: tuple[Flowing, ...]
    open: tuple[Flowing, ...]
    feeds: tuple[Feed, ...] = field(default=())

    @property
    def billed(self) -> bool:
        return self.billing is not None


async def gather(ask: Ask, facts: Facts, feeds: tuple[Feed, ...], wish: ReportWish) -> Gathered:
    """What is known of the days, as the one who asks may read it."""
    billing = await ask.billing.in_force() if ask.billing else None
    terms = billing.terms if billing else Terms()
    own = await figures(ask, facts, wish.window, feeds)
    shown = await figures(ask, BilledFacts(facts, terms), wish.window, feeds) if billing else own
    window = own.asked.window or wish.window
    found = await facts.query(Query(window.since, window.until, ("platform",)))
    lines = amounts(found, terms) if found.scope in (None, ask.context.place.scope) else ()
    campaign = await ask.given.campaign() if ask.given else None
    return Gathered(
        wish,
        billing,
        shown,
        own,
        lines,
        bills(lines, terms),
        await pacing_of(ask, await planned(ask, Wish("pacing", ""), ask.today), ask.today),
        await _truth(ask, window),
        campaign_goal(campaign, ask),
        arriving("wins.measured-report.result", ask.context),
        arriving("wins.open-report.next", ask.context),
        feeds,
    )


async def _truth(ask: Ask, window: Window) -> Draft:
    """The reconciliation of these days: what was counted, else what somebody said of these very days."""
    made = await reconciliation_of(ask, Wish("reconcile", "", window=window), ask.today)
    if made.body["truth"] is not None:
        return made
    for one in arriving("reconciliation-report.client", ask.context):
        body = one.output.draft.body
        if body["truth"] and (body["since"], body["until"]) == (
            window.since.isoformat(),
            window.until.isoformat(),
        ):
            return replace(one.output.draft, inputs_used=(one.used(),))
    return made


def draft(ask: Ask, told: Gathered) -> Draft:
    """The report as an output. Its subject is its rhythm, so that a place holds one of each."""
    body = _body(ask, told)
    evidence = tuple(_evidence(told, body))
    title = words("report")(
        f"title.{told.wish.rhythm}", ask.locale, place=place_said(ask), days=_span(ask, told)
    )
    return Draft(
        agent=AGENT,
        output_type=TYPE,
        schema_version=1,
        locale=ask.locale,
        title=title,
        summary=title,
        body=body,
        inputs_used=tuple(dict.fromkeys(_inputs(told))),
        evidence=evidence,
        assumptions=tuple(dict.fromkeys((*told.pacing.assumptions,))),
        missing_inputs=tuple(_missing(ask, told, body)),
        confidence=confidence(Grounds(evidence, required=_REQUIRED)),
        stale_after=ask.now + _FRESH if _moving(told) else None,
        subject=told.wish.rhythm,
    )


def _moving(told: Gathered) -> bool:
    """Whether platforms may still change these days, or have not told all of them; a month that is closed stays."""
    until = told.wish.window.until
    return any(
        one.last < until or (one.provisional_from is not None and one.provisional_from <= until)
        for one in told.feeds
    )


def _span(ask: Ask, told: Gathered) -> str:
    return days(told.wish.window, ask.locale, ask.now.year)


def _body(ask: Ask, told: Gathered) -> Json:
    truth = _counted(told.truth.body)
    numbers = _squared(
        told.shown.table.body, {one.currency: one.billed for one in told.sums} if told.billed else {}
    )
    return _heading(ask, told) | {
        "terms": told.billing.terms.as_json() if told.billing else None,
        "numbers": numbers,
        "net": told.own.table.body if told.billed else None,
        "daily": told.shown.daily.body,
        "why": told.shown.why.body if told.shown.why else None,
        "money": [_line(ask, one) for one in told.lines],
        "bills": [_bill(one, told.billing) for one in told.sums],
        "targets": targets(ask, told.goal, numbers, truth),
        "pacing": told.pacing.body | {"summary": told.pacing.summary},
        "reconciliation": told.truth.body | {"summary": told.truth.summary},
        "wins": [_win(ask, one) for one in told.measured],
        "next": list(_next(ask, told)),
        "feeds": [_feed(ask, one) for one in told.feeds],
        "caveats": list(_caveats(ask, told)),
    }


def _squared(numbers: Json, billed: Mapping[str, int | None]) -> Json:
    """A total of spend is the sum of the lines that are billed, to the last unit, wherever it stands."""
    totals: list[Json] = []
    for row in numbers["totals"]:
        amount = billed.get(row["currency"]) if row["now"].get("spend") is not None else None
        exact = {} if amount is None else {"spend": amount * micros_of_minor(row["currency"])}
        totals.append(row | {"now": row["now"] | exact})
    return numbers | {"totals": totals}


def _heading(ask: Ask, told: Gathered) -> Json:
    """Of which days and which place it is."""
    place, window, before = ask.context.place, told.wish.window, told.own.asked.before
    measured = told.own.asked.window or window
    return {
        "rhythm": told.wish.rhythm,
        "since": window.since.isoformat(),
        "until": window.until.isoformat(),
        "measured_until": measured.until.isoformat(),
        "before": [before.since.isoformat(), before.until.isoformat()] if before else None,
        "days": _span(ask, told),
        "before_days": days(before, ask.locale, ask.now.year) if before else None,
        "timezone": told.own.when.timezone,
        "scope": place.path,
        "names": list(place.names),
        "org_type": place.org_type,
        "at_campaign": place.scope.campaign is not None,
        "made_on": ask.today.isoformat(),
        "currency": place.currency,
    }


def _counted(body: Json) -> Json | None:
    """The truth with its value in micros of its currency."""
    truth = body["truth"]
    if truth is None:
        return None
    value = truth["value"]
    micros = None if value is None else value * micros_of_minor(body["currency"])
    return truth | {"value_micros": micros, "currency": body["currency"]}


def _line(ask: Ask, one: Amount) -> Json:
    return {
        "id": f"{one.platform}-{one.currency}",
        "platform": one.platform,
        "name": platform_name(one.platform, ask.locale),
        "currency": one.currency,
        "reported": one.reported,
        "net": one.net,
        "fee": one.fee,
        "billed": one.billed,
    }


def _bill(one: Bill, billing: Billing | None) -> Json:
    vat = one.vat if billing and billing.terms.vat else None
    total = one.total if vat is not None else None
    told: Json = {"net": one.net, "fee": one.fee, "billed": one.billed, "vat": vat, "total": total}
    return {"id": one.currency or "?", "currency": one.currency} | told


def _win(ask: Ask, one: Flowing) -> Json:
    win: Json = one.value
    result: Json = win["measured_result"]
    unit, currency = result["unit"] or "conversions", result["currency"]
    measured = wording.amount(result["measured"], unit, currency, ask.locale)
    span = (result["predicted_low"], result["predicted_high"])
    predicted = wording.span_of(*span, unit, currency, ask.locale)
    facts = {"measured": measured, "predicted": predicted, "since": result["since"], "until": result["until"]}
    title = wording.title(win, ask.locale)
    text = words("report")("win.measured", ask.locale, title=title, **facts)
    return {"id": win["id"], "title": title, "text": text, "ref": one.ref} | facts


def _next(ask: Ask, told: Gathered) -> Iterator[Json]:
    """What is taken up already comes first; what only the house may read is marked."""
    say, found = words("report"), list[Json]()
    taken = [one for one in told.open if one.value["status"] == "accepted"]
    for one in (*taken, *(one for one in told.open if one not in taken)):
        win: Json = one.value
        accepted = win["status"] == "accepted"
        facts = {
            "title": wording.title(win, ask.locale),
            "due": win["due"] or "–",
            "owner": win["owner"] or "–",
        }
        text = say("next.taken" if accepted and win["due"] else "next.win", ask.locale, **facts)
        found.append({"id": win["id"], "kind": "win", "text": text, "internal": not accepted, "ref": one.ref})
    for one in told.pacing.body["alerts"]:
        found.append(
            {"id": one["id"], "kind": "pacing", "text": one["text"], "internal": True, "ref": "pacing"}
        )
    yield from found[:_MOST_NEXT]


def _feed(ask: Ask, one: Feed) -> Json:
    return {
        "id": f"{one.platform}-{one.account}",
        "name": platform_name(one.platform, ask.locale),
        "account": one.name or one.account,
        "until": one.last.isoformat(),
        "until_said": day(one.last, ask.locale, year=one.last.year != ask.now.year),
        "provisional_from": one.provisional_from.isoformat() if one.provisional_from else None,
        "timezone": one.timezone,
    }


def _caveats(ask: Ask, told: Gathered) -> Iterator[str]:
    """What must be said beside the figures; first of all that they end too early."""
    say, window = words("report"), told.wish.window
    last = told.own.when.last
    if last is not None and last < window.until:
        yield say("caveat.ends", ask.locale, day=day(last, ask.locale), until=day(window.until, ask.locale))
    if told.own.asked.before is None:
        yield say("caveat.no_before", ask.locale)
    unknown = sorted({platform_name(one.platform, ask.locale) for one in told.lines if one.billed is None})
    if told.billed and unknown:
        yield say("caveat.unbilled", ask.locale, platforms=", ".join(unknown))
    if told.billing:
        yield say("caveat.billed", ask.locale)
    yield from (str(one) for one in told.shown.table.body["caveats"])


def _inputs(told: Gathered) -> Iterator[InputUsed]:
    yield from told.own.table.inputs_used
    yield from told.own.daily.inputs_used
    yield from told.own.why.inputs_used if told.own.why else ()
    yield from told.pacing.inputs_used if told.pacing.evidence else ()
    yield from told.truth.inputs_used
    yield from inputs((*told.measured, *told.open))
    if told.billing:
        yield told.billing.used()


def _evidence(told: Gathered, body: Json) -> Iterator[Evidence]:
    """Each part's own evidence below its name, and the best of it for the part."""
    parts: list[tuple[str, Sequence[Evidence]]] = [
        ("numbers", told.shown.table.evidence),
        ("why", told.shown.why.evidence if told.shown.why else ()),
        ("pacing", told.pacing.evidence if body["pacing"]["planned"] is not None else ()),
        ("reconciliation", told.truth.evidence if body["reconciliation"]["truth"] else ()),
    ]
    for name, found in parts:
        yield from (replace(one, path=f"{name}.{one.path}") for one in found)
        if found:
            best = max(found, key=lambda one: one.grade)
            yield replace(best, path=name)
    if body["before"] and told.shown.table.evidence:
        yield replace(told.shown.table.evidence[0], path="before")
    held = [one for one in told.shown.table.evidence if one.path.startswith("goals.")]
    held += [told.goal.evidence] if told.goal else []
    if held and body["targets"]:
        yield replace(max(held, key=lambda one: one.grade), path="targets")
    yield from (replace(one.evidence(f"wins.{one.value['id']}"), quote="") for one in told.measured)


def _missing(ask: Ask, told: Gathered, body: Json) -> Iterator[MissingInput]:
    say = words("report")
    lacking = {
        "targets": not body["targets"],
        "budget": body["pacing"]["planned"] is None,
        "truth": body["reconciliation"]["truth"] is None,
        "terms": ask.context.place.org_type == "AGENCY" and not told.billed,
        "reported": told.billed and any(one.billed is None for one in told.lines),
    }
    for name in (name for name, lacks in lacking.items() if lacks):
        yield MissingInput(
            name,
            say(f"missing.{name}.why", ask.locale),
            say(f"missing.{name}.ask", ask.locale, scope=ask.context.place.path),
        )
