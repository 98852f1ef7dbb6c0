"""One neutral reply as Slack's messages: a line of context, Markdown, a table, buttons. No character is lost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.channels.slack.markup import calm, escaped, mrkdwn, units
from adapters.channels.slack.split import Piece, split
from adapters.channels.slack.table import around
from agents.types import Button
from bot.language import language_of
from bot.types import Reply
from config.errors import Locale
from config.wording import words

Json = dict[str, Any]

LIMIT = 11_800
"""Slack takes 12,000 of Markdown a message."""
_SECTION = 2_900
"""Slack takes 3,000 a section."""
_CONTEXT = 1_900
_LABEL, _BUTTONS, _VALUE = 75, 25, 2_000
_BLOCKS = 50
THREAD = "thread:"
"""A block's id that begins so names the conversation's thread, where that is no message of Slack's."""
FEEDBACK = ("feedback good", "feedback bad")


@dataclass(frozen=True, slots=True)
class Part:
    """One message, in the ways in which it may be sent: the next one where Slack does not take the blocks."""

    text: str
    """All of it in Slack's older dialect: notifications read it, and so does whoever has no blocks."""
    rich: tuple[Json, ...]
    modest: tuple[Json, ...]

    def ways(self) -> tuple[Json, ...]:
        shown = ({"text": self.text, "blocks": list(blocks)} for blocks in (self.rich, self.modest))
        return (*shown, {"text": self.text})


def render(reply: Reply, thread: str = "") -> tuple[Part, ...]:
    """The messages of a reply; the first one has its header, the last one its buttons."""
    locale: Locale = language_of(reply.text) or "en"
    header = reply.header if 0 < len(reply.header) <= _CONTEXT else ""
    body = reply.text.removeprefix(f"**{header}**").lstrip("\n") if header else reply.text
    buttons = _buttons(reply, locale)
    body += "".join(f"\n- {button.label}" for button in buttons if len(button.label) > _LABEL)
    pieces = split(calm(body), LIMIT, measured) or (Piece(" "),)
    last = tuple(_actions(buttons, thread)) + (_feedback(locale) if _judged(reply) else ())
    return tuple(
        _part(piece, header if place == 0 else "", last if place == len(pieces) - 1 else ())
        for place, piece in enumerate(pieces)
    )


def buttons_of(reply: Reply) -> tuple[Json, ...]:
    """The blocks of a reply's buttons alone."""
    return tuple(_actions(_buttons(reply, language_of(reply.text) or "en"), ""))


def measured(text: str) -> int:
    return units(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def _part(piece: Piece, header: str, last: tuple[Json, ...]) -> Part:
    shown = piece.whole
    top = (_context(header),) if header else ()
    text = mrkdwn(f"**{header}**\n\n{shown}" if header else shown)
    room = _BLOCKS - len(top) - len(last)
    modest = tuple(sections(shown))[:room]
    return Part(text, (*top, *_blocks(shown), *last), (*top, *modest, *last))


def _blocks(text: str) -> Iterator[Json]:
    found = around(text)
    if found is None:
        yield from _markdown(text)
        return
    yield from _markdown(found.before)
    yield found.block
    yield from _markdown(found.after)


def _markdown(text: str) -> Iterator[Json]:
    if text.strip():
        yield {"type": "markdown", "text": escaped(text)}


def sections(text: str) -> Iterator[Json]:
    """Markdown as sections of the older dialect."""
    for piece in split(text, _SECTION, lambda part: units(mrkdwn(part)) + part.count("](")):
        if piece.text.strip():
            yield {
                "type": "section",
                "text": {"type": "mrkdwn", "text": mrkdwn(piece.whole), "verbatim": True},
            }


def _context(header: str) -> Json:
    return {"type": "context", "elements": [{"type": "plain_text", "text": calm(header), "emoji": False}]}


def _buttons(reply: Reply, locale: Locale) -> tuple[Button, ...]:
    if not reply.form:
        return reply.buttons
    return (*reply.buttons, Button(words("channels")("slack.open_form", locale), f"form {reply.form}"))


def _actions(buttons: Sequence[Button], thread: str) -> Iterator[Json]:
    for start in range(0, len(buttons), _BUTTONS):
        some = buttons[start : start + _BUTTONS]
        block: Json = {
            "type": "actions",
            "elements": [_button(button, start + place) for place, button in enumerate(some)],
        }
        yield block | ({"block_id": f"{THREAD}{thread}#{start}"[:255]} if thread else {})


def _button(button: Button, place: int) -> Json:
    return {
        "type": "button",
        "action_id": f"press-{place}",
        "text": _plain(button.label),
        "value": button.action[:_VALUE],
    }


def _plain(label: str) -> Json:
    text = label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"
    return {"type": "plain_text", "text": text or "…", "emoji": True}


def _judged(reply: Reply) -> bool:
    return bool(reply.outputs) and reply.status == "ok"


def _feedback(locale: Locale) -> tuple[Json, ...]:
    say = words("channels")
    good, bad = (
        {"text": _plain(say(f"slack.{name}", locale)), "value": action}
        for name, action in zip(("good", "bad"), FEEDBACK, strict=True)
    )
    element = {
        "type": "feedback_buttons",
        "action_id": "feedback",
        "positive_button": good,
        "negative_button": bad,
    }
    return ({"type": "context_actions", "elements": [element]},)
