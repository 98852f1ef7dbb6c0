"""Agencies with clients, campaigns and what was learnt for them, as rows of the tables: many, and quickly.

Always the same rows for the same size. Words are as uneven as in a language, English and Korean mixed.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import product
from random import Random
from typing import Any

from memory.search import entry_terms

BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
OWNER = "owner"
_SYLLABLES = (
    "광",
    "고",
    "예",
    "산",
    "매",
    "출",
    "객",
    "브",
    "랜",
    "드",
    "전",
    "환",
    "소",
    "재",
    "성",
    "과",
    "마",
    "케",
)
_PIECES = (
    "sho",
    "bra",
    "pri",
    "lau",
    "sto",
    "bak",
    "mar",
    "ket",
    "gro",
    "wth",
    "chan",
    "nel",
    "cam",
    "paig",
    "rea",
    "ch",
)
Rows = Iterator[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is; each level has its own share of the insights."""

    orgs: int = 100
    clients: int = 20
    campaigns: int = 5
    insights: int = 1_000_000

    @property
    def each(self) -> int:
        """Insights of one organisation."""
        return self.insights // self.orgs


@dataclass(frozen=True, slots=True)
class Level:
    """A place, by its slugs and its ids."""

    path: str
    org: str
    client: str | None = None
    campaign: str | None = None

    @property
    def columns(self) -> tuple[str, str | None, str | None, str]:
        """org_id, client_id, campaign_id, level."""
        level = f"campaign:{self.campaign}" if self.campaign else f"client:{self.client}"
        return self.org, self.client, self.campaign, level if self.client else "organization"


def org_path(number: int) -> str:
    return f"agency{number}"


def levels(size: Size, org: int) -> list[Level]:
    """The places of an organisation: itself, each client, each campaign."""
    path, key = org_path(org), _id("a", org)
    found = [Level(path, key)]
    for client in range(size.clients):
        at = org * size.clients + client
        found.append(Level(f"{path}/client{client}", key, _id("b", at)))
        for campaign in range(size.campaigns):
            own = _id("c", at * size.campaigns + campaign)
            found.append(Level(f"{path}/client{client}/campaign{campaign}", key, _id("b", at), own))
    return found


class Words:
    """Sentences of a made-up language."""

    def __init__(self, seed: str = "stratum") -> None:
        self._random = Random(seed)  # noqa: S311 - words of a benchmark
        pairs = [one + other for pieces in (_SYLLABLES, _PIECES) for one, other in product(pieces, pieces)]
        longer = [one + other for one, other in product(_PIECES, pairs) if other.isascii()]
        self._words = pairs + longer[: 3_000 - len(pairs)]
        self._random.shuffle(self._words)
        self._weights = [1 / (rank + 5) for rank in range(len(self._words))]

    def some(self, count: int) -> str:
        return " ".join(self._random.choices(self._words, self._weights, k=count))

    def rest(self, count: int) -> str:
        """Words of which none is frequent: what a question asks for."""
        return " ".join(self._random.choices(self._words[50:], k=count))


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: Sequence[str]
    rows: Callable[[], Rows]


_LEVEL = ("org_id", "client_id", "campaign_id", "level")
_INSIGHT = (
    *("kind", "category", "subject_key", "predicate", "value", "unit", "text", "confidence", "grade"),
    *("sensitivity", "status", "content_hash", "recorded_at", "created_at"),
)
_OUTPUT = (
    *("agent", "output_type", "subject", "schema_version", "version", "status", "locale", "title", "summary"),
    *("body", "inputs_used", "evidence", "assumptions", "missing_inputs", "confidence", "engine"),
    *("created_by", "created_at", "content_hash"),
)
_MESSAGE = ("conversation", "thread", "kind", "author", "text", "external_id", "created_at", "content_hash")


