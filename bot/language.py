"""Which language to answer in: that of the words, else that of the thread, else the person's own."""

import re

from config.errors import Locale

_HANGUL = re.compile(r"[가-힣]")
_ENGLISH = re.compile(r"(?<![/\w])[A-Za-z]{2,}")
_ENGLISH_ENOUGH = 3
"""Fewer Latin words are names ('SWOT', 'Nike'), not a language."""


def language_of(text: str) -> Locale | None:
    """Korean where there is Hangul, English where there are three Latin words, otherwise not known."""
    if _HANGUL.search(text):
        return "ko"
    return "en" if len(_ENGLISH.findall(text)) >= _ENGLISH_ENOUGH else None
