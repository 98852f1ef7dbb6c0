"""Forms as Discord's windows, and what a window hands in as the values of its form."""

import json
import re
from collections.abc import Iterator
from typing import Any, cast

import discord
from discord import ui

from adapters.channels.discord.buttons import shortened
from bot.arrival.forms import Field, Form

_TITLE = _LABEL = 45
_HINT = 100
_FIELDS = 5
_OPTIONS = 25
_LONGEST = 4000
_CUSTOM = re.compile(r"f1\|(?P<code>[mu]?\w*)\|(?P<name>.+)")


def window(form: Form, code: str) -> ui.Modal:
    """The window of a form. It takes five fields: those that are required, then the others in their order."""
    made = ui.Modal(title=shortened(form.title, _TITLE), custom_id=f"f1|{code}|{form.name}")
    wanted = sorted(form.fields, key=lambda field: not field.required)[:_FIELDS]
    for field in (field for field in form.fields if field in wanted):
        hint = shortened(field.hint, _HINT) or None
        made.add_item(
            ui.Label[Any](text=shortened(field.label, _LABEL), description=hint, component=_asked(field))
        )
    return made


def handed_in(interaction: discord.Interaction[Any]) -> tuple[str, str, str] | None:
    """(code of the thread, name of the form, JSON of the values) of a window of ours."""
    said = cast("dict[str, Any]", interaction.data or {})
    found = _CUSTOM.fullmatch(str(said.get("custom_id", "")))
    if not found:
        return None
    values = dict(_values(said.get("components", [])))
    return found["code"], found["name"], json.dumps(values, ensure_ascii=False)


def _asked(field: Field) -> ui.Item[Any]:
    if field.options and len(field.options) <= _OPTIONS:
        options = [
            discord.SelectOption(
                label=shortened(one.label, 100), value=one.value, default=one.value == field.value
            )
            for one in field.options
        ]
        return ui.Select[Any](custom_id=field.name, options=options, required=field.required)
    return ui.TextInput[Any](
        custom_id=field.name,
        style=discord.TextStyle.paragraph if field.kind == "long" else discord.TextStyle.short,
        default=field.value or None,
        required=field.required,
        max_length=_LONGEST,
    )


def _values(components: Any) -> Iterator[tuple[str, str]]:
    for outer in cast("list[dict[str, Any]]", components):
        inner = outer.get("component")
        yield from _values([inner] if inner else outer.get("components", []))
        if "custom_id" in outer:
            chosen = cast("list[str]", outer.get("values") or [])
            yield str(outer["custom_id"]), str(outer.get("value") or "".join(chosen[:1]))
