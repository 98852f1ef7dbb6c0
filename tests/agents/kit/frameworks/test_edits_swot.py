"""Corrections of a SWOT, whose ids are made of their quadrant, and of its tray."""

import pytest

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.changes import apply
from agents.kit.frameworks.edits import parse
from agents.kit.frameworks.errors import UnknownRecord
from agents.kit.frameworks.schema import body_model
from agents.kit.frameworks.swot import FRAMEWORK
from agents.kit.reading.types import Source
from config.catalogue import framework_spec
from memory.types import Evidence, Json

SPEC = framework_spec("swot")


def item(one: str, statement: str) -> Json:
    return {"id": one, "quadrant": one[0], "statement": statement, "impact": 3}


BODY: Json = {
    "items": [
        item("S1", "Famous sourdough"),
        item("W1", "No online ordering"),
        item("W2", "A chain opens nearby"),
    ],
    "tray": [
        {"id": "Y1", "text": "Loaves cost twice the supermarket price", "readings": ["S", "W"], "impact": 4}
    ],
    "tows": [{"id": "WO", "pair": "WO", "text": "try pick-up", "from_ids": ["W1", "W2"]}],
}
SHEET = Sheet(
    BODY,
    (
        *(
            Evidence(f"items.{one['id']}.statement", "document", "brief", one["statement"], 0.7)
            for one in BODY["items"]
        ),
        Evidence("items.W2.impact", "assumption", "", "", 0.15),
        Evidence("tray.Y1.text", "document", "brief", "Loaves cost twice the supermarket price", 0.7),
    ),
)


def changed(said: str, sheet: Sheet = SHEET) -> Sheet:
    edits = parse(said, SPEC, sheet.body)
    assert edits, said
    for edit in edits:
        sheet = apply(sheet, SPEC, edit, Source("statement", "turn", said))
    body_model("swot").model_validate(sheet.body)
    return sheet


@pytest.mark.parametrize(
    "said",
    [
        "move W2 to threats", "Move W2 to T.", "move W2 T", "W2 -> threats", "W2 is a threat",
        "W2를 위협으로 옮겨줘", "W2는 위협입니다", "w2를 T로 이동",
    ],
)  # fmt: skip
def test_moving_gives_a_new_id_and_everything_follows(said: str) -> None:
    sheet = changed(said)
    moved = sheet.body["items"][2]
    assert (moved["id"], moved["quadrant"], moved["statement"]) == ("T1", "T", "A chain opens nearby")
    assert sheet.body["tows"][0]["from_ids"] == ["W1", "T1"]
    assert sheet.body["dropped"] == ["W2"]
    paths = {item.path: item.kind for item in sheet.evidence}
    assert paths["items.T1.statement"] == "document"
    assert paths["items.T1.impact"] == "assumption"
    assert paths["items.T1.quadrant"] == "statement"
    assert not any(path.startswith("items.W2") for path in paths)


def test_an_id_that_was_left_is_not_given_out_again() -> None:
    sheet = changed("add weakness: energy bills", changed("W2를 위협으로 옮겨줘"))
    assert [one["id"] for one in sheet.body["items"]] == ["S1", "W1", "T1", "W3"]


@pytest.mark.parametrize(
    "said",
    [
        "add opportunity: food hall offer", "기회 추가: food hall offer", "add an O: food hall offer",
        "추가 기회 food hall offer",
    ],
)  # fmt: skip
def test_a_statement_is_added_to_its_quadrant(said: str) -> None:
    added = changed(said).body["items"][-1]
    assert added == {"quadrant": "O", "statement": "food hall offer", "id": "O1"}


@pytest.mark.parametrize(
    "said",
    ["accept Y1 as S", "accept Y1 S", "Y1을 강점으로 채택", "Y1 [S]", "move Y1 to strengths", "채택 Y1 S"],
)
def test_what_was_held_back_is_accepted(said: str) -> None:
    sheet = changed(said)
    assert sheet.body["tray"] == []
    accepted = sheet.body["items"][-1]
    assert (accepted["id"], accepted["quadrant"], accepted["impact"]) == ("S2", "S", 4)
    assert accepted["statement"] == "Loaves cost twice the supermarket price"
    paths = {item.path for item in sheet.evidence}
    assert {"items.S2.statement", "items.S2.quadrant"} <= paths
    assert not any(path.startswith("tray") for path in paths)


def test_moving_to_where_it_is_changes_nothing() -> None:
    assert changed("move S1 to strengths") == SHEET


def test_dropping_leaves_no_reference() -> None:
    sheet = changed("W1 빼줘")
    assert sheet.body["tows"][0]["from_ids"] == ["W2"]
    assert sheet.body["dropped"] == ["W1"]


def test_unknown_ids_are_told_with_those_there_are() -> None:
    with pytest.raises(UnknownRecord, match="S1, W1, W2, Y1"):
        changed("move O7 to threats")


@pytest.mark.parametrize("said", ["edit S1: Known for sourdough", "S1 수정: Known for sourdough"])
def test_new_words_replace_the_quote(said: str) -> None:
    sheet = changed(said)
    assert sheet.body["items"][0]["statement"] == "Known for sourdough"
    stated = [item for item in sheet.evidence if item.path == "items.S1.statement"]
    assert [(item.kind, item.ref, item.quote) for item in stated] == [("statement", "turn", said)]


@pytest.mark.parametrize(
    "said",
    [
        "S1: 4.9 stars from 400 reviews",
        "S1 should read 4.9 stars from 400 reviews",
        "S1 내용을 '4.9 stars from 400 reviews'로 수정해줘",
    ],
)
def test_a_new_text_behind_its_number_is_the_statement(said: str) -> None:
    items = changed(said).body["items"]
    assert items[0]["statement"] == "4.9 stars from 400 reviews"
    assert items[0]["impact"] == 3


def test_what_moves_outside_is_likely_and_no_longer_strong() -> None:
    body = BODY | {"items": [item("W1", "No-shows run at 11%") | {"strength": 4}]}
    moved = changed("W1 is a threat", Sheet(body, ())).body
    (one,) = FRAMEWORK.compute(moved)["items"]
    assert (one["likelihood"], one["strength"], one["score"]) == (4, None, 12)
