"""The house's Markdown as Discord reads it, cut into texts that fit a message. No character is lost."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import combining, east_asian_width

ROOM = 3900
"""What the texts of one message may hold; Discord takes 4,000 of a message of components v2."""
WIDEST = 64
"""Columns of a table that still stands in a code block; a wider one becomes a list of its rows."""

_FENCE = re.compile(r"```(?:([\w+\-.#]+)\n)?")
_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?\s*)?\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_DEEP = re.compile(r"#{4,6}\s+(.*\S)\s*")
_MENTION = re.compile(r"@(?=everyone|here)|<@(?=[!&]?\d)|<#(?=\d)|<(?=/[^>\n]+:\d)|<(?=a?:\w+:\d)|<(?=id:)")
_LINK = re.compile(r"!?\[[^\]\n]*\]\([^)\s]*\)|https?://\S+")
_VEIL = "\u200b"
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Piece:
    """One text of a message. The `body` of all pieces, joined, is the text that was split."""

    opened: str
    body: str
    closed: str

    @property
    def text(self) -> str:
        return f"{self.opened}{self.body}{self.closed}"


def rendered(text: str, room: int = ROOM) -> tuple[str, ...]:
    """The texts of the messages that this Markdown becomes; one with nothing to see is left out."""
    return tuple(piece.text for piece in split(markdown(text), room) if piece.body.strip())


def units(text: str) -> int:
    """The length as the strictest of Discord's clients counts it: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def markdown(text: str) -> str:
    """The same text in Discord's Markdown: tables drawn, deep headings in bold, no mention made."""
    lines, fenced = text.split("\n"), False
    out: list[str] = []
    while lines:
        if not fenced and _is_table(lines):
            out.append(_table(lines))
            continue
        line = lines.pop(0)
        out.append(line if fenced else _line(line))
        fenced ^= line.count("```") % 2 == 1
    return "\n".join(out)


def _line(line: str) -> str:
    deep = _DEEP.fullmatch(line)
    bare = f"**{deep[1]}**" if deep and "**" not in deep[1] else line
    return _MENTION.sub(lambda found: found[0] + _VEIL, bare)


def _is_table(lines: list[str]) -> bool:
    return len(lines) > 1 and lines[0].lstrip().startswith("|") and _RULE.fullmatch(lines[1]) is not None


def _table(lines: list[str]) -> str:
    """Takes the table's lines off and draws them."""
    head = _cells(lines.pop(0))
    lines.pop(0)
    rows: list[list[str]] = []
    while lines and lines[0].lstrip().startswith("|"):
        rows.append(_cells(lines.pop(0)))
    across = max(len(row) for row in (head, *rows))
    filled = [row + [""] * (across - len(row)) for row in (head, *rows)]
    widths = [max(_columns(row[place]) for row in filled) for place in range(across)]
    if sum(widths) + 2 * across > WIDEST or any("`" in cell for row in filled for cell in row):
        return "\n".join(_record(filled[0], row) for row in filled[1:]) or _record(filled[0], [])
    ruled = ["─" * width for width in widths]
    drawn = ("  ".join(_padded(*cell) for cell in zip(row, widths, strict=True)) for row in filled)
    first, *others = (line.rstrip() for line in drawn)
    return "\n".join(["```", first, "  ".join(ruled), *others, "```"])


def _cells(line: str) -> list[str]:
    cells = _BAR.split(line.strip().removeprefix("|"))
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return [cell.strip().replace("\\|", "|") for cell in cells]


def _record(head: list[str], row: list[str]) -> str:
    if not row:
        return "- " + " · ".join(head)
    named = (f"**{name}** {cell}" if name else cell for name, cell in zip(head[1:], row[1:], strict=True))
    return _line("- " + " · ".join([f"**{row[0]}**" if row[0] else head[0], *named]))


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(one) in "WF" else 0 if combining(one) else 1 for one in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))


def split(text: str, room: int = ROOM) -> Iterator[Piece]:
    """Pieces of at most `room` units, cut where it hurts least; a code block that is cut is opened again."""
    opened = ""
    while text:
        cut = _cut(text, room - units(opened) - len("\n```"))
        body, text = text[:cut], text[cut:]
        language = _open_after(body, opened)
        yield Piece(opened, body, "" if language is None else "\n```" if body[-1] != "\n" else "```")
        opened = "" if language is None else f"```{language}\n"


def _open_after(body: str, opened: str) -> str | None:
    """The language of the code block that is open at the end of a piece; None when none is."""
    language = opened.strip("`\n") if opened else None
    for found in _FENCE.finditer(body):
        language = (found[1] or "") if language is None else None
    return language


def _cut(text: str, room: int) -> int:
    """The place to cut: before a paragraph, a line, a word; only then between two characters."""
    end = _reach(text, room)
    if end == len(text):
        return end
    for mark, least in (("\n\n", end // 2), ("\n", end // 3), (" ", end // 2)):
        found = text.rfind(mark, least, end)
        if found > 0:
            return _whole(text, found + len(mark))
    return _whole(text, end)


def _reach(text: str, room: int) -> int:
    """How many characters fit."""
    if units(text[:room]) <= room:
        return min(len(text), room)
    end = room // 2
    while units(text[: end + 1]) <= room:
        end += 1
    return end


def _whole(text: str, cut: int) -> int:
    """The cut moved back out of a link, a run of backticks, or what is one character to the eye."""
    for link in _LINK.finditer(text, max(0, cut - 2000), cut + 2000):
        if link.start() < cut < link.end() and link.start() > 0:
            return link.start()
    back = cut
    while 0 < back < len(text) and cut - back < 64 and _holds(text[back - 1], text[back]):
        back -= 1
    return back if back > 0 and not (back < len(text) and _holds(text[back - 1], text[back])) else cut


def _holds(before: str, after: str) -> bool:
    """Whether two characters must not be parted."""
    return (
        (before == after == "`")
        or _JOINER in {before, after}
        or combining(after) > 0
        or "\ufe00" <= after <= "\ufe0f"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or ("\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff")
    )
