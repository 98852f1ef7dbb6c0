"""Names in a sentence: of people, firms and places, without the particles and titles around them."""

import re
from collections.abc import Iterator

from config.learning import no_names
from config.patterns import regex

_ENGLISH = regex(
    r"[A-Z][\w'’.-]*(?:\s(?:&|and Co|of|de|van)\s[A-Z][\w'’-]*|\s[A-Z][\w'’-]*)*(?:\s?&\s?[A-Z]\w*)?"
)
_PARTICLES = regex(
    r"(?:입니다|이에요|예요|이야|이라고|라고|이고|에서|까지|부터|에게|한테|처럼|보다|[은는을를])$"
)
_TITLES = regex(
    r"\s?(?:님|씨|차장|과장|부장|대리|이사|상무|전무|팀장|실장|본부장|대표|사원|매니저|선생님)+(?:님)?$"
)
_SPLIT = regex(r"\s*(?:,|/|\band\b|\bor\b|그리고|(?<=[가-힣A-Za-z0-9])(?:이랑|랑|하고|와|과)\s)\s*")


def english_names(text: str) -> Iterator[str]:
    """Words with a capital that stand together."""
    for found in _ENGLISH.finditer(text):
        name = found[0].rstrip(".'’-")
        if name.lower() not in no_names():
            yield name


def listed(text: str) -> list[str]:
    """The names of a list: 'Fika & Co, Blue Bottle and Zara', '면사랑이랑 국수나무'."""
    parts = [plain_name(part) for part in _SPLIT.split(text.strip(" .!~'\"“”"))]
    return [part for part in parts if part and part.lower() not in no_names() and len(part) > 1]


def plain_name(text: str) -> str:
    """A name as it is looked up: the last words, without particle and title."""
    text = text.strip(" .,!?~'\"“”‘’()")
    if not re.search("[가-힣]", text):
        names = list(english_names(text))
        return names[-1] if names else ""
    words = [word for word in text.split() if word not in no_names()]
    while words and _TITLES.fullmatch(words[-1]):
        words.pop()
    if not words:
        return ""
    word = words[-1]
    bare = _TITLES.sub("", _PARTICLES.sub("", word)) if len(word) > 2 else word
    return bare if len(bare) > 1 else word
