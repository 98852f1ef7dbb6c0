"""An answer about numbers as it is shown: the same the first time and whenever it is opened again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import cast

from agents.kit.analysing.asked_words import asked_in_words, window_of, year_of
from agents.kit.analysing.beside_shown import beside_sections
from agents.kit.analysing.crossed import crossed, crosses
from agents.kit.analysing.inquiry import Inquiry
from agents.kit.analysing.pictures import pictures
from agents.kit.analysing.saying import UNSAID, change, day, days, metric_name, row_values, said, signed
from agents.kit.analysing.values import row_currency
from agents.kit.analysing.weekday_shown import weekday_table
from agents.kit.budgeting.window import Window
from agents.kit.figures import number
from agents.types import AgentResult, Ask, Bullets, Button, Section, Table
from config.analysing import catalogue, limits
from config.budgeting import platform_name
from config.errors import Locale
from config.wording import words
from memory.metrics import MICROS, TIMES
from memory.types import Draft, Json

_DAYS_SHOWN = 31
_MOST_IN_LINE = 6


def shown(draft: Draft) -> AgentResult:
    """The whole answer for one output; where there are no figures the answer is one line, and nothing is kept."""
    body = draft.body
    known = bool(draft.evidence)
    return AgentResult(
        lines=_lines(draft),
        sections=tuple(_sections(draft)),
        outputs=(draft,) if known else (),
        buttons=_buttons(draft) if known else (),
        charts=pictures(draft) if known else (),
        verb=str(body["query"]["kind"]),
    )


def summary(draft: Draft) -> str:
    """The first finding, else the numbers of the days."""
    lines = _lines(draft)
    findings = [str(one["text"]) for one in cast("list[Json]", draft.body["findings"])]
    return (findings or lines)[0]


def nothing_shown(ask: Ask) -> AgentResult:
    """There is nothing to be asked about, and how there will be."""
    say = words("analytics")
    lines = (
        say("line.nothing", ask.locale),
        say("line.nothing_how", ask.locale, scope=ask.context.place.path),
    )
    return AgentResult(lines, verb="summary")


def catalogue_shown(asked: Inquiry, locale: Locale) -> AgentResult:
    """The metrics, or those that are asked about, with their one definition."""
    say = words("analytics")
    wanted = asked.metrics or tuple(catalogue())
    lines = tuple(
        say(
            "catalogue.one", locale, name=metric_name(name, locale), means=catalogue()[name].means.say(locale)
        )
        for name in asked.metrics[:2]
    ) or (say("catalogue.line", locale, count=len(catalogue())),)
    heads = tuple(say(f"head.{name}", locale) for name in ("metric", "definition", "unit", "good", "words"))
    rows = tuple(
        (
            metric_name(name, locale),
            one.means.say(locale),
            say(f"unit.{one.unit}", locale),
            say(f"good.{one.good}", locale),
            say("adds.no" if one.kind == "ratio" else "adds.claim" if one.claim else "adds.yes", locale),
        )
        for name, one in catalogue().items()
        if name in wanted
    )
    return AgentResult(
        lines, (Section(say("section.numbers", locale), (Table(heads, rows),)),), verb="catalogue"
    )


def _lines(draft: Draft) -> tuple[str, ...]:
    """At most three: the numbers of the days, then what was found."""
    body, locale = draft.body, draft.locale
    say, window = words("analytics"), window_of(body["query"]["window"])
    span = days(window, locale, year_of(body)) if window else UNSAID
    if not draft.evidence:
        last = day(date.fromisoformat(body["last"]), locale, year=True) if body["last"] else UNSAID
        return (say("line.none", locale, days=span, zone=body["timezone"], last=last),)
    findings = [one["text"] for one in cast("list[Json]", body["findings"])]
    values = "; ".join(_values(draft))
    total = say("line.total", locale, days=span, zone=body["timezone"], values=values)
    return (total, *_counted_line(body, locale), *findings)[:3]


def _counted_line(body: Json, locale: Locale) -> Iterator[str]:
    """What was really sold, beside the claims that were asked for."""
    if not body["counted"] or not {"revenue", "conversions"} & set(body["query"]["metrics"]):
        return
    told = [_counted_by(one, locale) for one in cast("list[Json]", body["counted"])[:3]]
    yield words("analytics")("line.counted", locale, values="; ".join(told))


def _counted_by(one: Json, locale: Locale) -> str:
    count = UNSAID if one["count"] is None else number(one["count"] / MICROS)
    value = said("revenue", one["value"], one["currency"], locale)
    return f"{platform_name(one['system'], locale)} {one['event']} {count} / {value}"


def _values(draft: Draft) -> Iterator[str]:
    """The totals in one line, one for each currency; claims by platform where they have no total."""
    body, locale = draft.body, draft.locale
    say = words("analytics")
    for row in cast("list[Json]", body["totals"]):
        told = row_values(row, body["metrics"], locale)
        name = row["names"].get("platform")
        if told:
            yield (f"{name}: " if name else "") + ", ".join(told[:_MOST_IN_LINE])
    if not any(row["now"].get(name) is not None for row in body["totals"] for name in body["metrics"]):
        found = [
            f"{' › '.join(row['names'].values())} {said(name, row['now'][name], row_currency(row, name), locale)}"
            for name in body["metrics"][:1]
            for row in body["rows"][: body["query"]["limit"] or _MOST_IN_LINE]
            if row["now"].get(name) is not None
        ]
        yield (
            f"{metric_name(body['metrics'][0], locale)} " + ", ".join(found)
            if found
            else say("line.unmeasured", locale, what=metric_name(body["metrics"][0], locale))
        )


def _sections(draft: Draft) -> Iterator[Section]:
    body, locale = draft.body, draft.locale
    say = words("analytics")
    if draft.evidence and (body["rows"] or body["totals"]):
        yield Section(say("section.numbers", locale), tuple(_blocks(body, locale)))
    findings = [one["text"] for one in cast("list[Json]", body["findings"])]
    if len(findings) > 2:  # noqa: PLR2004 - the lines show two
        yield Section(say("section.findings", locale), (Bullets(tuple(findings)),))
    yield from _drivers(body, locale)
    yield from beside_sections(body, locale)
    if body["counted"]:
        yield Section(say("section.counted", locale), (_counted(body, locale),))
    yield Section(
        say("section.basis", locale), (Bullets((*map(str, body["caveats"]), _basis(body, locale))),)
    )


def _blocks(body: Json, locale: Locale) -> Iterator[Table | Bullets]:
    if body["query"].get("weekday"):
        yield from weekday_table(body, locale)
        return
    if crosses(body):
        yield from crossed(body, locale)
        return
    say, rows = words("analytics"), cast("list[Json]", body["rows"])
    by = [str(name) for name in body["by"]]
    most = _DAYS_SHOWN if set(by) & set(TIMES) else limits().rows
    most = int(body["query"]["limit"]) or most
    kept = rows[-most:] if set(by) & set(TIMES) else rows[:most]
    alone = "platform" if any(row["names"] for row in body["totals"]) else ""
    heads = [say(f"head.{name}", locale) for name in by or [alone] if name] or [""]
    metrics = [str(name) for name in body["metrics"]]
    table = [_row(row, [row["names"][name] for name in by], metrics, locale) for row in kept]
    totals = [
        row for row in body["totals"] if not table or any(one is not None for one in row["now"].values())
    ]
    empty = [""] * (len(heads) - 1)
    table += [_row(row, [_total(row, body, locale), *empty], metrics, locale) for row in totals]
    yield Table((*heads, *(metric_name(name, locale) for name in metrics)), tuple(table))
    if len(rows) > len(kept) and not body["query"]["limit"]:
        yield Bullets((say("rows.more", locale, count=len(rows) - len(kept), scope=body["scope"]),))


def _total(row: Json, body: Json, locale: Locale) -> str:
    say = words("analytics")
    if row["names"].get("platform"):
        return str(row["names"]["platform"])
    moneyless = not row["currency"] and row["now"].get("spend") is None
    several = len(body["totals"]) > 1 and not moneyless
    return (
        say("head.total_in", locale, currency=row["currency"] or "?")
        if several
        else say("head.total", locale)
    )


def _row(row: Json, names: Sequence[str], metrics: Sequence[str], locale: Locale) -> tuple[str, ...]:
    cells: list[str] = []
    for metric in metrics:
        now = row["now"][metric]
        text = said(metric, now, row_currency(row, metric), locale)
        moved = change(metric, row["before"][metric], now, locale) if row["before"] else ""
        cells.append(f"{text} ({moved})" if moved else text)
    return (*names, *cells)


def _drivers(body: Json, locale: Locale) -> Iterator[Section]:
    """What a change is made of: each table adds up to it."""
    say = words("analytics")
    for one in cast("list[Json]", body["findings"]):
        if one["kind"] != "drivers":
            continue
        platform = one["key"].get("platform")
        name = f"{platform_name(platform, locale)} · " if platform else ""
        title = f"{name}{metric_name(one['metric'], locale)}"
        factors = _parts(
            one, [(say(f"factor.{part['name']}", locale), part) for part in one["factors"]], locale
        )
        heads = [say(f"head.{word}", locale) for word in ("part", "change", "share")]
        yield Section(f"{say('section.drivers', locale)}: {title}", (Table(tuple(heads), factors),))
        if len(one["segments"]) > 1:
            where = _parts(one, [(str(part["called"]), part) for part in one["segments"]], locale)
            heads[0] = say("head.segment", locale)
            yield Section(f"{say('section.segments', locale)}: {title}", (Table(tuple(heads), where),))


def _parts(one: Json, parts: Sequence[tuple[str, Json]], locale: Locale) -> tuple[tuple[str, ...], ...]:
    rows = [
        (name, signed(one["metric"], part["part"], one["currency"], locale), _share(part))
        for name, part in parts
    ]
    if (
        not one["more_segments"]
        or len(parts) != len(one["segments"])
        or parts[0][1] is not one["segments"][0]
    ):
        rows.append(
            (
                words("analytics")("head.total", locale),
                signed(one["metric"], one["change"], one["currency"], locale),
                "100%",
            )
        )
    return tuple(rows)


def _share(part: Json) -> str:
    return UNSAID if part["share"] is None else f"{part['share']:z.0%}"


def _counted(body: Json, locale: Locale) -> Table:
    say = words("analytics")
    heads = tuple(say(f"head.{name}", locale) for name in ("system", "event", "count", "value"))
    rows = tuple(
        (
            platform_name(one["system"], locale),
            str(one["event"]),
            UNSAID if one["count"] is None else number(one["count"] / MICROS),
            said("revenue", one["value"], one["currency"], locale),
        )
        for one in cast("list[Json]", body["counted"])
    )
    return Table(heads, rows)


def _basis(body: Json, locale: Locale) -> str:
    facts: Mapping[str, object] = {
        "query": body["query"]["id"],
        "asked": asked_in_words(body["query"], locale, year_of(body)),
        "facts": ", ".join(body["facts"]),
        "as_of": body["as_of"],
        "zone": body["timezone"],
    }
    return words("analytics")("basis", locale, **facts)


def _buttons(draft: Draft) -> tuple[Button, ...]:
    """What can be asked next of the same days."""
    say, body = words("analytics"), draft.body
    kind, window = body["query"]["kind"], window_of(body["query"]["window"])
    span = f" {window.since} ~ {window.until}" if window else ""
    metric, of = _telling(body), _of(body)
    found: list[tuple[str, str]] = []
    if kind != "why" and body["query"]["before"]:
        found.append(("why", f"stats why {metric}{of}{span}"))
    if not set(body["by"]) & set(TIMES):
        found.append(("chart", f"stats chart {metric} daily{of}{_over(window)}"))
    if kind != "anomalies":
        found.append(("anomalies", f"stats anomalies{of}{span}"))
    if any(catalogue()[name].claim for name in body["metrics"]) and not body["counted"]:
        found.append(("reconcile", "budget reconcile"))
    return tuple(Button(say(f"button.{name}", draft.locale), action) for name, action in found[:3])


def _of(body: Json) -> str:
    """The platforms and campaigns that were asked about, in words that are understood again."""
    query = body["query"]
    names = [
        f' "{one}" {dimension.replace("_", " ")}'
        for dimension, told in query["names"].items()
        for one in told
    ]
    return "".join([*(f" {platform_name(one, 'en')}" for one in query["platforms"]), *names])


def _telling(body: Json) -> str:
    """The metric that is worth asking about: of the first finding, else the first of all."""
    worth = (str(one["metric"]) for one in body["findings"] if one.get("worth"))
    return next(worth, str(body["metrics"][0]) if body["metrics"] else "")


def _over(window: Window | None) -> str:
    return f" {window.since} ~ {window.until}" if window and window.days > 1 else ""
