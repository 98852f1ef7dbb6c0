"""Outputs as files: Markdown, JSON, CSV and PNG; and what changed between two of them."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from agents.kit.ports import Agent
from agents.types import Table
from bot.ports import Paint
from bot.render import markdown
from config.errors import StratumError
from memory.types import Output

FORMATS = ("md", "json", "csv", "png")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class NoPicture(StratumError):
    """{title!r} has no picture: {kind} is shown as tables. `--to md` or `--to csv` gives those.

    ko: {title!r}에는 그림이 없습니다. {kind} 결과는 표로 보여 드립니다. `--to md`나 `--to csv`를 쓰세요.
    """


def export(agent: Agent, output: Output, format_: str, painter: Callable[[], Paint]) -> bytes:
    """The output in one of FORMATS. Raises NoPicture where a framework is drawn by tables alone."""
    match format_:
        case "json":
            return (json.dumps(output.envelope(), ensure_ascii=False, indent=2) + "\n").encode()
        case "csv":
            return as_csv(agent, output).encode("utf-8-sig")
        case "png":
            charts = agent.show(output).charts
            if not charts:
                raise NoPicture(title=output.draft.title, kind=output.draft.output_type)
            return painter()(charts[0])
        case _:
            return (as_markdown(agent, output) + "\n").encode()


def as_markdown(agent: Agent, output: Output) -> str:
    """The whole output as it was answered, under its title."""
    shown = agent.show(output)
    head = f"{output.draft.title} · v{output.version} · {output.status}"
    return markdown(head, shown.lines, shown.sections, shown.charts)


def as_csv(agent: Agent, output: Output) -> str:
    """Every table of the output, one below the other, each under its title. Formulas are defused."""
    written = io.StringIO()
    sheet = csv.writer(written)
    for section in agent.show(output).sections:
        for block in section.blocks:
            if isinstance(block, Table):
                sheet.writerow([section.title])
                sheet.writerows([[defused(cell) for cell in row] for row in (block.columns, *block.rows)])
                sheet.writerow([])
    return written.getvalue()


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before what could begin one."""
    if not cell.startswith(_FORMULA):
        return cell
    return cell if cell.lstrip("+-").replace(",", "").replace(".", "", 1).isdigit() else f"'{cell}"


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
