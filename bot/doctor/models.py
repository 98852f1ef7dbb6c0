"""Whether the language models that are connected can be asked, without showing a key."""

from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec

from agents.kit.errors import ModelError
from agents.kit.llm import Request
from bot import plugins
from bot.doctor.examine import Check
from config.errors import Locale, StratumError
from config.models import Connection, Connections, connections
from config.wording import words
from memory.types import Usage

_NEEDS = {"anthropic": "pydantic_ai", "gemini": "pydantic_ai", "local": "httpx2"}
_WORD = Request("doctor", "Answer in one word.", "Say: ok", max_tokens=16, size="quick")


class Unmetered:
    """A meter for a call that belongs to no organisation: it holds and books nothing."""

    async def reserve(self, micros: int) -> None:
        del micros

    async def settle(self, reserved: int, usage: Usage | None) -> None:
        del reserved, usage


async def models(model: str, environ: Mapping[str, str], locale: Locale, *, live: bool) -> tuple[Check, ...]:
    """A check for each vendor that would be asked; with `live` it is asked."""
    try:
        found = connections(model, environ)
    except StratumError as error:
        return (Check("model", False, error.say(locale), words("doctor")("model.mend", locale)),)
    return tuple([await _check(one, found, locale, live=live) for one in found.vendors])


async def _check(connection: Connection, every: Connections, locale: Locale, *, live: bool) -> Check:
    say = words("doctor")
    name, told = f"model {connection.id}", _told(connection, locale)
    if find_spec(_NEEDS[connection.id]) is None:
        return Check(name, False, told, say("model.extra", locale))
    if not live:
        return Check(name, True, f"{told}; {say('model.unasked', locale)}")
    try:
        await _asked(connection, every)
    except ModelError as error:
        return Check(name, False, f"{told}; {error.say(locale)}", say("model.mend", locale))
    return Check(name, True, f"{told}; {say('model.answers', locale)}")


async def _asked(connection: Connection, every: Connections) -> None:
    """One word of this vendor alone. Raises ModelError."""
    alone = plugins.models(replace(every, vendors=(connection,)))

    async def hear(piece: str) -> None:
        del piece

    try:
        await alone.for_turn(Unmetered()).stream(_WORD, hear)
    finally:
        await alone.aclose()


def _told(connection: Connection, locale: Locale) -> str:
    models = " / ".join(dict.fromkeys((connection.agent, connection.quick)))
    facts = {"vendor": connection.title, "models": models}
    if connection.id == "local":
        return words("doctor")("model.local", locale, **facts)
    return words("doctor")("model.key", locale, **facts, variable=connection.vendor.key)
