"""Where a text speaks of a group of customers, in Korean and in English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from config.errors import Locale
from config.patterns import regex
from config.persona import people

_WORD = regex(r"[a-z0-9][a-z0-9'-]*|[가-힣0-9]+", re.IGNORECASE)
_AFTER_KO = (
    r"(?=(?:들|님)?(?:은|는|이|가|을|를|의|에|도|과|와|만|로|께|한테|입|임|이며|이고|인데|$|[\s,.·)]))"
)
_WEAK = regex(
    r"\d0(?:s|대)?$|여성|남성|여자|남자|female|male|women|men|오전|오후|점심|저녁|아침|새벽|주말|평일|야간|심야|"
    r"morning|evening|weekend|weekday|lunchtime|walk-in|new|신규|기존|첫|regular|returning|local|nearby|근처|인근|동네|"
    r"지역|independent|small|large|young|젊은|older|online|온라인|first-time|이상|이하|초반|중반|후반|독립|busy|바쁜"
)
_AGE = regex(r"\d{2}(?=대|s\b)")
_SEX = regex(
    r"여성|여자|female|women|엄마|워킹맘|mother|mum|mom|(?P<male>남성|남자|\bmale|\bmen|아빠|father|dad)"
)
_FILLS = frozenset(["the", "of", "and", "our", "a", "an", "이상", "이하", "초반", "중반", "후반", "at"])


@dataclass(frozen=True, slots=True)
class Mention:
    """A group as a text names it: `key` are the words that tell it from others, none where it is everybody."""

    label: str
    key: frozenset[str]
    start: int
    end: int
    b2b: bool = False
    head: str = ""

    @property
    def core(self) -> frozenset[str]:
        """The words of the key that name a kind of people, beyond their age, their hours or their nearness."""
        return frozenset(word for word in self.key if not _WEAK.match(word))

    def fits(self, other: "Mention") -> bool:
        """Whether both name one group: a word in common that tells it, and nothing that speaks against it."""
        if _apart(_ages(self.label), _ages(other.label)) or _apart(_sex(self.label), _sex(other.label)):
            return False
        return not self.core.isdisjoint(other.core) or (self.key <= other.key or other.key <= self.key)


def mentions(text: str, locale: Locale) -> tuple[Mention, ...]:
    """The groups that are named, in the order of the text; those that say no more than "customers" have no key."""
    found = [*_by_heads(text, locale), *_by_target(text, locale)]
    kept: list[Mention] = []
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def phrase(text: str, locale: Locale) -> Mention:
    """A group as somebody asked for it, in whatever words."""
    named = [one for one in mentions(text, locale) if one.key]
    if len(named) == 1 and named[0].end - named[0].start > len(text) // 2:
        return named[0]
    b2b = any(one.b2b for one in named) or bool(_signs().search(text))
    return Mention(text.strip(), _key(text, locale), 0, len(text), b2b, named[-1].head if named else "")


def _by_heads(text: str, locale: Locale) -> Iterator[Mention]:
    closed = [match.span() for match in _never(locale).finditer(text)]
    for match in _named(locale).finditer(text):
        if any(start < match.end() and match.start() < end for start, end in closed):
            continue
        head = match["head"].lower()
        label = match[0].strip()
        yield Mention(
            label, _key(label, locale), match.start(), match.end(), _sells_to_firms(label, head, locale), head
        )


def _by_target(text: str, locale: Locale) -> Iterator[Mention]:
    told = people().target_ko if locale == "ko" else people().target_en
    for match in regex(told, re.IGNORECASE).finditer(text):
        group = next(number for number, part in enumerate(match.groups(), start=1) if part)
        label = match[group].strip()
        if (key := _key(label, locale)) and not _by_list(label, locale):
            yield Mention(label, key, *match.span(group), bool(_signs().search(text)))


def _by_list(label: str, locale: Locale) -> bool:
    return _named(locale).search(label) is not None


def _key(label: str, locale: Locale) -> frozenset[str]:
    plain = label.lower()
    generic = set(people().generic_ko if locale == "ko" else people().generic_en)
    words = (_singular(word) for word in _WORD.findall(plain) if word not in generic)
    return frozenset(word for word in words if word not in _FILLS and word not in generic and len(word) > 1)


def _singular(word: str) -> str:
    if not word.isascii():
        return word.removesuffix("들") if len(word) > 2 else word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _sells_to_firms(label: str, head: str, locale: Locale) -> bool:
    data = people()
    firms = data.b2b_ko if locale == "ko" else data.b2b_en
    plain = set(_WORD.findall(label.lower()))
    known = head in firms or not plain.isdisjoint(firms)
    persons = data.b2c_ko if locale == "ko" else data.b2c_en
    return known and head not in persons


@cache
def _named(locale: Locale) -> re.Pattern[str]:
    data = people()
    if locale == "ko":
        heads = _any([*data.generic_ko, *data.b2c_ko, *data.b2b_ko])
        before = rf"(?:{data.marks_ko}|(?:{heads})(?=\s))\s?"
        return re.compile(rf"(?<![가-힣])(?:{before})*(?P<head>{heads})(?:들)?{_AFTER_KO}")
    heads = _any([*data.generic_en, *data.b2c_en, *data.b2b_en])
    return re.compile(rf"\b(?:(?:{data.marks_en}|{heads})[ -])*(?P<head>{heads})\b", re.IGNORECASE)


@cache
def _never(locale: Locale) -> re.Pattern[str]:
    return re.compile(people().not_ko if locale == "ko" else people().not_en, re.IGNORECASE)


@cache
def _signs() -> re.Pattern[str]:
    return re.compile(people().b2b_signs, re.IGNORECASE)


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def _ages(label: str) -> set[str]:
    return set(_AGE.findall(label))


def _sex(label: str) -> set[str]:
    return {"male" if match["male"] else "female" for match in _SEX.finditer(label.lower())}


def _apart(one: set[str], other: set[str]) -> bool:
    return bool(one) and bool(other) and one.isdisjoint(other)
