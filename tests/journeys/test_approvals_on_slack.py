"""An approval over Slack's own wire: asked for in the channel, decided directly, told once over a restart."""

from pathlib import Path

from tests.contracts.channel import until
from tests.journeys.on_slack import answers, seen, service
from tests.wires.slack.person import Person
from tests.wires.slack.server import Fate, Server, serving
from tests.wires.slack.workspace import Channel, Workspace

BRIEF = "/전략 swot 매출의 80%가 오전에 나옵니다. 봄에 300m 거리에 대형 프랜차이즈가 엽니다. 팔로워는 11,000명입니다."


async def begun(server: Server, mina: Person) -> None:
    """Mina has begun her agency in a direct message, and mapped the channel."""
    mina.channel = "D0MINA"
    first = await mina.says("안녕하세요")
    await answers(server, "D0MINA", "멘션과 DM만")
    await mina.presses("시작")
    await answers(server, "D0MINA", "리틀크럼 / 봄")
    await mina.says("리틀크럼 / 봄", first["ts"])
    await answers(server, "D0MINA", "어느 채널에서 쓸까요?")
    mina.channel = "C0CRUMB"
    joined = {"type": "member_joined_channel", "user": "U0BOT", "channel": "C0CRUMB", "inviter": "U0MINA"}
    await mina.event(joined)
    await until(lambda: bool(seen(server, "C0CRUMB")))
    await mina.presses("리틀크럼 › 봄")
    await answers(server, "C0CRUMB", "사업을 세 문장이나 파일로 주세요")


async def test_jun_asks_in_the_channel_and_mina_decides_in_a_direct_message(tmp_path: Path) -> None:
    """Between the two the service ends; what it then posts first is dropped by the wire, and not posted again."""
    workspace = Workspace()
    workspace.channels["D0JUN"] = Channel("D0JUN", kind="im", members={workspace.bot_user, "U0JUN"})
    async with serving(workspace) as server:
        async with service(server, tmp_path, courier=False) as (mina, jun):
            await begun(server, mina)
            message = await jun.mentions(BRIEF)
            await answers(server, "C0CRUMB", "80%")
            await jun.mentions("/승인 요청 swot <@U0MINA>", message["ts"])
            await answers(server, "C0CRUMB", "승인을 요청했습니다")
        server.fates.append(Fate("dropped", method="chat.postMessage"))
        async with service(server, tmp_path) as (mina, _):
            assert "첫 번째 차수" in await answers(server, "D0MINA", "님이 승인을 요청했습니다")
            mina.channel = "D0MINA"
            await mina.presses("승인")
            await answers(server, "D0MINA", "승인했습니다")
            assert "owner 님이" in await answers(server, "D0JUN", "승인했습니다")
        before = len(seen(server, "D0MINA")), len(seen(server, "D0JUN"))
        async with service(server, tmp_path) as (mina, _):
            await mina.mentions("/where")
            await answers(server, "C0CRUMB", "Asia/Seoul")
        assert (len(seen(server, "D0MINA")), len(seen(server, "D0JUN"))) == before
        assert sum("님이 승인을 요청했습니다" in one for one in seen(server, "D0MINA")) == 1
        assert len(seen(server, "D0JUN")) == 1


async def test_who_takes_no_direct_messages_is_called_in_the_channel_without_the_matter(
    tmp_path: Path,
) -> None:
    async with serving(Workspace()) as server:
        async with service(server, tmp_path, courier=False) as (mina, jun):
            await begun(server, mina)
            message = await jun.mentions(BRIEF)
            await answers(server, "C0CRUMB", "80%")
            await jun.mentions("/승인 요청 swot <@U0MINA>", message["ts"])
            await answers(server, "C0CRUMB", "승인을 요청했습니다")
        server.fates.append(Fate("refused", error="cannot_dm_bot", method="chat.postMessage"))
        async with service(server, tmp_path) as (mina, _):
            called = await answers(server, "C0CRUMB", "알릴 것이 있지만")
            assert "SWOT" not in called
            mina.channel = "D0MINA"
            await mina.says("알림")
            assert "승인을 요청했습니다" in await answers(server, "D0MINA", "승인을 요청했습니다")
