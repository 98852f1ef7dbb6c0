"""What an import found and did, as people and programs read it."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from config.errors import Locale
from config.wording import words
from memory.loading import Kept, Reading, Total, Turned
from memory.metrics import MICROS, known_sum
from memory.types import Json

_SHOWN = 20
"""Rejected rows that are named."""


def document(reading: Reading, kept: Kept, locale: Locale, *, preview: bool) -> Json:
    """As JSON: counts and rejected rows; a preview says as well what was found."""
    rejected = [
        {"line": one.line, "reason": reason(one, locale), "file": one.file, "code": one.reason}
        for one in reading.turned
    ]
    counts: Json = {**asdict(kept), "rejected": rejected}
    if not preview:
        return counts
    totals = [_total_of(one) for one in reading.totals]
    sources = [{"file": one.name, "kind": one.kind, "rows": one.rows} for one in reading.sources]
    return {**counts, "preview": True, "files": sources, "totals": totals, "sample": list(reading.sample)}


def _total_of(one: Total) -> Json:
    return {
        "platform": one.platform,
        "level": one.grain,
        "currency": one.currency or None,
        "from": one.since.isoformat(),
        "to": one.until.isoformat(),
        "facts": one.facts,
        "spend": _number(one.spend),
        "impressions": one.impressions,
        "clicks": one.clicks,
        "conversions": _number(one.conversions),
        "conversions_value": _number(one.conversions_value),
    }


def told(reading: Reading, kept: Kept, locale: Locale, *, preview: bool) -> Iterator[str]:
    """As lines: what the files are, what they sum up to, what became of it, and what was turned away."""
    say = words("importing")
    for one in reading.sources:
        yield say("read", locale, name=one.name, kind=one.kind, rows=f"{one.rows:,}")
    for total in reading.totals:
        yield _total(total, locale)
    yield from _truth(reading, locale)
    for platform in sorted(
        {one.platform for one in reading.totals if not one.currency and one.spend is not None}
    ):
        yield say("unknown_currency", locale, platform=platform)
    counts = {name: f"{count:,}" for name, count in asdict(kept).items()}
    yield say("would" if preview else "done", locale, **counts, rejected=f"{len(reading.turned):,}")
    for turned in reading.turned[:_SHOWN]:
        yield say("rejected", locale, file=turned.file, line=turned.line, reason=reason(turned, locale))
    if len(reading.turned) > _SHOWN:
        yield say("more", locale, count=len(reading.turned) - _SHOWN)
    if reading.turned and not reading.count:
        yield say("nothing_good", locale)


def reason(one: Turned, locale: Locale) -> str:
    say = words("importing")
    return say(f"reason.{one.reason}", locale, value=one.value or say("nothing", locale))


def money(micros: int | None, currency: str) -> str:
    """An amount for the eye; "-" where nothing is known, "?" for a currency that nobody said."""
    if micros is None:
        return "-"
    amount = f"{micros / MICROS:,.2f}".rstrip("0").rstrip(".")
    return f"{amount} {currency or '?'}"


def _total(one: Total, locale: Locale) -> str:
    say = words("importing")
    return say(
        "total",
        locale,
        platform=one.platform,
        grain=say(f"level.{one.grain}", locale),
        since=one.since,
        until=one.until,
        facts=f"{one.facts:,}",
        spend=money(one.spend, one.currency),
        impressions=_count(one.impressions),
        clicks=_count(one.clicks),
        conversions=_count(_number(one.conversions)),
        value=money(one.conversions_value, one.currency),
    )


def _truth(reading: Reading, locale: Locale) -> Iterator[str]:
    say = words("importing")
    systems = sorted({(one.system, one.currency) for one in reading.truth})
    for system, currency in systems:
        mine = [one for one in reading.truth if (one.system, one.currency) == (system, currency)]
        days: list[date] = [one.day for one in mine]
        value = money(known_sum([one.value for one in mine]), currency)
        window = {"since": min(days), "until": max(days)}
        yield say("truth", locale, system=system, **window, count=f"{len(mine):,}", value=value)


def _number(micros: int | None) -> float | None:
    return None if micros is None else micros / MICROS


def _count(value: float | None) -> str:
    return "-" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
