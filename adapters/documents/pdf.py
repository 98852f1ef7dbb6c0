"""A paper as PDF, set by Typst in the shipped font, which goes along in the file."""

import json
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import typst

from adapters.documents.columns import lies_across, shares
from agents.types import Block, Bullets, Paragraph, Table
from bot.documents.paper import Paper
from config.wording import words

_LAYOUT = "paper.typ"
_UPRIGHT, _ACROSS = 95, 145
"""Cells of text that a page is wide."""


def bind(paper: Paper) -> bytes:
    """The PDF; the same paper gives the same bytes where the same fonts are installed."""
    return cast("bytes", _set(paper, "pdf"))


def pages(paper: Paper) -> list[bytes]:
    """The same as pictures, a PNG for each page, for looking at it."""
    found = _set(paper, "png")
    return found if isinstance(found, list) else [found]


def _set(paper: Paper, to: str) -> bytes | list[bytes]:
    """Pictures go through files: what the layout is told is text."""
    here = files("adapters.documents")
    with TemporaryDirectory() as folder, as_file(files("config") / "fonts") as fonts:
        root = Path(folder)
        (root / _LAYOUT).write_bytes((here / _LAYOUT).read_bytes())
        for place, picture in enumerate(paper.pictures):
            if picture.png is not None:
                (root / f"{place}.png").write_bytes(picture.png)
        set_ = typst.compile(
            str(root / _LAYOUT),
            root=str(root),
            font_paths=[str(fonts)],
            format=to,  # type: ignore[arg-type]
            sys_inputs={"paper": json.dumps(_told(paper), ensure_ascii=False)},
            timestamp=int(paper.made.timestamp()),
        )
    return cast("bytes | list[bytes]", set_)


def _told(paper: Paper) -> dict[str, Any]:
    across = lies_across(paper)
    room = _ACROSS if across else _UPRIGHT
    return {
        "title": paper.title,
        "trail": paper.trail,
        "lang": paper.locale,
        "mark": paper.mark,
        "facts": [list(fact) for fact in paper.facts],
        "lines": list(paper.lines),
        "wide": across,
        "sections": [
            {"title": one.title, "blocks": [_block(block, room) for block in one.blocks]}
            for one in paper.sections
        ],
        "pictures": [
            {"alt": picture.alt, "file": f"{place}.png" if picture.png is not None else None}
            for place, picture in enumerate(paper.pictures)
        ],
        "picture": words("documents")("picture", paper.locale),
    }


def _block(block: Block, room: float) -> dict[str, Any]:
    match block:
        case Paragraph(text):
            return {"kind": "paragraph", "text": text}
        case Bullets(items):
            return {"kind": "bullets", "items": list(items)}
        case Table(columns, rows):
            cells = [list(row) for row in rows]
            return {"kind": "table", "columns": list(columns), "rows": cells, "shares": shares(block, room)}
