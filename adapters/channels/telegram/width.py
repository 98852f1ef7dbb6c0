"""How text is measured and where it may be cut: UTF-16 units, columns on a screen, whole characters."""

import unicodedata

_JOINER = "\u200d"


def units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def columns(text: str) -> int:
    """The columns that a text takes in a font of one width; Hangul and emoji take two."""
    return sum(_columns(character) for character in text)


def padded(text: str, width: int) -> str:
    """The text, filled up with spaces to this many columns."""
    return text + " " * max(0, width - columns(text))


def splits_a_character(text: str, at: int) -> bool:
    """Whether a cut before `text[at]` would part what is seen as one character."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return (
        _JOINER in (before, after)
        or unicodedata.combining(after) != 0
        or "\ufe00" <= after <= "\ufe0f"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or "\u1160" <= after <= "\u11ff"
        or (_regional(before) and _regional(after))
    )


def _columns(character: str) -> int:
    if unicodedata.combining(character) or character in (_JOINER, "\ufe0f"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
