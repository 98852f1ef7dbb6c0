"""A question in plain Korean or English as a query, by rules: no model is asked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, cast

from agents.kit.analysing.asked_text import Text
from agents.kit.analysing.days import Named, past
from agents.kit.analysing.inquiry import (
    DIMENSIONS,
    KINDS,
    ChartWish,
    Inquiry,
    Kind,
    Versus,
    months_back,
)
from agents.kit.analysing.ranking import limit_of, rank, ranked
from agents.kit.analysing.weekday_asked import by_weekday, take_weekends
from agents.kit.budgeting.window import Window
from agents.kit.budgeting.wish import mentions
from config.analysing import dimensions, metric_words, patterns, verbs, versus
from config.patterns import regex
from memory.metrics import TIMES, Dimension

_QUOTED = regex(r"(?<![\w'])['\"“‘「]([^'\"“”‘’「」]{1,80})['\"”’」](?![a-z0-9])")
_SITE = regex(r"(?<![a-z])ga\s?4(?![a-z])|google analytics|구글 애널리틱스|애널리틱스", re.IGNORECASE)
_MONTHS_BY_DAY, _MONTHS_BY_WEEK = 62, 200


@dataclass(frozen=True, slots=True)
class Times:
    """When a question is about, and when that is held against."""

    window: Window | None = None
    versus: Versus = ""
    before: Window | None = None


def understand(text: str, today: date) -> Inquiry:
    """The query in a command's words (`why …`, `비교 …`) or in plain ones, as far as it is said."""
    verb, said = _verb(text)
    words = Text(said)
    names = _names(words, said)
    platforms = _platforms(words)
    take_weekends(words)
    currency = next((code for code, one in patterns("currency").items() if words.says(one)), "")
    metrics = _metrics(words)
    times = _times(words, today, comparing=verb == "compare")
    kind = _kind(words, verb)
    if kind == "catalogue":
        return Inquiry("catalogue", metrics)
    by = _by(words, kind)
    asked = Inquiry(kind, metrics, by, platforms, names, times.window, times.versus, times.before)
    lacking = tuple(name for name, one in patterns("unsupported").items() if words.says(one))
    asked = replace(
        asked,
        lacking=lacking,
        currency=currency,
        chart=_chart(words, verb),
        direction=_direction(words, kind),
    )
    return ranked(words, by_weekday(words, _completed(words, asked)))


def lone(text: str, today: date) -> Inquiry | None:
    """The one metric that a name stands for, with its platforms, campaigns and days; None where it says more."""
    words, told = Text(text), patterns("lone")
    names, platforms, metrics = _names(words, text), _platforms(words), _metrics(words)
    rhythm = next((name for name in ("week", "month") if words.says(told[name])), "")
    times = Times(_rhythmic(rhythm, today)) if rhythm else _times(words, today, comparing=False)
    rest = told["filler"].sub("", told[rhythm].sub("", words.rest) if rhythm else words.rest)
    if len(metrics) != 1 or times.versus or any(letter.isalnum() for letter in rest):
        return None
    return Inquiry("summary", metrics, (), platforms, names, times.window)


def platforms_named(text: str) -> tuple[str, ...]:
    return _platforms(Text(text))


def own_name(name: str) -> bool:
    """Whether a name says more than which platforms and metrics there are."""
    words = Text(name)
    _platforms(words)
    _metrics(words)
    return any(letter.isalnum() for letter in words.rest)


def _rhythmic(rhythm: str, today: date) -> Window:
    """The last seven whole days, or the last whole month."""
    if rhythm == "week":
        return Window(today - timedelta(days=7), today - timedelta(days=1))
    return Window(months_back(today.replace(day=1), 1), today.replace(day=1) - timedelta(days=1))


def _verb(text: str) -> tuple[str, str]:
    """A command's first word, and the others."""
    first, _, rest = text.strip().partition(" ")
    verb = verbs().get(first.rstrip(":,").lower(), "")
    if verb and (verb in KINDS or verb == "chart"):
        return verb, rest if verb != "why" else text
    return "", text


