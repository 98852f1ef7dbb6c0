"""A question that goes on from the one before it: "그럼 구글은?", "and by weekday?", "as a chart"."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from agents.kit.analysing.asked_words import window_of
from agents.kit.analysing.envelope import AGENT, OUTPUT_TYPE
from agents.kit.analysing.inquiry import Inquiry, Kind, Versus
from config.analysing import patterns
from memory.metrics import TIMES, Dimension
from memory.types import Json, Output

_GO_ON: tuple[Kind, ...] = ("summary", "compare", "why")


def followed(asked: Inquiry, text: str, before: Output | None) -> Inquiry:
    """The query with what the thread's last answer was about, where it goes on from that and does not say otherwise."""
    if before is None or (before.draft.agent, before.draft.output_type) != (AGENT, OUTPUT_TYPE):
        return asked
    if not any(one.search(text.strip().lower()) for one in patterns("following").values()):
        return asked
    query: Json = before.draft.body["query"]
    asked = replace(
        asked,
        metrics=asked.metrics or tuple(query["metrics"]),
        window=asked.window or window_of(query["window"]),
        currency=asked.currency or str(query["currency"]),
    )
    return _shaped(_about(asked, query), query)


def _about(asked: Inquiry, query: Json) -> Inquiry:
    """Other platforms or campaigns stand in for those before; with none named they stay."""
    if asked.platforms or asked.names:
        return asked
    names = cast("Mapping[Dimension, list[str]]", query["names"])
    told: dict[Dimension, tuple[str, ...]] = {name: tuple(values) for name, values in names.items()}
    return replace(asked, platforms=tuple(query["platforms"]), names=told)


def _shaped(asked: Inquiry, query: Json) -> Inquiry:
    """How it was divided and held against, unless it is to be divided otherwise now."""
    otherwise = bool(asked.by or asked.weekday)
    weekday = asked.weekday or (bool(query.get("weekday")) and not otherwise)
    by = asked.by if otherwise else tuple(cast("list[Dimension]", query["by"]))
    kind = cast("Kind", query["kind"])
    goes_on = asked.kind == "summary" and kind in _GO_ON and not otherwise and not asked.chart
    kind = kind if goes_on else asked.kind
    versus = cast("Versus", query["versus"]) if query["versus"] in ("previous", "year") else ""
    kept = asked.versus or ("" if weekday or otherwise else versus)
    if weekday:
        by = tuple(name for name in by if name not in TIMES)
    return replace(asked, kind=kind, by=by, weekday=weekday, versus=kept)
