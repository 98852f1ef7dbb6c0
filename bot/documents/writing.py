"""A paper as text: Markdown, CSV and JSON, for which nothing has to be installed."""

import csv
import io
import json
from dataclasses import asdict

from agents.types import Block, Bullets, Paragraph, Section, Table
from bot.documents.paper import Paper
from bot.render import block_text
from memory.types import Json

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def markdown(paper: Paper) -> str:
    """The whole paper; a chart is told in words."""
    parts = [f"# {paper.title}", paper.trail, "\n".join(f"- {name}: {value}" for name, value in paper.facts)]
    parts += [f"> {paper.mark}"] if paper.mark else []
    parts += ["\n\n".join(paper.lines), *(_section(one) for one in paper.sections)]
    parts += [f"_{picture.alt}_" for picture in paper.pictures]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(section: Section) -> str:
    return "\n\n".join([f"## {section.title}", *(block_text(block) for block in section.blocks)])


def as_csv(paper: Paper) -> str:
    """Every table, one below the other, each under its title. Formulas are defused."""
    written = io.StringIO()
    sheet = csv.writer(written)
    for section in paper.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                sheet.writerow([defused(section.title)])
                sheet.writerows([[defused(cell) for cell in row] for row in (block.columns, *block.rows)])
                sheet.writerow([])
    return written.getvalue()


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before what could begin one."""
    if not cell.startswith(FORMULA):
        return cell
    return cell if cell.lstrip("+-").replace(",", "").replace(".", "", 1).isdigit() else f"'{cell}"


def as_json(paper: Paper) -> str:
    """What the paper says, for programs of those who are shown no envelope."""
    told: Json = {
        "title": paper.title,
        "trail": paper.trail,
        "locale": paper.locale,
        "facts": dict(paper.facts),
        "lines": list(paper.lines),
        "sections": [
            {"title": one.title, "blocks": [_block(block) for block in one.blocks]} for one in paper.sections
        ],
        "pictures": [picture.alt for picture in paper.pictures],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _block(block: Block) -> Json:
    match block:
        case Paragraph():
            return {"kind": "paragraph"} | asdict(block)
        case Bullets():
            return {"kind": "bullets"} | asdict(block)
        case Table():
            return {"kind": "table", "columns": block.columns, "rows": block.rows}
