"""What may be a short name, a name and a text: checked before anything is stored."""

import re
import unicodedata

from memory.errors import BadName, BadSlug, BadText

_SLUG = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SLUG_LENGTH = 64
_NAME_LENGTH = 200


def slug(text: str) -> str:
    """The slug in NFC: small letters of any script, digits and single hyphens. Raises BadSlug."""
    composed = unicodedata.normalize("NFC", text)
    if len(composed) > _SLUG_LENGTH or composed != composed.lower() or not _SLUG.fullmatch(composed):
        raise BadSlug(slug=text, suggestion=suggestion(composed))
    return composed


def suggestion(text: str) -> str:
    """The nearest slug to a text."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text.lower()))
    return "-".join(words)[:_SLUG_LENGTH].strip("-") or "acme"


def name(text: str) -> str:
    """A name as it was written, in NFC. Raises BadName for an empty, overlong or unprintable one."""
    composed = unicodedata.normalize("NFC", text.strip())
    unprintable = any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in composed)
    if not 0 < len(composed) <= _NAME_LENGTH or unprintable:
        raise BadName(name=text)
    return composed


def storable(text: str) -> str:
    """A text that both databases hold verbatim. Raises BadText for a NUL or half a character."""
    if "\x00" in text:
        raise BadText(what="NUL")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise BadText(what="U+D800-U+DFFF")
    return text
