"""People in a chat platform: what they say goes through the whole house as heard there."""

from dataclasses import dataclass, field, replace
from uuid import uuid4

from bot.house import House
from bot.turn import Turns
from bot.types import Heard, Reply


async def quiet(_text: str) -> None:
    pass


@dataclass
class Person:
    """Somebody's account, and where they speak: `await mina("SWOT", channel="C1", thread="1")`."""

    house: House
    platform: str
    account: str
    name: str
    workspace: str = "T1"
    outsider: bool = False
    last: Reply | None = field(default=None, compare=False)

    def heard(self, text: str = "", channel: str = "", thread: str = "1", **more: object) -> Heard:
        """Without a channel: the direct conversation."""
        where = channel or f"D-{self.account}"
        base = Heard(self.platform, self.workspace, where, self.account, text, uuid4().hex, thread)
        return replace(
            base,
            name=self.name,
            direct=not channel,
            outsider=self.outsider,
            **more,  # pyright: ignore[reportArgumentType]
        )

    async def __call__(self, text: str = "", channel: str = "", **more: object) -> Reply:
        return await self.hears(self.heard(text, channel, **more))  # pyright: ignore[reportArgumentType]

    async def hears(self, heard: Heard) -> Reply:
        self.last = await Turns(self.house)(heard, quiet)
        return self.last

    async def press(self, label: str, of: Reply | None = None, channel: str = "", thread: str = "1") -> Reply:
        """Presses the button whose label holds these words, under the last reply or another one."""
        reply = of or self.last
        assert reply is not None
        found = [one for one in reply.buttons if label in one.label]
        assert found, f"{label!r} is none of {[one.label for one in reply.buttons]}"
        return await self(found[0].label, channel, thread=thread, action=found[0].action)
