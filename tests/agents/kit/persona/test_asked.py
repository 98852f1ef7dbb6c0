"""Panels and pretests: what they say follows from attributes, and only from them."""

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.persona.errors import NothingToTest
from agents.kit.persona.person import Person
from agents.kit.persona.sheet import Attribute, Origin
from agents.kit.persona.weigh import weigh
from config.errors import Locale
from tests.agents.kit.persona.asking import BRIEFS, Desk

TOLD = {one["id"]: one for one in tomllib.loads(BRIEFS.read_text("utf-8"))["briefs"]}


async def desk_of(brief: str) -> Desk:
    desk = Desk(TOLD[brief]["locale"], (TOLD[brief]["text"],))
    await desk.say("/persona create")
    return desk


async def test_a_panel_votes_by_attributes_and_says_where_it_divides() -> None:
    desk = await desk_of("yoga")
    result = await desk.say("/persona panel 월 회비를 15만원으로 인상하고 아침 수업을 늘립니다")
    [draft] = result.outputs
    votes = {row["group"]: row["vote"] for row in draft.body["rows"]}
    assert votes == {"30대 여성 직장인": "no", "50대 이상 동네 주민": "yes"}
    assert [one["topic"] for one in draft.body["divides"]] == ["time"]
    for row in draft.body["rows"]:
        known = desk.body(row["slug"])["attributes"]
        assert row["score"] == pytest.approx(sum(one["effect"] for one in row["reasons"]))
        for reason in row["reasons"]:
            assert reason["grade"] == known[reason["attribute"]]["grade"]
            stood = known[reason["attribute"]]["value"]
            assert reason["value"] in (stood if isinstance(stood, list) else [stood])
    assert {(one.kind, one.grade) for one in draft.evidence} == {("inference", 0.30)}
    assert draft.confidence == 0.30
    assert "합성" in draft.title


async def test_who_has_no_attribute_that_speaks_to_it_would_not_know() -> None:
    desk = await desk_of("bikes")
    result = await desk.say("panel: would you like a bigger logo on the van?")
    assert {row["vote"] for row in result.outputs[0].body["rows"]} == {"unknown"}
    assert result.status == "needs_input"


@pytest.mark.parametrize(
    ("brief", "question", "attribute"),
    [
        ("bikes", "What annoys them, what are their pains?", "pains"),
        ("yoga", "둘 다 어떤 채널을 쓰나요?", "channels"),
    ],
)
async def test_a_question_for_an_attribute_gets_what_is_recorded(
    brief: str, question: str, attribute: str
) -> None:
    desk = await desk_of(brief)
    result = await desk.say(f"/persona panel {question}")
    body = result.outputs[0].body
    assert body["attribute"] == attribute
    assert {row["vote"] for row in body["rows"]} == {"recorded"}
    known = desk.body(body["rows"][0]["slug"])["attributes"][attribute]
    assert body["rows"][0]["reasons"][0]["value"] == known["value"]


@pytest.mark.parametrize(
    ("brief", "said", "prefers"),
    [
        (
            "yoga",
            "/persona pretest 퇴근 후 7시, 취소 수수료 없이 바로 예약 | 무릎 통증을 줄이는 오전 요가",
            {"30대 여성 직장인": "a", "50대 이상 동네 주민": "b"},
        ),
        (
            "pharmacy",
            "pretest: Trusted by hospitals, with references | Switching is done the same day, with an easy setup",
            {"independent pharmacies": "b", "hospital purchasing departments": "a"},
        ),
    ],
)
async def test_a_pretest_says_who_takes_to_which_wording(
    brief: str, said: str, prefers: dict[str, str]
) -> None:
    desk = await desk_of(brief)
    result = await desk.say(said)
    [draft] = result.outputs
    assert {row["group"]: row["prefers"] for row in draft.body["rows"]} == prefers
    assert draft.confidence <= 0.30
    turned = await desk.say(f"/persona pretest {draft.body['b']} | {draft.body['a']}")
    other = {"a": "b", "b": "a", "": ""}
    rows = turned.outputs[0].body["rows"]
    assert {row["group"]: other[row["prefers"]] for row in rows} == prefers


async def test_a_pretest_needs_two_wordings() -> None:
    desk = await desk_of("bikes")
    with pytest.raises(NothingToTest):
        await desk.say("/persona pretest Only one wording")


OFFERS: dict[Locale, tuple[str, str]] = {
    "en": ("We raise the price by {} percent", "We give a {} % discount on every repair"),
    "ko": ("가격을 {}% 인상합니다", "모든 수리를 {}% 할인합니다"),
}


@given(
    locale=st.sampled_from(["en", "ko"]), percent=st.integers(1, 60),
    sensitive=st.sampled_from(["low", "middle", "high"]), grade=st.sampled_from([0.15, 0.3, 0.7, 0.95]),
)  # fmt: skip
def test_a_higher_price_never_pleases_and_a_discount_never_hurts(
    locale: Locale, percent: int, sensitive: str, grade: float
) -> None:
    origin = Origin("turn", "t", "q", grade)
    person = Person("P", "p", "b2c", "g", (), {"price_sensitivity": Attribute(sensitive, (origin,))})
    dearer, cheaper = (weigh(person, text.format(percent)) for text in OFFERS[locale])
    assert dearer.score < 0 < cheaper.score
    more = replace(
        person, attributes={**person.attributes, "objections": Attribute(["too expensive"], (origin,))}
    )
    assert weigh(more, OFFERS[locale][0].format(percent)).score < dearer.score
