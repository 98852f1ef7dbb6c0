"""A service as `stratum run` makes it, on the loopback's chat platform; it ends itself where a message says so.

`die:POINT` in a message kills the process there, once: a file named after it remembers that it has.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from adapters.engine.dbos import Dbos
from agents.kit.llm import Request
from agents.types import AgentResult, Ask
from bot.app import open_house
from bot.delivery.dispatch import Dispatcher
from bot.delivery.holding import Pace
from bot.delivery.service import Parts, Service, opened
from bot.delivery.workroom import FarRoad, Workroom
from bot.house import House
from bot.ports import Inbox, Mouth, Posted, Voice
from bot.turn import STAGES, Stage, Turn
from bot.types import File, Heard, Reply
from config.errors import Locale
from config.logging import start_structured_logging
from config.settings import Settings
from memory.db import Database
from memory.types import Output
from tests.contracts.desk import HASTE
from tests.wires.chat.platform import Address, Loopback

POINTS = (
    "taken",
    *(stage.__name__ for stage in STAGES),
    "posting",
    "posted",
    "finished",
)
"""Where a process can be killed: after the inbox has it, after each stage, around the post, at the end."""


class Said(BaseModel):
    words: str


@dataclass(frozen=True)
class Thinker:
    """An agent that asks a model, and may take its time."""

    id, command, aliases = "business_strategy", "think", ()

    def name(self, locale: Locale) -> str:
        return f"Thinker ({locale})"

    def has_verb(self, word: str) -> bool:
        return False

    def takes(self, word: str) -> bool:
        return False

    def called_by(self, text: str) -> bool:
        return True

    def verb(self, ask: Ask) -> str:
        return "swot"

    async def answer(self, ask: Ask) -> AgentResult:
        assert ask.llm
        if "slow" in ask.text:
            await asyncio.sleep(0.5)
        request = Request("business_strategy", "Answer.", ask.text)
        answer = await ask.llm.fill(Said, request)
        return AgentResult((f"{answer.value.words}: {ask.text}",))

    def show(self, output: Output) -> AgentResult:
        raise NotImplementedError


@dataclass(frozen=True)
class Death:
    folder: Path

    def at(self, point: str, text: str) -> None:
        mark = self.folder / f"died-{point}"
        if f"die:{point}" in text.split() and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    def after(self, stage: Stage) -> Stage:
        async def then_die(turn: Turn, house: House) -> None:
            await stage(turn, house)
            self.at(stage.__name__, turn.heard.text)

        return then_die


@dataclass
class DyingVoice:
    voice: Voice
    heard: Heard
    death: Death

    async def status(self, text: str) -> None:
        await self.voice.status(text)

    async def preview(self, text: str) -> None:
        await self.voice.preview(text)

    async def final(self, reply: Reply, key: str) -> Posted:
        self.death.at("posting", self.heard.text)
        posted = await self.voice.final(reply, key)
        self.death.at("posted", self.heard.text)
        return posted

    async def stopped(self, text: str) -> None:
        await self.voice.stopped(text)


@dataclass
class DyingMouth:
    mouth: Mouth
    death: Death

    def voice(self, heard: Heard) -> Voice:
        return DyingVoice(self.mouth.voice(heard), heard, self.death)

    async def post(self, to: Heard, reply: Reply, key: str) -> Posted:
        return await self.mouth.post(to, reply, key)

    async def find(self, to: Heard, key: str) -> Posted | None:
        return await self.mouth.find(to, key)

    async def fetch(self, heard: Heard, file: File) -> bytes:
        return await self.mouth.fetch(heard, file)


class DyingPlatform(Loopback):
    def __init__(self, inbox: Inbox, settings: Address, death: Death) -> None:
        super().__init__(inbox, settings, _no_painter)
        self._dying = DyingMouth(super().mouth, death)

    @property
    def mouth(self) -> Mouth:  # pyright: ignore[reportIncompatibleVariableOverride, reportIncompatibleMethodOverride]
        return self._dying


@dataclass
class DyingDispatch:
    """The dispatcher, in whose hands nothing comes that is to die before."""

    dispatcher: Dispatcher
    death: Death

    def offer(self, event: str, conversation: str, heard: Heard) -> None:
        self.death.at("taken", heard.text)
        self.dispatcher.offer(event, conversation, heard)

    def drop(self, event: str) -> None:
        self.dispatcher.drop(event)

    def waiting(self) -> int:
        return self.dispatcher.waiting()

    def halt(self, event: str) -> None:
        self.dispatcher.halt(event)


def _no_painter() -> Any:
    raise ModuleNotFoundError


@asynccontextmanager
async def thinking(settings: Settings) -> AsyncGenerator[House]:
    async with open_house(settings) as house:
        yield replace(house, load=lambda: {"business_strategy": Thinker()})


async def serve(said: dict[str, Any]) -> None:
    death = Death(Path(said["folder"]))
    settings = Settings(
        home=Path(said["home"]),
        database_url=said["database"],
        model=f"local:tiny@{said['models']}/v1",
        locale="en",
        log_level="WARNING",
    )
    start_structured_logging(settings)
    async with (
        open_house(settings) as house,
        Workroom(lambda: thinking(settings)) as workroom,
        await Database.open(settings.database, pool_size=1) as beats,
    ):
        pace = Pace(*said["pace"])
        engine = Dbos(said["engine"], beats, said["slots"], pace)
        address = Address(said["chat"])
        parts = Parts(
            engine,
            {"loopback": lambda inbox: DyingPlatform(inbox, address, death)},
            HASTE,
            stages=tuple(death.after(stage) for stage in STAGES),
            pace=pace,
            workroom=workroom,
        )
        async with opened(house, parts) as service:
            _dying_at_the_end(service, death)
            await service.start()
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            await _told_to_end()
            await service.drain(5)


def _dying_at_the_end(service: Service, death: Death) -> None:
    done, texts = service.delivery.done, dict[str, str]()
    offer = DyingDispatch(service.dispatcher, death)
    service.inbox.dispatch = offer

    async def note(turn: Turn, house: House) -> None:
        del house
        texts["last"] = turn.heard.text

    def then_die(event: str) -> None:
        death.at("finished", texts.get("last", ""))
        done(event)

    service.delivery.done = then_die
    road = service.delivery.road
    assert isinstance(road, FarRoad)
    service.delivery.road = replace(road, stages=(*road.stages, note))


async def _told_to_end() -> None:
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    await told.wait()


if __name__ == "__main__":
    asyncio.run(serve(json.loads(sys.argv[1])))
