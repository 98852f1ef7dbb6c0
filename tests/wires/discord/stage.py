"""A direct conversation with the bot on the loopback Discord, for the contract of all channels."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from adapters.channels.discord import Discord
from bot.ports import Paint, Rejection
from config.channels import Discord as Settings
from tests.contracts.channel import PATIENCE, Spool, until
from tests.wires.discord.payloads import BOT, DM, Json, units, words
from tests.wires.discord.server import Loopback, loopback
from tests.wires.discord.world import Trouble

PNG = b"\x89PNG painted"
CODES: dict[Rejection, tuple[int, int]] = {
    "gone": (404, 10003),
    "forbidden": (403, 50007),
    "revoked": (401, 0),
    "archived": (400, 50083),
    "too_long": (413, 40005),
    "invalid": (400, 50035),
}


def painter() -> Paint:
    return lambda _chart: PNG


class Stage:
    reasons: Sequence[Rejection] = tuple(CODES)

    def __init__(self, server: Loopback, inbox: Spool, platform: Discord) -> None:
        self.server = server
        self.world = server.world
        self.inbox = inbox
        self.platform = platform
        self.secrets = [self.world.token]
        self.last: Json = {}
        self.place = DM
        self._delivered: list[str] = []
        self._clicks = 0

    async def say(self, text: str) -> None:
        self.last = self.world.say(self.place, text)

    async def again(self) -> None:
        self.world.deliver("MESSAGE_CREATE", self.last)

    async def twin(self) -> None:
        await self.again()

    async def edit(self, text: str) -> None:
        self.world.change(self.last, text)

    async def acknowledged(self) -> bool:
        """A message is, when the bot is seen typing or answers; a click, when its callback came."""
        clicked = all(asked.answered for asked in self.world.asked.values())
        return clicked and bool(self.world.typed or self.world.seen(self.place))

    async def press(self, label: str) -> None:
        self.world.press(self.world.seen(self.place)[-1], label)

    def posts(self) -> Sequence[str]:
        return [words(one) for one in self.world.seen(self.place)]

    def fits(self, post: str) -> bool:
        return 0 < units(post) <= 4000

    def throttle(self, seconds: float) -> None:
        self.world.troubles.append(Trouble("throttle", seconds=seconds))

    def drop(self) -> None:
        self.world.troubles.append(Trouble("drop"))

    def refuse(self, reason: Rejection) -> None:
        status, code = CODES[reason]
        self.world.troubles.append(Trouble("refuse", status, code))


@asynccontextmanager
async def stage(
    prepare: Callable[[Loopback], None] = lambda _server: None, *, heartbeat: float = 60.0
) -> AsyncGenerator[Stage]:
    """The adapter, listening."""
    async with loopback() as server:
        prepare(server)
        inbox = Spool()
        platform = Discord(
            inbox, Settings(server.world.token, server.api_url), painter, heartbeat=heartbeat, first=PATIENCE
        )
        running = asyncio.create_task(platform.run())
        try:
            await until(lambda: bool(server.gateway.live) or running.done())
            await until(lambda: platform.listening or running.done())
            yield Stage(server, inbox, platform)
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
            await platform.aclose()


__all__ = ["BOT", "PNG", "Stage", "painter", "stage"]
