"""A part of a sentence that states one fact."""

from dataclasses import dataclass

from config.patterns import regex

_SPACE = regex(r"\s+")
_EDGES = " \t\r\n,;:·-–—/&"


@dataclass(frozen=True, slots=True)
class Piece:
    """`sentence[start:end]` is what was said; `statement` puts it as a fact of its own."""

    start: int
    end: int
    statement: str
    subject: str
    caused: bool = False
    """Whether the piece before gives its cause: 앱이 나오면서 | 손님이 줄었습니다."""
    led: bool = False
    """Whether the piece before may only tell more of the noun that it begins with: 수업이 끝나고 | 들르는 손님이 많습니다."""

    @property
    def leans(self) -> bool:
        """Whether the piece before may be a part of its fact, and no fact of its own."""
        return self.caused or self.led


def tidy(text: str) -> str:
    """On one line, without what only joined it to its neighbours."""
    return _SPACE.sub(" ", text).strip(_EDGES)


def cut(sentence: str, places: list[int]) -> list[tuple[int, int]]:
    """The spans between the places, without white space and joining marks at their edges; none is empty."""
    spans: list[tuple[int, int]] = []
    for start, end in zip([0, *places], [*places, len(sentence)], strict=True):
        while start < end and (sentence[start].isspace() or sentence[start] in _EDGES):
            start += 1
        while end > start and (sentence[end - 1].isspace() or sentence[end - 1] in _EDGES):
            end -= 1
        if start < end:
            spans.append((start, end))
    return spans
