"""The house on Slack's own wire, as a journey wants it: who says something, and what is to be seen there."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.channels.slack.channel import Slack
from adapters.engine.inline import Inline
from bot.app import open_house
from bot.delivery.service import Parts, opened
from bot.delivery.ticking import Clocks, Ticking
from bot.ports import Inbox
from bot.teamwork.courier import Courier
from config.channels import Slack as Settings
from config.settings import Settings as House
from tests.contracts.channel import PATIENCE, until
from tests.wires.slack.delivery import BySocket
from tests.wires.slack.person import Person
from tests.wires.slack.server import Server
from tests.wires.slack.stage import shown
from tests.wires.slack.workspace import APP_TOKEN, BOT_TOKEN


def seen(server: Server, channel: str) -> list[str]:
    return [shown(one) for one in server.workspace.of_bot(channel) if not one.get("files")]


async def answers(server: Server, channel: str, words: str) -> str:
    """The bot's newest message there that holds these words."""
    await until(lambda: any(words in one for one in seen(server, channel)))
    return [one for one in seen(server, channel) if words in one][-1]


@asynccontextmanager
async def service(
    server: Server, home: Path, *, courier: bool = True
) -> AsyncGenerator[tuple[Person, Person]]:
    """The house on Slack, with a courier that looks all the time, or none: mina and jun are in its workspace."""
    async with open_house(House(home=home, locale="ko")) as house:
        settings = Settings(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=server.api_url)

        def slack(inbox: Inbox) -> Slack:
            return Slack(inbox, settings, lambda: lambda _chart: b"PNG", pace=0.0, soon=PATIENCE)

        async with opened(house, Parts(Inline(), {"slack": slack})) as running:
            look = Courier(house, running.inbox, running.platforms).look
            running.clock = Clocks((Ticking(look, 0.05),) if courier else ())
            await running.start()
            await server.sockets.connected()
            delivery = BySocket(server.sockets)
            yield Person(server, delivery), Person(server, delivery, user="U0JUN")
            await running.drain(60)
