"""Which language to answer in: that of the words, else that of the thread, else the person's own."""

import re

from config.errors import Locale
from config.patterns import regex

_HANGUL = regex(r"[가-힣ㄱ-ㅣ]")
_ENGLISH = regex(r"(?<![/\w])[A-Za-z]{2,}(?![\w-]*\d)")
"""A word; the letters of an id are none."""
_ENGLISH_ENOUGH = 3
"""Fewer Latin words are names ('SWOT', 'Nike'), not a language, unless one of them is plainly English."""
_PLAINLY = regex(
    r"(?<![/\w])(?:please|the|what|how|why|which|show|give|make|run|is|are|our|we|my|thanks|help|drop|move)(?!\w)",
    re.IGNORECASE,
)


def language_of(text: str) -> Locale | None:
    """Korean where there is Hangul, English where it is plainly English, otherwise not known."""
    if _HANGUL.search(text):
        return "ko"
    english = len(_ENGLISH.findall(text)) >= _ENGLISH_ENOUGH or _PLAINLY.search(text)
    return "en" if english else None
