"""Blocks as Telegram's text with entities: nothing needs escaping, so nothing can be parsed wrongly."""

from collections.abc import Iterable
from itertools import pairwise

from aiogram.utils.formatting import BlockQuote, Bold, Code, Italic, Pre, Strikethrough, Text, TextLink

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
from adapters.channels.telegram.splitting import Piece
from adapters.channels.telegram.width import columns, padded


def formatted(source: str) -> Piece:
    """Markdown as one text with entities, however long."""
    nodes: list[Text | str] = []
    for before, block in pairwise((None, *parse(source))):
        if before is not None:
            nodes.append("\n" if isinstance(before, Item) and isinstance(block, Item) else "\n\n")
        if block is not None:
            nodes.append(_node(block))
    text, entities = Text(*nodes).render()
    return Piece(text, tuple(entity for entity in entities if entity.length))


def bare(piece: Piece) -> Piece:
    """The same without entities, for a server that refuses them; each link shows where it leads."""
    raw = piece.text.encode("utf-16-le")
    links = [(2 * (one.offset + one.length), one.url) for one in piece.entities if one.url]
    for at, url in sorted(links, reverse=True):
        raw = raw[:at] + f" ({url})".encode("utf-16-le") + raw[at:]
    return Piece(raw.decode("utf-16-le"))


def _node(block: Block) -> Text | str:
    match block:
        case Heading(_, spans):
            return Bold(*(_span(span) for span in spans))
        case Paragraph(spans):
            return _line(spans)
        case Item(depth, number, spans):
            return Text("  " * depth, f"{number or '•'} ", _line(spans))
        case Quote(spans):
            return BlockQuote(_line(spans))
        case Fence(language, text):
            return Pre(text, language=language or None)
        case Table(rows):
            return Pre(table([[_said(cell) for cell in row] for row in rows]))
        case Rule(text):
            return text


def _line(spans: Spans) -> Text:
    return Text(*(_span(span) for span in spans))


def _span(span: Span) -> Text | str:
    if "code" in span.styles:
        return Code(span.text) if not span.url else TextLink(span.text, url=span.url)
    node: Text | str = span.text
    for style, kind in (("bold", Bold), ("italic", Italic), ("strike", Strikethrough)):
        if style in span.styles:
            node = kind(node)
    return TextLink(node, url=span.url) if span.url else node


def _said(spans: Iterable[Span]) -> str:
    """Spans as text alone, each link followed by its address."""
    parts = [
        f"{span.text} ({span.url})" if span.url and span.url != span.text else span.text for span in spans
    ]
    return "".join(parts)


def table(rows: list[list[str]]) -> str:
    """Rows under one another in a font of one width, the head underlined."""
    widths = [max(columns(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = [
        " │ ".join(padded(cell, w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([lines[0], "─┼─".join("─" * width for width in widths), *lines[1:]])
