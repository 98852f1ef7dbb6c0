"""Charts of numbers: lines over days with gaps where nothing is known, bars beside one another."""

from collections.abc import Sequence
from datetime import date, timedelta

from agents.kit.analysing.asked_words import window_of, year_of
from agents.kit.analysing.saying import days, metric_name, said
from agents.kit.analysing.values import Value, row_currency
from agents.kit.figures import minor_digits
from agents.types import Bar, Bars, Chart, Curves
from config.analysing import catalogue
from config.errors import Locale
from config.wording import words
from memory.metrics import MICROS, TIMES
from memory.types import Draft, Json

_MOST_CHARTS, _MOST_LINES, _MOST_BARS = 2, 5, 16
_STEPS = {"day": 1, "week": 7}


def pictures(draft: Draft) -> tuple[Chart, ...]:
    """Lines for what goes by day, bars for what stands beside each other; each metric and currency its own."""
    query, times = draft.body["query"], set(draft.body["by"]) & set(TIMES)
    if query.get("weekday"):
        return _weekdays(draft)
    if not (times or query["chart"]) or not draft.body["rows"]:
        return ()
    wish = query["chart"]
    metrics = _drawn(draft.body, by_choice=bool(query["metrics"]))
    draw = _bars if wish == "bars" or (not times and wish) else _lines
    found = (
        draw(draft, metric, currency) for metric in metrics for currency in _currencies(draft.body, metric)
    )
    return tuple(one for one in found if one is not None)[:_MOST_CHARTS]


def _drawn(body: Json, *, by_choice: bool) -> list[str]:
    """Those that were asked for; of an overview what it cost and what came of it."""
    metrics = [str(name) for name in body["metrics"]]
    known = [name for name in metrics if any(row["now"].get(name) is not None for row in body["rows"])]
    return known if by_choice else [name for name in ("spend", "conversions", "clicks") if name in known]


def _currencies(body: Json, metric: str) -> list[str]:
    """The currencies of what is drawn; amounts of several never share an axis."""
    told = [row_currency(row, metric) for row in body["rows"] if row["now"].get(metric) is not None]
    return sorted(set(told))


def _rows(body: Json, metric: str, currency: str) -> list[Json]:
    return [row for row in body["rows"] if row_currency(row, metric) == currency]


def _lines(draft: Draft, metric: str, currency: str) -> Curves | None:
    body, locale = draft.body, draft.locale
    rows = _rows(body, metric, currency)
    time = next(name for name in body["by"] if name in TIMES) if set(body["by"]) & set(TIMES) else ""
    if not time:
        return None
    moments = _moments(rows, time, body)
    apart = [name for name in body["by"] if name != time]
    lines: dict[str, dict[str, Value]] = {}
    for row in rows:
        name = " › ".join(str(row["names"][one]) for one in apart) or metric_name(metric, locale)
        lines.setdefault(name, {})[row["key"][time]] = row["now"][metric]
    kept = sorted(lines, key=lambda name: -sum(value or 0 for value in lines[name].values()))[:_MOST_LINES]
    series = tuple(
        (name, tuple(_plain(lines[name].get(one), metric, currency) for one in moments)) for name in kept
    )
    labels = _labels(moments, time, locale)
    title = _title(draft, metric)
    alt = words("analytics")("chart.alt", locale, what=metric_name(metric, locale), days=_days(body, locale),
                             values=_alt(lines, kept, moments, (metric, currency), locale))  # fmt: skip
    highest = max((value for _, line in series for value in line if value is not None), default=0.0)
    return Curves(title, alt, _unit(metric, currency, locale), labels, series, y_max=highest or 1.0)


