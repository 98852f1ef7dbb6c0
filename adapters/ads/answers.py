"""What stands in platforms' answers: numbers as texts, ids as either, money as decimals, never as binary fractions."""

from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic.alias_generators import to_camel

from memory.metrics import MICROS

_NOTHING = ("", "-", "--")


def micros(value: Any) -> int | None:
    """Millionths as a whole number; None where nothing is said. Raises ValueError."""
    number = _number(value)
    return None if number is None else int((number * MICROS).to_integral_value(ROUND_HALF_EVEN))


def whole(value: Any) -> int | None:
    """A count. Raises ValueError where it is none."""
    number = _number(value)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise ValueError(f"{value!r} is no whole number")
    return int(number)


def _number(value: Any) -> Decimal | None:
    if value is None or (isinstance(value, str) and value.strip() in _NOTHING):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"{value!r} is no number") from None
    if not number.is_finite():
        raise ValueError(f"{value!r} is no number")
    return number


def text(value: Any) -> str:
    """An id or a name; ids come as numbers and as texts."""
    return "" if value is None else str(value)


Micros = Annotated[int | None, BeforeValidator(micros)]
Whole = Annotated[int | None, BeforeValidator(whole)]
Text = Annotated[str, BeforeValidator(text)]


class Answer(BaseModel):
    """A part of an answer, of which more may stand there than is read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Camel(Answer):
    """One whose names are written as Google and LinkedIn write them."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel)
