"""What a message completes: the question that the last answer ended with, or a form; and what an event stands for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.arrival.onboarding import OPEN
from bot.arrival.standing import Standing, account_of, key_of
from bot.house import House
from bot.recall import last_reply
from bot.routing.asking import asks, tells
from bot.types import Heard
from config.errors import Locale
from config.patterns import regex
from memory.store import doorsteps
from memory.types import Json, Message

EVENTS = frozenset({"joined", "left", "moved", "opened", "shared"})
"""Kinds of what is heard that are no words: each is the tool of its name."""
_CODE = r"[2-9A-HJ-NP-Z]{4}(?:-?[2-9A-HJ-NP-Z]{4}){2,3}"
_WITH_CODE = regex(rf"(\S+)\s+({_CODE})", re.IGNORECASE)
_CODES = regex(rf"(?<=[\s])(?:{_CODE})(?=\s|$)", re.IGNORECASE)
_COLON = regex(r"^(\s*[/!](?:stratum\s+)?[^\s:]+):\s", re.IGNORECASE)
"""A command whose colon follows at once: `/campaign: Spring`."""
_STORY = "strategy brief:"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the last answer to this person expects to be completed; "" for nothing."""

    action: str = ""
    locale: Locale | None = None
    waits: bool = False
    """Whether it waits at the door, since the conversation belongs to no organisation, or did not."""


async def expected(house: House, heard: Heard, standing: Standing, said: tuple[Message, ...]) -> Expected:
    """Of a thread its last reply, where it was said to this person; before there is one, what waits at the door."""
    if last := last_reply(said):
        mine = standing.entrance is not None and last.meta.get("for") == standing.entrance.access.actor.user
        return Expected(last.meta.get("expects", "") if mine else "")
    if heard.platform == "console" or heard.kind == "due":
        return Expected()
    state = await doorsteps.get(house.database, key_of(heard), account_of(heard))
    return Expected(state.get("expects", ""), state.get("locale"), bool(state))


async def leave_word(
    house: House, heard: Heard, before: Expected, expects: str | None, locale: Locale
) -> None:
    """Keeps at the door what an answer outside of any place expects, and its language; None: it has a place now."""
    if heard.platform == "console" or heard.kind in {*EVENTS, "due"}:
        return
    state: Json = {} if expects is None else {"expects": expects, "locale": locale}
    if (before.waits or state) and state != {"expects": before.action, "locale": before.locale}:
        await doorsteps.put(house.database, key_of(heard), account_of(heard), state)


def resolved(heard: Heard, before: Expected, locale: Locale, tools: Mapping[str, str]) -> Heard:
    """The message as the command that it comes to. Raises UnknownForm, Unfilled, Misfilled."""
    if heard.kind == "form":
        from bot.arrival.forms import command_of, values_of  # noqa: PLC0415 - only forms need it

        name = heard.action.removeprefix("form ")
        return replace(heard, action=command_of(name, values_of(heard.text), locale), text="")
    if heard.kind in EVENTS:
        return replace(heard, action=heard.kind, text="")
    if not heard.action:
        heard = replace(heard, text=_COLON.sub(r"\1 : ", heard.text))
        heard = heard if heard.platform == "console" else _answering(heard, before.action, tools)
    if heard.action.startswith("form "):
        from bot.arrival.filling import completed  # noqa: PLC0415 - only forms need it

        rest = heard.action.removeprefix("form ")
        said = f"{rest} {heard.text}" if completes(heard) else rest
        if command := completed(said, before.action, locale):
            return replace(heard, action=command, text="")
    return heard


def masked(text: str) -> str:
    """The words without any code that is good once: what is kept holds none."""
    return _CODES.sub("····", text) if text.startswith("/") else text


def _answering(heard: Heard, expects: str, tools: Mapping[str, str]) -> Heard:
    text = heard.text.strip()
    if (found := _WITH_CODE.fullmatch(text)) and (tool := tools.get(found[1].lower())):
        return replace(heard, action=f"{tool} {found[2]}", text="")
    if not expects or not text or text[0] in "/!" or text.strip(" ?!.").lower() in tools:
        return heard
    if expects == _STORY and asks(text) and not tells(text):
        return heard
    return replace(heard, action=expects)


def completes(heard: Heard) -> bool:
    """Whether the words complete the action, as an answer does, rather than being the label of its button."""
    return heard.action.endswith(OPEN)


def uttered(heard: Heard) -> str:
    """What was said, as a command where a button was pressed."""
    if not heard.action:
        return heard.text
    return f"/{heard.action} {heard.text}".rstrip() if completes(heard) else f"/{heard.action}"
