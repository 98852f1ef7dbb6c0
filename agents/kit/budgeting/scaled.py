"""Large amounts on an axis: in 만원 or thousands, so that the ticks can be read."""

from agents.kit.figures import minor_digits
from config.errors import Locale

_KOREAN = ((100_000_000, "억"), (10_000, "만"))
_ENGLISH = ((1_000_000, "m"), (1_000, "k"))


def scaled(highest: int, currency: str, locale: Locale) -> tuple[str, int]:
    """What the axis is called, and by what minor units are divided for it."""
    unit = 10 ** minor_digits(currency)
    for size, word in _KOREAN if locale == "ko" else _ENGLISH:
        if highest >= size * unit * 5:
            name = f"{word}원" if currency == "KRW" and locale == "ko" else f"{currency} {word}"
            return name, size * unit
    return ("원" if currency == "KRW" and locale == "ko" else currency), unit
