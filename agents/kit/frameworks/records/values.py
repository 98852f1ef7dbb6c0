"""One value out of words, as its field wants it: type, unit, bounds, options."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from agents.kit.figures import minor_digits, number
from agents.kit.frameworks.records.dates import date_in
from agents.kit.frameworks.records.lexicon import choice_shape, choices
from agents.kit.frameworks.records.numbers import numbers
from agents.kit.reading.types import Quantity
from config.catalogue import FieldSpec
from config.patterns import regex
from memory.types import Json

Reason = Literal["range", "whole", "doubt", "span", "choice", "date", "long", "number"]
_MONTHS = {
    "day": Decimal(12) / 365,
    "week": Decimal(84) / 365,
    "month": Decimal(1),
    "quarter": Decimal(3),
    "year": Decimal(12),
}
_PLAIN = {"number", "count", "rating", "multiple"}
_MILLIONS = regex(r"\d\s?(?:m|M)$")
_QUOTES = " \t\n\"'“”‘’「」"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why words are not a value of the field; `said` quotes them."""

    reason: Reason
    said: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value as the body holds it, with what goes into the fields beside it (`currency`, `unit`)."""

    value: Any
    beside: tuple[tuple[str, str], ...] = ()

    def filled(self, name: str) -> Json:
        return {name: self.value, **dict(self.beside)}


def of_text(field: FieldSpec, text: str, currency: str) -> Value | Fault:
    """The value that the whole text stands for; a question mark or a particle behind it changes nothing."""
    said = text.strip().rstrip("?？").strip()
    match field.type:
        case "text":
            return of_words(field, said)
        case "texts" | "ids":
            return Value([part for part in (p.strip(_QUOTES) for p in re.split(r"[,;\n、]", said)) if part])
        case "date":
            found = date_in(said)
            return Value(found) if found else Fault("date", said)
        case "choice" | "boolean":
            option = option_in(field, said)
            return chosen(field, option) if option else Fault("choice", said)
        case _:
            return _of_number(field, said, currency)


def option_in(field: FieldSpec, said: str) -> str | None:
    """The option that the words name: exactly, else the longest of its names that stands in them."""
    named = [(word, option) for option, words in choices(field) for word in words]
    named.sort(key=lambda one: -len(one[0]))
    exact = (option for word, option in named if word == said.casefold())
    inside = (option for word, option in named if choice_shape(word).pattern.search(said))
    return next(exact, None) or next(inside, None)


def chosen(field: FieldSpec, option: str) -> Value:
    return Value(option == "true" if field.type == "boolean" else option)


def of_words(field: FieldSpec, said: str) -> Value | Fault:
    words = said.strip(_QUOTES)
    if field.max_length is not None and len(words) > field.max_length:
        return Fault("long", words)
    return Value(words) if words else Fault("choice", words)


def _of_number(field: FieldSpec, said: str, currency: str) -> Value | Fault:
    found = [of_quantity(field, one, currency) for one in numbers(said, currency)]
    known = [one for one in found if one is not None]
    if len(known) == 1:
        return known[0]
    if bare := re.fullmatch(r"\s*([+-]?\d+(?:\.\d+)?)\s*", said):
        return bounded(field, Decimal(bare[1]), said)
    return Fault("number", said)


def of_quantity(field: FieldSpec, quantity: Quantity, currency: str) -> Value | Fault | None:
    """None when the quantity measures something else than the field does."""
    measured = _measured(field, quantity, currency)
    if measured is None:
        return None
    if quantity.high is not None:
        return Fault("span", quantity.text)
    if quantity.doubt and quantity.doubt != "currency" and field.unit in ("money", "any"):
        return Fault("doubt", quantity.text)
    amount, beside = measured
    value = bounded(field, amount, quantity.text)
    return Value(value.value, beside) if isinstance(value, Value) else value


Measure = tuple[Decimal, tuple[tuple[str, str], ...]]


def _measured(field: FieldSpec, quantity: Quantity, currency: str) -> Measure | None:
    match field.unit:
        case "%":
            return _percent(quantity)
        case "months":
            return _months(quantity)
        case "money":
            return _money(quantity, currency)
        case "any":
            return None if quantity.kind in ("date", "clock", "age") else _as_said(quantity, currency)
        case _:
            return _score(field, quantity)


def _score(field: FieldSpec, quantity: Quantity) -> Measure | None:
    """A plain number. On a scale of 0 to 10, a share of the answers is its tenth: 81 % is 8.1."""
    tenths = field.type == "number" and (field.minimum, field.maximum) == (0, 10)
    if tenths and quantity.share is not None:
        return quantity.share * 10, ()
    return (quantity.value, ()) if quantity.kind in _PLAIN else None


def _percent(quantity: Quantity) -> Measure | None:
    if quantity.share is not None:
        return quantity.share * 100, ()
    return (quantity.value, ()) if quantity.kind == "number" else None


def _months(quantity: Quantity) -> Measure | None:
    if quantity.kind == "duration" and quantity.unit in _MONTHS:
        return quantity.value * _MONTHS[quantity.unit], ()
    return (quantity.value, ()) if quantity.kind == "number" else None


def _money(quantity: Quantity, currency: str) -> Measure | None:
    """In minor units. A number without a currency is of the place's own; `300m` are millions, not metres."""
    if quantity.kind == "money":
        return quantity.value, (("currency", quantity.unit or currency),)
    amount = quantity.value
    if quantity.kind == "distance" and _MILLIONS.search(quantity.text):
        amount *= 1_000_000
    elif quantity.kind != "number":
        return None
    return amount.scaleb(minor_digits(currency)), (("currency", currency),)


def _as_said(quantity: Quantity, currency: str) -> Measure:
    """In the unit it was said in, money in whole units of its currency."""
    if quantity.kind == "money":
        unit = quantity.unit or currency
        return quantity.value.scaleb(-minor_digits(unit)), (("unit", unit),)
    if quantity.share is not None:
        return quantity.share * 100, (("unit", "%"),)
    unit = "" if quantity.kind in ("number", "multiple") else quantity.unit
    return quantity.value, (("unit", unit),) if unit else ()


def bounded(field: FieldSpec, amount: Decimal, said: str) -> Value | Fault:
    """Out of bounds is a fault, never clamped; a whole number is wanted where the field counts."""
    low, high = field.minimum, field.maximum
    if (low is not None and amount < Decimal(str(low))) or (high is not None and amount > Decimal(str(high))):
        return Fault("range", said)
    if field.type != "integer":
        return Value(round(float(amount), 4))
    if field.unit == "money":
        return Value(int(amount.to_integral_value()))
    return Value(int(amount)) if amount == amount.to_integral_value() else Fault("whole", said)


def bounds(field: FieldSpec) -> str:
    """`1-10`, `0-100`, `>= 0`, or nothing."""
    low, high = field.minimum, field.maximum
    if low is not None and high is not None:
        return f"{number(low)}-{number(high)}"
    if low is not None:
        return f">= {number(low)}"
    return f"<= {number(high)}" if high is not None else ""
