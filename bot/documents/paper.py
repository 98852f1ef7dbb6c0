"""A document before any format: what an output says, under its heading, with its pictures."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from agents.types import Block, Bullets, Paragraph, Section, Table
from config.errors import Locale

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What no XML and no typesetter takes."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as it is drawn; without the extra `pictures` only what it shows, in words."""

    alt: str
    png: bytes | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What every format is made of. All of it is legible: no format has to clean anything."""

    title: str
    trail: str
    """Where it belongs, by names: `Nike › Summer Campaign › Strategy Agent`."""
    facts: tuple[tuple[str, str], ...]
    """Date, version, status and, for those inside, how well it is founded and what it was made of."""
    lines: tuple[str, ...]
    """What it says, in short."""
    sections: tuple[Section, ...]
    pictures: tuple[Picture, ...]
    locale: Locale
    made: datetime
    mark: str = ""
    """`Internal`, or "" for a copy that may go to the client."""

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(
            block for section in self.sections for block in section.blocks if isinstance(block, Table)
        )


def legible(text: str) -> str:
    """The text without characters that cannot be written, and without Markdown's asterisks."""
    return _UNWRITABLE.sub("", text).replace("**", "")


def readable(paper: Paper) -> Paper:
    """The paper with every text of it legible."""
    return replace(
        paper,
        title=legible(paper.title),
        trail=legible(paper.trail),
        facts=tuple((legible(name), legible(value)) for name, value in paper.facts),
        lines=tuple(map(legible, paper.lines)),
        sections=tuple(_section(one) for one in paper.sections),
        pictures=tuple(replace(one, alt=legible(one.alt)) for one in paper.pictures),
    )


def _section(section: Section) -> Section:
    return replace(section, title=legible(section.title), blocks=tuple(_block(one) for one in section.blocks))


def _block(block: Block) -> Block:
    match block:
        case Paragraph(text):
            return Paragraph(legible(text))
        case Bullets(items):
            return Bullets(tuple(map(legible, items)))
        case Table(columns, rows):
            return Table(tuple(map(legible, columns)), tuple(tuple(map(legible, row)) for row in rows))
