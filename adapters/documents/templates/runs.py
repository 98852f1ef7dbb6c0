"""Text of drawings: paragraphs of runs, over which an editor may have split a placeholder anywhere."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from bot.documents.filling import PLACE, Filling, filled, lists_in

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def paragraphs(root: Any) -> Iterator[Any]:
    yield from root.iter(f"{A}p")


def text_of(paragraph: Any) -> str:
    return "".join(one.text or "" for one in paragraph.iterfind(f"{A}r/{A}t"))


def fill_all(root: Any, filling: Filling, record: int | None = None) -> None:
    """Every paragraph below; one that names a list outside a table stands once for each of its records."""
    for paragraph in list(paragraphs(root)):
        of = lists_in([text_of(paragraph)]) if record is None else ""
        if not of:
            fill(paragraph, filling, record)
            continue
        copies = [paragraph, *(deepcopy(paragraph) for _ in range(filling.count(of) - 1))]
        for place, copy in enumerate(copies[1:], start=1):
            copies[place - 1].addnext(copy)
        for place, copy in enumerate(copies):
            fill(copy, filling, place)


def fill(paragraph: Any, filling: Filling, record: int | None = None) -> None:
    """Each placeholder becomes words in the run that it begins in, and keeps the look of that."""
    runs = paragraph.findall(f"{A}r")
    whole = text_of(paragraph)
    found = [(one.start(), one.end(), filled(one[0], filling, record)) for one in PLACE.finditer(whole)]
    if not found:
        return
    at = 0
    for run in runs:
        held = run.find(f"{A}t")
        text = (held.text or "") if held is not None else ""
        if held is not None:
            _put(run, held, _replaced(text, at, found))
        at += len(text)


def _replaced(text: str, at: int, found: list[tuple[int, int, str]]) -> str:
    """What a run's text, which begins at `at` of the whole, becomes."""
    made, place = "", at
    for start, end, words in found:
        if end <= at or start >= at + len(text):
            continue
        made += text[max(place, at) - at : max(start - at, 0)]
        made += words if start >= at else ""
        place = end
    return made + text[max(place - at, 0) :]


def _put(run: Any, held: Any, text: str) -> None:
    """The text in the run; lines of it are parted by breaks."""
    first, *others = text.split("\n")
    held.text, last = first, run
    for line in others:
        pause, copy = run.makeelement(f"{A}br"), deepcopy(run)
        copy.find(f"{A}t").text = line
        last.addnext(pause)
        pause.addnext(copy)
        last = copy
