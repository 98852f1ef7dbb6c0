"""From plain words to copy that may go out: written, checked, changed, proved; in both languages, by turns."""

from uuid import uuid4

import pytest

from bot.house import House
from bot.turn import Turns
from bot.types import File, Heard, Reply
from memory.guidelines import Own
from memory.store import campaigns, clients, guidelines, organizations, outputs
from memory.store.entrance import enter
from memory.types import CampaignPlan, Json, Organization, OrgId, Output
from tests.journeys.conftest import Talk

PLACE, RIVAL = "han/crumb/spring", "han/rival/spring"
BRIEF_KO = (
    "리틀크럼은 국산 밀로 천천히 발효한 사워도우로 유명합니다. 매출의 80%가 오전 손님에게서 나옵니다. "
    "봄에는 대형 프랜차이즈가 300미터 거리에 문을 엽니다."
)
BRIEF_EN = (
    "Little Crumb is known for slow-fermented sourdough of local flour. Eighty percent of sales are before noon. "
    "A national chain is opening 300 metres away in spring."
)
BRAND = {
    "voice.formality": Own("polite"),
    "voice.tone": Own("따뜻하고 담백하게"),
    "content.prohibited_words": Own(("저렴", "cheap")),
    "messaging.pillars": Own(("국산 밀 사워도우",)),
}


@pytest.fixture(autouse=True)
async def agency(house: House) -> House:
    """An agency with two rivals; the guidelines are the first one's alone."""
    new = Organization(OrgId(""), "han", "한대행사", "AGENCY", "ko", "Asia/Seoul", "KRW")
    await organizations.add(house.database, new)
    async with house.database.writing((await enter(house.database, "han")).access) as unit:
        for slug, name in (("crumb", "리틀크럼"), ("rival", "빅브레드")):
            await clients.add(unit, slug, name)
    for client in ("crumb", "rival"):
        async with house.database.writing((await enter(house.database, f"han/{client}")).access) as unit:
            await campaigns.add(unit, "spring", CampaignPlan(name="봄"))
            if client == "crumb":
                await guidelines.put(unit, BRAND)
    return house


def body(reply: Reply) -> Json:
    [output] = reply.outputs
    assert output.draft.output_type == "content_asset"
    return output.draft.body


async def pieces(house: House, place: str = PLACE) -> tuple[Output, ...]:
    async with house.database.reading((await enter(house.database, place)).access) as unit:
        return await outputs.every(unit, "content_asset")


@pytest.mark.parametrize(
    ("brief", "swot", "wish", "outside", "inside"),
    [
        (
            BRIEF_KO,
            "SWOT 분석해줘",
            "인스타 봄 신메뉴 글 써줘. 쑥 식빵은 4,500원입니다.",
            "국산 밀로 천천히 발효한 사워도우",
            "80%",
        ),
        (
            BRIEF_EN,
            "SWOT please",
            "Write an Instagram post about our spring loaf. It costs £4.50.",
            "sourdough",
            "Eighty",
        ),
    ],
    ids=["ko", "en"],
)
async def test_a_strength_proves_the_copy_and_a_new_swot_makes_it_stale(
    talk: Talk, house: House, brief: str, swot: str, wish: str, outside: str, inside: str
) -> None:
    await talk(brief, PLACE)
    made = await talk(swot, PLACE)
    written = await talk(wish, PLACE, thread="c")
    assert written.agent == "content"
    found = body(written)
    assert found["status"] == "passes"
    assert outside in found["text"]
    assert inside not in found["text"]
    assert all(claim["proof_ref"] for claim in found["claims"])
    assert f"approve request {written.outputs[0].id}" in [one.action for one in written.buttons]
    used = {(one.kind, one.ref) for one in written.outputs[0].draft.inputs_used}
    assert ("output", made.outputs[0].id) in used
    assert {kind for kind, _ in used} >= {"output", "guideline", "turn"}
    assert not (await pieces(house))[0].stale
    await talk("W1 빼줘" if "SWOT 분석" in swot else "drop W1", PLACE, thread=made.thread)
    assert (await pieces(house))[0].stale


async def test_a_text_is_checked_mended_proved_and_chosen_by_words(talk: Talk, house: House) -> None:
    checked = await talk(
        "이 문자 검수해줘: [광고] 봄 빵이 나왔어요. 고객 98%가 다시 왔어요! 매장에 들러 주세요.",
        PLACE,
        thread="c",
    )
    first = body(checked)
    rules = {one["rule_id"] for one in first["brand_check"]["redlines"]}
    assert {"kr.send.label", "kr.send.optout", "claims.number.unproved"} <= rules
    assert (first["status"], first["channel"], checked.status) == ("blocked", "lms", "needs_input")
    assert "변호사가 아닙니다" in checked.text
    assert not any(one.action.startswith("approve") for one in checked.buttons)
    assert checked.lesson.learned == ()

    proved = await talk("다시 온 고객은 98%입니다. 2월 매장 조사 결과예요.", PLACE, thread="c")
    assert "claims.number.unproved" not in {one["rule_id"] for one in body(proved)["brand_check"]["redlines"]}
    [claim] = [one for one in body(proved)["claims"] if one["text"] == "98%"]
    assert claim["proof"]["kind"] == "statement"

    mended = await talk("고칠 수 있는 것 고치기", PLACE, thread="c", action="content fix")
    last = body(mended)
    assert last["text"].startswith("(광고) 리틀크럼")
    assert last["brand_check"]["score"] >= first["brand_check"]["score"]
    assert not {one["rule_id"] for one in last["brand_check"]["redlines"]} & {
        "kr.send.label",
        "kr.send.optout",
    }

    changed = await talk("'봄 빵'을 '쑥 식빵'으로 바꿔줘", PLACE, thread="c")
    assert "쑥 식빵" in body(changed)["text"]
    compared = await talk("뭐가 바뀌었어?", PLACE, thread="c")
    assert compared.outputs == ()
    assert "쑥 식빵" in compared.text
    versions = {(one.draft.subject, one.version) for one in await pieces(house)}
    assert {version for _, version in versions} == {1, 2, 3, 4}
    assert len({subject for subject, _ in versions}) == 1


