"""The envelope of an answer about numbers: what it rests on, what has to be said beside it, how sure it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from agents.kit.analysing.beside import Beside
from agents.kit.analysing.inquiry import Inquiry, earlier
from agents.kit.analysing.reading import Clock, Line, Read
from agents.kit.analysing.saying import day, days, metric_name
from agents.kit.analysing.values import Value, touches_money
from agents.kit.frameworks.confidence import GRADES
from agents.types import Ask
from config.analysing import catalogue
from config.budgeting import platform_name
from config.wording import words
from memory.metrics import ANALYTICS, Dimension, Feed, beginning
from memory.types import Draft, Evidence, InputUsed, Json

AGENT, OUTPUT_TYPE = "analytics", "finding"
_FRESH = timedelta(hours=24)
_FLAGS = (
    "currency_unknown", "gross", "provisional", "partial", "sampled", "thresholded", "summed_up", "id_from_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that an answer is made of."""

    asked: Inquiry
    when: Clock
    feeds: tuple[Feed, ...]
    metrics: tuple[str, ...]
    reads: tuple[Read, ...]
    """Of the window first, then of what it is held against."""
    rows: tuple[Json, ...] = ()
    totals: tuple[Json, ...] = ()
    findings: tuple[Json, ...] = ()
    counted: tuple[Json, ...] = ()
    caveats: tuple[str, ...] = ()
    beside: Beside = Beside()


def draft(ask: Ask, told: Gathered) -> Draft:
    """The output. Its subject is the kind of question, so that a place holds one of each."""
    evidence, title = _evidence(told), titled(ask, told.asked)
    known = {one.path for one in evidence} & {f"metrics.{name}" for name in told.metrics}
    return Draft(
        agent=AGENT,
        output_type=OUTPUT_TYPE,
        schema_version=1,
        locale=ask.locale,
        title=title,
        summary=title,
        body=_body(ask, told),
        inputs_used=tuple(dict.fromkeys((*_inputs(told), *told.beside.inputs))),
        evidence=(*evidence, *told.beside.evidence) if evidence else (),
        confidence=round(GRADES["metric"] * len(known) / max(len(told.metrics), 1), 2),
        stale_after=ask.now + _FRESH,
        subject=told.asked.kind,
    )


def _inputs(told: Gathered) -> Iterable[InputUsed]:
    return (one.measured.used() for one in told.reads if one.lines)


def _body(ask: Ask, told: Gathered) -> Json:
    return {
        "query": told.asked.as_json() | {"id": told.asked.id},
        "facts": [one.measured.query.id for one in told.reads],
        "timezone": told.when.timezone,
        "reader_timezone": ask.context.place.timezone,
        "scope": ask.context.place.path,
        "year": ask.now.year,
        "last": told.when.last.isoformat() if told.when.last else None,
        "as_of": as_of(told, ask),
        "metrics": list(told.metrics),
        "by": list(told.asked.by),
        "rows": list(told.rows),
        "totals": list(told.totals),
        "counted": list(told.counted),
        "findings": [one | {"id": f"F{place}"} for place, one in enumerate(told.findings, start=1)],
        "caveats": [*told.caveats, *caveats(ask, told)],
        "goals": list(told.beside.goals),
        "reconciled": list(told.beside.reconciled),
        "contents": list(told.beside.contents),
    }


def _evidence(told: Gathered) -> tuple[Evidence, ...]:
    """Every metric that has a value rests on the store's answer, by its query's id."""
    window, ref = told.asked.window, told.reads[0].measured.query.id
    quote = f"{window.since}..{window.until}" if window else ""
    known = [
        name
        for name in told.metrics
        if any(row["now"].get(name) is not None for row in (*told.rows, *told.totals))
    ]
    found = [Evidence(f"metrics.{name}", "metric", ref, quote, GRADES["metric"]) for name in known]
    rows = [Evidence(f"findings.F{n}.text", "metric", ref, quote, GRADES["metric"])
            for n in range(1, len(told.findings) + 1)]  # fmt: skip
    return (*found, *rows)


def titled(ask: Ask, asked: Inquiry) -> str:
    """`Numbers: CTR, 1–30 Sep`."""
    say = words("analytics")
    what = ", ".join(metric_name(name, ask.locale) for name in asked.metrics[:3])
    span = days(asked.window, ask.locale, ask.now.year) if asked.window else ""
    return say(f"title.{asked.kind}", ask.locale, what=what or say("what.overview", ask.locale), days=span)


def as_of(told: Gathered, ask: Ask) -> str:
    """Until when the platforms vouch for the figures, in the days of the accounts."""
    moment = told.reads[0].measured.as_of
    if moment is None:
        return "–"
    local = moment.astimezone(ZoneInfo(told.when.timezone))
    return f"{day(local.date(), ask.locale, year=local.year != ask.now.year)} {local:%H:%M}"


def row(line: Line, before: Line | None, metrics: Sequence[str], names: dict[str, str]) -> Json:
    """A key with its values now and before; None where nothing is known."""
    return {
        "key": dict(line.key),
        "names": names,
        "currency": line.sums.currency,
        "value_currency": line.sums.value_currency,
        "now": _values(line, metrics),
        "before": _values(before, metrics) if before else None,
        "claimants": len(line.sums.claimants),
    }


