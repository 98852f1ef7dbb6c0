"""A report over Slack's own wire: asked for, approved by a person, sent by a person, posted once with its file."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl

from bot.app import open_house
from bot.house import House
from bot.importing import Handed, store
from bot.plugins import table_reader
from bot.reports import desk
from config.settings import Settings
from memory.loading import Wish
from memory.store import bindings, channels, users
from memory.types import ChannelKey, Membership
from tests.contracts.channel import until
from tests.journeys.on_slack import answers, seen, service
from tests.memory.tenants import Tenants, settle
from tests.wires.slack.server import Fate, Server, serving
from tests.wires.slack.workspace import Channel, Workspace

SUMMER, CLIENTS, ZONE = "acme/nike/summer", "C0NIKE", "Asia/Seoul"


def workspace() -> Workspace:
    """Mina is the account manager, Jun the analyst; the client reads along in a channel of its own."""
    made = Workspace()
    members = {made.bot_user, made.user}
    made.channels[CLIENTS] = Channel(CLIENTS, name="nike", members={*members, "U0GUEST"})
    made.channels["D0JUN"] = Channel("D0JUN", kind="im", members={made.bot_user, "U0JUN"})
    return made


async def studio(home: Path) -> None:
    """An agency with figures of three weeks, and how its client is billed, and on what paper."""
    async with open_house(Settings(home=home, locale="ko")) as house:
        tenants = await settle(house.database)
        await _people(house, tenants)
        await _figures(house, tenants)
        nike = await tenants.at("acme/nike")
        await desk.set_terms(house, nike, "수수료 15% 부가세 10%", "ko")
        await desk.set_template(house, nike, "nike.xlsx", paper(), "ko")


async def _people(house: House, tenants: Tenants) -> None:
    nike, summer = await tenants.scope("acme/nike"), await tenants.scope(SUMMER)
    async with house.database.writing((await tenants.at("acme")).access) as unit:
        await bindings.bind(unit, ChannelKey("slack", "T0STUDIO", "C0CRUMB"), summer)
        bound = await bindings.bind(unit, ChannelKey("slack", "T0STUDIO", CLIENTS), nike)
        await channels.mark(unit, bound, "client_safe", True)
        for name, role in (("mina", "account_manager"), ("jun", "analyst")):
            made = await users.add(unit, name, [Membership(role, nike)], locale="ko")
            await users.link(unit, made.user, "slack", f"T0STUDIO/U0{name.upper()}")


async def _figures(house: House, tenants: Tenants) -> None:
    content = "\n".join(rows(house.now().astimezone(ZoneInfo(ZONE)).date())).encode()
    reading = table_reader()([Handed("google.csv", content)], Wish("google_ads", timezone=ZONE))
    async with house.database.writing((await tenants.at(SUMMER)).access) as unit:
        await store(unit, reading)


def rows(today: date) -> Iterator[str]:
    yield "Day,Campaign,Currency code,Cost,Impressions,Clicks,Conversions,Conv. value"
    for back in range(21, -1, -1):
        yield f"{today - timedelta(days=back)},Brand,KRW,100000,20000,500,20,900000"


def paper() -> bytes:
    book: Any = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "{{client}}", "{{spend}}"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def files(server: Server, channel: str) -> list[tuple[str, bytes]]:
    """What was uploaded there, in its order."""
    kept = server.workspace.uploads
    shared = [one for message in server.workspace.of_bot(channel) for one in message.get("files", [])]
    return [(kept[one["id"]].name, kept[one["id"]].content) for one in shared]


async def approved(server: Server, home: Path) -> None:
    """Jun has the report made and asks for approval; Mina approves it in her direct messages."""
    async with service(server, home, courier=False) as (_, jun):
        asked = await jun.mentions("주간 리포트 만들어줘")
        await answers(server, "C0CRUMB", "청구")
        await jun.mentions("/승인 요청 report <@U0MINA>", asked["ts"])
        await answers(server, "C0CRUMB", "승인을 요청했습니다")
    async with service(server, home) as (mina, _):
        await answers(server, "D0MINA", "님이 승인을 요청했습니다")
        mina.channel = "D0MINA"
        await mina.presses("승인")
        await answers(server, "D0JUN", "승인했습니다")


async def test_a_report_that_a_person_approves_is_posted_once_with_its_file(tmp_path: Path) -> None:
    """What is posted first is dropped by the wire once Slack has it, and the service begins anew after each step."""
    await studio(tmp_path)
    async with serving(workspace()) as server:
        await approved(server, tmp_path)
        assert server.workspace.of_bot(CLIENTS) == []
        async with service(server, tmp_path, courier=False) as (mina, _):
            await mina.mentions("/리포트 보내기")
            await answers(server, "C0CRUMB", "한 번 보냅니다")
        server.fates.append(Fate("dropped", method="chat.postMessage"))
        async with service(server, tmp_path) as (mina, _):
            posted = await answers(server, CLIENTS, "주간 리포트")
            assert ("805,000원" in posted, "700,000원" in posted) == (True, False)
            await until(lambda: bool(files(server, CLIENTS)))
            await mina.mentions("/리포트 보내기")
            await answers(server, "C0CRUMB", "다시 보내지 않았습니다")
        async with service(server, tmp_path) as (mina, _):
            await mina.mentions("/where")
            await answers(server, "C0CRUMB", "Asia/Seoul")
        assert sum("주간 리포트" in one for one in seen(server, CLIENTS)) == 1
        [_picture, (name, content)] = files(server, CLIENTS)
        sheet: Any = openpyxl.load_workbook(io.BytesIO(content)).active
        assert (name, sheet["A1"].value, sheet["A2"].value) == (
            "report-weekly-v1-client.xlsx",
            "nike",
            805_000,
        )
