"""Walking the flows: an SME's campaign, what was said there, and what of one output went into another."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from agents.kit.flows import Flowing, taken
from bot.app import open_house
from bot.house import House
from bot.turn import Turns
from bot.types import Heard, Reply
from config.settings import Settings
from memory.store import campaigns, organizations
from memory.store.entrance import Entrance, enter
from memory.types import CampaignPlan, Organization, OrgId, Output
from tests.journeys.conftest import Talk

HERE = "crumb/spring"
Walk = TypeVar("Walk", bound=Callable[..., object])
WALKED: set[str] = set()
"""The flows that some test walks."""


def walks(*flow_ids: str) -> Callable[[Walk], Walk]:
    """Marks a test as the walk of these flows, from a producer's output to its effect."""

    def mark(test: Walk) -> Walk:
        WALKED.update(flow_ids)
        return test

    return mark


async def made(talk: Talk, text: str, where: str = HERE) -> tuple[Output, Reply]:
    """The one output of what is said."""
    reply = await talk(text, where)
    assert reply.error is None, reply.error
    assert reply.outputs, reply.text
    return reply.outputs[0], reply


def rests_on(made: Output, source: Output) -> bool:
    """Whether an output names another, in the version that it was, among its inputs."""
    used = [(one.kind, one.ref, one.content_hash) for one in made.draft.inputs_used]
    return ("output", source.id, source.content_hash) in used


def quoted(made: Output, source: Output, path: str) -> list[str]:
    """Where in an output what stands at `path` of another one is given as the reason."""
    return [one.path for one in made.draft.evidence if one.ref == f"{source.id}#{path}"]


@asynccontextmanager
async def bakery(home: Path) -> AsyncGenerator[House]:
    """A house with one bakery's campaign, on the embedded database: a flow knows nothing of databases."""
    async with open_house(Settings(home=home, locale="en")) as opened:
        new = Organization(OrgId(""), "crumb", "Crumb", "SME", "en", "Europe/London", "GBP")
        await organizations.add(opened.database, new)
        async with opened.database.writing((await enter(opened.database, "crumb")).access) as unit:
            await campaigns.add(unit, "spring", CampaignPlan(name="Spring"))
        yield opened


class Crumb:
    """The bakery with what it has had made so far, the newest of each type."""

    def __init__(self, house: House) -> None:
        self.house: House = house
        self.made: dict[str, Output] = {}
        self.pieces: list[Output] = []
        self.threads: dict[str, str] = {}
        self._turns: Turns = Turns(house)
        self._count: int = 0

    async def say(self, text: str, thread: str = "", action: str = "", user: str = "owner") -> Reply:
        self._count += 1
        event = f"event {self._count}"
        heard = Heard("console", "local", HERE, user, text, event, thread, action)
        reply = await self._turns(heard, _quiet)
        assert reply.error is None, f"{text}: {reply.error}"
        for output in reply.outputs:
            self.made[output.draft.output_type] = output
            self.threads[output.draft.output_type] = reply.thread
            self.pieces += [output] if output.draft.output_type == "content_asset" else []
        return reply

    async def here(self) -> Entrance:
        return await enter(self.house.database, HERE)

    def flowing(self, flow_id: str) -> tuple[Flowing, ...]:
        found = taken(flow_id, self.made.values())
        assert found, f"{flow_id}: nothing flows"
        return found


async def _quiet(_text: str) -> None:
    pass
