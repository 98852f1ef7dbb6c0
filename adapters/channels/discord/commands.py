"""The commands that Discord offers in its menu, in both languages, and their registration when they changed."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.http import Route

from config.errors import Locale
from config.wording import words

_log = logging.getLogger(__name__)
_TYPED = 25
_NAME = 100
Interaction = discord.Interaction[Any]
Json = dict[str, Any]
Tree = app_commands.CommandTree[Any]
Asked = Callable[[Interaction, str], Awaitable[None]]
Handed = Callable[[Interaction, discord.Message], Awaitable[None]]


class Korean(app_commands.Translator):
    """Names and descriptions in Korean; what has no key is not translated."""

    async def translate(
        self,
        string: locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        key = cast("str | None", string.extras.get("key"))
        return words("channels")(key, "ko") if key and locale is discord.Locale.korean else None


def plant(tree: Tree, asked: Asked, stop: Callable[[Interaction], Awaitable[None]], handed: Handed) -> None:
    """Puts the commands into the tree: one root, `/stop`, and the menu of a message."""

    @app_commands.describe(text=_text("discord.option"))
    @app_commands.rename(text=_text("discord.option.name"))
    async def stratum(interaction: Interaction, text: str = "") -> None:
        await asked(interaction, text)

    async def halt(interaction: Interaction) -> None:
        await stop(interaction)

    async def take(interaction: Interaction, message: discord.Message) -> None:
        await handed(interaction, message)

    root: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=_text("discord.command"),
        description=_text("discord.command.does"),
        callback=stratum,
        **_ANYWHERE,
    )
    root.autocomplete("text")(_offered)
    tree.add_command(root)
    tree.add_command(
        app_commands.Command(
            name=_text("discord.halt"), description=_text("discord.halt.does"), callback=halt, **_ANYWHERE
        )
    )
    tree.add_command(app_commands.ContextMenu(name=_text("discord.menu"), callback=take, **_ANYWHERE))


async def sync_if_changed(tree: Tree, application: int) -> bool:
    """Registers the commands when Discord has others. Whether it did."""
    await tree.set_translator(Korean())
    translator = tree.translator
    assert translator is not None  # noqa: S101 - it was set in the line before
    wanted = [await command.get_translated_payload(tree, translator) for command in _all(tree)]
    path = "/applications/{application_id}/commands"
    route = Route("GET", path, application_id=application)
    there = await tree.client.http.request(route, params={"with_localizations": "true"})
    if same(wanted, there):
        return False
    await tree.sync()
    _log.info("commands registered with Discord: %d", len(wanted))
    return True


def same(wanted: object, there: object) -> bool:
    """Whether Discord has what is wanted; what it adds, and empty for missing, makes no difference."""
    if isinstance(wanted, Mapping):
        known = cast("Mapping[str, object]", there if isinstance(there, Mapping) else {})
        return all(same(one, known.get(key)) for key, one in cast("Mapping[str, object]", wanted).items())
    if isinstance(wanted, list):
        first, second = cast("list[Any]", wanted), cast("list[Any]", there or [])
        if len(first) != len(second):
            return False
        return all(same(one, two) for one, two in zip(_sorted(first), _sorted(second), strict=True))
    return (
        wanted == there or (wanted in (None, "", False, True) and there is None) or str(wanted) == str(there)
    )


def _sorted(items: list[Any]) -> list[Any]:
    return sorted(items, key=_name)


def _name(item: Any) -> str:
    return str(cast("Json", item).get("name")) if isinstance(item, dict) else str(item)


def _all(tree: Tree) -> list[Any]:
    kinds = (discord.AppCommandType.chat_input, discord.AppCommandType.message)
    return [command for kind in kinds for command in tree.get_commands(type=kind)]


async def _offered(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """What one can ask, as far as it goes with what is typed; the typed words themselves come first."""
    locale: Locale = "ko" if interaction.locale is discord.Locale.korean else "en"
    known = words("channels")("discord.offers", locale).split(" | ")
    fitting = [one for one in known if typed.casefold() in one.casefold()]
    own = [typed] if typed.strip() and len(typed) <= _NAME else []
    offers = list(dict.fromkeys([*own, *fitting]))[:_TYPED]
    return [app_commands.Choice(name=one, value=one) for one in offers]


def _text(key: str) -> locale_str:
    return locale_str(words("channels")(key, "en"), key=key)


_ANYWHERE: Mapping[str, Any] = {
    "allowed_contexts": app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
    "allowed_installs": app_commands.AppInstallationType(guild=True, user=False),
}
