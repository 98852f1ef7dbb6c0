"""What platforms claim at a place beside what was really sold there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agents.kit.budgeting import envelope
from agents.kit.budgeting.amounts import minor
from agents.kit.budgeting.counted_truth import Counts, Said, claims_of, counted, covered, said
from agents.kit.budgeting.errors import FiguresRefused
from agents.kit.budgeting.measured import Figures, daily, figures
from agents.kit.budgeting.reconciliation_shown import summary
from agents.kit.budgeting.reconciling import Claim, Reconciled, Reconciliation, reconcile
from agents.kit.budgeting.window import Window, last_weeks
from agents.kit.budgeting.wish import Wish
from agents.kit.frameworks.confidence import GRADES
from agents.types import Ask
from config.budgeting import platform_name
from config.wording import words
from memory.metrics import MICROS, known_sum
from memory.types import Draft, Evidence, Json

_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Compared:
    """Claims and truth of the same days, and what they come to."""

    window: Window
    """The days that are compared."""
    figures: Figures
    """Of all days that were asked for."""
    counts: Counts
    said: Said
    result: Reconciliation
    currency: str
    dated: bool = True
    """Whether the numbers are those of the window; what somebody just says has no days."""


async def compared(ask: Ask, wish: Wish, today: date) -> Compared:
    """The reconciliation of the days that are named, else of the last four weeks; of those, where truth is known."""
    if ask.facts is None:
        raise FiguresRefused()
    window = wish.window or last_weeks(today, _WEEKS)
    found = await figures(ask.facts, daily(window.since, window.until), ask.context.place.timezone)
    told = said(wish.text) if wish.verb == "reconcile" else Said()
    counts = Counts(told.truth) if told.truth is not None else await counted(ask.facts, window)
    if told.truth is None and counts.truth is not None:
        window = await covered(ask.facts, counts.truth.source, window) or window
        counts = await counted(ask.facts, window)
    currency = _currency(found, counts, ask)
    claims = _asked(claims_of(told, _claims(found, currency, window)), told)
    dated = wish.window is not None or not (told.claims and told.truth)
    return Compared(window, found, counts, told, reconcile(claims, counts.truth), currency, dated)


async def reconciliation_of(ask: Ask, wish: Wish, today: date) -> Draft:
    """The reconciliation as an output."""
    done = await compared(ask, wish, today)
    body = _body(ask, done)
    told = envelope.Told(
        "reconciliation", envelope.titled(ask, "reconciliation"), summary(body, ask.locale), body
    )
    return envelope.draft(ask, told, _grounds(ask, done, body))


def _currency(found: Figures, counts: Counts, ask: Ask) -> str:
    """The place's, where there is spending in it; else the truth's, else the first there is."""
    place = ask.context.place.currency
    if place in found.currencies or not found.currencies:
        return place
    return counts.currency if counts.currency in found.currencies else found.currencies[0]


def _claims(found: Figures, currency: str, window: Window) -> dict[str, Claim]:
    """Each platform once within the window: what it counts in all currencies, value and spend in this one only."""
    claims: dict[str, Claim] = {}
    for line in found.lines:
        days = [day for day in line.days if window.since <= day <= window.until]
        old = claims.get(line.platform) or Claim(
            line.platform, None, window=found.windows.get(line.platform, "")
        )
        claims[line.platform] = Claim(
            line.platform,
            known_sum((old.conversions, line.conversions(days))),
            known_sum((old.value, line.value(days) if line.value_currency == currency else None)),
            old.window,
            known_sum((old.spend, line.spend(days) if line.currency == currency else None)),
        )
    return claims


def _asked(claims: tuple[Claim, ...], told: Said) -> tuple[Claim, ...]:
    """Where somebody says both what a platform and what the shop counts, only that is compared."""
    if told.claims and told.truth is not None:
        return told.claims
    return claims


def _body(ask: Ask, done: Compared) -> Json:
    truth, result, currency = done.counts.truth, done.result, done.currency
    return {
        "currency": currency,
        "since": done.window.since.isoformat() if done.dated else None,
        "until": done.window.until.isoformat() if done.dated else None,
        "timezone": done.figures.timezone,
        "truth": None
        if truth is None
        else {
            "source": truth.source,
            "name": platform_name(truth.source, ask.locale),
            "event": done.counts.event,
            "conversions": _count(truth.conversions),
            "value": None if truth.value is None else minor(truth.value, currency),
        },
        "method": result.method,
        "channels": [_channel(one, currency, ask) for one in result.channels],
        "overlap": envelope.rounded(result.overlap),
        "reconciled_share": envelope.rounded(result.share),
        "mer": envelope.rounded(result.mer),
        "others": [{"source": name, "conversions": _count(count)} for name, count in done.counts.others],
        "caveats": _caveats(ask, done),
        "query": None if _all_said(done) else done.figures.measured.query.id,
    }


def _channel(one: Reconciled, currency: str, ask: Ask) -> Json:
    claim = one.claim
    return {
        "id": claim.platform,
        "platform": claim.platform,
        "name": platform_name(claim.platform, ask.locale),
        "claimed": _count(claim.conversions),
        "claimed_value": None if claim.value is None else minor(claim.value, currency),
        "window": claim.window.replace(",", ", ").replace("_", " ") or None,
        "spend": None if claim.spend is None else minor(claim.spend, currency),
        "tracked": _count(one.tracked),
        "reconciled": _count(one.conversions),
        "reconciled_value": None if one.value is None else minor(one.value, currency),
        "overclaim": envelope.rounded(one.overclaim),
    }


def _caveats(ask: Ask, done: Compared) -> list[str]:
    say, found = words("budget"), list[str]()
    found.append(say(f"method.{done.result.method}", ask.locale))
    found.append(say("caveat.never_summed", ask.locale))
    windows = {one.claim.window for one in done.result.channels}
    if len(windows) > 1 or "" in windows:
        found.append(say("caveat.windows", ask.locale))
    if done.counts.loose:
        found.append(say("caveat.loose", ask.locale))
    if done.counts.others:
        others = ", ".join(
            f"{platform_name(name, ask.locale)} {_count(count):g}" for name, count in done.counts.others
        )
        found.append(say("caveat.others", ask.locale, others=others))
    if done.said.truth is None:
        found += envelope.caveats(done.figures, ask, done.currency, envelope.own(done.figures, ask))
    return found


def _grounds(ask: Ask, done: Compared, body: Json) -> envelope.Grounds:
    missing = [] if body["truth"] else ["truth"]
    missing += [] if done.result.channels else ["facts"]
    inputs = (done.figures.used(),) if done.figures.lines and not _all_said(done) else ()
    evidence = [*_claimed(ask, done, body["channels"]), *_true(ask, done)]
    return envelope.Grounds(
        tuple(evidence), inputs, envelope.asked(ask, missing), required=("truth.conversions", "channels")
    )


def _claimed(ask: Ask, done: Compared, channels: Sequence[Json]) -> list[Evidence]:
    told = {one.platform for one in done.said.claims}
    found = [
        envelope.stated(f"channels.{one['id']}.claimed", ask, ask.text)
        if one["id"] in told
        else envelope.measured(f"channels.{one['id']}.claimed", done.figures, str(one["window"] or ""))
        for one in channels
        if one["claimed"] is not None
    ]
    if found:
        best = max(one.grade for one in found)
        found.append(Evidence("channels", found[0].kind, found[0].ref, "", best))
    return found


def _true(ask: Ask, done: Compared) -> list[Evidence]:
    if done.said.truth is not None:
        return [envelope.stated("truth.conversions", ask, ask.text)]
    if done.counts.truth is None:
        return []
    quote = f"{done.counts.truth.source} {done.window.since}..{done.window.until}"
    return [
        Evidence("truth.conversions", "metric", f"truth:{done.counts.truth.source}", quote, GRADES["metric"])
    ]


def _all_said(done: Compared) -> bool:
    return bool(done.said.claims) and done.said.truth is not None


def _count(millionths: int | None) -> float | None:
    return None if millionths is None else millionths / MICROS