def _names(words: Text, said: str) -> dict[Dimension, tuple[str, ...]]:
    """What stands in quotation marks, of the kind that is named beside it; else a campaign."""
    plain = " ".join(said.split())
    found: dict[Dimension, tuple[str, ...]] = {}
    for match in _QUOTED.finditer(plain):
        before, behind = words.whole[: match.start()], words.whole[match.end() :]
        near = (name for name, one in patterns("named").items() if one.search(behind) or one.search(before))
        dimension = cast("Dimension", next(near, "campaign"))
        found[dimension] = (*found.get(dimension, ()), match[1].strip())
        follows = regex(r"^\s?(?:캠페인|키워드|소재|광고그룹)").match(behind)
        leads = regex(r"(?:campaigns?|keywords?|ads?|creative)\s$").search(before)
        words.take(leads.start() if leads else match.start(), match.end() + (follows.end() if follows else 0))
    return found


def _platforms(words: Text) -> tuple[str, ...]:
    found = list[tuple[int, str]]()
    for match in _SITE.finditer(words.rest):
        found.append((match.start(), "ga4"))
        words.take(match.start(), match.end())
    for one in mentions(words.rest, "platforms"):
        found.append((one.start, one.id))
        words.take(one.start, one.end)
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def _metrics(words: Text) -> tuple[str, ...]:
    """The metrics that are named, in the order of the text; of finds that overlap the longest."""
    found = [
        (match.start(), match.end(), name)
        for name, pattern in metric_words()
        for match in pattern.finditer(words.rest)
        if match[0]
    ]
    kept: list[tuple[int, int, str]] = []
    for one in sorted(found, key=lambda one: (one[0] - one[1], one[0])):
        if all(one[1] <= other[0] or other[1] <= one[0] for other in kept):
            kept.append(one)
    for start, end, _ in kept:
        words.take(start, end)
    return tuple(dict.fromkeys(name for *_, name in sorted(kept)))


def _times(words: Text, today: date, *, comparing: bool) -> Times:
    kind, unit = _versus(words)
    named = past(words.rest, today)
    told = [one for one in named if not _is_baseline(words, one)]
    baselines = [one for one in named if _is_baseline(words, one)]
    joined = _joined(words, told, today)
    for one in named:
        words.take(one.start, one.end)
    if kind:
        return Times(joined[-1].window if joined else _present(unit, today), kind)
    if baselines:
        return _against(joined, baselines[0], today)
    if len(joined) > 1 and (comparing or words.says(patterns("kinds")["compare"])):
        first, *_, last = sorted(joined, key=lambda one: one.window.since)
        return _against([last], first, today)
    return Times(_spanned(joined))


def _spanned(named: list[Named]) -> Window | None:
    if not named:
        return None
    return Window(min(one.window.since for one in named), max(one.window.until for one in named))


def _versus(words: Text) -> tuple[Versus, str]:
    """A comparison that is named without dates, and what the present period then is."""
    for one, pattern in versus():
        if match := pattern.search(words.rest):
            words.take(match.start(), match.end())
            return one.kind, one.unit
    return "", ""


def _is_baseline(words: Text, one: Named) -> bool:
    told = patterns("baseline")
    before, behind = words.rest[: one.start], words.rest[one.end :]
    return bool(told["before"].search(before) or told["behind"].search(behind))


def _joined(words: Text, named: list[Named], today: date) -> list[Named]:
    """`A to B` is one period, and `since A` reaches to today."""
    told, found = patterns("range"), list[Named]()
    for one in named:
        between = words.rest[found[-1].end : one.start] if found else ""
        opened = bool(found) and told["opens"].search(words.rest[: found[-1].start]) is not None
        if found and (told["between"].search(between) or (opened and told["and"].search(between))):
            window = Window(found[-1].window.since, max(found[-1].window.since, one.window.until))
            found[-1] = Named(window, found[-1].start, one.end, one.open)
        else:
            found.append(one)
    if len(found) == 1 and (
        told["since"].search(words.rest[: found[0].start])
        or told["since_ko"].search(words.rest[found[0].end :])
    ):
        found[0] = Named(Window(found[0].window.since, today), found[0].start, found[0].end, open=True)
    return found


