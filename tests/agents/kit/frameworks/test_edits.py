"""The user's corrections, understood and carried out."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.bcg import FRAMEWORK as BCG
from agents.kit.frameworks.changes import apply
from agents.kit.frameworks.edits import Edit, parse
from agents.kit.frameworks.errors import UnfitValue, UnknownPlace, UnknownRecord
from agents.kit.frameworks.records.reader import read
from agents.kit.frameworks.records.values import Value
from agents.kit.frameworks.schema import body_model
from agents.kit.frameworks.tree import spots
from agents.kit.reading.types import Source
from config.catalogue import framework_spec
from memory.types import Evidence, Json


def sheet_of(framework: str, text: str) -> Sheet:
    return read(Source("statement", "turn-1", text), framework_spec(framework), "GBP", "en")


def changed(framework: str, sheet: Sheet, *lines: str) -> Sheet:
    for line in lines:
        edits = parse(line, framework_spec(framework), sheet.body, "GBP")
        assert edits, line
        for edit in edits:
            sheet = apply(sheet, framework_spec(framework), edit, Source("statement", "turn-2", line))
    return sheet


IDEAS = "Instagram ads 8/6/7; newsletter 5/4/9"


@pytest.mark.parametrize(
    "said",
    [
        "I2 impact 9", "I2: impact 9", "i2 impact = 9", "set I2 impact to 9", "change I2 impact to 9",
        "I2's impact is 9",
        "I2 영향 9로", "I2 영향 9", "I2의 영향을 9로 바꿔줘", "I2 영향은 9입니다",
    ],
)  # fmt: skip
def test_a_value_is_set(said: str) -> None:
    sheet = changed("ice", sheet_of("ice", IDEAS), said)
    assert sheet.body["items"][1] == {
        "id": "I2",
        "name": "newsletter",
        "impact": 9,
        "confidence": 4,
        "ease": 9,
    }
    stated = [item for item in sheet.evidence if item.path == "items.I2.impact"]
    assert stated == [Evidence("items.I2.impact", "statement", "turn-2", said, 0.75)]


def test_several_values_at_once() -> None:
    items = changed("ice", sheet_of("ice", IDEAS), "I1 impact 3, ease 2 (measured)").body["items"]
    assert items[0] == {
        "id": "I1",
        "name": "Instagram ads",
        "impact": 3,
        "confidence": 6,
        "ease": 2,
        "evidence": "measured",
    }


@pytest.mark.parametrize(
    "said",
    [
        "edit I1: Instagram reels", "change I1 to Instagram reels", "rename I1 Instagram reels",
        "I1 수정: Instagram reels", "I1을 Instagram reels로 바꿔줘", "수정 I1 Instagram reels",
    ],
)  # fmt: skip
def test_new_words(said: str) -> None:
    assert changed("ice", sheet_of("ice", IDEAS), said).body["items"][0]["name"] == "Instagram reels"


@pytest.mark.parametrize(
    "said", ["drop I1", "Remove I1.", "delete i1", "I1 빼줘", "I1 삭제", "I1을 지워 주세요", "삭제 I1"]
)
def test_a_record_is_dropped(said: str) -> None:
    sheet = changed("ice", sheet_of("ice", IDEAS), said)
    assert [item["id"] for item in sheet.body["items"]] == ["I2"]
    assert not any(item.path.startswith("items.I1") for item in sheet.evidence)


@pytest.mark.parametrize(
    "said", ["drop I1 and I2", "I1, I2 삭제", "I1과 I2 빼줘", "drop I1; drop I2", "I1은 빼고 I2는 지워줘"]
)
def test_several_are_dropped(said: str) -> None:
    assert changed("ice", sheet_of("ice", IDEAS), said).body["items"] == []


@pytest.mark.parametrize(
    "said",
    [
        "add idea: loyalty card impact 8 confidence 5 ease 6", "add an idea: loyalty card, 8/5/6",
        "아이디어 추가: loyalty card 영향 8 확신 5 용이성 6", "추가 아이디어: loyalty card 8/5/6",
    ],
)  # fmt: skip
def test_a_record_is_added(said: str) -> None:
    added = changed("ice", sheet_of("ice", IDEAS), said).body["items"][2]
    assert added == {"id": "I3", "name": "loyalty card", "impact": 8, "confidence": 5, "ease": 6}


def test_ids_are_never_given_out_again() -> None:
    sheet = changed(
        "ice", sheet_of("ice", IDEAS), "drop I2", "add idea: loyalty card", "drop I3", "add idea: flyers"
    )
    assert [item["id"] for item in sheet.body["items"]] == ["I1", "I4"]
    body_model("ice").model_validate(sheet.body)


FORCES = "rivalry: many bakeries pressure 4; suppliers: flour mill pressure 2"


@pytest.mark.parametrize(
    "said",
    ["move F1 to suppliers", "F1 -> supplier power", "F1을 공급자로 옮겨줘", "F1은 공급자 교섭력입니다"],
)
def test_a_nested_record_is_moved_with_its_evidence(said: str) -> None:
    sheet = changed("porter", sheet_of("porter", FORCES), said)
    rivalry, suppliers = sheet.body["forces"]
    assert rivalry["factors"] == []
    assert [factor["id"] for factor in suppliers["factors"]] == ["F2", "F1"]
    paths = {item.path for item in sheet.evidence}
    assert {"forces.supplier_power.factors.F1.name", "forces.supplier_power.factors.F1.pressure"} <= paths
    assert not any(path.startswith("forces.rivalry.factors") for path in paths)


def test_nested_records_are_added_and_moved_where_nothing_stood_yet() -> None:
    sheet = changed(
        "porter",
        sheet_of("porter", FORCES),
        "add substitutes: supermarket bread pressure 3",
        "move F2 to buyers",
    )
    assert {force["id"]: [factor["id"] for factor in force["factors"]] for force in sheet.body["forces"]} == {
        "rivalry": ["F1"], "supplier_power": [], "substitutes": ["F3"], "buyer_power": ["F2"],
    }  # fmt: skip


def test_a_key_result_is_added_to_the_objective_that_is_named() -> None:
    sheet = sheet_of("okr", "O1: Grow online\nO2: Keep regulars")
    sheet = changed(
        "okr", sheet, "add KR to O1: orders from 0 to 400", "O2에 핵심 결과 추가: 재방문율 20%에서 30%로"
    )
    assert [[one["name"] for one in objective["key_results"]] for objective in sheet.body["objectives"]] == [
        ["orders"],
        ["재방문율"],
    ]
    moved = changed("okr", sheet, "move KR1 to O2")
    assert [one["id"] for one in moved.body["objectives"][1]["key_results"]] == ["KR2", "KR1"]


@pytest.mark.parametrize("said", ["B1 state hypothesis", "B1 상태 가설"])
def test_a_choice_is_set(said: str) -> None:
    sheet = changed("bmc", sheet_of("bmc", "channels: Instagram, own shop"), said)
    assert sheet.body["blocks"][0]["entries"][0]["state"] == "hypothesis"


def test_references_follow_what_they_refer_to() -> None:
    sheet = sheet_of("bmc", "segments: regulars, offices")
    body = changed("bmc", sheet, "add value proposition: slow bread").body
    entry = body["blocks"][1]["entries"][0]
    linked = Sheet(
        body
        | {
            "blocks": [
                body["blocks"][0],
                body["blocks"][1] | {"entries": [entry | {"segment_ids": ["B1", "B2"]}]},
            ]
        }
    )
    assert changed("bmc", linked, "drop B1").body["blocks"][1]["entries"][0]["segment_ids"] == ["B2"]


def test_an_unknown_record_names_those_that_are_there() -> None:
    for said in ("drop I9", "I9 impact 3", "edit I9: x", "I9 삭제"):
        with pytest.raises(UnknownRecord, match="I1, I2") as raised:
            changed("ice", sheet_of("ice", IDEAS), said)
        assert "I9" in raised.value.say("ko")


def test_what_does_not_fit_changes_nothing() -> None:
    with pytest.raises(UnfitValue, match="outside 1-10") as raised:
        changed("ice", sheet_of("ice", IDEAS), "I2 impact 99")
    assert "범위" in raised.value.say("ko")
    with pytest.raises(UnknownPlace, match="rivalry, supplier_power"):
        apply(
            sheet_of("porter", FORCES),
            framework_spec("porter"),
            Edit("move", "F1", to="nowhere"),
            Source("statement", "t", ""),
        )


@pytest.mark.parametrize(
    "said",
    [
        "", "I thought I2 was fine", "What about I2?", "growth 12%, our share 20%",
        "our bakery moved to a new street", "매출의 80%가 오전입니다", "드롭쉽을 시작했습니다",
        "add more detail please", "We drop prices in summer",
    ],
)  # fmt: skip
def test_other_words_are_no_correction(said: str) -> None:
    assert parse(said, framework_spec("ice"), sheet_of("ice", IDEAS).body) == ()


def test_an_assumption_goes_when_the_user_states_the_value() -> None:
    base = sheet_of("ice", IDEAS)
    assumed = Evidence("items.I1.impact", "assumption", "", "", 0.15)
    rest = tuple(item for item in base.evidence if item.path != "items.I1.impact")
    sheet = Sheet(base.body, (*rest, assumed), ("impact 8 is assumed",))
    after = changed("ice", sheet, "I1 impact 8")
    assert after.assumptions == ()
    assert [item.kind for item in after.evidence if item.path == "items.I1.impact"] == ["statement"]


def test_money_is_set_with_its_currency() -> None:
    sheet = changed("bcg", sheet_of("bcg", "bread: growth 12%"), "U1 revenue €1.2m")
    assert sheet.body["units"][0] | {"revenue": 120_000_000, "currency": "EUR"} == sheet.body["units"][0]
    body_model("bcg").model_validate(BCG.compute(sheet.body))


names = st.text(st.characters(whitelist_categories=("Lu", "Ll", "Lo")), min_size=1, max_size=12)
steps = st.lists(
    st.one_of(names.map(lambda name: ("add", name)), st.integers(1, 12).map(lambda n: ("drop", str(n)))),
    max_size=14,
)


@given(steps)
def test_any_road_of_edits_keeps_ids_apart_and_evidence_with_them(road: list[tuple[Any, str]]) -> None:
    spec, sheet, source = framework_spec("ice"), Sheet({}), Source("statement", "turn", "words")
    given_out: list[str] = []
    for op, value in road:
        if op == "add":
            sheet = apply(
                sheet, spec, Edit("add", place="items", text=value, values=(("impact", Value(5)),)), source
            )
            given_out.append(sheet.body["items"][-1]["id"])
        elif any(item["id"] == f"I{value}" for item in sheet.body.get("items", ())):
            sheet = apply(sheet, spec, Edit("drop", f"I{value}"), source)
    assert len(set(given_out)) == len(given_out)
    there = {f"{spot.path}.{name}" for spot in spots(sheet.body, spec) for name in ("name", "impact")}
    assert {item.path for item in sheet.evidence} == there
    body_model("ice").model_validate(sheet.body)


def test_the_body_that_was_given_stays_as_it_was() -> None:
    sheet = sheet_of("ice", IDEAS)
    before: Json = {"items": [dict(item) for item in sheet.body["items"]]}
    changed("ice", sheet, "drop I1", "I2 impact 1", "add idea: x")
    assert sheet.body == before
