"""Brand guidelines as TOML: `[voice]`, `tone = "warm"` or `tone = { value = "warm", locked = true }`."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, cast

from config.errors import Misused
from config.guidelines import guideline_catalogue
from memory.guidelines_entry import Entries

_WRAPPERS = {"fields", "brand", "guidelines"}
_MARKS = {"value", "locked", "reason"}
_SHOWN = _MARKS | {"from", "locked_at", "items", "overrides"}
_PART = r"""\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*"""
_HEADER = re.compile(rf"^\s*\[\[?((?:{_PART}\.)*{_PART})\]")
_KEY = re.compile(rf"^((?:{_PART}\.)*{_PART})=")
_QUOTES = re.compile(r'"""|\'\'\'')

Path = tuple[str, ...]


class BadToml(Misused):
    """This is not TOML: {detail}. Mend that line, or write the guidelines as Markdown.

    ko: TOML 형식이 아닙니다: {detail}. 해당 줄을 고치거나 Markdown으로 작성하세요.
    """


def read_toml(text: str) -> Entries:
    """What a TOML file says.

    Fields stand under their section or by full name; `locked = ["voice.tone"]` at the top locks several.
    Raises BadToml where the file cannot be read at all.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadToml(detail=str(error)) from error
    entries, lines = Entries(), _lines(text)
    locks = document.pop("locked", document.pop("lock", []))
    for path, value in _statements(document, ()):
        _take(entries, path, value, lines.get(path, 1))
    _lock(entries, locks, lines.get(("locked",), lines.get(("lock",), 1)))
    return entries


def _take(entries: Entries, path: Path, value: object, line: int) -> None:
    field = _field(path)
    if field is None:
        entries.unknown(line, ".".join(path))
    elif not isinstance(value, dict):
        entries.say(line, field, value)
    else:
        marks = cast("Mapping[str, object]", value)
        for stranger in sorted(set(marks) - _SHOWN):
            entries.unknown(line, f"{field}.{stranger}")
        entries.say(
            line,
            field,
            marks.get("value", ""),
            locked=marks.get("locked") is True,
            reason=str(marks.get("reason", "")),
        )


def _lock(entries: Entries, names: object, line: int) -> None:
    for name in cast("list[object]", names) if isinstance(names, list) else [names]:
        field = _field(tuple(str(name).split(".")))
        if field is None:
            entries.unknown(line, str(name))
        else:
            entries.lock(field)


def _statements(table: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, object]]:
    """Every value with its path; a table of marks such as `{ value, locked }` is one value."""
    for key, value in table.items():
        here = (*path, key)
        if not isinstance(value, dict) or (_field(here) is not None and "value" in value):
            yield here, value
        else:
            yield from _statements(cast("Mapping[str, Any]", value), here)


def _field(path: Path) -> str | None:
    names = path[1:] if len(path) > 1 and path[0] in _WRAPPERS else path
    catalogue = guideline_catalogue()
    section = catalogue.section(names[0]) if len(names) > 1 else None
    if section is not None:
        return catalogue.find(".".join(names[1:]), section)
    return catalogue.find(".".join(names))


def _lines(text: str) -> dict[Path, int]:
    """The line of each key, by its path. Lines within a text of several lines hold no keys."""
    found: dict[Path, int] = {}
    table: Path = ()
    within = False
    for number, line in enumerate(text.splitlines(), 1):
        opened = within
        within ^= len(_QUOTES.findall(line)) % 2 == 1
        if opened:
            continue
        if header := _HEADER.match(line):
            table = _path(header[1])
        elif key := _KEY.match(line):
            found.setdefault((*table, *_path(key[1])), number)
    return found


def _path(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in re.findall(_PART, dotted))
