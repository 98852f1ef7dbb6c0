"""Which sentences of a message state something to learn from, and the clauses they are made of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.kit.reading.sentences import sentences
from config.learning import cue
from config.patterns import regex

_CLAUSE = regex(
    r"""(?:,\s+|;\s+|\s+[-–—]\s+|\s+(?:but|while|whereas|and)\s+
        |(?<=[가-힣])(?:(?<=며)|(?<=[는은인던한]데)|(?<=지만)|(?<=[하되이있없었았했났겠지리르오가받보쓰주]고))[,\s]\s*)
        (?![$€£₩]?\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_OPENING = regex(
    r"""^(?:(?:@\w+|hi\ all|hi\ team|hey\ all|hi|hello|hey|ok|okay|so|also|and|btw|by\ the\ way|fyi|well|yes
         |no(?=[,.!:])|oh|right|update|quick\ one|note|reminder|참고로|그리고|그런데|근데|아\ 그리고|아|네|넵|참|일단
         |그럼|안녕하세요|추가로|공유드립니다|공유드려요|팀장님|대표님)[,:!.~\s]+)+""",
    re.IGNORECASE | re.VERBOSE,
)
_QUOTED = regex(r"(?:^|\n)[ \t]*(?:>|&gt;)")
_ENDED = regex(r"[.!?…。]\s*$")
_CODE = regex(r"```.*?(?:```|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that states something; `start` is where it begins in the message."""

    text: str
    start: int

    def clauses(self) -> Iterator[tuple[str, int]]:
        """The parts between commas and conjunctions, each with its place in the sentence."""
        begin = 0
        for joint in _CLAUSE.finditer(self.text):
            if _whole(self.text, begin, joint.start()):
                yield self.text[begin : joint.start()], begin
                begin = joint.end()
        yield self.text[begin:], begin


def statements(text: str, hidden: Sequence[tuple[int, int]] = ()) -> Iterator[Statement]:
    """What is stated, in the order of the text: no questions, no orders, nothing unreal, nothing quoted.

    `hidden` are the places of what the bot itself put into the message: nothing that touches them counts.
    """
    ordered = -1
    apart = (*hidden, *(found.span() for found in _CODE.finditer(text)))
    for span in sentences(text):
        said = text[span.start : span.end]
        if any(span.start < end and start < span.end for start, end in apart):
            continue
        if _QUOTED.match(text[text.rfind("\n", 0, span.start) + 1 : span.end]):
            continue
        goes_on = (
            ordered >= 0 and not _ENDED.search(text[:ordered]) and "\n" not in text[ordered : span.start]
        )
        opening = _OPENING.match(said)
        begin = opening.end() if opening else 0
        ordered = span.end if _is_order(said[begin:]) else -1
        if begin == len(said) or goes_on or ordered >= 0:
            continue
        if statement := _statement(said[begin:], span.start + begin):
            yield statement


def _statement(said: str, start: int) -> Statement | None:
    if said.rstrip(" \"'”’)~ㅋㅎㅠㅜ").endswith(("?", "？")) or cue("question").search(said):
        return None
    if cue("greeting").match(said) or cue("unreal").search(said):
        return None
    return Statement(said, start)


def _is_order(said: str) -> bool:
    """An order for this moment; one that is to hold from now on is something to learn."""
    return cue("order").search(said) is not None and cue("kept").search(said) is None


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a part is long enough to say something, and no quotation mark is left open in it."""
    part = text[start:end]
    return len(part) > 3 and part.count('"') % 2 == 0 and part.count("“") == part.count("”")
