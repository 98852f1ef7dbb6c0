"""What must not be remembered: secrets not at all, personal data only masked."""

import re
from dataclasses import dataclass

from config.patterns import regex

_MASK = "•"
_SECRETS = regex(
    r"""
      \b(?:sk|pk|rk)[-_](?:live|test|ant|proj)?[-_]?[A-Za-z0-9_-]{16,}
    | \bxox[abeoprs]-[A-Za-z0-9-]{10,} | \bxapp-[A-Za-z0-9-]{10,}
    | \bgh[pousr]_[A-Za-z0-9]{20,} | \bglpat-[A-Za-z0-9_-]{16,}
    | \bAKIA[0-9A-Z]{16}\b | \bAIza[0-9A-Za-z_-]{30,}
    | \bEAA[A-Za-z0-9]{30,} | \bya29\.[A-Za-z0-9_-]{20,}
    | \b\d{8,10}:[A-Za-z0-9_-]{35}\b
    | \beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+
    | -----BEGIN\ [A-Z ]*PRIVATE\ KEY-----
    | \b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqp)://[^\s:@]+:[^\s@]+@
    | (?:password|passwd|passcode|pwd|api[\s_-]?key|secret|access[\s_-]?token|client[\s_-]?secret)
      \s*(?:is|=|:)\s*(?!(?:not|in|stored|kept|the|a|safe)\b)\S{4,}
    | (?:비밀번호|비번|패스워드|암호|API\s?키|시크릿|액세스\s?토큰)
      \s*(?:은|는|이|:|=)?\s*[A-Za-z0-9!@\#$%^&*_.~-]{4,}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_EMAIL = regex(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_RESIDENT = regex(r"(?<!\d)\d{6}\s?-\s?[1-8]\d{6}(?!\d)")
_CARD = regex(r"(?<![\d-])(?:\d[ -]?){12,18}\d(?![\d-])")
_PHONE = regex(
    r"""(?<![\d-])(?:
      \+\d{1,3}[ -]?(?:\(?\d{1,4}\)?[ -]?)?\d{3,4}[ -]?\d{3,4}
    | 0(?:1[016789]|2|[3-6]\d|70)[ .-]?\d{3,4}[ .-]?\d{4}
    | \(\d{3}\)\s?\d{3}-\d{4} | \d{3}-\d{3}-\d{4}
    )(?![\d-])""",
    re.VERBOSE,
)
_LUHN_FOLDED = 9


@dataclass(frozen=True, slots=True)
class Masked:
    """A text of the same length, each character of personal data replaced by a dot."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()

    def touches(self, start: int, end: int) -> bool:
        """Whether personal data stood between these places."""
        return any(start < to and at < end for at, to in self.spans)


def holds_secret(text: str) -> bool:
    """Whether the text holds a key, a token, a password or an address with one."""
    return _SECRETS.search(text) is not None


def masked(text: str) -> Masked:
    """E-mail addresses, telephone numbers, Korean resident numbers and payment cards masked."""
    spans = [found.span() for pattern in (_EMAIL, _RESIDENT, _PHONE) for found in pattern.finditer(text)]
    spans += [found.span() for found in _CARD.finditer(text) if _is_card(found[0])]
    for start, end in spans:
        text = text[:start] + _MASK * (end - start) + text[end:]
    return Masked(text, tuple(sorted(spans)))


def _is_card(digits: str) -> bool:
    """The check digit of ISO/IEC 7812 (Luhn), so that order numbers stay readable."""
    figures = [int(digit) for digit in reversed(digits) if digit.isdigit()]
    doubled = [2 * figure - _LUHN_FOLDED * (2 * figure > _LUHN_FOLDED) for figure in figures[1::2]]
    return (sum(figures[::2]) + sum(doubled)) % 10 == 0
