"""What changed between two outputs."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from memory.types import Output


def compare(old: Output, new: Output) -> list[dict[str, Any]]:
    """What differs between two bodies, by path; records are matched by their ids."""
    return [
        {"path": path, "old": before, "new": after}
        for path, before, after in _changes("", old.draft.body, new.draft.body)
    ]


def _changes(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    before, after = _by_name(old), _by_name(new)
    if before is not None and after is not None:
        for name in dict.fromkeys([*before, *after]):
            yield from _changes(f"{path}.{name}".lstrip("."), before.get(name), after.get(name))
    elif old != new:
        yield path, old, new


def _by_name(value: Any) -> Mapping[str, Any] | None:
    """The parts of a value: of an object by name, of records by id, of another list by number."""
    if isinstance(value, dict):
        return cast("Mapping[str, Any]", value)
    if not isinstance(value, list):
        return None
    parts = cast("list[Any]", value)
    if all(isinstance(one, dict) and "id" in one for one in parts):
        return {one["id"]: one for one in parts}
    return {str(number): one for number, one in enumerate(parts)}