class Agencies:
    """The rows of all tables, in an order that foreign keys allow; `moment` writes a time for an engine."""

    def __init__(self, size: Size, moment: Callable[[datetime], object], *, searched: bool) -> None:
        """`searched` says whether insights and messages can be found, too; it costs the most to make."""
        self._size, self._searched = size, searched
        self._began = moment(BEGAN)
        self._days = [moment(BEGAN + timedelta(hours=hour)) for hour in range(1000)]
        self._places = [levels(size, org) for org in range(size.orgs)]
        self._made = self._texts()

    def tables(self) -> list[Table]:
        org = ("id", "slug", "name", "type", "locale", "timezone", "currency", "created_at")
        source = (*_LEVEL, "id", "insight_id", "message_id", "starts", "ends", "quote", "grade", "created_at")
        entry = (*_LEVEL, "id", "kind", "conversation", "position", "terms", "length", "starts_at")
        campaign = (
            "org_id",
            "client_id",
            "id",
            "level",
            "parent_id",
            "slug",
            "name",
            "status",
            "goal",
            "kpi",
        )
        tables = [
            Table("organizations", org, self._organizations),
            Table("users", ("org_id", "id", "name", "locale", "created_at"), self._users),
            Table("clients", ("org_id", "id", "level", "slug", "name", "created_at"), self._clients),
            Table("campaigns", (*campaign, "created_at"), self._campaigns),
            Table("memberships", (*_LEVEL, "id", "user_id", "role", "created_at"), self._memberships),
            Table("audit_heads", ("org_id", "seq", "hash"), self._heads),
            Table("revisions", (*_LEVEL, "id", "stamp"), self._revisions),
            Table("brand_guidelines", (*_LEVEL, "id", "fields", "version", "updated_by", "updated_at",
                                       "content_hash"), self._guidelines),
            Table("strategy_outputs", (*_LEVEL, "id", *_OUTPUT), self._outputs),
            Table("messages", (*_LEVEL, "id", *_MESSAGE, "meta"), self._messages),
            Table("ai_insights", (*_LEVEL, "id", *_INSIGHT), self._insights),
            Table("insight_sources", source, self._sources),
        ]  # fmt: skip
        return [*tables, Table("search_entries", entry, self._entries)] if self._searched else tables

    def _texts(self) -> list[str]:
        words = Words()
        return [words.some(14) for _ in range(5_000)]

    def _text(self, number: int) -> str:
        return f"{self._made[number * 7919 % len(self._made)]} {number}"

    def _organizations(self) -> Rows:
        for number, (root, *_) in enumerate(self._places):
            yield root.org, root.path, f"Agency {number}", "AGENCY", "en", "UTC", "USD", self._began

    def _users(self) -> Rows:
        return ((root.org, _id("d", n), OWNER, "en", self._began) for n, (root, *_) in self._numbered())

    def _memberships(self) -> Rows:
        for n, (root, *_) in self._numbered():
            yield *root.columns, _id("e", n), _id("d", n), "owner", self._began

    def _heads(self) -> Rows:
        return ((root.org, 0, "") for _, (root, *_) in self._numbered())

    def _clients(self) -> Rows:
        for at in self._every():
            if at.client and not at.campaign:
                slug = at.path.rpartition("/")[2]
                yield at.org, at.client, f"client:{at.client}", slug, slug.title(), self._began

    def _campaigns(self) -> Rows:
        for at in self._every():
            if at.campaign:
                slug = at.path.rpartition("/")[2]
                told = slug, slug.title(), "active", "sell more", "orders", self._began
                yield at.org, at.client, at.campaign, f"campaign:{at.campaign}", at.client, *told

    def _revisions(self) -> Rows:
        for n, at in enumerate(self._every()):
            yield *at.columns, _id("f", n), f"{n:016x}"

    def _guidelines(self) -> Rows:
        fields = {"voice.tone": {"value": "calm", "locked": False, "replace": False, "reason": ""}}
        for n, at in enumerate(self._every()):
            yield *at.columns, _id("0a", n), json.dumps(fields), 1, OWNER, self._began, _hash(n)

    def _outputs(self) -> Rows:
        """Two versions of a SWOT, a persona and a plan at each campaign; the newest is the one that is told."""
        at_each = [(kind, version) for kind in ("swot", "persona", "marketing_plan") for version in (1, 2)]
        campaigns = (at for at in self._every() if at.campaign)
        for n, at in enumerate(campaigns):
            for m, (kind, version) in enumerate(at_each):
                number, body = n * len(at_each) + m, json.dumps({"text": self._text(n) * 4})
                status = "superseded" if version == 1 else "approved"
                told = "agent", kind, "", 1, version, status, "en", "Title", self._text(n)
                empty = "[]", "[]", "[]", "[]"
                yield (*at.columns, _id("0b", number), *told, body, *empty, 0.75, "rule", OWNER, self._began,
                       _hash(number))  # fmt: skip

    def _learnt(self) -> Iterator[tuple[int, Level, int]]:
        """Insights by number with their places and messages: at a campaign twice as many as at a client."""
        for org, places in self._numbered():
            turns, first = (
                [at for at in places for _ in range(2 if at.campaign else 1)],
                org * self._size.each,
            )
            for n in range(self._size.each):
                yield first + n, turns[n % len(turns)], first + (n if self._searched else n % len(turns))

    def _messages(self) -> Rows:
        """One for each insight where they are searched; else one from which many were learnt."""
        for n, at, _ in (each for each in self._learnt() if each[0] == each[2]):
            talk = f"{at.path}/{n // 2000}"
            told = talk, talk, "turn", "jin", self._text(n), str(n), self._days[n % 1000], _hash(n)
            yield *at.columns, _id("0c", n), *told, "{}"

    def _insights(self) -> Rows:
        for n, at, _ in self._learnt():
            category, subject = ("rule" if n % 20 == 0 else "fact"), f"fact:{n // 3}"
            said = "learning", category, subject, "is", str(n), "", self._text(n), 0.8, 0.75
            yield (*at.columns, _id("0d", n), *said, "normal", "active", _hash(n), self._days[n % 1000],
                   self._began)  # fmt: skip

    def _sources(self) -> Rows:
        for n, at, message in self._learnt():
            quote = self._text(message)
            yield (*at.columns, _id("0e", n), _id("0d", n), _id("0c", message), 0, len(quote), quote, 0.75,
                   self._began)  # fmt: skip

    def _entries(self) -> Rows:
        """The message of an insight stands in the conversation of its place, and the insight beside it."""
        last: dict[str, int] = {}
        for n, at, _ in self._learnt():
            words, talk = entry_terms("", self._text(n)), f"{at.path}/{n // 2000}"
            told = words, len(words.split()), self._days[n % 1000]
            last[talk] = last.get(talk, -1) + 1
            yield *at.columns, _id("0c", n), "message", talk, last[talk], *told
            yield *at.columns, _id("0d", n), "insight", "", 0, *told

    def _numbered(self) -> Iterator[tuple[int, list[Level]]]:
        return iter(enumerate(self._places))

    def _every(self) -> Iterator[Level]:
        return (at for places in self._places for at in places)


def _id(kind: str, number: int) -> str:
    """A UUID in the order of its number."""
    return f"{number:08x}-{kind.zfill(4)}-7000-8000-{number:012x}"


def _hash(number: int) -> str:
    return sha256(str(number).encode()).hexdigest()
