"""The wrong room: a request for the inside matters of somebody who is not of this place.

It is decided by the words and by what this place itself knows, never by the list of clients: a name that is a
client here too and a name that nobody knows are answered in the same words.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from agents.kit.commands import without_command
from agents.types import Context
from config.errors import Refused
from config.patterns import regex
from config.tables import read_table
from memory.db import Unit


class WrongRoom(Refused):
    """I speak only of {place} here. For anything else, write to me in a direct message.

    ko: 여기서는 {place} 이야기만 합니다. 다른 이야기는 저에게 다이렉트 메시지로 해 주세요.
    """


@dataclass(frozen=True, slots=True)
class _Patterns:
    possessed: tuple[re.Pattern[str], ...]
    """Words that say whose the matter is."""
    shown: tuple[re.Pattern[str], ...]
    """English words that only stand before a matter which is to be shown."""
    beside: re.Pattern[str]
    """A Korean word that only stands before the matter; `what` are the words behind it."""
    told: re.Pattern[str]
    """What asks to be shown a matter that is there."""
    made: re.Pattern[str]
    """What asks for one to be made, which shows nothing of anybody's."""
    no_name: re.Pattern[str]
    common: frozenset[str]


async def check_room(text: str, context: Context, called: Callable[[], Awaitable[Sequence[str]]]) -> None:
    """Raises WrongRoom where the text asks for the inside matters of somebody unknown to this room.

    `called`: what is called how here; it is asked only where the conversation does not know a name.
    """
    if context.place.scope.client is None:
        return
    said = _said(context)
    strange = [name for name in _possessors(without_command(text)) if name.casefold() not in said]
    if strange and not _among(strange, await called()):
        raise WrongRoom(place=" › ".join(context.place.names[1:]))


async def names_here(unit: Unit) -> Sequence[str]:
    """What campaigns and ad accounts are called at the unit's place."""
    from memory.store import called  # noqa: PLC0415 - hardly any message gets here

    return await called.names(unit)


def _among(strange: Sequence[str], called: Sequence[str]) -> bool:
    """Whether each of these is, or is a part of, what something is called here; spaces are written or not."""
    known = "\n".join("".join(name.split()) for name in called).casefold()
    return all("".join(name.split()).casefold() in known for name in strange)


def _possessors(text: str) -> list[str]:
    patterns = _patterns()
    found = [match["name"] for pattern in patterns.possessed for match in pattern.finditer(text)]
    found += [match["name"] for match in patterns.beside.finditer(text) if _names(match, patterns)]
    shown = [match["name"] for pattern in patterns.shown for match in pattern.finditer(text)]
    found += [name for name in shown if _unusual(name, patterns)]
    return [name for name in found if name.casefold() not in patterns.common]


def _unusual(name: str, patterns: _Patterns) -> bool:
    """Whether it does not begin with a word of business, and none of it is one of platforms or of the calendar."""
    from agents.kit.reading.concepts import lexicon  # noqa: PLC0415 - hardly any message gets here

    words = name.casefold().split()
    return patterns.common.isdisjoint(words) and not list(lexicon().hits(words[0]))


def _names(found: re.Match[str], patterns: _Patterns) -> bool:
    """Whether the word before a matter may be somebody's name: nothing else of the sentence takes it, no word of
    business is written so, and what is asked for is to be shown, not to be made.
    """
    if patterns.no_name.search(found["name"]) or (
        found["between"] and patterns.no_name.search(found["between"])
    ):
        return False
    if not patterns.told.search(found["what"]) or patterns.made.search(found["what"]):
        return False
    from agents.kit.reading.concepts import lexicon  # noqa: PLC0415 - hardly any message gets here

    name = found["name"].casefold()
    return not any(hit.start == 0 and hit.end == len(name) for hit in lexicon().hits(name))


def _said(context: Context) -> str:
    """Everything that is said of this place: its names and its own sources, except the present message."""
    own = [context.place.path, *context.place.names, *(brief.text for brief in context.briefs)]
    earlier = [turn.text for turn in context.turns[:-1]]
    titles = [output.draft.title for output in context.latest]
    return "\n".join([*own, *earlier, *titles]).casefold()


_LATIN = r"[A-Z][\w&-]*(?:[ .][A-Z][\w&-]*)?"
_ASCII = r"[A-Z][A-Za-z0-9&-]*(?:[ .][A-Z][A-Za-z0-9&-]*)?"


def _shown(english: Mapping[str, Sequence[str]]) -> tuple[re.Pattern[str], ...]:
    inside = "|".join(sorted({*english["matters"]} - {*english["public"]}, key=len, reverse=True))
    shows, fillers, spends = ("|".join(english[one]) for one in ("shows", "fillers", "spends"))
    return (
        regex(rf"\b(?i:{shows}) (?:(?i:{fillers}) ){{0,3}}(?P<name>{_LATIN}) (?:[a-z]+ )?(?i:{inside})\b"),
        regex(rf"\b(?i:how much (?:did|has|does|is)) (?P<name>{_LATIN}) (?i:{spends})\b"),
    )


@cache
def _patterns() -> _Patterns:
    data: dict[str, Any] = read_table("wrong_room.toml")
    english, korean = data["en"], data["ko"]
    matter_en = "|".join(re.escape(one) for one in sorted(english["matters"], key=len, reverse=True))
    matter_ko = "|".join(re.escape(one) for one in sorted(korean["matters"], key=len, reverse=True))
    marker = "|".join(english["markers"])
    asks = "|".join(re.escape(one) for one in korean["requests"])
    return _Patterns(
        (
            regex(rf"\b(?P<name>{_LATIN}?)(?:['’]s?|['’]) (?:\w+ ){{0,2}}?(?i:{matter_en})\b"),
            regex(rf"(?i:{matter_en}) (?:of|for) (?P<name>{_LATIN})\b"),
            regex(rf"(?i:{marker}) (?P<name>{_LATIN})\b"),
            regex(
                rf"\b(?P<name>{_LATIN}|[가-힣]{{2,10}}?)의 (?:[^\s.,!?]+ )?(?:{matter_ko})(?=[^.!\n]*(?:{asks}))"
            ),
        ),
        _shown(english),
        regex(
            rf"(?<![\w.&-])(?P<name>{_ASCII}(?=[은는]? )|[가-힣]{{2,10}}(?= ))[은는]? (?P<between>[^\s.,:;!?]+ )?"
            rf"(?:{matter_ko})(?P<what>[^.!?\n]*\??)"
        ),
        regex(korean["told"]),
        regex(korean["made"]),
        regex(korean["no_name"]),
        frozenset(
            one.casefold()
            for language in (english, korean)
            for one in (*language["common"], *language["matters"])
        ),
    )
