"""What outputs say that is to be done, offered as tasks."""

from collections.abc import Iterable, Iterator
from typing import cast

from agents.kit.flows import Flowing, taken
from agents.types import Button
from config.errors import Locale
from config.flows import flows
from config.wording import words
from memory.types import Json, Output

_LABEL, _TITLE, _MOST = 60, 200, 3


def task_buttons(outputs: Iterable[Output], locale: Locale) -> tuple[Button, ...]:
    """A button for each action that a flow declares to become a task, with its owner and its day."""
    ids = [flow.id for flow in flows().values() if flow.to.id == "task"]
    found = [
        one for output in outputs for flow_id in ids for one in taken(flow_id, [output]) if one.text.strip()
    ]
    return tuple(_button(one, locale) for one in found[:_MOST])


def _button(one: Flowing, locale: Locale) -> Button:
    label = words("onward")("task.make", locale, text=one.text)
    return Button(label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}…", " ".join(_action(one)))


def _action(one: Flowing) -> Iterator[str]:
    """An owner who is no member here would be nobody's call: they stand in the title, for people to read."""
    record: Json = cast("Json", one.value) if isinstance(one.value, dict) else {}
    owner = f" ({record['owner']})" if record.get("owner") else ""
    title = " ".join(f"{one.text}{owner}".replace('"', "'").split())
    yield f'task add "{title[:_TITLE]}"'
    if record.get("due"):
        yield f"due {record['due']}"
