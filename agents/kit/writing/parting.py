"""A text that was pasted, as the parts of its format: 'Headline: …' goes to the headline, the rest to the body."""

from agents.kit.brandcheck.types import Copy, laid
from agents.kit.writing.edits import part_named
from config.content.formats import TEXT, Format, format_of
from config.errors import Locale
from config.patterns import regex

_LABEL = regex(
    r"^\s*(?:\*\*)?(?P<part>[가-힣A-Za-z]{1,16}(?: [가-힣A-Za-z]{1,12})?)(?:\*\*)?\s*\d{0,2}\s*[:：]"
    r"(?:\*\*)?\s*(?P<text>.*)$"
)
_SENT = regex(r"^\s*[\[(（]\s*광\s*고\s*[\])）]")
_HANGUL = regex(r"[가-힣]")
_LETTER = regex(r"[A-Za-z가-힣]")
_MOSTLY = 0.2
"""Share of Hangul among the letters from which a text is Korean."""


def copy_of(text: str, format_id: str) -> Copy:
    """The text with its parts and in its language; one that begins with the label of advertising was sent."""
    chosen = "lms" if format_id == TEXT and _SENT.match(text) else format_id
    return laid(tuple(parted(text, format_of(chosen))), language_of(text), chosen)


def parted(text: str, format_: Format) -> list[tuple[str, str]]:
    """The labelled parts of a text; all of it as the main part where it has no labels."""
    if len(format_.parts) == 1:
        return [(format_.main.id, text)]
    parts: list[tuple[str, str]] = []
    for line in text.split("\n"):
        match = _LABEL.match(line)
        spec = part_named(format_, match["part"]) if match else None
        if match and spec:
            parts.append((spec.id, match["text"]))
        elif parts:
            parts[-1] = (parts[-1][0], f"{parts[-1][1]}\n{line}".strip("\n"))
        else:
            return [(format_.main.id, text)]
    return [(name, told.strip()) for name, told in parts if told.strip()] or [(format_.main.id, text)]


def language_of(text: str) -> Locale:
    letters, hangul = len(_LETTER.findall(text)), len(_HANGUL.findall(text))
    return "ko" if letters and hangul / letters >= _MOSTLY else "en"
