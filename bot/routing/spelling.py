"""What was learnt of the examples' letters and of the lexicon, kept in config/routing/spelling.json.

Reading it takes some milliseconds where learning takes a third of a second. It holds as long as its `version`
is the digest of what it was learnt from.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.routing.classifier import Counts, Letters, Taught
from bot.routing.lexicon import Lexicon

_FIRST = ord("a")


class _Packed(Mapping[str, Mapping[int, int]]):
    """Counts as they are kept: lines in order, `feature<tab>a3 c1` for three examples of the first class and
    one of the third. A line is looked for where it must stand, so that nothing is taken apart beforehand.
    """

    def __init__(self, lines: str) -> None:
        self._lines = lines

    def __getitem__(self, feature: str) -> Mapping[int, int]:
        low, high, wanted = 0, len(self._lines), f"{feature}\t"
        while low < high:
            start = self._lines.rfind("\n", low, (low + high) // 2) + 1 or low
            end = self._lines.find("\n", start)
            if self._lines.startswith(wanted, start):
                return _unpacked(self._lines[start + len(wanted) : end])
            if self._lines[start : self._lines.find("\t", start)] < feature:
                low = end + 1
            else:
                high = start
        raise KeyError(feature)

    def __iter__(self) -> Iterator[str]:
        return (line.partition("\t")[0] for line in self._lines.splitlines())

    def __len__(self) -> int:
        return self._lines.count("\n")


def _unpacked(told: str) -> Mapping[int, int]:
    return {ord(one[0]) - _FIRST: int(one[1:]) for one in told.split()}


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


def _packed(counts: Counts) -> str:
    lines = (
        f"{feature}\t{' '.join(f'{chr(_FIRST + place)}{number}' for place, number in sorted(held.items()))}\n"
        for feature, held in sorted(counts.items())
    )
    return "".join(lines)
