"""TOWS: what a strong inside finding and a strong outside finding suggest together, and the first things to do.

The pairs are Weihrich's (The TOWS Matrix, 1982); which findings meet, in which words: config/reading/tactics.toml.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from config.errors import Locale
from config.korean import fill
from config.reading import entries, table
from memory.types import Json

PAIRS = ("SO", "WO", "ST", "WT")
SHARED = 5
"""What a shared time, place, channel or customer is worth beside the scores of a pair."""
VAGUE = 12
"""What a finding loses against others when its words do not say what it is about: "demand is growing"."""
_SAYS_LITTLE = frozenset(
    [
        "demand",
        "interest",
        "sales",
        "revenue",
        "the market",
        "market",
        "people",
        "customers",
        "수요",
        "문의",
        "관심",
        "매출",
        "시장",
        "손님",
        "고객",
    ]
)
STEPS = 3
_ANY = "any"


@dataclass(frozen=True, slots=True)
class Tactic:
    pair: str
    inside: frozenset[str]
    outside: frozenset[str]
    also: frozenset[str]
    topic: str
    fit: int
    en: str
    ko: str

    def fits(self, inside: Json, outside: Json) -> bool:
        return (
            _holds(self.inside, inside)
            and _holds(self.outside, outside)
            and (not self.topic or self.topic in (outside.get("topics") or ()))
            and ("{slack" not in self.en or bool(inside.get("slack")))
        )


@dataclass(frozen=True, slots=True)
class _Match:
    rank: int
    tactic: Tactic
    inside: Json
    outside: Json
    also: Json | None


def tows(items: Sequence[Json], locale: Locale) -> list[Json]:
    """One proposal for each pair of quadrants that both hold something; each names the items it rests on."""
    found: list[Json] = []
    for pair in PAIRS:
        match = max(_matches(pair, items), key=lambda one: one.rank, default=None)
        if match:
            found.append({"id": pair, "pair": pair, "text": _words(match, locale), "from_ids": _ids(match)})
    return found


def steps(items: Sequence[Json], locale: Locale) -> list[Json]:
    """At most three first steps, each for the best item that calls for it."""
    found: list[Json] = []
    for step in table("tactics")["step"]:
        tags = frozenset(entries(step["tags"]))
        item = next(
            (one for one in _best_first(items) if _calls(one, tags, timed=step.get("slack", False))), None
        )
        if item is not None:
            text = fill(step[locale], {"anchor": item.get("slack") or about(item)})
            found.append(
                {
                    "id": f"N{len(found) + 1}",
                    "text": text[:1].upper() + text[1:],
                    "minutes": step["minutes"],
                    "from_ids": [item["id"]],
                }
            )
    return found[:STEPS]


def _calls(item: Json, tags: frozenset[str], *, timed: bool) -> bool:
    """Whether a finding calls for a step; one about hours needs the words to say which."""
    return item.get("tag") in tags and (not timed or bool(item.get("slack")))


def about(item: Json) -> str:
    """What the item is about: its anchor, or its words where the user has put it in."""
    return str(item.get("anchor") or item.get("statement") or item["id"])


def _matches(pair: str, items: Sequence[Json]) -> Iterator[_Match]:
    inside = [one for one in items if one.get("quadrant") == pair[0]]
    outside = [one for one in items if one.get("quadrant") == pair[1]]
    for one in inside:
        for other in outside:
            for tactic in _tactics():
                if tactic.pair == pair and tactic.fits(one, other):
                    also = _third(tactic, inside, one)
                    if also is not None or not tactic.also:
                        yield _Match(_rank(tactic, one, other), tactic, one, other, also)


def _third(tactic: Tactic, inside: Sequence[Json], one: Json) -> Json | None:
    rest = (other for other in _best_first(inside) if other is not one and other.get("tag") in tactic.also)
    return next(rest, None)


def _rank(tactic: Tactic, inside: Json, outside: Json) -> int:
    vague = sum(_vague(one) for one in (inside, outside))
    shared = set(inside.get("topics") or ()) & set(outside.get("topics") or ())
    return (
        (inside.get("score") or 0)
        + (outside.get("score") or 0)
        + tactic.fit
        + SHARED * len(shared)
        - VAGUE * vague
    )


def _words(match: _Match, locale: Locale) -> str:
    facts = {
        "inside": about(match.inside),
        "outside": about(match.outside),
        "slack": match.inside.get("slack") or "",
    }
    if match.also:
        facts["also"] = about(match.also)
    text = fill(match.tactic.ko if locale == "ko" else match.tactic.en, facts)
    return text[:1].upper() + text[1:]


def _ids(match: _Match) -> list[str]:
    return [one["id"] for one in (match.inside, match.also, match.outside) if one]


def _vague(item: Json) -> bool:
    return about(item).lower() in _SAYS_LITTLE


def _best_first(items: Iterable[Json]) -> list[Json]:
    return sorted(items, key=lambda one: -(one.get("score") or 0))


def _holds(tags: frozenset[str], item: Json) -> bool:
    return _ANY in tags or item.get("tag") in tags


@cache
def _tactics() -> tuple[Tactic, ...]:
    data = table("tactics")
    groups = {name: frozenset(entries(tags)) for name, tags in data["groups"].items()}

    def tags(text: str) -> frozenset[str]:
        return frozenset[str]().union(*(groups.get(entry, frozenset({entry})) for entry in entries(text)))

    return tuple(
        Tactic(
            one["pair"], tags(one["inside"]), tags(one["outside"]), tags(one.get("also", "")), one.get("topic", ""),
            one["fit"], one["en"], one["ko"],
        )
        for one in data["tactic"]
    )  # fmt: skip
