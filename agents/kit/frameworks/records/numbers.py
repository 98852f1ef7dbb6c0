"""The quantities of a text with their signs: but for a percent, quantities are read without one."""

import re
from collections.abc import Iterator
from dataclasses import replace

from agents.kit.reading.quantities import read_quantities
from agents.kit.reading.types import Quantity
from config.patterns import regex

_MINUS = regex(r"(?:^|[\s:=(])(?P<sign>[-−–]|minus\s+|마이너스\s*)$", re.IGNORECASE)


def numbers(text: str, currency: str) -> Iterator[Quantity]:
    """In the order of the text; what a minus stands before begins at the minus."""
    for quantity in read_quantities(text, currency):
        sign = _MINUS.search(text[: quantity.start])
        if sign is None:
            yield quantity
        else:
            start = sign.start("sign")
            yield replace(quantity, value=-abs(quantity.value), start=start, text=text[start : quantity.end])
