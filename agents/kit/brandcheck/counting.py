"""The length of a text as a platform counts it."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping

from config.content.formats import Count
from config.patterns import regex

_EMOJI = (
    "[\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff]"
)
_SEQUENCE = regex(
    rf"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|[\u00a9\u00ae\u203c\u2049\u2122\u2139]\ufe0f"
    rf"|{_EMOJI}[\ufe0f\U0001f3fb-\U0001f3ff]*(?:\u200d{_EMOJI}[\ufe0f\U0001f3fb-\U0001f3ff]*)*[\U000e0020-\U000e007f]*"
)
"""One emoji as people see it: a flag, a keycap, or pictures joined by ZWJ with their skin tones."""
_PICTURE = regex("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u20e3]")
_LINK = regex(
    r"(?:https?://|www\.)[^\s가-힣]+|(?<![@\w.])[\w-]+\.(?:com|net|org|io|co|kr|me|ly|gl|app|shop)(?:/[^\s가-힣]*)?(?!\w)"
)
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENDED = frozenset("^{}\\[~]|€")
_JOINERS = "\u200d\ufe0f"
_LINK_LENGTH = 23
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh 1 on X; others weigh 2 (twitter-text, config v3)."""


def length(text: str, count: Count) -> int:
    """The length in the platform's own unit; the text is taken in NFC, as platforms do before they count."""
    return _COUNTS[count](unicodedata.normalize("NFC", text))


def emoji(text: str) -> tuple[str, ...]:
    """The emoji of a text, each as people see one."""
    return tuple(match[0] for match in _SEQUENCE.finditer(text) if _PICTURE.search(match[0]))


def unsendable(text: str) -> Iterator[tuple[int, str]]:
    """The characters that a Korean text message cannot carry, with their places."""
    for match in _SEQUENCE.finditer(text):
        if _PICTURE.search(match[0]) and not _carried(match[0]):
            yield match.start(), match[0]
    for at, character in enumerate(text):
        pictured = _SEQUENCE.match(character) or character in _JOINERS
        if not pictured and not unicodedata.combining(character) and not _carried(character):
            yield at, character


def _carried(text: str) -> bool:
    try:
        unicodedata.normalize("NFC", text).encode("cp949")
    except UnicodeEncodeError:
        return False
    return True


def _double(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _x(text: str) -> int:
    told, links = _LINK.subn("", text)
    letters = _SEQUENCE.sub(lambda match: "" if _PICTURE.search(match[0]) else match[0], told)
    weighed = sum(1 if any(low <= ord(c) <= high for low, high in _LIGHT) else 2 for c in letters)
    return links * _LINK_LENGTH + 2 * len(emoji(told)) + weighed


def _threads(text: str) -> int:
    pictures = emoji(text)
    return len(text) - sum(map(len, pictures)) + sum(len(one.encode()) for one in pictures)


def _euckr(text: str) -> int:
    return sum(len(c.encode("cp949")) if _carried(c) else 2 for c in text)


def _gsm(text: str) -> int:
    """Septets; where a sign is in no GSM alphabet, the message takes 70 units instead of 160 septets."""
    if any(c not in _GSM and c not in _GSM_EXTENDED for c in text):
        return -(-_utf16(text) * 160 // 70)
    return sum(2 if c in _GSM_EXTENDED else 1 for c in text)


_COUNTS: Mapping[Count, Callable[[str], int]] = {
    "chars": len,
    "utf16": _utf16,
    "double": _double,
    "x": _x,
    "threads": _threads,
    "euckr": _euckr,
    "gsm": _gsm,
    "utf8": lambda text: len(text.encode("utf-8", "surrogatepass")),
}
