"""Drafts that are ready in time, made once, and sent by a person: once, to the client's channel."""

import asyncio
import io
from typing import Any

import openpyxl

from bot.reports import desk
from bot.reports.drafting import Drafter
from memory.store import memberships, outputs, reports, users
from memory.types import Output
from tests.bot.digest.conftest import Time
from tests.bot.teamwork.conftest import SUMMER, Studio
from tests.journeys.chats import Person


async def kept(agency: Studio) -> list[Output]:
    async with agency.house.database.reading((await agency.tenants.at(SUMMER)).access) as unit:
        return list(await outputs.every(unit, "report"))


async def scheduled(agency: Studio, time: Time) -> Person:
    """mia wants drafts of the summer campaign by nine on Mondays."""
    time.set("2026-11-06T10:00")
    mia = agency.person("mia")
    told = await mia("/report schedule weekly mon 09:00", "C1")
    assert "Weekly draft, ready on Mon by 09:00 (Asia/Seoul, holidays KR); next 2026-11-09" in told.text
    return mia


async def test_a_draft_is_ready_before_nine_made_once_and_told_to_whoever_wanted_it(
    agency: Studio, time: Time
) -> None:
    await scheduled(agency, time)
    drafter = Drafter(agency.house)
    time.set("2026-11-09T07:59")
    await drafter.look()
    assert await kept(agency) == []
    time.set("2026-11-09T08:00")
    await asyncio.gather(drafter.look(), Drafter(agency.house).look())
    await drafter.look()
    [made] = await kept(agency)
    assert (made.draft.body["since"], made.draft.body["until"]) == ("2026-11-02", "2026-11-08")
    assert (made.status, made.created_by) == ("draft", "mia")
    [(heard, told)] = await agency.tick()
    assert (heard.direct, heard.account) == (True, "UMIA")
    assert "A draft is ready since 08:00: Weekly report" in told.text
    assert "Nothing was sent" in told.text
    assert f"report send {made.id}" in [one.action for one in told.buttons]
    time.set("2026-11-23T08:30")
    await drafter.look()
    assert [one.draft.body["since"] for one in await kept(agency)] == ["2026-11-16", "2026-11-02"]


async def test_where_there_is_nothing_to_report_that_is_told(agency: Studio, time: Time) -> None:
    await scheduled(agency, time)
    time.set("2027-03-15T08:10")
    await Drafter(agency.house).look()
    assert await kept(agency) == []
    [(_, told)] = await agency.tick()
    assert "No draft of the weekly report" in told.text
    await Drafter(agency.house).look()
    assert await agency.tick() == []


async def test_who_is_gone_gets_no_drafts_any_more(agency: Studio, time: Time) -> None:
    await scheduled(agency, time)
    owner = await agency.tenants.at("acme")
    async with agency.house.database.writing(owner.access) as unit:
        mia = next(one for one in await users.every(unit) if one.name == "mia")
        await memberships.revoke(unit, mia.user, await agency.tenants.scope("acme/nike"))
    time.set("2026-11-09T08:30")
    await Drafter(agency.house).look()
    assert await kept(agency) == []
    assert await reports.scheduled(agency.house.database) == ()


async def test_a_person_sends_it_once_and_the_client_sees_no_net(agency: Studio, time: Time) -> None:
    mia = await scheduled(agency, time)
    await mia("/report terms markup 15% vat 10%", "C1")
    time.set("2026-11-09T08:10")
    await Drafter(agency.house).look()
    await agency.tick()
    [made] = await kept(agency)
    first, again = [await mia(f"/report send {made.id}", "C1") for _ in range(2)]
    assert "on its way to Slack C9, once" in first.text
    assert "was sent to Slack C9 before" in again.text
    brought = await agency.tick()
    [(heard, posted)] = brought
    assert (heard.channel, heard.direct) == ("C9", False)
    assert posted.text.count("Weekly report: ") == 1
    [document] = posted.documents
    assert document.name == "report-weekly-v1-client.pdf"
    assert "₩805,000" in posted.text
    assert "₩700,000" not in posted.text
    assert await agency.tick() == []
    assert (await kept(agency))[0].status == "approved"


async def test_who_may_not_approve_does_not_send(agency: Studio, time: Time) -> None:
    mia = await scheduled(agency, time)
    made = (await mia("/report weekly", "C1")).outputs[0]
    for name in ("cora", "cleo"):
        told = await agency.person(name)(f"/report send {made.id}", "C1")
        assert told.status == "refused", told.text
    newer = (await mia("/report weekly", "C1")).outputs[0]
    told = await mia(f"/report send {made.id}", "C1")
    assert (told.status, newer.version) == ("refused", 2)
    assert await agency.tick() == []


async def test_the_clients_template_is_what_is_sent(agency: Studio, time: Time) -> None:
    mia = await scheduled(agency, time)
    book: Any = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "{{client}}", "{{spend}}"
    data = io.BytesIO()
    book.save(data)
    nike = await agency.tenants.at("acme/nike")
    await desk.set_template(agency.house, nike, "nike.xlsx", data.getvalue(), "en")
    made = (await mia("/report weekly", "C1")).outputs[0]
    await mia(f"/report send {made.id}", "C1")
    [(_, posted)] = await agency.tick()
    [document] = posted.documents
    sheet: Any = openpyxl.load_workbook(io.BytesIO(document.content)).active
    assert (document.name, sheet["A1"].value) == ("report-weekly-v1-client.xlsx", made.draft.body["names"][1])
    assert sheet["A2"].value == 700_000