def _moments(rows: Sequence[Json], time: str, body: Json) -> list[str]:
    """Every day or week of the window, those without facts too: a gap stays a gap."""
    told = sorted({str(row["key"][time]) for row in rows})
    window = window_of(body["query"]["window"])
    if time not in _STEPS or window is None:
        return told
    step = timedelta(days=_STEPS[time])
    first = window.since if time == "day" else date.fromisoformat(told[0])
    count = ((window.until - first).days // step.days) + 1
    return [(first + step * n).isoformat() for n in range(count)]


def _labels(moments: Sequence[str], time: str, locale: Locale) -> tuple[str, ...]:
    """Short days; of many only every so-manyth is written."""
    every = max(1, -(-len(moments) // 12))
    found: list[str] = []
    for place, one in enumerate(moments):
        moment = date.fromisoformat(one)
        text = (
            f"{moment:%Y-%m}"
            if time == "month"
            else f"{moment.month}/{moment.day}"
            if locale == "ko"
            else f"{moment.day} {moment:%b}"
        )
        found.append(text if place % every == 0 else "")
    return tuple(found)


def _bars(draft: Draft, metric: str, currency: str) -> Bars | None:
    body, locale = draft.body, draft.locale
    every = _rows(body, metric, currency)
    rows = every[:_MOST_BARS]
    bars = tuple(
        Bar(
            " › ".join(_bar_name(row, name, locale) for name in body["by"]),
            _plain(row["now"][metric], metric, currency) or 0.0,
            said(metric, row["now"][metric], currency, locale),
        )
        for row in rows
        if row["now"][metric] is not None
    )
    values = ", ".join(f"{bar.name} {bar.label}" for bar in bars)
    what = metric_name(metric, locale)
    alt = words("analytics")("chart.alt", locale, what=what, days=_days(body, locale), values=values)
    unknown = [
        " › ".join(_bar_name(row, name, locale) for name in body["by"])
        for row in rows
        if row["now"][metric] is None
    ]
    note = words("analytics")("chart.unknown", locale, names=", ".join(unknown)) if unknown else ""
    if len(every) > len(rows):
        note = f"{note} {words('analytics')('chart.more', locale, count=len(every) - len(rows))}".strip()
    return Bars(_title(draft, metric), alt, bars, note) if bars else None


def _weekdays(draft: Draft) -> tuple[Chart, ...]:
    """Bars from Monday to Sunday; of several things lines over the seven days."""
    body, found = draft.body, list[Chart | None]()
    for metric in _drawn(body, by_choice=bool(body["query"]["metrics"])):
        for currency in _currencies(body, metric):
            rows = _rows(body, metric, currency)
            things = list(dict.fromkeys(_thing(row) for row in rows if row["now"][metric] is not None))
            draw = _week_bars if len(things) < 2 else _week_lines  # noqa: PLR2004 - several
            found.append(draw(draft, metric, currency, things))
    return tuple(one for one in found if one is not None)[:_MOST_CHARTS]


def _thing(row: Json) -> str:
    return " › ".join(str(name) for key, name in row["names"].items() if key != "weekday")


def _week_bars(draft: Draft, metric: str, currency: str, things: Sequence[str]) -> Bars | None:
    rows = [row for row in _rows(draft.body, metric, currency) if _thing(row) in things]
    bars = tuple(
        Bar(
            str(row["names"]["weekday"]),
            _plain(row["now"][metric], metric, currency) or 0.0,
            said(metric, row["now"][metric], currency, draft.locale),
        )
        for row in rows
        if row["now"][metric] is not None
    )
    values = ", ".join(f"{bar.name} {bar.label}" for bar in bars)
    return Bars(_week_title(draft, metric), _week_alt(draft, metric, values), bars) if bars else None


def _week_lines(draft: Draft, metric: str, currency: str, things: Sequence[str]) -> Curves:
    say, locale = words("analytics"), draft.locale
    known = {(_thing(row), row["weekday"]): row["now"][metric] for row in _rows(draft.body, metric, currency)}
    kept = things[:_MOST_LINES]
    series = tuple(
        (name, tuple(_plain(known.get((name, day)), metric, currency) for day in range(7))) for name in kept
    )
    days = tuple(say(f"weekday.{place}", locale) for place in range(7))
    told = [
        f"{name} "
        + ", ".join(f"{days[at]} {said(metric, known.get((name, at)), currency, locale)}" for at in range(7))
        for name in kept
    ]
    highest = max((value for _, line in series for value in line if value is not None), default=0.0)
    alt, unit = _week_alt(draft, metric, "; ".join(told)), _unit(metric, currency, locale)
    return Curves(_week_title(draft, metric), alt, unit, days, series, y_max=highest or 1.0)


def _week_title(draft: Draft, metric: str) -> str:
    key = "chart.weekday_a_day" if catalogue()[metric].kind == "sum" else "chart.weekday"
    facts = {"what": metric_name(metric, draft.locale), "days": _days(draft.body, draft.locale)}
    return words("analytics")(key, draft.locale, **facts)


def _week_alt(draft: Draft, metric: str, values: str) -> str:
    what = _week_title(draft, metric)
    return words("analytics")("chart.weekday_alt", draft.locale, what=what, values=values)


def _bar_name(row: Json, name: str, locale: Locale) -> str:
    if name not in TIMES:
        return str(row["names"][name])
    return _labels([row["key"][name]], name, locale)[0]


def _plain(value: Value, metric: str, currency: str) -> float | None:
    """A value as it is drawn: whole units of money, per cent."""
    if value is None:
        return None
    told = catalogue()[metric]
    if told.unit == "percent":
        return round(value * 100, 4)
    if told.unit == "money":
        return round(value / MICROS, minor_digits(currency))
    return value / MICROS if metric == "conversions" else float(value)


def _unit(metric: str, currency: str, locale: Locale) -> str:
    told, name = catalogue()[metric], metric_name(metric, locale)
    unit = {"money": currency, "percent": "%"}.get(told.unit, "")
    return f"{name} ({unit})" if unit else name


def _title(draft: Draft, metric: str) -> str:
    what = metric_name(metric, draft.locale)
    return words("analytics")("chart.title", draft.locale, what=what, days=_days(draft.body, draft.locale))


def _days(body: Json, locale: Locale) -> str:
    window = window_of(body["query"]["window"])
    return days(window, locale, year_of(body)) if window else ""


def _alt(
    lines: dict[str, dict[str, Value]],
    kept: Sequence[str],
    moments: Sequence[str],
    unit: tuple[str, str],
    locale: Locale,
) -> str:
    say, found = words("analytics"), list[str]()
    for name in kept:
        known = [value for one in moments if (value := lines[name].get(one)) is not None]
        if not known:
            continue
        told = {"first": known[0], "last": known[-1], "low": min(known), "high": max(known)}
        facts = {key: said(unit[0], value, unit[1], locale) for key, value in told.items()}
        found.append(say("chart.span", locale, name=name, **facts))
        if gaps := len(moments) - len(known):
            found.append(say("chart.gap", locale, name=name, count=gaps))
    return "; ".join(found)