async def test_another_variant_is_used(talk: Talk) -> None:
    await talk(BRIEF_KO, PLACE)
    await talk("SWOT 분석해줘", PLACE)
    written = await talk("인스타 봄 신메뉴 글 써줘", PLACE, thread="c")
    assert [one["id"] for one in body(written)["variants"]] == ["A", "B"]
    used = await talk("B안으로 할게", PLACE, thread="c")
    assert body(used)["chosen"] == "B"
    assert body(used)["text"] == body(written)["variants"][1]["text"]


async def test_a_row_of_the_plan_is_a_brief(talk: Talk) -> None:
    await talk(BRIEF_KO, PLACE)
    await talk("SWOT 분석해줘", PLACE)
    plan = await talk("/계획", PLACE)
    [planned] = [one for one in plan.outputs if one.draft.output_type == "marketing_plan"]
    row = planned.draft.body["rows"][0]
    which = await talk("/콘텐츠 브리프", PLACE)
    assert any(one.action.startswith(f"content brief {row['id']}") for one in which.buttons)
    written = await talk(f"/content brief {row['id']} instagram", PLACE)
    found = body(written)
    assert found["origin"] == "plan"
    assert found["brief"]["row"] == f"{planned.id}#rows.{row['id']}"
    assert ("output", planned.id) in {(one.kind, one.ref) for one in written.outputs[0].draft.inputs_used}


async def test_a_rival_has_nothing_of_it(talk: Talk) -> None:
    await talk(BRIEF_KO, PLACE)
    await talk("SWOT 분석해줘", PLACE)
    await talk("인스타 봄 신메뉴 글 써줘", PLACE)
    other = await talk("인스타 봄 신메뉴 글 써줘", RIVAL)
    assert "사워도우" not in other.text
    assert "리틀크럼" not in other.text
    assert "저렴" not in (await talk("이 문구 검수해줘: 저렴한 빵이에요.", RIVAL)).text.split("###")[0]
    assert "사실이 부족합니다" in other.text


async def test_what_is_pasted_teaches_and_proves_nothing(talk: Talk) -> None:
    pasted = "이 문구 검수해줘: 쑥 식빵은 하루 300개만 구워요. 들러 주세요."
    assert body(await talk(pasted, PLACE, thread="c"))["status"] == "blocked"
    again = await talk(pasted, PLACE, thread="d")
    assert body(again)["status"] == "blocked"
    assert "300" not in (await talk("/memory", PLACE)).text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/content", "검수합니다"),
        ("/콘텐츠 목록", "아직 이곳에 쓴 콘텐츠가 없습니다"),
        ("/content limits google ads", "30"),
        ("/콘텐츠 검수", "붙여 넣거나 파일로"),
        ("/content brief R1", "계획이 없습니다"),
        ("/content use B", "아직 글이 없습니다"),
        ("봄 신메뉴 문구 써줘", "어디에 쓸 글인가요"),
    ],
)
async def test_what_cannot_be_done_says_how_to_go_on(talk: Talk, said: str, answer: str) -> None:
    reply = await talk(said, PLACE)
    assert reply.agent == "content"
    assert answer in reply.text
    assert reply.outputs == ()


async def test_a_file_is_checked_and_proves_nothing_of_itself(house: House) -> None:
    async def fetch(_heard: Heard, _file: File) -> bytes:
        return "쑥 식빵은 하루 300개만 구워요. 들러 주세요.".encode()

    async def quiet(_text: str) -> None:
        pass

    file = File("copy.txt", "copy.txt", 60)
    heard = Heard("console", "local", PLACE, "owner", "이 파일 문구 검수해줘", uuid4().hex, files=(file,))
    found = body(await Turns(house, fetch)(heard, quiet))
    assert (found["origin"], found["status"]) == ("pasted", "blocked")
    assert "300개" in found["text"]


async def test_a_place_that_was_asked_for_is_chosen_by_a_button(talk: Talk) -> None:
    where = await talk("봄 신메뉴 문구 써줘. 쑥 식빵은 4,500원입니다.", PLACE, thread="c")
    [meta] = [one for one in where.buttons if one.action.startswith("content write meta_ad")]
    found = body(await talk(meta.label, PLACE, thread="c", action=meta.action))
    assert (found["channel"], found["status"]) == ("meta_ad", "passes")
    assert "4,500원이에요" in found["text"]
