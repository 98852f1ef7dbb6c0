"""The logs of a service: one JSON object a line, with neither tokens nor what people said."""

import json
import logging

import pytest

from config.logging import Structured, without_tokens


def logged(error: Exception | None = None, message: str = "turn failed", *facts: object) -> dict[str, object]:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot.turn", logging.ERROR, __file__, 1, message, facts, info)
    line = Structured().format(record)
    assert "\n" not in line
    return json.loads(line)


def test_a_line_says_when_what_and_where() -> None:
    line = logged(None, "event %s is put aside", "e1")
    assert (line["level"], line["logger"], line["message"]) == ("error", "bot.turn", "event e1 is put aside")
    assert str(line["at"]).endswith("+00:00")


def test_an_error_is_named_by_its_kind_and_place_and_not_by_its_words() -> None:
    try:
        try:
            raise ValueError("our rent rises by 12%")
        except ValueError as inner:
            raise RuntimeError("a customer's words") from inner
    except RuntimeError as error:
        line = logged(error)
    text = json.dumps(line)
    assert "rent" not in text
    assert "customer" not in text
    kinds = [one["kind"] for one in line["error"]]  # type: ignore[attr-defined]
    assert kinds == ["builtins.RuntimeError", "builtins.ValueError"]
    assert "test_logging.py" in text


@pytest.mark.parametrize(
    "token",
    [
        "xoxb-12345-abcdef",
        "xapp-1-A1-22-deadbeef",
        "123456789:AAE-abcdefghijklmnopqrstuvwxyz012345",
        "MTAxMjM0NTY3ODkwMTIzNDU2.GabcDE.abcdefghijklmnopqrstuvwxyz012345678",
        "sk-ant-api03-abcdefghijklmnop",
        "AIzaSyA1234567890abcdefghijklmnopqrstuv",
        "Bearer abcdefghijklmnop.qrstuv",
        "stratum:pa55word",
    ],
)
def test_a_token_is_left_out(token: str) -> None:
    text = (
        f"https://api.example/bot: {token} refused" if "pa55" not in token else f"postgresql://{token}@db/x"
    )
    assert token not in without_tokens(text)
    assert token not in json.dumps(logged(None, "asked %s", text))
