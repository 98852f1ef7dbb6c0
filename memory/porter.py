"""The stem of an English word: M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980).

With the two changes that its author made later (-bli and -logi), as SQLite's own stemmer has them.
"""

import re
from functools import lru_cache

_VOWELS = frozenset("aeiou")
_SHORTEST = 3
_DOUBLES_KEPT = frozenset("lsz")

_STEP_2 = (
    ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"),
    ("bli", "ble"), ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"),
    ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"),
    ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"),
    ("logi", "log"),
)  # fmt: skip
_STEP_3 = (
    ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""),
    ("ness", ""),
)  # fmt: skip
_STEP_4 = tuple(
    (suffix, "")
    for suffix in (
        "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous",
        "ive", "ize", "ion", "al", "er", "ic", "ou",
    )
)  # fmt: skip
_PLAIN = re.compile(r"[a-z]+")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word in small letters; with other characters, or fewer than three, it stays as it is."""
    if len(word) < _SHORTEST or not _PLAIN.fullmatch(word):
        return word
    word = _past_and_present(_plural(word))
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    word = _replaced(word, _STEP_2, 1)
    word = _replaced(word, _STEP_3, 1)
    word = _replaced(word, _STEP_4, 2)
    return _tidied(word)


def _is_consonant(word: str, at: int) -> bool:
    if word[at] == "y":
        return at == 0 or not _is_consonant(word, at - 1)
    return word[at] not in _VOWELS


def _measure(word: str) -> int:
    """How often a vowel is followed by a consonant: the m of the paper."""
    kinds = [_is_consonant(word, at) for at in range(len(word))]
    return sum(after and not before for before, after in zip(kinds, kinds[1:], strict=False))


def _has_vowel(word: str) -> bool:
    return any(not _is_consonant(word, at) for at in range(len(word)))


def _ends_short(word: str) -> bool:
    """The condition *o of the paper: consonant, vowel, consonant, and the last one is not w, x or y."""
    if len(word) < _SHORTEST or word[-1] in "wxy":
        return False
    last = len(word) - 1
    return _is_consonant(word, last) and not _is_consonant(word, last - 1) and _is_consonant(word, last - 2)


def _plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past_and_present(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for suffix in ("ed", "ing"):
        if word.endswith(suffix):
            root = word.removesuffix(suffix)
            return _restored(root) if _has_vowel(root) else word
    return word


def _restored(root: str) -> str:
    """What is left of a past tense or a participle, with its last letters as a word has them."""
    if root.endswith(("at", "bl", "iz")):
        return root + "e"
    doubled = len(root) > 1 and root[-1] == root[-2] and _is_consonant(root, len(root) - 1)
    if doubled and root[-1] not in _DOUBLES_KEPT:
        return root[:-1]
    return root + "e" if _measure(root) == 1 and _ends_short(root) else root


def _replaced(word: str, rules: tuple[tuple[str, str], ...], least: int) -> str:
    """The word with its longest matching suffix replaced, when what stays before it measures `least`."""
    matching = [rule for rule in rules if word.endswith(rule[0])]
    if not matching:
        return word
    suffix, instead = max(matching, key=lambda rule: len(rule[0]))
    root = word.removesuffix(suffix)
    if _measure(root) < least or (suffix == "ion" and not root.endswith(("s", "t"))):
        return word
    return root + instead


def _tidied(word: str) -> str:
    if word.endswith("e"):
        root = word[:-1]
        if _measure(root) > 1 or (_measure(root) == 1 and not _ends_short(root)):
            word = root
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
