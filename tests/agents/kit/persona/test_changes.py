"""Personas corrected, answered, merged, retired and compared, in plain words of both languages and by button."""

import tomllib

import pytest

from agents.kit.persona.errors import TooFewPersonas, UnfitAttribute, UnknownAttribute
from tests.agents.kit.persona.asking import BRIEFS, Desk, values

TOLD = {one["id"]: one for one in tomllib.loads(BRIEFS.read_text("utf-8"))["briefs"]}


async def desk_of(brief: str) -> Desk:
    desk = Desk(TOLD[brief]["locale"], (TOLD[brief]["text"],))
    await desk.say("/persona create")
    return desk


async def named(locale_brief: str, *names: str) -> Desk:
    desk = Desk(TOLD[locale_brief]["locale"], (TOLD[locale_brief]["text"],))
    for name, group in zip(names, TOLD[locale_brief]["people"], strict=False):
        called = f"이름은 {name}으로" if desk.locale == "ko" else f"called {name}"
        word = group["group"] if desk.locale == "ko" else f"{group['group'].rstrip('s')}s"
        await desk.say(f"/persona create {word} {called}")
    return desk


@pytest.mark.parametrize(
    ("said", "attribute", "value"),
    [
        ("지은의 직업은 간호사야", "job", "간호사"),
        ("지은의 나이를 34세로 바꿔줘", "age_range", "34세"),
        ("/persona edit jieun job nurse", "job", "nurse"),
        ("지은은 부산에 산다", "region", "부산"),
        ("지은의 가격 민감도는 높음으로 바꿔줘", "price_sensitivity", "high"),
        ("지은의 채널에 유튜브 추가해줘", "channels", "instagram; youtube"),
        ("/persona set 지은 성실성 4", "conscientiousness", "4.0"),
        ("지은 채널을 네이버 블로그로 바꿔줘", "channels", "naver_blog"),
    ],
)
async def test_plain_words_and_commands_correct_a_persona(said: str, attribute: str, value: str) -> None:
    desk = await named("yoga", "지은")
    result = await desk.say(said)
    body = desk.body("jieun")
    assert values(body)[attribute] == value
    changed = body["attributes"][attribute]
    assert (changed["grade"], changed["assumed"], changed["source"]["kind"]) == (0.75, False, "turn")
    assert "지은" in result.lines[0]
    assert desk.shelf["persona", "jieun"].version == 2
    assert {one.ref for one in result.outputs[0].inputs_used} >= {"b1", "t2"}


@pytest.mark.parametrize(
    ("said", "attribute", "value"),
    [
        ("Dana's job is bike messenger", "job", "bike messenger"),
        ("change Dana's age to 41", "age_range", "41"),
        ("Dana has two kids", "household", "has two kids"),
        ("set the region of Dana to Utrecht", "region", "Utrecht"),
        ("add flat tyres to Dana's pains", "pains", "; flat tyres"),
        ("/persona edit dana stage loyal", "journey_stage", "loyal"),
    ],
)
async def test_the_same_in_english(said: str, attribute: str, value: str) -> None:
    desk = await named("bikes", "Dana")
    await desk.say(said)
    told = values(desk.body("dana"))[attribute]
    assert told.endswith(value) if attribute == "pains" else told == value, told


async def test_what_does_not_fit_is_said_and_nothing_changes() -> None:
    desk = await desk_of("yoga")
    [one, other] = [body["slug"] for body in desk.people()]
    with pytest.raises(UnfitAttribute, match="1-5"):
        await desk.say(f"/persona edit {one} openness 9")
    with pytest.raises(UnfitAttribute, match="high"):
        await desk.say(f"/persona edit {one} price sensitivity purple")
    with pytest.raises(UnknownAttribute):
        await desk.say(f"/persona edit {one} xyzzy")
    assert [desk.shelf["persona", slug].version for slug in (one, other)] == [1, 1]


