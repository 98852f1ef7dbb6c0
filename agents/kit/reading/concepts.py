"""Which concepts of the lexicon a text speaks of, where, and whether it denies them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from agents.kit.reading import hangul
from agents.kit.reading.quantities import lowered
from agents.kit.reading.types import Hit
from config.kept import derived
from config.patterns import regex
from config.reading import entries, table

HIDDEN = "ignore"
_TOKEN = regex(r"[a-z0-9&]+(?:['’][a-z]+)?")
_BREAK = regex(r"[,;()]\s")
"""A pause that no phrase goes across: "6 staff, turnover £640k" is no staff turnover."""
_HANGUL = regex("[가-힣]")
_PREFIX = 3
_NEGATORS = frozenset(
    [
        "no",
        "not",
        "never",
        "without",
        "nobody",
        "none",
        "nothing",
        "hardly",
        "barely",
        "neither",
        "zero",
        "cannot",
        "nor",
    ]
)
_NEGATION_REACH = 4
_PARTICLES = frozenset(["off", "up"])
_OBJECT = 4
"""Words of an object that stand between a verb and its particle."""
_OBJECT_BEGINS = frozenset(
    ["a", "an", "the", "their", "his", "her", "its", "our", "my", "your", "it", "them", "him"]
)
_STOPS = frozenset(["but", "except", "although", "though", "because", "so", "and", "who", "which", "that"])
_DENIED_BEFORE = regex(r"(?:^|\s)(?:안|못)\s$")
_HARDLY = r"(?:거의|전혀|아직|하나도|한 (?:건|명|번|곳|차례)도|따로|별로|더|아예|한 번도|큰|많지|그다지|딱히|크게|한|해 본|해본|받은|써 본|낸|할|쓸|맡을|둘|근처에|주변에|동네에|인근에|국내에|시장에|지역에)"
_DENIED_AFTER = regex(
    rf"[가-힣A-Za-z]{{0,4}}(?:\s{_HARDLY})?(?:\s(?:적|일|경험|수|사람)(?:이|도)?)?\s?(?:없|않|아니|아닌|아닙|불가|못\s?[가-힣]|안\s?[되하돼함받합])"
    r"|[가-힣]{0,2}(?:지|진|질)(?:는|도)?\s?(?:않|못)"
)


_Listed = dict[str, list[tuple[Any, ...]]]
"""Phrases or stems as plain tuples, by what they begin with."""


class _Phrase(NamedTuple):
    concept: str
    words: tuple[str, ...]
    open: bool
    """Whether the last word may go on."""


class _Stem(NamedTuple):
    concept: str
    text: str
    anchored: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The entries of config/reading/lexicon.toml by the word or syllable they begin with."""

    phrases: _Listed
    prefixes: _Listed
    stems: _Listed

    def hits(self, text: str) -> tuple[Hit, ...]:
        """In the order of the text. A find inside a longer find of `ignore` does not count."""
        low = lowered(text).replace("’", "'")
        found = [*self._latin(low), *(self._hangul(low) if _HANGUL.search(low) else ())]
        hidden = [(hit.start, hit.end) for hit in found if hit.concept == HIDDEN]
        kept = {
            hit
            for hit in found
            if hit.concept != HIDDEN and not any(_inside(hit, start, end) for start, end in hidden)
        }
        return tuple(sorted(kept, key=lambda hit: (hit.start, -hit.end, hit.concept)))

    def _latin(self, text: str) -> Iterator[Hit]:
        tokens = [(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]
        words = [token[0] for token in tokens]
        for at, (word, start, _) in enumerate(tokens):
            for phrase in self._candidates(word):
                last = at + len(phrase.words) - 1
                if (
                    last < len(tokens)
                    and _fits(phrase, words[at : last + 1])
                    and not _BREAK.search(text, start, tokens[last][2])
                ):
                    yield Hit(phrase.concept, start, tokens[last][2], _denied_english(text, tokens, at))
                elif phrase.concept == HIDDEN and _parted(phrase, words, at):
                    yield Hit(HIDDEN, start - 1, tokens[at][2], negated=False)

    def _candidates(self, word: str) -> Iterator[_Phrase]:
        yield from map(_Phrase._make, self.phrases.get(word, ()))
        if len(word) > 3 and word[-1] == "s" and word[-2] != "s":
            yield from map(_Phrase._make, self.phrases.get(word[:-1], ()))
        yield from map(_Phrase._make, self.prefixes.get(word[:_PREFIX], ()))

    def _hangul(self, text: str) -> Iterator[Hit]:
        for at, char in enumerate(text):
            begins = at == 0 or not hangul.is_syllable(text[at - 1])
            second = not begins and (at == 1 or not hangul.is_syllable(text[at - 2]))
            for stem in map(_Stem._make, self.stems.get(_key(char), ())):
                end = at + len(stem.text)
                if _stands(stem, begins, second) and _matches(stem, text[at:end]):
                    yield Hit(stem.concept, at, end, _denied_korean(text, at, end))


def _inside(hit: Hit, start: int, end: int) -> bool:
    return start <= hit.start and hit.end <= end and hit.end - hit.start < end - start


def _fits(phrase: _Phrase, words: list[str]) -> bool:
    *head, last = phrase.words
    if words[:-1] != head:
        return False
    given = words[-1]
    if phrase.open:
        return given.startswith(last)
    return given == last or (given == last + "s" and len(last) > 2)


def _parted(phrase: _Phrase, words: list[str], at: int) -> bool:
    """Whether a verb takes its object between itself and its particle: drop their bike off."""
    if len(phrase.words) != 2 or phrase.words[1] not in _PARTICLES:  # noqa: PLR2004 - verb and particle
        return False
    between = words[at + 1 : at + 2 + _OBJECT]
    return phrase.words[1] in between[1:] and between[0] in _OBJECT_BEGINS


def _stands(stem: _Stem, begins: bool, second: bool) -> bool:
    """A stem of two syllables is not found behind a single one: 우려 is in 배우려고 by accident only."""
    return begins or not (stem.anchored or len(stem.text) == 1 or (second and len(stem.text) == 2))


def _matches(stem: _Stem, text: str) -> bool:
    if text == stem.text:
        return True
    if not stem.open or len(text) != len(stem.text) or text[:-1] != stem.text[:-1]:
        return False
    if not hangul.is_syllable(text[-1]):
        return False
    if hangul.final(stem.text[-1]) == "ㄹ":
        return text[-1] == hangul.with_final(stem.text[-1], "ㄻ")
    return hangul.open_form(text[-1]) == stem.text[-1]


def _denied_english(text: str, tokens: list[tuple[str, int, int]], at: int) -> bool:
    """Whether a word such as "no" or "not" stands within four words before, in the same breath."""
    for place in range(at - 1, max(at - 1 - _NEGATION_REACH, -1), -1):
        word = tokens[place][0]
        if word in _NEGATORS or word.endswith("n't"):
            return not (
                word == "not" and place + 1 < len(tokens) and tokens[place + 1][0] in {"only", "just"}
            )
        if word in _STOPS or "," in text[tokens[place][2] : tokens[place + 1][1]]:
            return False
    return False


def _denied_korean(text: str, start: int, end: int) -> bool:
    return (
        _DENIED_AFTER.match(text, end) is not None
        or _DENIED_BEFORE.search(text, max(0, start - 3), start) is not None
    )


@cache
def lexicon() -> Lexicon:
    return build(table("lexicon"))


def build(lists: Mapping[str, str]) -> Lexicon:
    """A lexicon of these lists, by concept; sorted once on a machine."""
    phrases, prefixes, stems = derived("concepts", dict(lists), lambda: _sorted(lists))
    return Lexicon(phrases, prefixes, stems)


def _sorted(lists: Mapping[str, str]) -> tuple[_Listed, _Listed, _Listed]:
    phrases: _Listed = defaultdict(list)
    prefixes: _Listed = defaultdict(list)
    stems: _Listed = defaultdict(list)
    for concept, listed in lists.items():
        for entry in entries(listed):
            if any(hangul.is_syllable(char) for char in entry):
                text = entry.strip("^~")
                stems[_key(text)].append((concept, text, entry.startswith("^"), entry.endswith("~")))
            else:
                words = tuple(_TOKEN.findall(entry))
                goes_on = entry.endswith("*")
                alike = prefixes[words[0][:_PREFIX]] if goes_on and len(words) == 1 else phrases[words[0]]
                alike.append((concept, words, goes_on))
    return dict(phrases), dict(prefixes), dict(stems)


def _key(text: str) -> str:
    return hangul.open_form(text[0]) if hangul.is_syllable(text[0]) else text[0]
