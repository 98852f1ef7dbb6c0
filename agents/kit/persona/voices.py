"""Reviews, survey answers and customer lists as counts: how many said what, in whose words, of how many.

Counting is all that is done here. A share is measured from `measured_from` rows on; fewer are worth what a document
is. Quotes are verbatim, personal data masked, and never mixed with what a persona says.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from agents.kit.fence import instructs
from agents.kit.learning.privacy import masked
from agents.kit.persona.sheet import DOCUMENT, MEASURED
from agents.kit.persona.weigh import topics_in
from config.patterns import regex
from config.tables import read_table

Row = Mapping[str, str]
TYPE = "customer_voice"
FIELDS = (
    "age_range", "gender", "region", "job", "industry", "household", "channels", "purchase_frequency",
    "purchase_time", "devices",
)  # fmt: skip
_POLITE = regex(r"(?:요|니다|죠|세요)[.!?~^ㅎㅋ\s]*$", re.MULTILINE)
_EMOJI = regex("[\U0001f300-\U0001faff☀-➿]|[ㅋㅎㅠ]{2,}|\\^\\^|:\\)")
_NUMBER = regex(r"\d+(?:[.,]\d+)?")
_ENDS = regex(r"(?<=[.!?])\s+|\n+|(?<=요)\s|(?<=다)\s(?=[가-힣])")
_CONTENT, _POOR = 0.7, 0.5
"""Parts of the scale from which a rating is good, and up to which it is bad."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table is what."""

    names: dict[str, str]

    def of(self, row: Row, field: str) -> str:
        name = self.names.get(field)
        return (row.get(name) or "").strip() if name else ""


def columns(header: Sequence[str]) -> Columns | None:
    """The columns that are known by their names; None where the table tells nothing of customers."""
    known = {_plain(word): field for field, listed in table()["columns"].items() for word in listed}
    found: dict[str, str] = {}
    for name in header:
        if field := known.get(_plain(name)):
            found.setdefault(field, name)
    telling = "text" in found or len(set(found) & set(FIELDS)) > 1
    return Columns(found) if telling else None


def _plain(name: str) -> str:
    return re.sub(r"[\s_()?:.-]+", "", name.strip().lower().removeprefix("\ufeff"))


def counted(name: str, rows: Sequence[Row], known: Columns) -> dict[str, Any]:
    """The body of a `customer_voice`: counts over all rows, and by group where a column names one."""
    kept = rows[: table()["measure"]["rows"]]
    groups = list(dict.fromkeys(group for row in kept if (group := known.of(row, "group"))))
    parts = [("", kept), *((one, [row for row in kept if known.of(row, "group") == one]) for one in groups)]
    return {
        "file": name, "n": len(kept), "left_out": len(rows) - len(kept), "columns": known.names,
        "groups": [_part(group, listed, known) for group, listed in parts if listed],
    }  # fmt: skip


def _part(group: str, rows: Sequence[Row], known: Columns) -> dict[str, Any]:
    texts = [text for row in rows if (text := known.of(row, "text"))]
    return {
        "group": group, "n": len(rows), "grade": grade_of(len(rows)), "rating": _rating(rows, known),
        "fields": [one for field in FIELDS if (one := _field(field, rows, known))],
        "topics": _topics(rows, known), "style": _style(texts),
    }  # fmt: skip


def grade_of(n: int) -> float:
    """What a share of so many rows is worth."""
    return MEASURED if n >= table()["measure"]["measured_from"] else DOCUMENT


def _field(field: str, rows: Sequence[Row], known: Columns) -> dict[str, Any] | None:
    """The values of a column by how often they stand there; empty cells are no answer."""
    values = Counter(value for row in rows if (value := masked(known.of(row, field)).text))
    n = sum(values.values())
    if not n:
        return None
    listed = [
        {"value": value, "count": count, "share": round(count / n, 4)}
        for value, count in values.most_common(8)
    ]
    return {"attribute": field, "n": n, "counts": listed}


def _rating(rows: Sequence[Row], known: Columns) -> dict[str, Any] | None:
    scores = [
        float(found[0].replace(",", "."))
        for row in rows
        if (found := _NUMBER.search(known.of(row, "rating")))
    ]
    return (
        {"n": len(scores), "mean": round(sum(scores) / len(scores), 2), "top": max(scores)}
        if scores
        else None
    )


def _topics(rows: Sequence[Row], known: Columns) -> list[dict[str, Any]]:
    """Each topic with how many rows are content with it or not, the most named first."""
    counts: dict[tuple[str, str], int] = Counter()
    quotes: dict[tuple[str, str], list[dict[str, Any]]] = {}
    told = [(at, row) for at, row in enumerate(rows, start=1) if known.of(row, "text")]
    top = max((_score(row, known) or 0.0 for _, row in told), default=0.0)
    for at, row in told:
        for topic, mood, sentence in _spoken(row, known, top):
            counts[topic, mood] += 1
            quotes.setdefault((topic, mood), []).append({"text": sentence, "row": at})
    least, share, kept = (table()["measure"][name] for name in ("least", "share", "quotes"))
    n = len(told)
    return [
        {"topic": topic, "mood": mood, "count": count, "n": n, "share": round(count / n, 4),
         "quotes": quotes[topic, mood][:kept]}
        for (topic, mood), count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        if count >= least and count / n >= share
    ]  # fmt: skip


def _spoken(row: Row, known: Columns, top: float) -> list[tuple[str, str, str]]:
    """The topics of a row, each once, with its mood and the sentence that it stands in."""
    found: dict[tuple[str, str], str] = {}
    for sentence in _ENDS.split(known.of(row, "text")):
        mood = _mood(sentence, _score(row, known), top)
        if mood and not instructs(sentence):
            for topic in topics_in(sentence):
                found.setdefault((topic, mood), _quote(sentence))
    return [(topic, mood, quote) for (topic, mood), quote in found.items()]


def _mood(sentence: str, score: float | None, top: float) -> str:
    """By the sentence's own words; where they say both or nothing, by the row's rating."""
    bad, good = _said("bad").search(sentence), _said("good").search(sentence)
    if bool(bad) != bool(good):
        return "bad" if bad else "good"
    if score is None or not top:
        return ""
    return "good" if score / top > _CONTENT else "bad" if score / top <= _POOR else ""


def _score(row: Row, known: Columns) -> float | None:
    found = _NUMBER.search(known.of(row, "rating"))
    return float(found[0].replace(",", ".")) if found else None


def _quote(sentence: str) -> str:
    text, most = " ".join(masked(sentence).text.split()), table()["measure"]["quote_chars"]
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _style(texts: Sequence[str]) -> dict[str, Any] | None:
    """How people write: shares of the texts, and their mean length in characters."""
    if not texts:
        return None
    n = len(texts)
    shares = {
        "polite": sum(1 for one in texts if _POLITE.search(one)),
        "emoji": sum(1 for one in texts if _EMOJI.search(one)),
    }
    return {
        "n": n,
        "chars": round(sum(map(len, texts)) / n),
        **{name: round(count / n, 4) for name, count in shares.items()},
    }


@cache
def table() -> dict[str, Any]:
    return read_table("persona", "voices.toml")


@cache
def _said(mood: str) -> re.Pattern[str]:
    return re.compile(table()["mood"][mood], re.IGNORECASE)
