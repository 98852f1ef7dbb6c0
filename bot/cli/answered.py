"""An agent's answer for scripts: by the same turn as in chat, as text or as one JSON document."""

from typing import Any
from uuid import uuid4

import click

from bot.cli.session import house, print_json
from bot.turn import Turns
from bot.types import Heard, Reply
from config.errors import Refused

STATUS = {"ok": 0, "needs_input": 0, "failed": 1, "refused": Refused.exit_status}
"""What each outcome of a turn is as an exit status."""


async def answered(text: str, scope: str, user: str, *, as_json: bool) -> int:
    """Asks `text` at the scope as this user, prints the answer; its exit status."""
    async with house() as opened:
        reply = await Turns(opened)(Heard("console", "local", scope, user, text, uuid4().hex), _quiet)
    if as_json:
        print_json(told_of(reply))
    else:
        click.echo(reply.text, err=bool(reply.error))
    return STATUS[reply.status]


def told_of(reply: Reply) -> dict[str, Any]:
    """The output's body, with what is around it; money in minor units of its currency, None where unknown."""
    output = reply.outputs[0] if reply.outputs else None
    return {
        **(output.draft.body if output else {}),
        "scope": reply.scope or None,
        "status": reply.status,
        "error": reply.error,
        "output": output.id if output else None,
        "confidence": output.draft.confidence if output else None,
        "missing_inputs": [
            {"field": one.field, "why": one.why, "ask": one.ask} for one in output.draft.missing_inputs
        ]
        if output
        else [],
    }


async def _quiet(_text: str) -> None:
    pass
