"""Hangul in Latin letters, syllable by syllable, so that a Korean name can be typed in a command line.

Revised Romanization of Korean (2000) without its rules for sounds that meet.
"""

import unicodedata

_SYLLABLES = 11_172


def _parts(listed: str) -> tuple[str, ...]:
    return tuple(listed.split(" "))


_FIRST = _parts("g kk n d tt r m b pp s ss - j jj ch k t p h")
_VOWEL = _parts("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_LAST = _parts("- k k k n n n t l k m p t t p l m p p t t ng t t k t p t")


def romanised(text: str) -> str:
    return "".join(_syllable(one) for one in unicodedata.normalize("NFC", text))


def slug(text: str) -> str:
    """Small Latin letters, digits and hyphens; Hangul as it sounds."""
    plain = unicodedata.normalize("NFKD", romanised(text)).casefold()
    kept = "".join(one if one.isascii() and one.isalnum() else "-" if one in " -_·" else "" for one in plain)
    return "-".join(part for part in kept.split("-") if part)


def _syllable(one: str) -> str:
    place = ord(one) - ord("가")
    if not 0 <= place < _SYLLABLES:
        return one
    parts = _FIRST[place // 588], _VOWEL[place % 588 // 28], _LAST[place % 28]
    return "".join(part for part in parts if part != "-")
