"""Pacing in words, tables and a picture: all of it out of the output's body, so that it can be shown again."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import cast

from agents.kit.budgeting.amounts import said, said_minor
from agents.kit.budgeting.envelope import said_day, said_span
from agents.kit.budgeting.scaled import scaled
from agents.kit.budgeting.signals import Signal
from agents.kit.figures import number, percent
from agents.types import Block, Bullets, Chart, Curves, Paragraph, Section, Table
from config.budgeting import platform_name
from config.errors import Locale
from config.wording import words
from memory.types import Draft, Json

_UNSAID = "–"


def summary(body: Json, locale: Locale) -> str:
    """The first line: how much of what is planned is spent, and how that compares."""
    say, currency = words("budget"), str(body["currency"])
    spent, planned = (said_minor(body[name], currency, locale) for name in ("spent", "planned"))
    if body["spent"] is None and body["why"] != "not_started":
        key = "pacing.nothing" if body["planned"] is not None else "pacing.nothing_at_all"
        return say(key, locale, planned=planned)
    if body["planned"] is None:
        return say(
            "pacing.unplanned",
            locale,
            spent=spent,
            since=_day(body["starts"], locale, body),
            as_of=body["as_of_text"],
        )
    if body["why"] == "not_started":
        return say("pacing.not_started", locale, planned=planned, day=_day(body["starts"], locale, body))
    key = "paused" if body["band"] == "none" else body["why"] or body["band"]
    facts = {"spent": spent, "planned": planned, "share": percent(_part(body)), "as_of": body["as_of_text"]}
    return say(f"pacing.{key}", locale, index=_index(body["index"]), **facts)


def lines(draft: Draft) -> tuple[str, ...]:
    """At most three: where it stands, the most pressing signal, where it ends."""
    body, found = draft.body, [draft.summary]
    if body["alerts"]:
        found.append(f"⚠ {body['alerts'][0]['text']}")
    return (*found, *outlook(draft))[:3]


def outlook(draft: Draft) -> tuple[str, ...]:
    """Where the spending ends, as it goes now; nothing where that is not known, or it is paused."""
    body = draft.body
    if body.get("projected") is None or body["band"] == "none":
        return ()
    return (_projected(body, draft.locale),)


def sections(draft: Draft) -> tuple[Section, ...]:
    return tuple(_sections(draft.body, draft.locale))


def _sections(body: Json, locale: Locale) -> Iterator[Section]:
    say = words("budget")
    if body["planned"] is not None and body["spent"] is not None:
        yield Section(say("section.pacing", locale), (_table(body, locale),))
    if body["platforms"]:
        yield Section(say("section.platforms", locale), (_platforms(body, locale),))
    if body["alerts"]:
        alerts = tuple(str(one["text"]) for one in body["alerts"])
        yield Section(say("section.signals", locale), (Bullets(alerts),))
    if body["apart"]:
        yield Section(say("section.apart", locale), (Paragraph(say("apart", locale)), _apart(body, locale)))
    yield Section(say("section.basis", locale), tuple(_basis(body, locale)))


def _table(body: Json, locale: Locale) -> Table:
    say, currency = words("budget"), str(body["currency"])

    def money(name: str) -> str:
        return said_minor(body.get(name), currency, locale)

    starts, ends = (date.fromisoformat(body[name]) for name in ("starts", "ends"))
    period = said_span(starts, ends, locale)
    rows = [
        ("planned", f"{money('planned')} ({period})"),
        ("spent", f"{money('spent')} ({percent(_part(body))})"),
        ("expected", f"{money('expected')} ({percent(body['elapsed'])})"),
        ("index", f"{_index(body['index'])} · {say('band.' + str(body['band']), locale)}"),
        ("projected", money("projected")),
        ("projected_recent", money("projected_recent")),
        ("rate_to_date", money("rate_to_date")),
        ("rate_recent", money("rate_recent")),
        (
            "rate_needed",
            f"{money('rate_needed')} ({say('days', locale, count=number(round(float(body['days_left']), 1)))})",
        ),
    ]
    cells = tuple((say(f"row.{name}", locale), value) for name, value in rows)
    return Table((say("head.what", locale), say("head.value", locale)), cells)


def _platforms(body: Json, locale: Locale) -> Table:
    say, currency = words("budget"), str(body["currency"])
    heads = tuple(say(f"head.{name}", locale) for name in ("platform", "spent", "planned", "index", "until"))
    rows = tuple(
        (
            str(one["name"]),
            said_minor(one["spent"], currency, locale),
            said_minor(one["planned"], currency, locale),
            _UNSAID
            if one["index"] is None
            else f"{_index(one['index'])} · {say('band.' + one['band'], locale)}",
            _day(one["last"], locale, body),
        )
        for one in cast("list[Json]", body["platforms"])
    )
    return Table(heads, rows)


def _apart(body: Json, locale: Locale) -> Table:
    say = words("budget")
    rows = tuple(
        (platform_name(one["platform"], locale), said_minor(one["spent"], one["currency"], locale))
        if one["currency"]
        else (
            platform_name(one["platform"], locale),
            say("no_currency", locale, amount=number(one["spent"] / 100)),
        )
        for one in cast("list[Json]", body["apart"])
    )
    return Table((say("head.platform", locale), say("head.spent", locale)), rows)


def _basis(body: Json, locale: Locale) -> Iterator[Block]:
    """Where the figures are from, and what has to be said beside them."""
    say = words("budget")
    facts = [str(one) for one in body["caveats"]]
    as_of = body["as_of_text"] or _UNSAID
    facts.append(say("basis", locale, query=body["query"], as_of=as_of, zone=body["timezone"]))
    yield Bullets(tuple(facts))


def charts(draft: Draft) -> tuple[Chart, ...]:
    """What should have been spent by each day, and what was; what is not known yet is left open."""
    body, locale = draft.body, draft.locale
    if len(body["curve"]) < 2 or body["spent"] is None:
        return ()
    say, currency = words("budget"), str(body["currency"])
    curve = cast("list[Json]", body["curve"])
    unit, factor = scaled(max(max(one["planned"], one["spent"] or 0) for one in curve), currency, locale)

    def values(name: str) -> tuple[float | None, ...]:
        return tuple(None if one[name] is None else one[name] / factor for one in curve)

    planned, spent = values("planned"), values("spent")
    series = ((say("series.planned", locale), planned), (say("series.spent", locale), spent))
    highest = max(value for value in (*planned, *spent) if value is not None)
    days = tuple(_day(one["day"], locale, body) for one in curve)
    title = say("chart.pacing", locale)
    return (Curves(title, f"{title}: {draft.summary}", unit, days, series, highest),)


def signal_text(signal: Signal, currency: str, locale: Locale) -> str:
    """A signal in words, out of its figures."""
    say, facts = words("budget"), dict(signal.facts)
    key = signal.kind
    if signal.kind == "silent":
        key = "silent_days" if "days" in facts else "silent_age"
    elif signal.kind in ("pace", "drift", "excess"):
        key = f"{signal.kind}_{facts['span'] if signal.kind == 'excess' else signal.band}"
    return say(
        f"signal.{key}", locale, **{name: _fact(name, one, currency, locale) for name, one in facts.items()}
    )


def _fact(name: str, value: object, currency: str, locale: Locale) -> str:
    match value:
        case datetime():
            return f"{said_day(value.date(), locale)} {value:%H:%M}"
        case date():
            return said_day(value, locale)
        case timedelta():
            return number(round(value / timedelta(hours=1)))
        case tuple():
            return ", ".join(said_day(one, locale) for one in cast("tuple[date, ...]", value))
        case float() if name == "change":
            return f"{abs(value):.0%}"
        case float():
            return _index(value)
        case int():
            return said(value, currency, locale)
        case _:
            return platform_name(str(value), locale) if name == "platform" else str(value)


def _projected(body: Json, locale: Locale) -> str:
    say, currency = words("budget"), str(body["currency"])
    ends = {"ends": _day(body["ends"], locale, body)}
    amounts = {
        name: said_minor(body[name], currency, locale)
        for name in ("projected", "projected_recent", "rate_needed")
    }
    over = not body["days_left"]
    gap = (body["spent"] if over else body["projected"]) - body["planned"]
    words_ = say(f"gap.{'over' if gap > 0 else 'under'}", locale, gap=said_minor(abs(gap), currency, locale))
    key = "ended" if over else "projected"
    return say(key, locale, gap=words_ if gap else say("gap.none", locale), **ends, **amounts)


def _part(body: Json) -> float | None:
    return body["spent"] / body["planned"] if body["spent"] is not None and body["planned"] else None


def _index(value: float | None) -> str:
    return _UNSAID if value is None else f"{value:.2f}"


def _day(iso: str | None, locale: Locale, body: Json) -> str:
    """With the year, where the figures are as of another one."""
    if not iso:
        return _UNSAID
    return said_day(date.fromisoformat(iso), locale, year=iso[:4] != str(body["as_of"])[:4])
