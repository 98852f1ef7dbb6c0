"""Money between its three counts: millionths in facts, minor units in budgets, figures for people."""

from decimal import ROUND_HALF_EVEN, Decimal

from agents.kit.figures import minor_digits, money
from config.errors import Locale


def micros_of_minor(currency: str) -> int:
    """Micros of one minor unit: a won is 1,000,000, a cent 10,000."""
    return 10 ** (6 - minor_digits(currency))


def minor(micros: int, currency: str) -> int:
    """Minor units, half to even."""
    return int((Decimal(micros) / micros_of_minor(currency)).to_integral_value(ROUND_HALF_EVEN))


def said(micros: int | None, currency: str, locale: Locale) -> str:
    """An amount for people; a dash where there is none, which is not 0."""
    return "–" if micros is None else money(minor(micros, currency), currency, locale)


def said_minor(amount: int | None, currency: str, locale: Locale) -> str:
    return "–" if amount is None else money(amount, currency, locale)
