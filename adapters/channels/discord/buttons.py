"""Buttons that outlive every process: what they do is in their custom id, read again by its template."""

import re
from collections.abc import Iterator
from typing import Any, Protocol, cast

import discord
from discord import ui

from adapters.channels.discord.stamp import CUSTOM_ID
from agents.types import Button

_TEMPLATE = re.compile(r"s1\|(?P<code>[mu]?\w*)\|(?P<action>.+)", re.DOTALL)
_LINK = re.compile(r"https?://\S+")
_LABEL = 80
_IN_A_ROW = 5


class Hearer(Protocol):
    """The client that a click arrives at."""

    async def pressed(
        self, interaction: "discord.Interaction[Any]", label: str, code: str, action: str
    ) -> None: ...


class Press(ui.DynamicItem[ui.Item[Any]], template=_TEMPLATE):
    """What was pressed, whichever process sent it: a button, or a choice of one in place of a button."""

    @classmethod
    async def from_custom_id(
        cls, interaction: "discord.Interaction[Any]", item: ui.Item[Any], match: re.Match[str], /
    ) -> "Press":
        return cls(item)

    async def callback(self, interaction: "discord.Interaction[Any]") -> None:
        said = cast("dict[str, Any]", interaction.data or {})
        whole = f"{said.get('custom_id', '')}{''.join(said.get('values', ()))}"
        if found := _TEMPLATE.fullmatch(whole):
            hearer = cast("Hearer", interaction.client)
            await hearer.pressed(interaction, self._label, found["code"], found["action"])

    @property
    def _label(self) -> str:
        if isinstance(self.item, ui.Button):
            return self.item.label or ""
        return self.item.placeholder or "" if isinstance(self.item, ui.Select) else ""


def fits(button: Button, code: str) -> bool:
    """Whether the action finds room in a custom id, or in that and the value of a choice."""
    return bool(_LINK.fullmatch(button.action)) or len(_whole(button, code)) <= 2 * CUSTOM_ID


def rows(buttons: tuple[Button, ...], code: str) -> Iterator[ui.ActionRow[Any]]:
    """The rows under a message. An action too long for a button is a choice of one, its end being the value."""
    short = [one for one in buttons if not _is_long(one, code)]
    for start in range(0, len(short), _IN_A_ROW):
        yield ui.ActionRow(*(_button(one, code) for one in short[start : start + _IN_A_ROW]))
    for one in buttons:
        if _is_long(one, code):
            yield ui.ActionRow(_choice(one, code))


def shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _whole(button: Button, code: str) -> str:
    return f"s1|{code}|{button.action}"


def _is_long(button: Button, code: str) -> bool:
    return len(_whole(button, code)) > CUSTOM_ID and not _LINK.fullmatch(button.action)


def _button(button: Button, code: str) -> ui.Item[Any]:
    label = shortened(button.label, _LABEL)
    if _LINK.fullmatch(button.action):
        return ui.Button[Any](label=label, url=button.action)
    return Press(ui.Button[Any](label=label, custom_id=_whole(button, code)))


def _choice(button: Button, code: str) -> ui.Item[Any]:
    whole, label = _whole(button, code), shortened(button.label, 100)
    option = discord.SelectOption(label=label, value=whole[CUSTOM_ID:])
    return Press(ui.Select[Any](custom_id=whole[:CUSTOM_ID], placeholder=label, options=[option]))
