"""Every text that a user reads exists in Korean and in English, and says the same."""

import importlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from config.errors import StratumError
from tests.architecture.tree import ROOMS, files, label

PLACEHOLDER = re.compile(r"\{(\w*)[^}]*\}")
HANGUL = re.compile("[가-힣]")
WORDS = re.compile("[A-Za-z]{2,}")


def pairs(node: object, where: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """The tables that hold a text in one language at least."""
    if isinstance(node, list):
        for place, item in enumerate(cast("list[object]", node)):
            yield from pairs(item, f"{where}[{place}]")
    elif isinstance(node, dict):
        entries = cast("dict[str, object]", node)
        if any(isinstance(entries.get(locale), str) for locale in ("en", "ko")):
            yield where, cast("dict[str, str]", entries)
        for key, item in entries.items():
            yield from pairs(item, f"{where}.{key}")


def holes(text: str) -> set[str]:
    """The names that are filled in; `english` and `korean` are one text in its two languages."""
    return {"text" if name in {"english", "korean"} else name for name in PLACEHOLDER.findall(text)}


def fault(english: str, korean: str) -> str:
    """What keeps the two from being one text in two languages, or nothing."""
    if not english.strip() or not korean.strip():
        return "empty"
    if holes(english) != holes(korean):
        return f"placeholders differ: {holes(english) ^ holes(korean)}"
    if HANGUL.search(PLACEHOLDER.sub("", english)):
        return "Hangul in the English"
    said = WORDS.findall(PLACEHOLDER.sub("", korean))
    return "no Hangul in the Korean" if len(said) > 3 and not HANGUL.search(korean) else ""


@pytest.mark.parametrize("path", files(".toml", under=("config",)), ids=label)
def test_every_wording_is_complete(path: Path) -> None:
    found = pairs(tomllib.loads(path.read_text("utf-8")))
    faults = {where: fault(pair.get("en", ""), pair.get("ko", "")) for where, pair in found}
    assert {where: what for where, what in faults.items() if what} == {}


def errors(above: type[StratumError] = StratumError) -> Iterator[type[StratumError]]:
    yield above
    for below in above.__subclasses__():
        yield from errors(below)


def test_every_error_speaks_both_languages() -> None:
    for path in files("errors.py", under=ROOMS):
        importlib.import_module(label(path).removesuffix(".py").replace("/", "."))
    faults: dict[str, str] = {}
    for error in errors():
        english, _, korean = (error.__doc__ or "").partition("ko: ")
        faults[error.__name__] = fault(english, korean)
    assert {name: what for name, what in faults.items() if what} == {}
    assert len(faults) > 3
