"""An answer with tables as a rich message, where Telegram draws tables itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from aiogram.types import (
    InputRichBlockBlockQuotation,
    InputRichBlockDivider,
    InputRichBlockList,
    InputRichBlockListItem,
    InputRichBlockParagraph,
    InputRichBlockPreformatted,
    InputRichBlockSectionHeading,
    InputRichBlockTable,
    InputRichMessage,
    RichBlockTableCell,
    RichTextBold,
    RichTextCode,
    RichTextItalic,
    RichTextStrikethrough,
    RichTextUrl,
)

from adapters.channels.telegram.markdown import (
    Block,
    Fence,
    Heading,
    Item,
    Paragraph,
    Quote,
    Rule,
    Span,
    Spans,
    Table,
    parse,
)
from adapters.channels.telegram.width import units

_CHARACTERS = 30_000
_BLOCKS = 450
_COLUMNS = 20
_STYLES = (("bold", RichTextBold), ("italic", RichTextItalic), ("strike", RichTextStrikethrough))


@dataclass(slots=True)
class _Node:
    """A list's item with those below it."""

    item: Item
    below: list["_Node"] = field(default_factory=list["_Node"])


def rich(source: str) -> InputRichMessage | None:
    """The text as a rich message. None where it has no table, or is more than one rich message holds."""
    blocks = parse(source)
    tables = [block for block in blocks if isinstance(block, Table)]
    rows = sum(len(table.rows) for table in tables)
    wide = any(len(table.rows[0]) > _COLUMNS for table in tables)
    if not tables or wide or len(blocks) * 2 + rows > _BLOCKS or units(source) > _CHARACTERS:
        return None
    return InputRichMessage(blocks=list(_drawn(blocks)))


def _drawn(blocks: tuple[Block, ...]) -> Iterator[Any]:
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and isinstance(blocks[end], Item):
            end += 1
        if end > at:
            yield from _lists(_tree([block for block in blocks[at:end] if isinstance(block, Item)]))
            at = end
        else:
            yield _block(blocks[at])
            at += 1


def _tree(items: list[Item]) -> list[_Node]:
    roots: list[_Node] = []
    path: list[_Node] = []
    for item in items:
        while path and path[-1].item.depth >= item.depth:
            path.pop()
        node = _Node(item)
        (path[-1].below if path else roots).append(node)
        path.append(node)
    return roots


def _lists(nodes: list[_Node]) -> Iterator[InputRichBlockList]:
    """One list for each run of items that are numbered, or are not."""
    run: list[_Node] = []
    for node in nodes:
        if run and bool(run[-1].item.number) != bool(node.item.number):
            yield InputRichBlockList(items=[_item(one) for one in run])
            run = []
        run.append(node)
    if run:
        yield InputRichBlockList(items=[_item(one) for one in run])


def _item(node: _Node) -> InputRichBlockListItem:
    inside: list[Any] = [InputRichBlockParagraph(text=_text(node.item.spans)), *_lists(node.below)]
    if not node.item.number:
        return InputRichBlockListItem(blocks=inside)
    return InputRichBlockListItem(blocks=inside, value=int(node.item.number[:-1]), type="1")


def _block(block: Block) -> Any:
    match block:
        case Heading(level, spans):
            return InputRichBlockSectionHeading(text=_text(spans), size=level)
        case Paragraph(spans):
            return InputRichBlockParagraph(text=_text(spans))
        case Quote(spans):
            return InputRichBlockBlockQuotation(blocks=[InputRichBlockParagraph(text=_text(spans))])
        case Fence(language, text):
            return InputRichBlockPreformatted(text=text, language=language or None)
        case Table(rows):
            cells = [_row(row, head=n == 0) for n, row in enumerate(rows)]
            return InputRichBlockTable(cells=cells, is_bordered=True, is_striped=True)
        case Rule():
            return InputRichBlockDivider()
        case Item():
            return next(_lists([_Node(block)]))


def _row(row: Iterable[Spans], *, head: bool) -> list[RichBlockTableCell]:
    return [
        RichBlockTableCell(align="left", valign="top", text=_text(cell), is_header=head or None)
        for cell in row
    ]


def _text(spans: Spans) -> Any:
    parts = [_span(span) for span in spans]
    return parts[0] if len(parts) == 1 else parts or ""


def _span(span: Span) -> Any:
    node: Any = RichTextCode(text=span.text) if "code" in span.styles else span.text
    if "code" not in span.styles:
        for style, kind in _STYLES:
            if style in span.styles:
                node = kind(text=node)
    return RichTextUrl(text=node, url=span.url) if span.url else node
