"""Words that are looked for however they are written: with particles, spaced out, inflected, in look-alike letters."""

import re
from collections.abc import Iterator
from functools import lru_cache

from agents.kit.brandcheck.folding import Folded
from agents.kit.frameworks.likeness import content
from config.patterns import regex

_HANGUL = regex("[가-힣]")
_LOOKALIKES = {
    "a": "a@4", "b": "b8", "e": "e3", "g": "g9", "i": "i1!|", "l": "l1|", "o": "o0", "s": "s5$", "t": "t7+", "z": "z2",
}  # fmt: skip
_SIGNS = r"[\s.\-_*·~^/|,'’]"
_INFLECTED = r"(?:'s|’s|s|es|ed|d|er|est|ly|r|st|ing)?"
_DICTIONARY = regex(r"(?<=[가-힣]{2})(?:하다|되다|스럽다|롭다|한|하게|스러운)$|(?<=[가-힣]{2})다$")
_OTHERWISE = "정주획단장동비불전"
"""A syllable before a word that makes another one of it: 정기적 is no 기적, 비싸다 is not 싸다."""
_LETTERS = 2


def found(word: str, folded: Folded) -> Iterator[tuple[int, int]]:
    """Where a word stands in the original text, in whatever disguise."""
    pattern = _pattern(" ".join(word.split()))
    if pattern is None:
        return
    korean = bool(_HANGUL.search(word))
    for match in pattern.finditer(folded.text):
        if korean and not _stands(folded.text, match):
            continue
        if not korean and not any(c.isalpha() for c in match[0]) and any(c.isalpha() for c in word):
            continue
        yield folded.span(match.start(), match.end())


def holds(folded: Folded, word: str) -> bool:
    """Whether a word stands anywhere in a text."""
    return next(found(word, folded), None) is not None


def heard(said: str, text: str) -> float:
    """The share of what is said, by the weight of its content words, that a text holds; 0 without any."""
    wanted, there = content(said), content(text)
    shared = sum(weight for unit, weight in wanted.items() if unit in there)
    return shared / sum(wanted.values()) if wanted else 0.0


@lru_cache(maxsize=2048)
def _pattern(word: str) -> re.Pattern[str] | None:
    plain = word.casefold().strip()
    if not any(c.isalnum() for c in plain):
        return re.compile(re.escape(plain)) if plain else None
    return _korean(plain) if _HANGUL.search(plain) else _latin(plain)


def _korean(word: str) -> re.Pattern[str]:
    stem = _DICTIONARY.sub("", word)
    syllables = [re.escape(c) for c in stem if not c.isspace()]
    return re.compile(rf"{_SIGNS}{{0,2}}".join(syllables))


def _latin(word: str) -> re.Pattern[str]:
    tokens = re.findall(r"[^\W_]+|[^\w\s]", word)
    whole = r"[\s\-_.]*".join(_spelled(token) for token in tokens)
    letters = [_letter(c) for token in tokens for c in token]
    spaced = rf"{_SIGNS}".join(letters) if len(letters) > _LETTERS else whole
    ending = _INFLECTED if word[-1].isalpha() else ""
    return re.compile(rf"(?<![^\W_])(?:{whole}|{spaced}){ending}(?![^\W_])")


def _spelled(token: str) -> str:
    return "".join(map(_letter, token))


def _letter(letter: str) -> str:
    alike = _LOOKALIKES.get(letter)
    return f"[{re.escape(alike)}]" if alike else re.escape(letter)


def _stands(text: str, match: re.Match[str]) -> bool:
    """Whether a Korean word stands there, rather than being the end of another one: 기적 in 정기적."""
    syllables = sum(map(_is_hangul, match[0]))
    begin = match.start()
    while begin and _is_hangul(text[begin - 1]):
        begin -= 1
    ahead = text[begin : match.start()]
    if not ahead:
        return syllables > 1 or _alone(text[match.end() :])
    if syllables == 1:
        return False
    return syllables > _LETTERS or ahead[-1] not in _OTHERWISE


def _alone(behind: str) -> bool:
    """Whether a word of one syllable ends there, or only a particle follows."""
    return bool(re.match(r"(?:은|는|이|가|을|를|의|에|로|와|과|도|만|고|지|다|게|요)?(?![가-힣])", behind))


def _is_hangul(character: str) -> bool:
    return "가" <= character <= "힣"
