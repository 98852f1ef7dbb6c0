"""Many utterances one after the other, as the router sees each in a new thread."""

from collections.abc import AsyncGenerator, Iterable

from agents.kit.registry import load_agents
from bot.routing.chooser import chooser
from bot.routing.router import Route, Router
from bot.toolbox import NAMES
from config.routing import AGENTS
from memory.embed import Embedder


async def routes(lines: Iterable[str], embedder: Embedder | None) -> AsyncGenerator[tuple[str, Route]]:
    """Each line that says something, and its route; the embedder is asked about what is not clear."""
    router = Router(load_agents(), NAMES, lambda: chooser(embedder.name if embedder else None))
    for text in filter(None, lines):
        found = router.route(text)
        if embedder and not found.clear and found.how != "command":
            found = router.route(text, vector=await embedder.query(text))
        yield text, found


def likeliest(route: Route) -> str | None:
    """The agent's id; of what would be asked about, the likeliest one; None for the bot's own tools."""
    guessed = next((one for one in route.alternatives if one in AGENTS), None) if route.how == "ask" else None
    return route.command.agent or guessed
