"""Figures as people read them: numbers, per cent, money, in Korean and in English."""

from decimal import Decimal

from config.errors import Locale

_NO_MINOR_UNIT = {"KRW", "JPY", "VND"}
_SIGNS = {"GBP": "£", "USD": "$", "EUR": "€", "JPY": "¥"}


def number(value: float | Decimal) -> str:
    """At most two decimals, none that are zero, thousands separated: 1234.50 -> '1,234.5'."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def percent(share: float | None) -> str:
    """With one decimal; a dash where there is none, which is not 0 %."""
    return "–" if share is None else f"{share:.1%}"


def minor_digits(currency: str) -> int:
    """Decimal places of a currency: won and yen have none (ISO 4217)."""
    return 0 if currency in _NO_MINOR_UNIT else 2


def money(minor: int, currency: str, locale: Locale) -> str:
    """An amount in minor units, with its currency: '£400,000', '120,000,000원', '₩120,000,000'."""
    amount = number(Decimal(minor).scaleb(-minor_digits(currency)))
    if currency == "KRW":
        return f"{amount}원" if locale == "ko" else f"₩{amount}"
    sign = _SIGNS.get(currency)
    return f"{sign}{amount}" if sign else f"{amount} {currency}".strip()
