"""Whether each part of a text fits where it goes, as the platform counts."""

from collections.abc import Iterator, Sequence

from agents.kit.brandcheck.counting import length, unsendable
from agents.kit.brandcheck.types import Copy, Finding, Piece
from config.content.formats import PartSpec
from config.patterns import regex

_TAG = regex(r"#[\w가-힣]+")
_QUOTED = 80
_TAGGED = {"body", "tags"}


def limits(copy: Copy) -> Iterator[Finding]:
    for spec in copy.format.parts:
        pieces = [one for one in copy.pieces if copy.spec(one).id == spec.id]
        yield from _count(copy, spec, pieces)
        for piece in pieces:
            yield from _length(copy, spec, piece)
            yield from _signs(spec, piece)
    yield from _tags(copy)


def _count(copy: Copy, spec: PartSpec, pieces: Sequence[Piece]) -> Iterator[Finding]:
    there = len([one for one in pieces if one.text.strip()])
    facts = {"part": spec.label, "channel": copy.format.label, "n": there}
    if there < spec.at_least and not spec.optional and not _single(copy):
        yield Finding("limits.few", facts=facts | {"limit": spec.at_least})
    if there > spec.at_most:
        yield Finding("limits.many", facts=facts | {"limit": spec.at_most, "over": there - spec.at_most})


def _single(copy: Copy) -> bool:
    """A text that was pasted without labels is one part, and is not asked for the others."""
    return len(copy.pieces) == 1 and len(copy.format.parts) > 1


def _length(copy: Copy, spec: PartSpec, piece: Piece) -> Iterator[Finding]:
    n = length(piece.text, spec.count)
    facts: dict[str, object] = {"part": spec.label, "channel": copy.format.label, "n": n}
    where = (piece.text[:_QUOTED], piece.start, piece.start + len(piece.text))
    if spec.max is not None and n > spec.max:
        yield Finding("limits.over", *where, facts | {"limit": spec.max, "over": n - spec.max})
    elif spec.min is not None and n < spec.min:
        yield Finding("limits.few", *where, facts | {"limit": spec.min})
    elif spec.shown is not None and n > spec.shown:
        yield Finding("limits.shown", *where, facts | {"limit": spec.shown})


def _signs(spec: PartSpec, piece: Piece) -> Iterator[Finding]:
    if spec.count == "euckr":
        for at, sign in unsendable(piece.text):
            yield Finding("limits.charset", sign, piece.start + at, piece.start + at + len(sign))
    if spec.refuses:
        for match in regex(spec.refuses).finditer(piece.text):
            yield Finding("limits.refused", match[0], piece.start + match.start(), piece.start + match.end())


def _tags(copy: Copy) -> Iterator[Finding]:
    most = next((spec for spec in copy.format.parts if spec.tags is not None), None)
    if most is None or most.tags is None:
        return
    there = len(_TAG.findall(copy.text))
    if there > most.tags:
        facts = {"part": most.label, "channel": copy.format.label, "n": there, "limit": most.tags}
        yield Finding("limits.many", facts=facts | {"over": there - most.tags})
