"""No model: everything is computed, and whoever asks is told how to connect one."""

from agents.kit.errors import NoModel
from agents.kit.llm import Filled, Hear, Request, Said, T


class Offline:
    """The LLM of an installation without a key."""

    connected = False

    async def fill(self, output_type: type[T], request: Request) -> Filled[T]:
        raise NoModel

    async def stream(self, request: Request, hear: Hear) -> Said:
        raise NoModel
