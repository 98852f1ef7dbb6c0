"""`stratum route`: who would answer each line."""

import asyncio
import json
import sys
from typing import Any

import click

from bot.plugins import embedder
from bot.routing.router import Route
from bot.routing.utterances import likeliest, routes
from config.routing import AGENTS


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Always on: a JSON document per line.")
def route(as_json: bool) -> int:
    """Reads utterances on stdin, a line each; prints who would answer, a line each."""
    del as_json
    return asyncio.run(_route())


async def _route() -> int:
    async for text, found in routes((line.strip() for line in sys.stdin), embedder()):
        click.echo(json.dumps(document(text, found), ensure_ascii=False))
    return 0


def document(text: str, found: Route) -> dict[str, Any]:
    agent = likeliest(found)
    return {
        "text": text,
        "agent": agent,
        "confidence": found.confidence,
        "how": found.how,
        "alternatives": [one for one in found.alternatives if one in AGENTS and one != agent],
    }