def _against(told: list[Named], baseline: Named, today: date) -> Times:
    """A period against another one. One that is still open goes with the same days of the one before it."""
    current = told[-1] if told else None
    window = current.window if current else _following(baseline.window, today)
    still_open = current.open if current else True
    if still_open and baseline.window.until >= window.since - timedelta(days=1):
        return Times(window, "previous")
    return Times(window, "window", baseline.window)


def _following(baseline: Window, today: date) -> Window:
    """What a lone `than last month` is held against: the present month, week or day."""
    if baseline.days == 1:
        return Window(today, today)
    if baseline.days > 7:  # noqa: PLR2004 - longer than a week
        return Window(today.replace(day=1), today)
    return Window(today - timedelta(days=today.weekday()), today)


def _present(unit: str, today: date) -> Window | None:
    if unit == "month":
        return Window(today.replace(day=1), today)
    if unit == "week":
        return Window(today - timedelta(days=today.weekday()), today)
    return Window(today - timedelta(days=1), today - timedelta(days=1)) if unit == "yesterday" else None


def _kind(words: Text, verb: str) -> Kind:
    for kind in KINDS:
        if kind == verb:
            return kind
    for name, pattern in patterns("kinds").items():
        for kind in KINDS:
            if kind == name and words.says(pattern):
                return kind
    return "summary"


def _by(words: Text, kind: Kind) -> tuple[Dimension, ...]:
    found = {name for name, one in dimensions("by").items() if words.says(one)}
    nouns = kind == "compare" or words.says(patterns("which")["pattern"]) or rank(words) or limit_of(words)
    if nouns and not found - set(TIMES):
        found |= _finest(name for name, one in dimensions("noun").items() if words.says(one))
    return tuple(one for one in DIMENSIONS if one in found)


def _finest(found: Iterable[str]) -> set[str]:
    told = set(found)
    return told - {"platform"} if len(told) > 1 else told


def _completed(words: Text, asked: Inquiry) -> Inquiry:
    """What follows from the rest: a trend's steps, platforms that are named beside each other, a mere comparison."""
    by = asked.by
    lines = asked.chart == "line" and asked.kind in ("summary", "compare")
    if not set(by) & set(TIMES) and (lines or words.says(patterns("which")["trend"])):
        by = (_step(asked.window), *by)
    if asked.versus and asked.kind == "summary":
        asked = replace(asked, kind="compare")
    several = len(asked.platforms) > 1 and asked.kind in ("summary", "compare")
    if several and not set(by) - set(TIMES) and not asked.versus:
        by = (*by, "platform")
    if asked.kind == "compare" and not asked.versus and not set(by) - set(TIMES):
        asked = replace(asked, versus="previous")
    if asked.kind == "why" and not asked.versus:
        asked = replace(asked, versus="previous")
    return replace(asked, by=by)


def drawn(asked: Inquiry) -> Inquiry:
    """A picture of one thing alone, which nothing stands beside, is one of its days."""
    alone = len(asked.platforms) == 1 or bool(asked.names)
    if not asked.chart or asked.by or asked.weekday or not alone or asked.kind not in ("summary", "compare"):
        return asked
    return replace(asked, kind="summary", by=(_step(asked.window),), versus="", before=None)


def _step(window: Window | None) -> Dimension:
    if window is None or window.days <= _MONTHS_BY_DAY:
        return "day"
    return "week" if window.days <= _MONTHS_BY_WEEK else "month"


def _chart(words: Text, verb: str) -> ChartWish:
    told = patterns("chart")
    if words.says(told["line"]):
        return "line"
    if words.says(told["bars"]):
        return "bars"
    if words.says(told["any"]) or verb == "chart":
        return "line" if words.says(patterns("which")["trend"]) else "auto"
    return ""


def _direction(words: Text, kind: Kind) -> Literal["up", "down", ""]:
    if kind != "why":
        return ""
    told = patterns("direction")
    if words.says(told["down"]):
        return "down"
    return "up" if words.says(told["up"]) else ""
