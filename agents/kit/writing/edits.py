"""Changes by words: a part said anew, words swapped, added or left out; nothing that needs a model."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from agents.kit.brandcheck.counting import length
from agents.kit.brandcheck.types import Copy, laid
from agents.kit.reading.sentences import sentences
from agents.kit.writing.wish import Wish
from config.content.formats import Format, PartSpec
from config.content.wishes import pattern
from config.errors import Locale
from config.patterns import regex
from config.wording import words

_EMOJI = regex("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d\u20e3]+ ?")
_TAGS = regex(r"(?:^|\s)#[\w가-힣]+")
_SHORTER = regex(
    r"(?P<ko>\d{1,5})\s?자\s?(?:이내|안|까지|내외)?(?:으?로|에)?[^\n]{0,10}(?:줄|잘라|맞춰)"
    r"|\b(?:cut|shorten|trim)\b[^.\n]{0,30}?\b(?P<en>\d{1,5})\s*char",
    re.IGNORECASE,
)
_ORDINALS = {"첫": 1, "두": 2, "세": 3, "네": 4, "다섯": 5}
_SAME = {
    "본문": "body", "내용": "body", "copy": "body", "text": "body", "문구": "body", "캡션": "body", "caption": "body",
    "제목": "title", "헤드라인": "headline", "title": "headline", "버튼": "cta", "행동유도": "cta", "훅": "hook",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edited:
    copy: Copy
    said: str


def edited(copy: Copy, wish: Wish, locale: Locale) -> Edited | None:
    """The copy as the words ask for it; None where they ask for something else, or for nothing that is there."""
    text = wish.rest or wish.text
    for attempt in (_swap, _drop, _line, _add, _without, _cut, _set):
        if found := attempt(copy, text, locale):
            return found
    return None


def _swap(copy: Copy, text: str, locale: Locale) -> Edited | None:
    match = pattern("edits", "swap").search(text)
    if not match or match["old"] not in copy.text:
        return None
    said = f"{match['old']} → {match['new']}"
    del locale
    return Edited(_each(copy, lambda one: one.replace(match["old"], match["new"])), said)


def _drop(copy: Copy, text: str, locale: Locale) -> Edited | None:
    match = pattern("edits", "drop").search(text)
    said = (match["en"] or match["ko"]) if match else ""
    if not said or said not in copy.text:
        return None
    told = words("content")("mended.dropped", locale, said=said)
    return Edited(_each(copy, lambda one: tidy(one.replace(said, ""))), told)


def _line(copy: Copy, text: str, locale: Locale) -> Edited | None:
    match = pattern("edits", "line").search(text)
    if not match:
        return None
    body = max(copy.pieces, key=lambda one: len(one.text))
    spans = [(one.start, one.end) for one in sentences(body.text)]
    word = match["en"] or match["ko"]
    n = len(spans) if word == "마지막" else _ORDINALS.get(word) or int(word)
    if not 0 < n <= len(spans):
        return None
    start, end = spans[n - 1]
    gone = body.text[start:end]
    told = words("content")("mended.dropped", locale, said=gone)
    return Edited(_each(copy, lambda one: tidy(one.replace(gone, "")) if one == body.text else one), told)


def _add(copy: Copy, text: str, locale: Locale) -> Edited | None:
    match = pattern("edits", "add").search(text)
    said = (match["en"] or match["ko"]) if match else ""
    if not said:
        return None
    parts = [(piece.id, piece.text) for piece in copy.pieces]
    at = max(range(len(parts)), key=lambda n: len(parts[n][1]))
    parts[at] = (parts[at][0], f"{parts[at][1].rstrip()}\n{said}")
    told = words("content")("mended.added", locale, said=said)
    return Edited(laid(tuple(parts), copy.language, copy.format_id), told)


def _without(copy: Copy, text: str, locale: Locale) -> Edited | None:
    for name, gone in (("emoji", _EMOJI), ("tags", _TAGS)):
        if pattern("edits", name).search(text) and gone.search(copy.text):
            there = " ".join(one.strip() for one in gone.findall(copy.text))
            told = words("content")("mended.dropped", locale, said=there)
            return Edited(_each(copy, partial(_rid, gone)), told)
    return None


def _rid(gone: re.Pattern[str], text: str) -> str:
    return tidy(gone.sub("", text))


def _cut(copy: Copy, text: str, locale: Locale) -> Edited | None:
    """The longest part cut to whole sentences of so many characters, as its platform counts; no sentence is broken."""
    match = _SHORTER.search(text)
    if not match:
        return None
    most = int(match["ko"] or match["en"])
    longest = max(copy.pieces, key=lambda one: len(one.text))
    spec, kept = copy.spec(longest), ""
    for span in sentences(longest.text):
        if length(longest.text[: span.end], spec.count) <= most:
            kept = longest.text[: span.end]
    if not kept or kept == longest.text.rstrip():
        return None
    told = words("content")("mended.cut", locale, part=spec.label.say(locale))
    return Edited(_each(copy, partial(_instead, longest.text, kept)), told)


def _instead(old: str, new: str, text: str) -> str:
    return new if text == old else text


def _set(copy: Copy, text: str, locale: Locale) -> Edited | None:
    match = pattern("edits", "set").match(text) or pattern("edits", "labelled").match(text)
    if not match:
        return None
    spec = part_named(copy.format, match["part"])
    if spec is None:
        return None
    n = int(match["n"] or 1)
    there = [at for at, piece in enumerate(copy.pieces) if piece.id == spec.id]
    parts = [(piece.id, piece.text) for piece in copy.pieces]
    new = (spec.id, match["text"].strip())
    if n <= len(there):
        parts[there[n - 1]] = new
    else:
        parts.append(new)
    return Edited(laid(tuple(parts), copy.language, copy.format_id), spec.label.say(locale))


def part_named(format_: Format, said: str) -> PartSpec | None:
    """The part that people call so."""
    name = said.strip().casefold().replace(" ", "")
    names = {name, _SAME.get(name, name)}
    for spec in format_.parts:
        own = {spec.id, spec.label.en.casefold().replace(" ", ""), spec.label.ko.replace(" ", "")}
        if names & own:
            return spec
    if names & {"title", "headline", "subject", "제목"}:
        return next((spec for spec in format_.parts if spec.role == "head"), None)
    return format_.main if "body" in names else None


def _each(copy: Copy, change: Callable[[str], str]) -> Copy:
    parts = tuple((piece.id, change(piece.text)) for piece in copy.pieces)
    return laid(tuple(one for one in parts if one[1].strip()) or parts[:1], copy.language, copy.format_id)


def tidy(text: str) -> str:
    """Without the gaps that something taken out has left."""
    return regex(r"\n{3,}").sub("\n\n", regex(r"[ \t]{2,}").sub(" ", text)).strip()
