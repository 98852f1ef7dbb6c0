"""Personas through real turns, in both languages, on both databases: made, calibrated, corrected, asked, put away."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bot.house import House
from bot.turn import Turns
from bot.types import File, Heard, Reply
from config.errors import Locale
from memory.context import get_enterprise_context
from memory.store import campaigns, messages, organizations, outputs, users
from memory.store.entrance import enter
from memory.types import CampaignPlan, Membership, Organization, OrgId, Output
from tests.journeys.conftest import Talk
from tests.journeys.flows import made, quoted, rests_on, walks

PLACE, SIBLING = "nabi/may", "nabi/june"
STRATUM = Path(sys.executable).with_name("stratum")
BRIEF: dict[Locale, str] = {
    "en": (
        "Spoke & Chain repairs bicycles in Utrecht. Most of our customers are commuters, the rest are hobby cyclists.\n"
        "Commuters come before work and hate waiting without a bike. They find us on Google Maps.\n"
        "Hobby cyclists visit us on weekends and care about good parts. They watch YouTube reviews.\n"
    ),
    "ko": (
        "달빛요가는 성수동에 있는 요가 스튜디오입니다. 회원의 60%는 30대 직장인이고, 25%는 50대 이상 주민입니다.\n"
        "직장인 회원은 퇴근 후 저녁 수업에 오고 취소 수수료를 가장 싫어합니다. 인스타그램에서 저희를 알게 됩니다.\n"
        "50대 회원은 오전 수업에 오고 무릎이 아파서 운동을 시작합니다. 전화로 예약합니다.\n"
    ),
}
REVIEWS: dict[Locale, tuple[str, str, str]] = {
    "en": (
        "segment,review,rating",
        "commuters,The wait was far too long,2",
        "hobby cyclists,Great quality of parts,5",
    ),
    "ko": ("고객유형,리뷰,별점", "직장인,취소 수수료가 비싸요,2", "50대 주민,선생님이 친절해요,5"),
}
SAYS: dict[Locale, dict[str, str]] = {
    "en": {
        "make": "Who buys from us? Make personas", "edit": "{one}'s job is bike messenger", "job": "bike messenger",
        "compare": "compare the two personas", "panel": "/persona panel Repairs done the same day, no waiting",
        "pretest": "/persona pretest No waiting, done before work | Good parts for the weekend ride",
        "retire": "retire {other}", "synthetic": "synthetic", "who": "commuters", "other": "hobby cyclists",
        "asks": "show all personas",
    },
    "ko": {
        "make": "우리 고객이 누구인지 페르소나 만들어줘", "edit": "{one}의 직업은 간호사야", "job": "간호사",
        "compare": "두 페르소나 비교해줘", "panel": "/페르소나 패널 저녁 수업의 취소 수수료를 없애고 무료로 바꿉니다",
        "pretest": "/페르소나 문구 퇴근 후 저녁, 취소 수수료 무료 | 무릎 통증을 줄이는 오전 요가",
        "retire": "/페르소나 보관 {other}", "synthetic": "합성", "who": "직장인", "other": "50대",
        "asks": "페르소나 목록 보여줘",
    },
}  # fmt: skip


async def quiet(_: str) -> None:
    pass


@pytest.fixture
async def nabi(house: House) -> House:
    new = Organization(OrgId(""), "nabi", "Nabi", "SME", "en", "Asia/Seoul", "KRW")
    await organizations.add(house.database, new)
    async with house.database.writing((await enter(house.database, "nabi")).access) as unit:
        for slug in ("may", "june"):
            await campaigns.add(unit, slug, CampaignPlan(name=slug.title()))
        viewer = Membership("viewer", unit.scope)
        await users.add(unit, "vera", [viewer])
    return house


async def briefed(house: House, locale: Locale, text: str = "") -> None:
    async with house.database.writing((await enter(house.database, PLACE)).access) as unit:
        await messages.keep_brief(unit, "brief.md", text or BRIEF[locale])


async def stored(house: House) -> dict[str, Output]:
    async with house.database.reading((await enter(house.database, PLACE)).access) as unit:
        return {
            one.draft.subject: one for one in await outputs.latest(unit) if one.draft.output_type == "persona"
        }


async def handed(house: House, name: str, text: str) -> Reply:
    async def fetch(_heard: Heard, _file: File) -> bytes:
        return text.encode()

    files = (File(name, name, len(text.encode())),)
    heard = Heard("console", "local", PLACE, "owner", "", uuid4().hex, files=files)
    return await Turns(house, fetch)(heard, quiet)


def table(locale: Locale) -> str:
    header, bad, good = REVIEWS[locale]
    return "\n".join([header, *([bad] * 32), *([good] * 8)])


async def two(house: House, talk: Talk, locale: Locale) -> tuple[str, str]:
    """The slugs of the two personas of the brief."""
    await briefed(house, locale)
    first = await talk(SAYS[locale]["make"], PLACE, thread="t")
    assert first.agent == "persona"
    assert SAYS[locale]["synthetic"] in first.text
    groups = {name: output.draft.body["group"] for name, output in (await stored(house)).items()}
    assert len(groups) == 2
    mine = next(name for name, group in groups.items() if SAYS[locale]["who"] in group)
    return mine, next(name for name in groups if name != mine)


async def named(house: House, slug: str) -> str:
    return (await stored(house))[slug].draft.body["name"]


@pytest.mark.parametrize("locale", ["en", "ko"])
async def test_a_persona_is_made_calibrated_and_corrected(nabi: House, talk: Talk, locale: Locale) -> None:
    mine, theirs = await two(nabi, talk, locale)
    counted = await handed(nabi, "reviews.csv", table(locale))
    assert "32/40" in counted.text
    [make] = [button.action for button in counted.buttons if button.action == "persona create"]
    await talk("", PLACE, thread="t", action=make)
    told = (await stored(nabi))[mine].draft.body["attributes"]
    calibrated = [one for one in told.values() if one["source"] and one["source"]["kind"] == "data"]
    assert {(one["grade"], one["source"]["n"]) for one in calibrated} == {(0.95, 32)}
    assert "32/32" in str([one["value"] for one in calibrated])
    assert "32/32" not in str((await stored(nabi))[theirs].draft.body["attributes"])
    says = SAYS[locale]
    edited = await talk(says["edit"].format(one=await named(nabi, mine)), PLACE, thread="t")
    job = edited.outputs[0].draft.body["attributes"]["job"]
    assert (job["value"], job["grade"], job["assumed"]) == (says["job"], 0.75, False)
    assert (await stored(nabi))[mine].version == 3


@pytest.mark.parametrize("locale", ["en", "ko"])
async def test_personas_are_compared_asked_and_put_away(nabi: House, talk: Talk, locale: Locale) -> None:
    says, (mine, theirs) = SAYS[locale], await two(nabi, talk, locale)
    compared = await talk(says["compare"], PLACE, thread="t")
    assert compared.outputs[0].draft.output_type == "persona_comparison"
    assert compared.charts
    asked = await talk(says["panel"], PLACE, thread="t")
    votes = {row["slug"]: row["vote"] for row in asked.outputs[0].draft.body["rows"]}
    assert votes[mine] == "yes"
    assert asked.outputs[0].draft.confidence <= 0.30
    tested = await talk(says["pretest"], PLACE, thread="t")
    assert {row["slug"]: row["prefers"] for row in tested.outputs[0].draft.body["rows"]} == {
        mine: "a",
        theirs: "b",
    }
    name = await named(nabi, theirs)
    await talk(says["retire"].format(other=name), PLACE, thread="t")
    assert (await stored(nabi))[theirs].status == "archived"
    left = await talk(says["asks"], PLACE, thread="t")
    assert name not in left.text
    assert says["synthetic"] in left.text


async def test_a_sibling_campaign_knows_nothing_of_them_and_a_viewer_changes_nothing(
    nabi: House, talk: Talk
) -> None:
    await briefed(nabi, "en")
    await talk("/persona create", PLACE)
    names = [output.draft.body["name"] for output in (await stored(nabi)).values()]
    elsewhere = await talk("/persona list", SIBLING)
    assert not [name for name in names if name in elsewhere.text]
    before = {name: output.version for name, output in (await stored(nabi)).items()}
    assert (await talk("/persona list", PLACE, user="vera")).status == "ok"
    assert (await talk(f"{names[0]}'s job is nurse", PLACE, user="vera")).status == "refused"
    for done in (f"edit {names[0]} job nurse", f"retire {names[0]}", f"merge {names[0]} {names[1]}"):
        assert (await talk(f"/persona {done}", PLACE, user="vera")).status == "refused"
    assert {name: output.version for name, output in (await stored(nabi)).items()} == before


async def test_personas_are_told_to_agents_and_go_stale_with_what_they_rest_on(
    nabi: House, talk: Talk
) -> None:
    await briefed(nabi, "en")
    await talk("/persona create", PLACE)
    access = (await enter(nabi.database, PLACE)).access
    told = await get_enterprise_context(nabi.database, access, "content")
    sections: dict[str, Any] = told.sections
    assert {one["subject"] for one in sections["personas"]} == set(await stored(nabi))
    assert all(one["body"]["synthetic"] for one in sections["personas"])
    asked = (await talk("/persona panel Free coffee while you wait", PLACE)).outputs[0]
    assert not any(output.stale for output in (await stored(nabi)).values())
    await briefed(nabi, "en", BRIEF["en"].replace("Google Maps", "Instagram"))
    assert all(output.stale for output in (await stored(nabi)).values())
    await talk("/persona create", PLACE)
    assert not any(output.stale for output in (await stored(nabi)).values())
    async with nabi.database.reading(access) as unit:
        assert (await outputs.get(unit, asked.id)).stale


@walks("bmc.segment-persona.seed")
async def test_a_segment_of_the_business_model_is_a_personas_seed(nabi: House, talk: Talk) -> None:
    await briefed(nabi, "en")
    bmc, _ = await made(talk, "/strategy bmc", PLACE)
    persona, _ = await made(talk, "/persona create", PLACE)
    assert rests_on(persona, bmc)
    entries = next(one for one in bmc.draft.body["blocks"] if one["block"] == "customer_segments")["entries"]
    paths = [quoted(persona, bmc, f"blocks.customer_segments.entries.{one['id']}") for one in entries]
    assert ["attributes.who"] in paths


@walks(
    "jtbd.want-persona.job",
    "jtbd.emotional-persona.motivation",
    "jtbd.social-persona.motivation",
    "jtbd.pain-persona.pain",
)
async def test_the_jobs_of_a_group_are_its_personas_own(nabi: House, talk: Talk) -> None:
    await briefed(nabi, "en")
    jtbd, _ = await made(
        talk,
        "/strategy jtbd Job: arrive dry at the office, customer commuters, emotional job in control, "
        "social job reliable colleague, pains flat tyres",
        PLACE,
    )
    job = next(one for one in jtbd.draft.body["jobs"] if one["emotional"])
    reply = await talk("/persona create", PLACE)
    by_group = {one.draft.body["group"]: one for one in reply.outputs}
    told = by_group["commuters"].draft.body["attributes"]
    assert job["want"] in told["jobs"]["value"]
    assert {job["emotional"], job["social"]} <= set(told["motivations"]["value"])
    assert job["pains"][0] in told["pains"]["value"]
    assert quoted(by_group["commuters"], jtbd, f"jobs.{job['id']}.want") == ["attributes.jobs"]
    assert rests_on(by_group["commuters"], jtbd)
    other = by_group["hobby cyclists"].draft.body["attributes"]
    assert other["jobs"]["value"] is None


@walks("swot.weakness-persona.objection")
async def test_a_weakness_that_customers_meet_may_hold_them_back(nabi: House, talk: Talk) -> None:
    await briefed(nabi, "en", f"{BRIEF['en']}There is no online ordering.\n")
    swot, _ = await made(talk, "/strategy swot", PLACE)
    persona, _ = await made(talk, "/persona create", PLACE)
    objections = persona.draft.body["attributes"]["objections"]
    assert objections["value"] == ["There is no online ordering"]
    assert (objections["assumed"], objections["grade"]) == (True, 0.30)
    weak = next(one for one in swot.draft.body["items"] if "online" in one["statement"])
    assert quoted(persona, swot, f"items.{weak['id']}") == ["attributes.objections"]


def test_the_command_line_lists_them(tmp_path: Path) -> None:
    env = {
        "PATH": os.defpath,
        "HOME": str(tmp_path),
        "STRATUM_HOME": str(tmp_path / "data"),
        "LANG": "C.UTF-8",
    }

    def run(*args: str) -> str:
        return subprocess.run(
            [STRATUM, *args], env=env, capture_output=True, text=True, check=True, timeout=300
        ).stdout

    run("org", "add", "nabi", "--type", "sme")
    run("campaign", "add", "nabi", "may")
    (tmp_path / "reviews.csv").write_text(table("en"), "utf-8")
    imported = json.loads(run("import", "reviews", str(tmp_path / "reviews.csv"), "--scope", PLACE, "--json"))
    assert imported["imported"] == 40
    run("ask", "/persona create", "--scope", PLACE)
    items = json.loads(run("persona", "list", PLACE, "--json"))["items"]
    assert {one["group"] for one in items} == {"commuters", "hobby cyclists"}
    assert all(one["synthetic"] and len(one["attributes"]) >= 24 for one in items)
    assert "commuters" in run("persona", "list", PLACE)
