"""Keys, tokens, passwords and personal numbers: found in a text, taken out before a model reads it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from config.errors import Locale
from config.patterns import regex
from config.sensitive import Looks, sensitive

Sort = Literal["secret", "personal"]

_QUOTES = "\"'`“”‘’"
_PLACEHOLDER = regex(
    r"^[*x•.\-_]+$|^<.*>?$|[{}]|\$[({A-Z_]|^%|\(|\)"
    r"|^(?:your|my|the|new|old|example|sample|change|insert|enter)[-_ ]"
    r"|^(?:os\.|process\.|env\.|secrets\.|https?://)|example|placeholder|redacted|dummy|xxxx|^(?:aes|sha|rsa|tls|ssl|md)-?\d",
    re.IGNORECASE,
)
_RESIDENT = regex(r"(?<![\d-])(\d{2})(\d{2})(\d{2})(\s?[-–‐]\s?|)([1-8])(\d{6})(?![\d-])")
_RESIDENT_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CARD = regex(
    r"(?<![\d.,-])(?:\d{4}([ -])\d{4}\1\d{4}\1\d{4}|3[47]\d{2}([ -])\d{6}\2\d{5}|\d{14,16})(?![\d-]|[.,]\d)"
)
_ISSUERS = regex(
    r"4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}"
    r"|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14}|9\d{15}"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must not be passed on; `start` and `end` are offsets into the text."""

    kind: str
    """The id of a pattern in config/sensitive.toml, or `resident_number` or `card_number`."""
    sort: Sort
    start: int
    end: int

    def label(self, locale: Locale) -> str:
        return sensitive().label(self.kind).say(locale)


def findings(text: str) -> tuple[Finding, ...]:
    """Every secret and personal number, in the order of the text; none overlaps another."""
    return tuple(_apart((*_secrets(text), *_residents(text), *_cards(text))))


def secrets_in(text: str) -> tuple[Finding, ...]:
    """The keys, tokens, private keys and passwords. A message with one is to be refused."""
    return tuple(_apart(_secrets(text)))


def redacted(text: str) -> str:
    """The text with each finding replaced by what it was: `[redacted: card_number]`."""
    parts, at = list[str](), 0
    for finding in findings(text):
        parts += (text[at : finding.start], f"[redacted: {finding.kind}]")
        at = finding.end
    return "".join((*parts, text[at:]))


def _apart(found: Iterable[Finding]) -> Iterator[Finding]:
    end = 0
    for finding in sorted(found, key=lambda one: (one.start, -one.end)):
        if finding.start >= end:
            yield finding
            end = finding.end


def _secrets(text: str) -> Iterator[Finding]:
    for pattern in sensitive().patterns:
        for match in pattern.regex.finditer(text):
            start, end = match.span("value" if pattern.value else 0)
            value = match["value"].strip(_QUOTES).rstrip(",.;") if pattern.value else match[0]
            if not pattern.value or _looks(value, pattern.looks):
                yield Finding(pattern.id, "secret", start, end)


def _looks(value: str, looks: Looks) -> bool:
    """Whether what follows such a word is a secret, not a rule about it, a gap to fill or a reference."""
    if _PLACEHOLDER.search(value):
        return False
    classes = sum(any(test(c) for c in value) for test in (str.islower, str.isupper, str.isdigit, _is_mark))
    if looks == "chosen":
        return (
            len(value) >= 6 and classes >= 2 and any(c.isdigit() or _is_mark(c) for c in value.rstrip("!?"))
        )
    if looks == "drawn":
        return len(value) >= 16 and any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return True


def _is_mark(char: str) -> bool:
    return not char.isalnum()


def _residents(text: str) -> Iterator[Finding]:
    """Korean resident and foreigner registration numbers.

    Numbers given since October 2020 have no check digit, so a hyphen and a date of birth are enough;
    thirteen digits in a row must pass the check.
    """
    for match in _RESIDENT.finditer(text):
        year, month, day, hyphen, sex, rest = match.groups()
        if _is_date(year, month, day, sex) and (hyphen or _checks(year + month + day + sex + rest)):
            yield Finding("resident_number", "personal", *match.span())


def _is_date(year: str, month: str, day: str, sex: str) -> bool:
    try:
        date((2000 if sex in "3478" else 1900) + int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _checks(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_RESIDENT_WEIGHTS, digits, strict=False))
    return (11 - total % 11) % 10 == int(digits[-1])


def _cards(text: str) -> Iterator[Finding]:
    """Card numbers by the issuers' ranges and lengths, and the Luhn check (ISO/IEC 7812-1)."""
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if _ISSUERS.fullmatch(digits) and luhn(digits):
            yield Finding("card_number", "personal", *match.span())


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others."""
    doubled = (sum(divmod(2 * int(d), 10)) for d in digits[-2::-2])
    return (sum(map(int, digits[::-2])) + sum(doubled)) % 10 == 0
