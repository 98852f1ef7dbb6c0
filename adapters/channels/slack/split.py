"""A long Markdown text in pieces that Slack takes: nothing is lost, and what a cut goes through is opened again."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Measure = Callable[[str], int]

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})([^`\n]*)$")
_RULE = re.compile(r"^ *\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?\s*$")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_LINK = re.compile(r"\[[^\]\n]*\]\([^)\n]*\)")
_CLOSE = 12
"""What is kept free to close a fence."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text as it stands there; `before` and `after` are said again around it."""

    text: str
    before: str = ""
    after: str = ""

    @property
    def whole(self) -> str:
        return self.before + self.text + self.after


@dataclass(frozen=True, slots=True)
class _Atom:
    """A line, or a part of one that is too long, and what must be said again when a piece begins with it."""

    text: str
    reopen: str = ""
    fence: str = ""
    """The marks of the fence that this atom leaves open."""
    starts: bool = False
    """Whether a paragraph begins here: the best place for a cut."""


def split(text: str, limit: int, measure: Measure = len) -> tuple[Piece, ...]:
    """The pieces, each of `limit` by this measure at most; their texts joined are the text."""
    if not text:
        return ()
    atoms = tuple(_atoms(text, limit, measure))
    sizes = [measure(atom.text) for atom in atoms]
    pieces: list[Piece] = []
    start = 0
    while start < len(atoms):
        end = _end(atoms, sizes, start, limit, measure)
        pieces.append(_piece(atoms[start:end]))
        start = end
    return tuple(pieces)


def _end(atoms: Sequence[_Atom], sizes: Sequence[int], start: int, limit: int, measure: Measure) -> int:
    """Where the piece that begins at `start` ends: as far as it goes, or at the last paragraph in its second half."""
    used, end, good = measure(atoms[start].reopen), start, 0
    while end < len(atoms):
        grown = used + sizes[end]
        closing = _CLOSE if atoms[end].fence else 0
        if end > start and grown + closing > limit:
            break
        if end > start and atoms[end].starts and used > limit // 2:
            good = end
        used, end = grown, end + 1
    return end if end == len(atoms) or not good else good


def _piece(atoms: Sequence[_Atom]) -> Piece:
    text, fence = "".join(atom.text for atom in atoms), atoms[-1].fence
    after = ("" if text.endswith("\n") else "\n") + fence if fence else ""
    return Piece(text, atoms[0].reopen, after)


def _atoms(text: str, limit: int, measure: Measure) -> Iterator[_Atom]:
    fence, opened, head, rows, blank = "", "", "", 0, True
    for line in _LINE.findall(text):
        bare = line.rstrip("\r\n")
        reopen = opened if fence else head if rows >= 2 and "|" in bare else ""
        reopen = reopen if measure(reopen) <= limit // 3 else ""
        starts = blank and not fence
        marks = _FENCE.match(bare)
        if marks and not fence:
            fence, opened = marks[1], line if line.endswith("\n") else line + "\n"
            reopen = ""
        elif marks and fence and marks[1].startswith(fence) and not marks[2].strip():
            yield from _line(_Atom(line, reopen, "", starts), limit, measure)
            fence, blank = "", False
            continue
        head, rows = _table(bare, line, head, rows) if not fence else ("", 0)
        yield from _line(_Atom(line, reopen, fence, starts), limit, measure)
        blank = not bare.strip()


def _table(bare: str, line: str, head: str, rows: int) -> tuple[str, int]:
    """The head of the table that this line belongs to, with its rule, and how many of its lines were seen."""
    if rows == 0:
        return (line, 1) if bare.lstrip().startswith("|") else ("", 0)
    if rows == 1:
        return (head + line, 2) if _RULE.match(bare) else ("", 0)
    return (head, rows + 1) if "|" in bare else ("", 0)


def _line(atom: _Atom, limit: int, measure: Measure) -> Iterator[_Atom]:
    room = max(8, limit - measure(atom.reopen) - _CLOSE - 1)
    rest, first = atom.text, True
    while measure(rest) > room:
        cut = _cut(rest, room, measure)
        yield _Atom(rest[:cut], atom.reopen, atom.fence, atom.starts and first)
        rest, first = rest[cut:], False
    yield _Atom(rest, atom.reopen, atom.fence, atom.starts and first)


def _cut(text: str, room: int, measure: Measure) -> int:
    """Where a long line is cut: after a space if there is one, never in a link or a joined character if it can be."""
    most = _most(text, room, measure)
    links = [(one.start(), one.end()) for one in _LINK.finditer(text) if one.start() < most]
    if links and links[-1][0] and most < links[-1][1]:
        return links[-1][0]
    spaces = (place for place in range(most - 1, most // 2, -1) if text[place] == " ")
    space = next((place for place in spaces if not any(a < place < b for a, b in links)), -1)
    if space >= 0:
        return space + 1
    cut = most
    while cut > 1 and most - cut < 32 and _joined(text, cut):
        cut -= 1
    return cut if cut > 1 or not _joined(text, 1) else most


def _most(text: str, room: int, measure: Measure) -> int:
    """How many characters fit; one at least."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= room else (low, middle - 1)
    return low


def _joined(text: str, place: int) -> bool:
    """Whether the characters before and after are seen as one: an emoji's parts, an accent, a flag, jamo."""
    if place >= len(text):
        return False
    before, after = text[place - 1], text[place]
    return (
        after in "\u200d\ufe0f\ufe0e\u20e3"
        or before == "\u200d"
        or "\u0300" <= after <= "\u036f"
        or "\u1160" <= after <= "\u11ff"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or ("\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff")
    )
