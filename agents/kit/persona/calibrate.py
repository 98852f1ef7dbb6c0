"""What customers said and are, put into a persona: each calibrated attribute says of how many, and in which file."""

from collections.abc import Iterator
from typing import Any

from agents.kit.persona.gather import channels_in, option_in
from agents.kit.persona.mentions import phrase
from agents.kit.persona.sheet import Attribute, Heard, Origin, Sheet
from agents.kit.persona.voices import table
from agents.kit.persona.weigh import topic_label
from agents.kit.reading.clauses import language
from config.errors import Locale
from config.persona import Market, attributes
from config.wording import words
from memory.types import Output

_OF_BAD = {"price": "objections", "trust": "objections", "commitment": "objections", "control": "objections"}
"""Where criticism of a topic belongs; of any other topic it is a pain."""
_MOST = 3
_HEARD = 4


def calibrate(sheet: Sheet, voice: Output, label: str, market: Market, locale: Locale) -> bool:
    """Puts the counts of one file in. Gives whether anything of it speaks of this group."""
    part = part_for(voice.draft.body, label, locale)
    if part is None:
        return False
    file, ref = voice.draft.body["file"], str(voice.id)
    for field in part["fields"]:
        if attributes()[field["attribute"]].fits(market):
            _field(sheet, field, Origin("data", ref, "", part["grade"]), file, locale)
    for topic in _by_mood(part):
        _topic(sheet, topic, Origin("data", ref, "", part["grade"], topic["n"]), locale)
    if part["style"]:
        _style(sheet, part["style"], Origin("data", ref, file, part["grade"], part["style"]["n"]), locale)
    sheet.heard.extend(_heard(part, ref))
    return True


def part_for(body: dict[str, Any], label: str, locale: Locale) -> dict[str, Any] | None:
    """The rows of this group where the file tells them apart, else all rows; none where it tells others apart only."""
    wanted = phrase(label, locale)
    named = [part for part in body["groups"] if part["group"]]
    fitting = [part for part in named if _same(phrase(part["group"], language(part["group"])), wanted)]
    if fitting:
        return fitting[0]
    return None if named else next((part for part in body["groups"] if not part["group"]), None)


def _same(one: Any, other: Any) -> bool:
    return bool(one.key and other.key) and one.fits(other)


def _field(sheet: Sheet, field: dict[str, Any], origin: Origin, file: str, locale: Locale) -> None:
    """The most frequent value with its count; of channels those that are named often enough."""
    spec, n = attributes()[field["attribute"]], field["n"]
    bars = table()["measure"]
    told = [
        one
        for one in field["counts"]
        if one["count"] >= min(bars["least"], n) and one["share"] >= bars["share"]
    ]
    parts = ", ".join(_counted(one, n, locale) for one in told[:_MOST])
    if not told:
        return
    counted = Origin("data", origin.ref, f"{parts} ({file})", origin.grade, n)
    if spec.kind == "channels":
        values = [
            channel
            for one in told
            for channel in channels_in(one["value"], language(one["value"])) or [one["value"]]
        ]
        sheet.set(spec.id, Attribute(list(dict.fromkeys(values)), (counted,)))
    elif spec.options:
        if found := option_in(spec, told[0]["value"]):
            sheet.put(spec.id, found, counted)
    else:
        value = told[0]["value"]
        sheet.put(spec.id, [value] if spec.many else value, counted)  # type: ignore[arg-type]


def _counted(one: dict[str, Any], n: int, locale: Locale) -> str:
    return words("persona")("voices.part", locale, value=one["value"], count=one["count"], n=n)


def _by_mood(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for mood in ("bad", "good"):
        yield from [one for one in part["topics"] if one["mood"] == mood][:_MOST]


def _topic(sheet: Sheet, topic: dict[str, Any], origin: Origin, locale: Locale) -> None:
    name = "gains" if topic["mood"] == "good" else _OF_BAD.get(topic["topic"], "pains")
    quote = topic["quotes"][0]["text"] if topic["quotes"] else ""
    counted = Origin("data", origin.ref, quote, origin.grade, topic["n"])
    sheet.add(name, topic_line(topic, locale), counted)


def topic_line(topic: dict[str, Any], locale: Locale) -> str:
    """A topic as people read it: `time and speed, criticised 23/120 (19 %)`."""
    say = words("persona")
    mood = say(f"voices.{topic['mood']}", locale)
    return say("voices.topic", locale, topic=topic_label(topic["topic"], locale), mood=mood, count=topic["count"],
               n=topic["n"], share=round(100 * topic["share"]))  # fmt: skip


def _style(sheet: Sheet, style: dict[str, Any], origin: Origin, locale: Locale) -> None:
    """How they write, in shares; politeness shows in Korean endings only."""
    say, bars = words("persona"), table()["measure"]
    parts = [say("voices.style.length", locale, chars=style["chars"])]
    if style["emoji"] >= bars["emoji"]:
        parts.insert(0, say("voices.style.emoji", locale, share=round(100 * style["emoji"])))
    if locale == "ko":
        kind = "polite" if style["polite"] >= bars["polite"] else "casual"
        parts.insert(0, say(f"voices.style.{kind}", locale, share=round(100 * style["polite"])))
    sheet.set("language_style", Attribute(", ".join(parts), (origin,)))


def _heard(part: dict[str, Any], ref: str) -> Iterator[Heard]:
    """Verbatim words of real customers."""
    told = [(quote["text"], topic["topic"]) for topic in _by_mood(part) for quote in topic["quotes"][:1]]
    for text, topic in told[:_HEARD]:
        yield Heard(text, ref, "data", topic)
