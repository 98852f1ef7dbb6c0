"""`stratum route`: who would answer each line."""

import json
import sys

import click

from agents.kit.registry import load_agents
from bot.router import Router
from bot.toolbox import NAMES


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Always on: a JSON document per line.")
def route(as_json: bool) -> int:
    """Reads utterances on stdin, a line each; prints who would answer, a line each."""
    del as_json
    router = Router(load_agents(), NAMES)
    for line in sys.stdin:
        if text := line.strip():
            found = router.route(text, sticky=None)
            told = {
                "text": text,
                "agent": found.command.agent or None,
                "confidence": found.confidence,
                "how": found.how,
                "alternatives": list(found.alternatives),
            }
            click.echo(json.dumps(told, ensure_ascii=False))
    return 0
