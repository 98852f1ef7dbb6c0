"""What a reply says of memory: what it knew, what it learnt, and what it has to be told to decide."""

from collections.abc import Iterable
from dataclasses import dataclass

from agents.kit.knowing.cards import Teller, cut
from agents.types import Button
from bot.learning.lesson import Lesson
from config.errors import Locale
from memory.insight import Insight, Source
from memory.types import Place

_MOST = 3
_QUOTED = 80


@dataclass(frozen=True, slots=True)
class Told:
    notes: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()


def remembered(lesson: Lesson, place: Place, locale: Locale, *, cites: bool = True) -> Told:
    """Lines below an answer, and the buttons that settle what contradicts it.

    `cites` is False where the answer itself says what it was taken from.
    """
    first: dict[str, Source] = {}
    for source in lesson.sources:
        first.setdefault(source.insight, source)
    tell = Teller(locale, place, first, {})
    of = {one.id: one for one in lesson.of}
    cards = [card for card in lesson.conflicts if card.holds in of and card.disputed in of]
    notes = [
        _note(
            tell,
            "used.note",
            (f"“{cut(one.text, _QUOTED)}” ({tell.by(one)})" for one in _once(lesson.used if cites else ())),
        ),
        _note(tell, "learnt.note", _sentences(one for one in lesson.learned if not one.to_confirm)),
        _note(tell, "learnt.waiting", _sentences(one for one in lesson.learned if one.to_confirm)),
        *(tell.conflict(card, of) for card in cards),
    ]
    buttons = tuple(button for card in cards for button in tell.choices(card, of))
    return Told(tuple(note for note in notes if note), buttons)


def _note(tell: Teller, key: str, parts: Iterable[str]) -> str:
    what = " · ".join(list(parts)[:_MOST])
    return f"_{tell.say(key, what=what)}_" if what else ""


def _sentences(found: Iterable[Insight]) -> Iterable[str]:
    return (f"“{cut(one.text, _QUOTED)}”" for one in _once(found))


def _once(found: Iterable[Insight]) -> Iterable[Insight]:
    """One insight for each sentence."""
    return {one.text: one for one in found}.values()
