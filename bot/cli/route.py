"""`stratum route`: who would answer each line."""

import asyncio
import json
import sys
from collections.abc import AsyncGenerator, Iterable
from typing import Any

import click

from agents.kit.registry import load_agents
from bot import plugins
from bot.chooser import chooser
from bot.router import Route, Router
from bot.toolbox import NAMES
from config.routing import AGENTS
from memory.embed import Embedder


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Always on: a JSON document per line.")
def route(as_json: bool) -> int:
    """Reads utterances on stdin, a line each; prints who would answer, a line each."""
    del as_json
    return asyncio.run(_route())


async def _route() -> int:
    async for text, found in routes(line.strip() for line in sys.stdin):
        click.echo(json.dumps(document(text, found), ensure_ascii=False))
    return 0


async def routes(lines: Iterable[str]) -> AsyncGenerator[tuple[str, Route]]:
    """Each line that says something, and its route; the embedder is asked about what is not clear."""
    embedder = plugins.embedder()
    router = Router(load_agents(), NAMES, lambda: chooser(embedder.name if embedder else None))
    for text in filter(None, lines):
        yield text, await _weighed(router, embedder, text)


async def _weighed(router: Router, embedder: Embedder | None, text: str) -> Route:
    found = router.route(text)
    if found.clear or found.how == "command" or embedder is None:
        return found
    return router.route(text, vector=await embedder.query(text))


def document(text: str, found: Route) -> dict[str, Any]:
    """One line's answer; of what would be asked about, the agent is the likeliest one."""
    alternatives = [one for one in found.alternatives if one in AGENTS]
    guessed = alternatives[0] if found.how == "ask" and alternatives else None
    agent = found.command.agent or guessed
    return {
        "text": text,
        "agent": agent,
        "confidence": found.confidence,
        "how": found.how,
        "alternatives": [one for one in alternatives if one != agent],
    }