async def test_where_two_may_be_meant_a_button_says_which() -> None:
    desk = await desk_of("yoga")
    slugs = [body["slug"] for body in desk.people()]
    desk.last = None
    result = await desk.say("페르소나 지역을 부산으로 바꿔줘")
    assert result.status == "needs_input"
    assert sorted(one.action.split()[2] for one in result.buttons) == sorted(slugs)
    pressed = result.buttons[0]
    await desk.say(f"/{pressed.action}")
    chosen = pressed.action.split()[2]
    assert values(desk.body(chosen))["region"] == "부산"
    [other] = [slug for slug in slugs if slug != chosen]
    assert desk.shelf["persona", other].version == 1


async def test_a_change_without_its_value_is_asked_for() -> None:
    desk = await named("bikes", "Dana")
    result = await desk.say("add hobbies to the persona")
    assert (result.status, result.expects, result.outputs) == (
        "needs_input",
        "persona add dana lifestyle",
        (),
    )
    await desk.say(f"/{result.expects} chess")
    assert values(desk.body("dana"))["lifestyle"].endswith("chess")


async def test_answers_to_the_questions_fill_what_was_missing() -> None:
    desk = await named("bikes", "Dana")
    asked = desk.last.questions if desk.last else ()
    assert 0 < len(asked) <= 3
    fields = [one.field.rpartition(".")[2] for one in asked]
    await desk.say("\n".join(f"{nth}. answer {nth}" for nth in range(1, len(fields) + 1)))
    told = values(desk.body("dana"))
    assert [told[field] for field in fields] == [f"answer {nth}" for nth in range(1, len(fields) + 1)]


async def test_confirming_makes_statements_of_assumptions_and_nothing_real_of_what_is_synthetic() -> None:
    desk = await named("bikes", "Dana")
    await desk.say("/persona confirm dana")
    told = desk.body("dana")["attributes"]
    assert {name for name, one in told.items() if one["assumed"]} <= {"quote", "day_in_life"}
    assert all(one["synthetic"] for one in told.values() if one["assumed"])
    assert told["openness"]["grade"] == 0.75


async def test_merging_keeps_what_either_knows_and_puts_the_second_away() -> None:
    desk = await desk_of("yoga")
    one, other = desk.people()
    result = await desk.say(f"{one['name']}과 {other['name']}을 합쳐 줘")
    assert result.verb == "merge"
    whole = desk.body(one["slug"])
    assert whole["merged_from"] == [one["slug"], other["slug"]]
    assert set(values(whole)["channels"].split("; ")) == {"instagram", "referral", "phone"}
    assert values(whole)["share"] == values(one)["share"]
    gone = desk.shelf["persona", other["slug"]]
    assert (gone.status, gone.draft.body["merged_into"]) == ("archived", one["slug"])
    with pytest.raises(TooFewPersonas):
        await desk.say("/persona compare")


async def test_a_retired_persona_is_listed_nowhere_and_keeps_its_name() -> None:
    desk = await desk_of("bikes")
    one, other = desk.people()
    await desk.say(f"retire {one['name']}")
    assert desk.shelf["persona", one["slug"]].status == "archived"
    listed = await desk.say("/persona list")
    told = str(listed.sections)
    assert other["name"] in told
    assert one["name"] not in told
    await desk.say("/persona create")
    assert one["slug"] not in {body["slug"] for body in desk.people()}


async def test_a_comparison_shows_differences_with_their_grades_and_what_is_shared() -> None:
    desk = await desk_of("pharmacy")
    result = await desk.say("compare the two personas")
    [draft] = result.outputs
    assert draft.output_type == "persona_comparison"
    rows = {row["attribute"]: row["cells"] for row in draft.body["rows"]}
    assert {cell["value"] for cell in rows["buying_role"]} == {"alone", "approver"}
    assert {cell["grade"] for cell in rows["buying_role"]} == {0.70}
    assert "goals" in draft.body["same"]
    assert "goals" not in rows
    assert {one.kind for one in draft.inputs_used} == {"output"}
    assert draft.confidence <= 0.30
    assert result.charts


async def test_a_shown_persona_is_no_new_version() -> None:
    desk = await desk_of("bikes")
    name = desk.people()[0]["name"]
    result = await desk.say(f"/persona show {name}")
    assert result.outputs == ()
    assert name in result.sections[0].title
