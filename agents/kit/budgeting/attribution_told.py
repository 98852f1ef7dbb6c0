"""An attribution as a document for scripts and as words for people, with everything that was checked."""

from collections.abc import Iterator, Sequence
from typing import Any

from agents.kit.budgeting.attribution import Attributed, sums
from agents.kit.budgeting.paths import MICRO, Paths
from agents.kit.figures import number, percent
from config.errors import Locale
from config.wording import words

Check = dict[str, Any]
_ROWS_SHOWN = 1000


def document(done: Attributed, paths: Paths, locale: Locale) -> dict[str, Any]:
    """`{"model", "channels", "checks"}`, as the command line promises it."""
    return {
        "model": done.model,
        "channels": [one.document() for one in done.credits],
        "checks": list(checks(done, paths, locale)),
    }


def checks(done: Attributed, paths: Paths, locale: Locale) -> Iterator[Check]:
    """`{"name", "ok", "detail"}` each; the one on rows carries the rejected lines."""
    say = words("budget")
    yield _rows(paths, locale)
    yield {"name": "converts", "ok": paths.conversions > 0, "detail": _converts(paths, locale)}
    for name, holds in sums(done, paths).items():
        yield {"name": name, "ok": holds, "detail": say(f"check.{name}", locale)}
    half_life = number(done.half_life) if done.half_life else ""
    yield {"name": "method", "ok": True, "detail": say(f"model.{done.model}", locale, half_life=half_life)}
    if paths.unvalued:
        count = number(paths.unvalued / MICRO)
        yield {"name": "unvalued", "ok": False, "detail": say("check.unvalued", locale, count=count)}


def _rows(paths: Paths, locale: Locale) -> Check:
    count = len(paths.rejected)
    detail = words("budget")("check.rows", locale, lines=paths.lines, rejected=count)
    rejected = [{"line": one.line, "reason": one.reason} for one in paths.rejected[:_ROWS_SHOWN]]
    return {"name": "rows", "ok": not count, "detail": detail, "rejected": rejected}


def _converts(paths: Paths, locale: Locale) -> str:
    key = "check.converts" if paths.conversions else "check.converts.none"
    nulls = sum(path.nulls for path in paths.paths)
    facts = {"conversions": number(paths.conversions / MICRO), "nulls": number(nulls / MICRO)}
    return words("budget")(key, locale, **facts)


def compared(done: Sequence[Attributed], locale: Locale) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Channels by models, each cell a share; the head and the rows of a table."""
    shares = [{one.channel: one.share for one in each.credits} for each in done]
    head = (words("budget")("channel", locale), *(model_name(each.model, locale) for each in done))
    channels = [one.channel for one in done[-1].credits]
    rows = [(name, *(percent(each.get(name)) for each in shares)) for name in channels]
    return head, rows


def model_name(model: str, locale: Locale) -> str:
    return words("budget")(f"name.{model}", locale)
