"""The socket in bad weather: it comes back, and nothing that was delivered is lost or heard twice."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.channels.slack import line
from adapters.channels.slack.channel import Slack
from config.channels import Slack as Settings
from tests.contracts.channel import Spool, until
from tests.wires.slack.server import Fate, serving
from tests.wires.slack.stage import OnSlack, on_socket
from tests.wires.slack.workspace import APP_TOKEN, BOT_TOKEN, Workspace


@pytest.fixture
async def stage() -> AsyncIterator[OnSlack]:
    async with on_socket() as made:
        yield made


async def test_a_goodbye_is_followed_by_a_new_connection(stage: OnSlack) -> None:
    await stage.server.sockets.goodbye()
    await until(lambda: stage.server.sockets.opened >= 2)
    await stage.person.mentions("들리세요?")
    assert (await stage.inbox.until(1)).text == "들리세요?"


async def test_a_connection_that_is_dropped_comes_back(stage: OnSlack) -> None:
    await stage.person.mentions("하나")
    await stage.inbox.until(1)
    await stage.server.sockets.cut()
    await until(lambda: stage.server.sockets.opened >= 2)
    await stage.person.mentions("둘")
    assert (await stage.inbox.until(2)).text == "둘"


async def test_what_was_not_confirmed_before_a_drop_is_delivered_again_and_heard_once(stage: OnSlack) -> None:
    stage.inbox.open.clear()
    await stage.person.mentions("하나")
    await until(lambda: stage.inbox.waiting == 1)
    await stage.server.sockets.cut()
    stage.inbox.open.set()
    await until(lambda: stage.server.sockets.opened >= 2)
    await stage.delivery.again()
    await until(stage.delivery.acknowledged)
    assert len(stage.inbox.taken) == 1


async def test_who_ends_while_the_inbox_is_slow_has_brought_and_confirmed_what_was_heard() -> None:
    async with on_socket() as stage:
        stage.inbox.open.clear()
        await stage.person.mentions("아직 쓰는 중")
        await until(lambda: stage.inbox.waiting == 1)
        asyncio.get_running_loop().call_later(0.1, stage.inbox.open.set)
    assert [one.text for one in stage.inbox.taken] == ["아직 쓰는 중"]
    assert stage.delivery.acknowledged()
    assert left() == []


async def test_who_ends_while_it_looks_for_a_new_address_leaves_nothing_behind() -> None:
    """As when Slack has said goodbye, and does not answer where to go on."""
    async with on_socket() as stage:
        asked = asyncio.Event()
        stage.server.hangs["apps.connections.open"] = asked
        await stage.server.sockets.goodbye()
        await asked.wait()
        stage.server.hangs.clear()
    assert left() == []


def left() -> list[str]:
    """What the SDK's client, or ours, still does."""
    running = [repr(one.get_coro()) for one in asyncio.all_tasks()]
    return [one for one in running if "SocketModeClient" in one or "_Client" in one]


async def test_an_address_that_has_expired_is_asked_for_anew() -> None:
    async with serving(Workspace()) as server:
        slack = Slack(
            Spool(), Settings(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=server.api_url), _no_painter
        )
        watched = line.Line(
            slack._app, APP_TOKEN, server.api_url, patience=2.0, connect=0.2, look=0.05, ping=0.2
        )  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        opening = server.methods.table["apps.connections.open"]

        def expired(sent: dict[str, object], grant: object) -> dict[str, object]:
            answer = opening[1](sent, grant)  # type: ignore[arg-type]
            server.methods.tickets.clear()
            return answer

        server.methods.table = dict(server.methods.table) | {"apps.connections.open": (opening[0], expired)}  # type: ignore[dict-item]
        running = asyncio.create_task(watched.run())
        await until(lambda: len(server.sent("apps.connections.open")) >= 1)
        server.methods.table = dict(server.methods.table) | {"apps.connections.open": opening}
        await until(lambda: server.sockets.opened >= 1)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await slack.aclose()


async def test_it_waits_while_slack_cannot_be_reached_at_first() -> None:
    async with serving(Workspace()) as server:
        server.fates += [Fate("broken", method="apps.connections.open")] * 2
        slack = Slack(
            Spool(), Settings(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=server.api_url), _no_painter
        )
        watched = line.Line(
            slack._app, APP_TOKEN, server.api_url, patience=2.0, connect=0.2, look=0.05, ping=0.2
        )  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        running = asyncio.create_task(watched.run())
        await until(lambda: server.sockets.opened >= 1)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await slack.aclose()


def _no_painter() -> object:
    raise ModuleNotFoundError