def _values(line: Line, metrics: Sequence[str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name in metrics:
        value = line.sums.value(name)
        found[name] = round(value, 8) if isinstance(value, float) else value
    return found


def shown_names(line: Line, by: Iterable[Dimension], ask: Ask) -> dict[str, str]:
    """What each part of a key is called."""
    say, found = words("analytics"), dict[str, str]()
    for name in by:
        key = line.key.get(name, "")
        if name == "platform":
            found[name] = platform_name(key, ask.locale) if key else say("name.none", ask.locale)
        else:
            told = key[:7] if name == "month" else key
            found[name] = line.names.get(name) or told or say("name.none", ask.locale)
    return found


def caveats(ask: Ask, told: Gathered) -> list[str]:
    """What must be said beside the numbers."""
    return [*_claims(ask, told), *_money(ask, told), *_flags(ask, told), *_times(ask, told)]


def _claims(ask: Ask, told: Gathered) -> Iterable[str]:
    say = words("analytics")
    if not any(catalogue()[name].claim for name in told.metrics):
        return
    claimants = frozenset[str]().union(*(one.sums.claimants for one in told.reads[0].lines))
    if len(claimants) > 1:
        yield say("caveat.claims", ask.locale)
    elif claimants:
        windows = {one.attribution for one in told.feeds if one.platform in claimants and one.attribution}
        if windows:
            yield say("caveat.claim", ask.locale, window=", ".join(sorted(windows)))


def _money(ask: Ask, told: Gathered) -> Iterable[str]:
    say, measured = words("analytics"), told.reads[0].measured
    if not touches_money(told.metrics):
        return
    currencies = sorted(
        {one.sums.currency or "?" for one in told.reads[0].lines if one.sums.of["spend"] is not None}
    )
    if len(currencies) > 1:
        yield say("line.by_currency", ask.locale, currencies=", ".join(currencies))
    if told.asked.currency:
        missing = sorted({base for base, _ in measured.missing_rates})
        if missing:
            yield say("caveat.no_rate", ask.locale, missing=", ".join(missing))
        if not missing or told.asked.currency in currencies:
            yield say("caveat.rate", ask.locale, currency=told.asked.currency)


def _flags(ask: Ask, told: Gathered) -> Iterable[str]:
    flags = frozenset[str]().union(*(one.sums.flags for read in told.reads for one in read.lines))
    money = touches_money(told.metrics)
    for name in _FLAGS:
        if name in flags and (money or name not in ("gross", "currency_unknown")):
            yield words("analytics")(f"caveat.{name}", ask.locale)
    if told.reads[0].lines and told.reads[0].measured.scope not in (None, ask.context.place.scope):
        yield words("analytics")("caveat.scope", ask.locale)


def too_early(ask: Ask, asked: Inquiry, when: Clock) -> Iterable[str]:
    """That what was to be held against lies before the first figures."""
    wanted = earlier(asked.window, asked.versus) if asked.window and not asked.before else None
    if wanted and when.first:
        facts = {
            "days": days(wanted, ask.locale, ask.now.year),
            "first": day(when.first, ask.locale, year=True),
        }
        yield words("analytics")("caveat.too_early", ask.locale, **facts)


def _begun(ask: Ask, told: Gathered) -> Iterable[str]:
    """Platforms whose figures begin within the days that are held against."""
    before = told.asked.before
    for feed in told.feeds:
        mine = not told.asked.platforms or feed.platform in told.asked.platforms
        if mine and before and before.since < feed.first <= before.until and feed.platform not in ANALYTICS:
            facts = {
                "platform": platform_name(feed.platform, ask.locale),
                "first": day(feed.first, ask.locale, year=feed.first.year != ask.now.year),
            }
            yield words("analytics")("caveat.began", ask.locale, **facts)


def _parted(asked: Inquiry) -> Dimension | None:
    """Weeks or months of which the first or the last is not whole."""
    if asked.window is None:
        return None
    ends = (asked.window.since, asked.window.until + timedelta(days=1))
    steps: tuple[Dimension, ...] = ("week", "month")
    return next(
        (one for one in steps if one in asked.by and any(beginning(one, day) != day for day in ends)), None
    )


def _lacking(ask: Ask, asked: Inquiry) -> Iterable[str]:
    """What is asked about and no figures know."""
    say = words("analytics")
    if asked.unknown:
        yield say("caveat.unknown_campaign", ask.locale, name=asked.unknown)
    for name in asked.lacking:
        yield say("caveat.lacking", ask.locale, what=say(f"lacking.{name}", ask.locale))


def _times(ask: Ask, told: Gathered) -> Iterable[str]:
    say, asked, when = words("analytics"), told.asked, told.when
    if asked.kind != "compare":
        yield from too_early(ask, asked, when)
    yield from _lacking(ask, asked)
    if not when.known:
        yield say("caveat.zone_unknown", ask.locale, zone=when.timezone)
    elif when.timezone != ask.context.place.timezone:
        yield say("caveat.zone", ask.locale, zone=when.timezone, reader=ask.context.place.timezone)
    if asked.before and len(told.reads) > 1 and not told.reads[1].lines:
        yield say("caveat.no_before", ask.locale, days=days(asked.before, ask.locale, ask.now.year))
    elif asked.before and asked.window and asked.before.days != asked.window.days:
        yield say("caveat.uneven", ask.locale, days=asked.window.days, before=asked.before.days)
    yield from _begun(ask, told)
    if asked.window and (parted := _parted(asked)):
        yield say(f"caveat.part_{parted}", ask.locale)
    for feed in told.feeds:
        mine = not asked.platforms or feed.platform in asked.platforms
        counts = (
            feed.platform not in ANALYTICS or "sessions" in told.metrics or feed.platform in asked.platforms
        )
        named = feed.platform in asked.platforms
        begun = asked.window and (named or asked.window.since <= feed.last)
        if mine and counts and asked.window and begun and feed.last < asked.window.until:
            name = platform_name(feed.platform, ask.locale)
            last = day(feed.last, ask.locale, year=feed.last.year != ask.now.year)
            yield say("caveat.behind", ask.locale, platform=name, last=last)
