"""What a search asks of a database, and what both databases give: candidates inside the session's reach.

How they are ranked is `memory.ranking`'s; no score of a database is ever used.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from memory.ranking import Corpus, Fact, Row, rarest
from memory.terms import query_terms, terms_of

EntryKind = Literal["message", "insight"]
MOST_CANDIDATES = 2_000
"""Entries that are ranked at most; the newest ones, where the rarest term alone stands in more."""
_MOST_ROWS = 1_000
"""Terms are left out, the most frequent first, as long as the others stand in so many entries."""
_LONGEST_TERM = 64
_MOST_BYTES = 500_000
"""PostgreSQL holds a megabyte in a tsvector. What comes later in a text is not searched."""


FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
"""A moment after everything: what holds then has not been replaced by anything."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is looked for: entries that held at a moment, with any of these terms, or with these ids."""

    terms: tuple[str, ...]
    at: datetime = FOREVER
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Candidates with the turns around them, and how much the session's reach holds."""

    rows: tuple[Row, ...]
    facts: tuple[Fact, ...]
    corpus: Corpus


NOTHING = Found((), (), Corpus(0, 0))


def entry_terms(author: str, text: str) -> str:
    """What an entry is found by: words of letters and digits only, with single spaces between them."""
    kept: list[str] = []
    size = 0
    for term in terms_of(author, text).split():
        cut = term[:_LONGEST_TERM]
        size += len(cut.encode()) + 1
        if size > _MOST_BYTES:
            break
        kept.append(cut)
    return " ".join(kept)


def asked_terms(query: str) -> tuple[str, ...]:
    """The different terms of a question as entries hold them, in their order."""
    return tuple(dict.fromkeys(term[:_LONGEST_TERM] for term in query_terms(query)))


def chosen(frequencies: Mapping[str, int]) -> tuple[str, ...]:
    """The terms that are asked for, from the number of entries in reach that have each."""
    return rarest(frequencies, _MOST_ROWS)


Place = tuple[str, int]
"""A conversation, and a position in it."""


def around(hits: Iterable[Place], reach: int = 2) -> list[tuple[str, int, int]]:
    """Conversation, first and last position of the unbroken runs that hold the hits and their neighbours."""
    runs: list[tuple[str, int, int]] = []
    for conversation, position in sorted(hits):
        if runs and runs[-1][0] == conversation and runs[-1][2] >= position - reach - 1:
            runs[-1] = (conversation, runs[-1][1], position + reach)
        else:
            runs.append((conversation, position - reach, position + reach))
    return runs


Entry = tuple[EntryKind, str, str, int, str, str]
"""Kind, id, conversation, position, terms, and an insight's messages joined by spaces."""


def found(entries: Iterable[Sequence[object]], totals: Iterable[Sequence[object]]) -> Found:
    """Entries and totals (kind, entries, terms in them) as they come from a database."""
    rows: dict[str, Row] = {}
    facts: dict[str, Fact] = {}
    for kind, key, conversation, position, words, sources in entries:
        if kind == "message":
            rows[str(key)] = Row(str(key), str(conversation), int(str(position)), str(words))
        else:
            facts[str(key)] = Fact(str(key), str(words), tuple(str(sources or "").split()))
    return Found(tuple(rows.values()), tuple(facts.values()), _corpus(totals))


def _corpus(totals: Iterable[Sequence[object]]) -> Corpus:
    """The messages in reach; where there are none, the insights."""
    of = {str(kind): Corpus(int(str(rows)), int(str(tokens or 0))) for kind, rows, tokens in totals}
    return of.get("message") or of.get("insight") or Corpus(0, 0)
