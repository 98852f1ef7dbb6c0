"""What of an answer's findings is worth remembering: what is hardly chance, and what was found before as well."""

from datetime import timedelta
from typing import cast

from agents.kit.analysing.asked_words import window_of
from agents.kit.analysing.saying import days
from agents.kit.budgeting.window import Window
from agents.kit.learning.types import Candidate
from config.analysing import limits
from config.budgeting import platform_name
from config.wording import words
from memory.types import Draft, Json, Output

_LASTS = timedelta(days=28)
"""A pattern that is not seen again is forgotten after four weeks."""
_SURE, _SEEN_TWICE = 0.95, 0.75


def patterns(draft: Draft, before: Output | None) -> tuple[Candidate, ...]:
    """Changes, and differences between things, as patterns that hold for four weeks from the last day looked at.

    Of a metric of one platform (or of all) there is one pattern at a time: it goes up, or down; this or that leads.
    """
    query = draft.body["query"]
    window = window_of(query["window"])
    if window is None or query["names"]:
        return ()
    against = window_of(query["before"]) if query["before"] else None
    return tuple(
        _pattern(one, draft, window, against)
        for one in cast("list[Json]", draft.body["findings"])
        if one.get("worth")
        and one["kind"] in ("change", "gap")
        and (_sure(one) or _again(one, query, before, window))
    )


def _sure(finding: Json) -> bool:
    return finding["p"] is not None and finding["p"] <= limits().alpha


def _again(finding: Json, query: Json, before: Output | None, window: Window) -> bool:
    """Whether the same was found in days that lie before these."""
    if before is None:
        return False
    asked = before.draft.body["query"]
    then = window_of(asked["window"])
    if then is None or then.until >= window.since:
        return False
    mine = _subject(finding, query), _value(finding)
    found = cast("list[Json]", before.draft.body["findings"])
    return any(one.get("worth") and (_subject(one, asked), _value(one)) == mine for one in found)


def _pattern(finding: Json, draft: Draft, window: Window, against: Window | None) -> Candidate:
    quote = str(finding["text"])
    spans = [days(one, draft.locale) for one in (window, against) if one]
    key = "pattern" if against else "pattern_alone"
    told = f"{_where(finding, draft)}{quote.rstrip('.')}"
    text = words("analytics")(key, draft.locale, text=told, days=spans[0], before=spans[-1])
    return Candidate(
        kind="pattern",
        category="pattern",
        subject_key=_subject(finding, draft.body["query"]),
        predicate="leads" if finding["kind"] == "gap" else "moves",
        value=_value(finding),
        unit="",
        text=text,
        quote=quote,
        start=0,
        end=len(quote),
        valid_from=window.since,
        valid_to=window.until + _LASTS,
        confidence=_SURE if _sure(finding) else _SEEN_TWICE,
    )


def _where(finding: Json, draft: Draft) -> str:
    """The platforms that were asked about, where the finding itself names none."""
    names = cast("list[str]", [] if finding["key"] else draft.body["query"]["platforms"])
    return "".join(f"{platform_name(one, draft.locale)} " for one in names)


def _subject(finding: Json, query: Json) -> str:
    """`figures:conversions:google_ads`; of a difference the kind of things that differ."""
    key = cast("dict[str, str]", finding["key"])
    parts = sorted(key) if finding["kind"] == "gap" else [key[name] for name in sorted(key)]
    return ":".join(("figures", finding["metric"], *(parts or sorted(query["platforms"]))))


def _value(finding: Json) -> str:
    if finding["kind"] == "gap":
        return ":".join(str(one) for one in finding["key"].values())
    return "up" if (finding["change"] or 0) > 0 else "down"
