"""Sessions are lost in every way there is, and nothing that was said meanwhile is."""

import asyncio
import threading
from contextlib import suppress

import pytest
from discord.gateway import KeepAliveHandler

from adapters.channels.discord import Discord
from bot.ports import Rejected
from config.channels import Discord as Settings
from tests.contracts.channel import PATIENCE, Spool, until
from tests.wires.discord.payloads import BOT, DM, TOWN
from tests.wires.discord.server import Loopback, loopback
from tests.wires.discord.stage import painter, stage

CALL = f"<@{BOT}> SWOT"


async def test_a_cut_connection_is_resumed_and_what_was_missed_is_replayed() -> None:
    async with stage() as here:
        await here.server.gateway.cut()
        here.world.say(DM, "끊긴 사이에")
        assert (await here.inbox.until(1)).text == "끊긴 사이에"
        assert (here.server.gateway.resumed, len(here.server.gateway.identified)) == (1, 1)


async def test_told_to_reconnect_it_resumes() -> None:
    async with stage() as here:
        await here.server.gateway.reconnect()
        await until(lambda: here.server.gateway.resumed == 1)
        here.world.say(DM, "다시")
        assert (await here.inbox.until(1)).text == "다시"


async def test_a_session_that_is_gone_is_begun_anew_and_what_was_said_meanwhile_is_read() -> None:
    async with stage() as here:
        await here.server.gateway.invalidate(lambda: here.world.say(TOWN, CALL))
        heard = await here.inbox.until(1)
        assert heard.text == "SWOT"
        assert len(here.server.gateway.identified) == 2


async def test_a_server_that_is_told_late_is_read_all_the_same() -> None:
    """On a slow line a session is thought to be ready before it knows of all servers."""

    def slow(server: Loopback) -> None:
        server.gateway.withholds = True
        server.world.say(TOWN, CALL)

    async with stage(slow) as here:
        assert here.inbox.taken == []
        await here.server.gateway.tell()
        assert (await here.inbox.until(1)).text == "SWOT"


async def test_who_ends_while_the_inbox_is_slow_has_brought_what_was_heard() -> None:
    async with stage() as here:
        here.inbox.open.clear()
        here.world.say(DM, "아직 쓰는 중")
        await until(lambda: here.inbox.waiting == 1)
        asyncio.get_running_loop().call_later(0.1, here.inbox.open.set)
    assert [one.text for one in here.inbox.taken] == ["아직 쓰는 중"]


async def test_who_ends_while_the_inbox_stands_still_leaves_nobody_waiting() -> None:
    async with stage() as here:
        here.platform._bringing.seconds = 0.05  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        here.inbox.open.clear()
        here.world.say(DM, "아직 쓰는 중")
        await until(lambda: here.inbox.waiting == 1)
    assert here.inbox.waiting == 0
    assert here.inbox.taken == []


async def test_a_dead_connection_is_noticed_by_its_silence() -> None:
    def quick(server: Loopback) -> None:
        server.gateway.interval = 100

    async with stage(quick, heartbeat=0.5) as here:
        here.server.gateway.go_silent()
        here.world.say(DM, "들리나요")
        assert (await here.inbox.until(1)).text == "들리나요"
        assert here.server.gateway.resumed >= 1
        assert len(here.server.gateway.identified) == 1


async def test_who_ends_while_a_session_begins_anew_leaves_no_heartbeat_behind() -> None:
    def quick(server: Loopback) -> None:
        server.gateway.interval = 20

    async with stage(quick) as here:
        gateway = here.server.gateway
        await gateway.invalidate()
        await until(lambda: gateway.greeted == 2 and gateway.beats > 1)
        assert len(gateway.identified) == 1
    assert not any(isinstance(one, KeepAliveHandler) for one in threading.enumerate())


async def test_a_replayed_event_is_one_message() -> None:
    async with stage() as here:
        await here.say("한 번만")
        await here.inbox.until(1)
        await here.again()
        await here.server.gateway.reconnect()
        await until(lambda: here.server.gateway.resumed == 1 and len(here.inbox.offered) > 1)
        assert len(here.inbox.taken) == 1


async def test_the_order_of_a_conversation_is_kept_while_the_inbox_is_slow() -> None:
    async with stage() as here:
        here.inbox.open.clear()
        for number in range(20):
            here.world.say(DM, f"말 {number}")
        await until(lambda: here.inbox.waiting == 1)
        here.inbox.open.set()
        await here.inbox.until(20)
        assert [one.text for one in here.inbox.taken] == [f"말 {number}" for number in range(20)]


async def _refused(server: Loopback, token: str) -> Rejected:
    platform = Discord(Spool(), Settings(token, server.api_url), painter)
    with pytest.raises(Rejected) as raised:
        await asyncio.wait_for(platform.run(), PATIENCE)
    await platform.aclose()
    return raised.value


async def test_a_token_that_does_not_count_ends_it() -> None:
    async with loopback() as server:
        assert (await _refused(server, "another")).reason == "revoked"
        server.gateway.closes_with = 4004
        assert (await _refused(server, server.world.token)).reason == "revoked"


async def test_a_gateway_that_is_away_is_tried_again() -> None:
    async with loopback() as server:
        server.gateway.closes_with = 4012
        platform = Discord(inbox := Spool(), Settings(server.world.token, server.api_url), painter)
        running = asyncio.create_task(platform.run())
        await until(lambda: platform.listening)
        assert len(server.gateway.identified) == 2
        assert platform.silent_for < float("inf")
        server.world.say(DM, "안녕하세요")
        await inbox.until(1)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await platform.aclose()
        assert platform.silent_for == float("inf")


async def test_the_doctor_names_what_is_wrong() -> None:
    async with stage() as here:
        here.world.permissions = "0"
        here.world.flags = 0
        findings = {one.name: one for one in await here.platform.check()}
        assert (findings["discord.permissions"].ok, findings["discord.permissions"].detail) == (
            False,
            "Studio",
        )
        assert (findings["discord.intents"].ok, findings["discord.intents"].detail) == (True, "mentions only")
        here.world.terse = True
        findings = {one.name: one for one in await here.platform.check()}
        assert findings["discord.gateway"].ok
        assert findings["discord.permissions"].ok
    async with loopback() as server:
        platform = Discord(Spool(), Settings("another", server.api_url), painter)
        [finding] = await platform.check()
        assert (finding.name, finding.ok, finding.detail) == ("discord.token", False, "revoked")
        await platform.aclose()
        for nowhere in ("http://127.0.0.1:9/api", f"{server.api_url}/elsewhere"):
            lost = Discord(Spool(), Settings(server.world.token, nowhere), painter)
            [finding] = await lost.check()
            assert (finding.name, finding.ok) == ("discord.reached", False)
            await lost.aclose()
