"""A neutral form as a window of Slack's, and what was filled in."""

import json
from collections.abc import Mapping
from typing import Any, cast

from bot.arrival.forms import Field, Form, Misfilled, Unfilled, checked_value, field_spec, form
from config.errors import Locale
from config.wording import words

Json = dict[str, Any]

_TITLE, _LABEL, _HINT, _OPTION, _OPTIONS = 24, 2000, 2000, 75, 100
_TEXT = 3000


def window(name: str, locale: Locale, held: Mapping[str, str]) -> Json:
    """The view that asks this form; `held` comes back with what is filled in. Raises UnknownForm."""
    asked = form(name, locale)
    return {
        "type": "modal",
        "callback_id": f"form {name}",
        "title": _plain(asked.title, _TITLE),
        "submit": _plain(asked.send, _TITLE),
        "close": _plain(words("channels")("slack.close", locale), _TITLE),
        "private_metadata": json.dumps(dict(held) | {"locale": locale}),
        "blocks": [_input(field) for field in asked.fields],
    }


def held_by(view: Mapping[str, Any]) -> dict[str, str]:
    return cast("dict[str, str]", json.loads(view.get("private_metadata") or "{}"))


def filled(view: Mapping[str, Any]) -> dict[str, str]:
    """The values by the fields' names, all of them text."""
    state = cast("Mapping[str, Mapping[str, Json]]", view["state"]["values"])
    return {name: _value(element) for name, block in state.items() for element in block.values()}


def faults(name: str, values: Mapping[str, str], locale: Locale) -> dict[str, str]:
    """What does not fit, in words, by the fields' names."""
    wrong: dict[str, str] = {}
    for asked in _fields(name, locale).fields:
        spec = field_spec(name, asked.name)
        try:
            if spec:
                checked_value(spec, values.get(asked.name, ""), locale)
        except (Unfilled, Misfilled) as error:
            wrong[asked.name] = error.say(locale)
    return wrong


def _fields(name: str, locale: Locale) -> Form:
    return form(name, locale)


def _value(element: Json) -> str:
    if element.get("type") == "static_select":
        chosen = cast("Json", element.get("selected_option") or {})
        return str(chosen.get("value") or "")
    return str(element.get("selected_date") or element.get("value") or "")


def _input(field: Field) -> Json:
    block: Json = {
        "type": "input",
        "block_id": field.name,
        "label": _plain(field.label, _LABEL),
        "element": _element(field) | {"action_id": "value"},
        "optional": not field.required,
    }
    return block | ({"hint": _plain(field.hint, _HINT)} if field.hint else {})


def _element(field: Field) -> Json:
    match field.kind:
        case "choice" | "yes":
            options = [_option(one.label, one.value) for one in field.options[:_OPTIONS]]
            first = next((one for one in options if one["value"] == field.value), None)
            return {"type": "static_select", "options": options} | (
                {"initial_option": first} if first else {}
            )
        case "date":
            return {"type": "datepicker"} | ({"initial_date": field.value} if field.value else {})
        case "number":
            return {"type": "number_input", "is_decimal_allowed": True} | _initial(field)
        case _:
            several = field.kind == "long"
            return {"type": "plain_text_input", "multiline": several, "max_length": _TEXT} | _initial(field)


def _initial(field: Field) -> Json:
    return {"initial_value": field.value} if field.value else {}


def _option(label: str, value: str) -> Json:
    return {"text": _plain(label, _OPTION), "value": value}


def _plain(text: str, most: int) -> Json:
    return {"type": "plain_text", "text": text if len(text) <= most else text[: most - 1] + "…"}
