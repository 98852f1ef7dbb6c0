"""An output leaves the conversation as a file; who may read nothing internal gets the client's copy."""

import io
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from docx import Document as read_docx

from bot.app import open_house
from bot.house import House
from bot.types import Document
from config.settings import Settings
from memory.store import campaigns, clients, organizations, users
from memory.store.entrance import enter
from memory.types import CampaignPlan, Membership, Organization, OrgId
from tests.journeys.conftest import Talk

HERE = "mill/crumb/spring"
SWOT = (
    "/전략 swot 국산 밀 사워도우로 유명합니다. 온라인 주문은 없습니다. 인근 푸드홀에서 입점을 제안했습니다."
)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House]:
    async with open_house(Settings(home=tmp_path, locale="ko")) as opened:
        db = opened.database
        await organizations.add(
            db, Organization(OrgId(""), "mill", "밀앤코", "AGENCY", "ko", "Asia/Seoul", "KRW")
        )
        async with db.writing((await enter(db, "mill")).access) as unit:
            await clients.add(unit, "crumb", "리틀크럼")
        async with db.writing((await enter(db, "mill/crumb")).access) as unit:
            await campaigns.add(unit, "spring", CampaignPlan(name="봄"))
        crumb = (await enter(db, "mill/crumb")).place.scope
        async with db.writing((await enter(db, "mill")).access) as unit:
            await users.add(unit, "client", [Membership("client_approver", crumb)])
            await users.add(unit, "viewer", [Membership("client_viewer", crumb)])
        yield opened


def heads(document: Document) -> list[str]:
    word = read_docx(io.BytesIO(document.content))
    return [one.text for part in word.sections for one in part.header.paragraphs]


async def test_an_output_leaves_as_a_file(talk: Talk) -> None:
    told = await talk(SWOT, HERE)
    [button] = [one for one in told.buttons if one.action.startswith("export")]
    asked = await talk("", HERE, thread=told.thread, action=button.action)
    assert [one.label for one in asked.buttons[:4]] == ["PDF", "Word", "PowerPoint", "Excel"]
    [word] = [one for one in asked.buttons if one.label == "Word"]
    reply = await talk("", HERE, thread=told.thread, action=word.action)
    assert [one.name for one in reply.documents] == ["swot-v1.docx"]
    assert heads(reply.documents[0]) == ["리틀크럼 › 봄 › 전략 에이전트 · 내부용"]
    by_type = await talk("/내보내기 swot 마크다운 고객용", HERE)
    assert [one.name for one in by_type.documents] == ["swot-v1-client.md"]
    anew = await talk("/export pdf", HERE)
    assert [one.action for one in anew.buttons] == [f"export {told.outputs[0].id[:13]} pdf"]
    assert (await talk("/export zzz pdf", HERE)).status == "refused"


async def test_a_client_gets_the_clients_copy_unasked_and_a_viewer_none(talk: Talk) -> None:
    made = (await talk(SWOT, HERE)).outputs[0]
    reply = await talk(f"/export {made.id} docx", HERE, user="client")
    assert [one.name for one in reply.documents] == ["swot-v1-client.docx"]
    assert heads(reply.documents[0]) == ["리틀크럼 › 봄 › 전략 에이전트"]
    refused = await talk(f"/export {made.id} docx", HERE, user="viewer")
    assert (refused.status, refused.documents) == ("refused", ())
