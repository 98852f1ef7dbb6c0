"""What was learnt of the examples' letters and of the lexicon, kept in config/routing/spelling.json.

Reading it takes some milliseconds where learning takes a third of a second. It holds as long as its `version`
is the digest of what it was learnt from.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.classifier import Counts, Letters, Taught
from bot.lexicon import Lexicon

_FIRST = ord("a")


class _Packed(Mapping[str, Mapping[int, int]]):
    """Counts as they are kept, `a3 c1` for three examples of the first class and one of the third."""

    def __init__(self, packed: Mapping[str, str]) -> None:
        self._packed = packed

    def __getitem__(self, feature: str) -> Mapping[int, int]:
        return {ord(one[0]) - _FIRST: int(one[1:]) for one in self._packed[feature].split()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, feature: object) -> bool:
        return feature in self._packed


def dump(spelling: Letters, version: str) -> bytes:
    told = {
        "version": version,
        "classes": spelling.taught.classes,
        "stems": spelling.lexicon.stems,
        "words": spelling.lexicon.letters,
        "nouns": _packed(spelling.taught.nouns),
        "letters": _packed(spelling.taught.letters),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=0).encode()


def load(kept: bytes, version: str) -> Letters | None:
    """What `dump` wrote; None when it was learnt from something else. Raises ValueError for other bytes."""
    told: dict[str, Any] = json.loads(kept)
    if told.get("version") != version:
        return None
    stems, words = (
        {w: (agent, sure) for w, (agent, sure) in told[key].items()} for key in ("stems", "words")
    )
    classes = tuple((agent, number) for agent, number in told["classes"])
    return Letters(Lexicon(stems, words), Taught(classes, _Packed(told["letters"]), _Packed(told["nouns"])))


def _packed(counts: Counts) -> dict[str, str]:
    return {
        feature: " ".join(f"{chr(_FIRST + place)}{number}" for place, number in sorted(held.items()))
        for feature, held in counts.items()
    }
