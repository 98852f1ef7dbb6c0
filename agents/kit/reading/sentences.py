"""Where a text's sentences are: paragraphs, lists, headings, table rows, with or without full stops."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from config.patterns import regex

LONGEST = 600
"""Characters. What runs on for longer without an end is cut at a space: no sentence of a person is."""

SpanKind = Literal["sentence", "heading", "item", "row"]

_LINE = regex(r"[^\r\n\u2028\u2029]+")
_HEADING = regex(r"#{1,6}\s+")
_LABEL = regex(r"[^.!?\d]{1,30}[:：]\s*$|\[[^\]]{1,20}\]\s*$|【[^】]{1,20}】\s*$|\*\*[^*]{1,30}\*\*:?\s*$")
_ITEM = regex(
    r"(?:[-*•·ㆍ–—▪◦○●■□▶✓✔>]+\s+|[-•·ㆍ▪◦●■▶✓✔](?=[가-힣])|\(?\d{1,2}[.)](?=\s)\s*|[①-⑳]\s*|\(?[a-zA-Z가-하]\)\s+|[가나다라마바사]\.\s+)(?:\[[ xX]\]\s*)?"
)
_TITLE = regex(r"^[^\n.!?\d|*•\-]{2,30}\r?\n(?=\s*[-*•·▪●]\s?\S)", re.MULTILINE)
"""A short line above a list, without a full stop or a figure."""
_RULE = regex(r"[\s|:\-=_*~]+$")
_PROSE = regex(r"[.!?]\s*$", re.MULTILINE)
_WRAPPED = 60
"""A line that is at least this long and does not end goes on in the next one: it was wrapped by an editor."""
_ENDED = regex(r"(?:[.!?。！？…:;]|[다요죠음함임됨중]|니다)[\"'”’)\]]*\s*$")

_CLOSERS = r"[\"'”’)\]»」』]*"
_POLITE = r"(?:니다|[까해어아에예네세져려와줘돼봐여켜겨혀]요|데요|거든요|군요|나요|가요|래요|지요|게요|고요|구요|죠|습니까|랍니다|답니다)"
_END = regex(
    rf"""
      (?<![.])[.]+{_CLOSERS}(?=\s|$)                                     # full stop
    | (?<=[가-힣])[.]{_CLOSERS}(?=[가-힣A-Za-z"'“(])               # Korean without a space behind it
    | (?<![!?。！？…])[!?。！？…]+[)\]"'”’]*(?=\s|$|[가-힣])
    | (?:(?<=[가-힣])|(?<=[가-힣]\ )){_POLITE}(?<!수요)(?<!필요)(?<!중요)(?<!주요)[~^ㅋㅎㅠㅜ;]*(?=\s+[가-힣A-Za-z0-9"'“(])
    | (?<![ㅋㅎㅠㅜ])[ㅋㅎㅠㅜ]{{2,}}(?=\s)
    """,
    re.VERBOSE,
)
_SHORT = regex(
    r"(?:\b(?:e\.g|i\.e|vs|approx|ca|cf|mr|mrs|ms|dr|prof|st|nos?|fig|est|jr|sr|dept|tel|ext|incl|avg)|(?:^|(?<=\s))(?-i:[A-Z]))\.$",
    re.IGNORECASE,
)
_SHORT_UNLESS_CAPITAL = regex(
    r"\b(?:etc|inc|ltd|co|corp|llc|plc|gmbh|a\.m|p\.m|u\.s|u\.k|hrs|yrs)\.$", re.IGNORECASE
)
_LOWER = regex(r"\s+[a-z]")


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence of a text: `text[start:end]`, without the marks of its list around it."""

    start: int
    end: int
    kind: SpanKind


def sentences(text: str) -> Iterator[Span]:
    """In the order of the text, never overlapping, never empty; in time linear in the text."""
    for start, end, kind in _blocks(text):
        if kind in {"sentence", "item"}:
            yield from _within(text, start, end, kind)
        else:
            yield from _trimmed(text, start, end, kind)


def _blocks(text: str) -> Iterator[tuple[int, int, SpanKind]]:
    """Lines, and runs of lines that an editor wrapped. A text without full stops at line ends is one of notes."""
    open_from = open_to = -1
    titles = {match.start() for match in _TITLE.finditer(text)}
    prose = _PROSE.search(text) is not None
    for line in _LINE.finditer(text):
        start, kind = _kind(text, line.start(), line.end())
        kind = "heading" if line.start() in titles and kind == "sentence" else kind
        goes_on = prose and open_from >= 0 and kind == "sentence" and _wrapped(text, open_to, start)
        if goes_on:
            open_to = line.end()
            continue
        if open_from >= 0:
            yield open_from, open_to, "sentence"
        open_from, open_to = (start, line.end()) if kind == "sentence" else (-1, -1)
        if kind != "sentence" and start < line.end():
            yield start, line.end(), kind
    if open_from >= 0:
        yield open_from, open_to, "sentence"


def _kind(text: str, start: int, end: int) -> tuple[int, SpanKind]:
    while start < end and text[start].isspace():
        start += 1
    if start == end or _RULE.match(text, start, end):
        return end, "row"
    if heading := _HEADING.match(text, start, end):
        return heading.end(), "heading"
    if _LABEL.match(text, start, end):
        return start, "heading"
    if text[start] == "|":
        return start, "row"
    if item := _ITEM.match(text, start, end):
        return item.end(), "item"
    return start, "sentence"


def _wrapped(text: str, ended: int, start: int) -> bool:
    """Whether the line that ended here goes on where the next one starts."""
    between = text[ended:start]
    if len(re.findall(r"\r\n|\r|\n", between)) != 1:
        return False
    line = text[max(text.rfind("\n", 0, ended), ended - LONGEST, 0) : ended].strip()
    return len(line) >= _WRAPPED and not _ENDED.search(line) and not text[start].isupper()


def _within(text: str, start: int, end: int, kind: SpanKind) -> Iterator[Span]:
    begin = start
    for mark in _END.finditer(text, start, end):
        if mark.start() < begin or not _ends(text, begin, mark.end(), end):
            continue
        yield from _trimmed(text, begin, mark.end(), kind)
        begin = mark.end()
    yield from _trimmed(text, begin, end, kind)


def _ends(text: str, begin: int, at: int, end: int) -> bool:
    """Whether a mark ends the sentence, or only an abbreviation, an initial or a pause."""
    before = text[max(begin, at - 12) : at]
    if _SHORT.search(before):
        return False
    lower = _LOWER.match(text, at, end) is not None
    if _SHORT_UNLESS_CAPITAL.search(before) or before.endswith("..."):
        return not lower
    return not (lower and len(before) > 1 and before[-1] == "." and before[-2].isupper())


def _trimmed(text: str, start: int, end: int, kind: SpanKind) -> Iterator[Span]:
    while start < end and (text[start].isspace() or (kind == "row" and text[start] == "|")):
        start += 1
    while end > start and (text[end - 1].isspace() or (kind == "row" and text[end - 1] == "|")):
        end -= 1
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        yield Span(start, cut, kind)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end and any(char.isalnum() for char in text[start:end]):
        yield Span(start, end, kind)
