"""One rendered text as messages: cut in UTF-16 units, at the best place, every format going on in the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from aiogram.types import MessageEntity

from adapters.channels.telegram.width import splits_a_character

MESSAGE = 4096
CAPTION = 1024
_ENTITIES = 100
"""Telegram drops the formats of a message beyond these."""
_LONGEST_CHARACTER = 64
"""Code points; what is longer is no character that anybody reads."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text and its entities, whose offsets and lengths are UTF-16 units of this text."""

    text: str
    entities: tuple[MessageEntity, ...] = ()

    @property
    def blank(self) -> bool:
        return not self.text.strip()


def split(piece: Piece, limit: int = MESSAGE) -> tuple[Piece, ...]:
    """The piece as pieces of at most `limit` units whose texts, joined, are its text.

    A code block that is cut is a code block on both sides, in its language.
    """
    text = piece.text
    at = [0, *accumulate(2 if ord(character) > 0xFFFF else 1 for character in text)]
    cuts = list(_cuts(text, at, piece.entities, limit))
    return tuple(
        _part(piece, at, start, end) for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)
    )


def shown(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Those that hold something to see; Telegram takes no blank message."""
    return tuple(piece for piece in pieces if not piece.blank)


def _cuts(text: str, at: list[int], entities: tuple[MessageEntity, ...], limit: int) -> Iterator[int]:
    start = 0
    while (end := _reach(text, at, entities, start, limit)) < len(text):
        start = _best(text, start, end)
        yield start


def _reach(text: str, at: list[int], entities: tuple[MessageEntity, ...], start: int, limit: int) -> int:
    """The furthest index at which a piece that begins at `start` may end."""
    end = start
    low, high = start, min(len(text), start + limit)
    while low <= high:
        middle = (low + high) // 2
        if at[middle] - at[start] <= limit:
            end, low = middle, middle + 1
        else:
            high = middle - 1
    inside = [one.offset for one in entities if one.offset + one.length > at[start]]
    if len(inside) > _ENTITIES and inside[_ENTITIES] > at[start]:
        end = min(end, next(n for n in range(start, len(at)) if at[n] >= inside[_ENTITIES]))
    return end


def _best(text: str, start: int, end: int) -> int:
    """After the last blank line, line or word in the second half; never within a character."""
    half = start + (end - start) // 2
    for mark in ("\n\n", "\n", " "):
        cut = text.rfind(mark, half, end) + len(mark)
        if cut > half + len(mark) and not splits_a_character(text, cut):
            return cut
    cut = end
    while cut > max(start + 1, end - _LONGEST_CHARACTER) and splits_a_character(text, cut):
        cut -= 1
    return end if splits_a_character(text, cut) else cut


def _part(piece: Piece, at: list[int], start: int, end: int) -> Piece:
    first, last = at[start], at[end]
    return Piece(piece.text[start:end], tuple(_clipped(piece.entities, first, last)))


def _clipped(entities: tuple[MessageEntity, ...], first: int, last: int) -> Iterator[MessageEntity]:
    for entity in entities:
        begins, ends = max(entity.offset, first), min(entity.offset + entity.length, last)
        if begins < ends:
            yield entity.model_copy(update={"offset": begins - first, "length": ends - begins})
