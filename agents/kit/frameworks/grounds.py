"""The evidence and assumptions of a sheet, as its records move, change and go."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from agents.kit.frameworks.base import Sheet
from memory.types import Evidence


def kept(sheet: Sheet, keep: Callable[[Evidence], bool]) -> Sheet:
    """Without the evidence that is not kept; an assumption goes with its own if they match one to one."""
    assumed = [item for item in sheet.evidence if item.kind == "assumption"]
    lines = sheet.assumptions
    if len(assumed) == len(lines):
        lines = tuple(line for line, item in zip(lines, assumed, strict=True) if keep(item))
    return replace(sheet, evidence=tuple(filter(keep, sheet.evidence)), assumptions=lines)


def grounded(sheet: Sheet, new: Iterable[Evidence]) -> Sheet:
    """With new evidence in the place of what was there for the same parts."""
    more = tuple(new)
    paths = {item.path for item in more}
    rest = kept(sheet, lambda item: item.path not in paths)
    return replace(rest, evidence=rest.evidence + more)


def without(sheet: Sheet, path: str) -> Sheet:
    """Without the evidence of the record at `path` and of everything in it."""
    return kept(sheet, lambda item: not under(item.path, path))


def moved(sheet: Sheet, old: str, new: str) -> Sheet:
    """The evidence and questions of the record at `old`, now at `new`."""
    evidence = tuple(
        replace(item, path=new + item.path[len(old) :]) if under(item.path, old) else item
        for item in sheet.evidence
    )
    questions = tuple(
        replace(one, field=new + one.field[len(old) :]) if under(one.field, old) else one
        for one in sheet.questions
    )
    return replace(sheet, evidence=evidence, questions=questions)


def under(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}.")
