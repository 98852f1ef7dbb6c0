"""What the frameworks take from a brief: the user's words, their source, and nothing else."""

import re
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from agents.kit.frameworks.base import Framework
from agents.kit.frameworks.schema import body_model
from agents.kit.frameworks.tree import spots
from agents.kit.reading.reader import read
from agents.kit.reading.types import Source
from config.catalogue import framework_spec
from memory.types import Json

BRIEFS = Path(__file__).parents[3] / "data" / "briefs"
DRAFTING = ("ice", "bcg", "vrio", "horizons", "okr", "jtbd")
MARK = re.compile("⟦[^:]*:|⟧")


def framework(name: str) -> Framework:
    return import_module(f"agents.kit.frameworks.{name}").FRAMEWORK


def drafted(name: str, text: str) -> Json:
    return framework(name).draft(read([Source("document", "brief", text)], "GBP"), "en").body


def brief(name: str) -> str:
    return (BRIEFS / f"little-crumb.{name}.md").read_text("utf-8")


def titles(name: str, text: str) -> list[Any]:
    body = drafted(name, text)
    return [spot.record.get(spot.spec.title) for spot in spots(body, framework_spec(name))]


@pytest.mark.parametrize(
    ("name", "english", "korean"),
    [
        (
            "ice",
            ["A nearby food hall has asked whether Little Crumb would take a stall"],
            ["인근 푸드홀에서 입점을 제안"],
        ),
        ("bcg", ["A wholesale line to four cafes"], ["작년에 시작한 카페 납품"]),
        (
            "vrio",
            [
                "It is known for slow-fermented sourdough made with local flour",
                "The owner runs an Instagram account with 11,000 followers",
            ],
            ["국산 밀로 천천히 발효한 사워도우로 유명", "인스타그램 팔로워 11,000명"],
        ),
        (
            "horizons",
            [
                "A wholesale line to four cafes",
                "A nearby food hall has asked whether Little Crumb would take a stall",
            ],
            ["작년에 시작한 카페 납품", "인근 푸드홀에서 입점을 제안"],
        ),
    ],
)
def test_a_bakery(name: str, english: list[str], korean: list[str]) -> None:
    assert titles(name, brief("en")) == english
    assert titles(name, brief("ko")) == korean


def test_how_customers_do_is_not_who_they_are() -> None:
    text = "We run a gym. We lose about 5% of members every month. Our members are mainly young women."
    (job,) = drafted("jtbd", text + " Members praise our coaching.")["jobs"]
    assert job["executor"] == "Our members are mainly young women"


def test_proposals_name_what_is_meant_and_not_a_whole_statement() -> None:
    text = (
        "We run a gym. We lose about 5% of members every month. Between 10am and 4pm the place is empty. "
        "Gas bills have doubled. The over-60s population here is growing 3% a year."
    )
    text += " Two retailers account for a quarter of sales each."
    items = {one["statement"]: one for one in drafted("swot", text)["items"]}
    assert items["Two retailers account for a quarter of sales each"]["anchor"] == "two retailers"
    assert items["We lose about 5% of members every month"]["anchor"] == "members"
    assert items["Between 10am and 4pm the place is empty"]["slack"] == "between 10am and 4pm"


def test_a_law_that_is_to_come_is_no_objective() -> None:
    text = "화장품 표시광고 규제가 강화될 예정입니다. 내년에 온라인몰을 열 계획입니다."
    objectives = drafted("okr", text)["objectives"]
    assert [one["text"] for one in objectives] == ["내년에 온라인몰을 열 계획"]


def test_the_parts_of_a_bakery() -> None:
    assert drafted("bcg", brief("ko"))["units"][0]["revenue_share_pct"] == 15.0
    assert drafted("horizons", brief("en"))["initiatives"][0]["months_to_revenue"] == 0.0
    (job,) = drafted("jtbd", brief("en"))["jobs"]
    assert job["pains"] == ["There is no online ordering"]
    assert job["gains"] == ["It is known for slow-fermented sourdough made with local flour"]
    results = drafted("okr", brief("ko"))["objectives"][0]["key_results"]
    assert {
        "id": "KR2",
        "name": "인스타그램 팔로워",
        "baseline": 11000.0,
        "current": 11000.0,
        "unit": "명",
    } in results


def test_a_job_story_is_read_in_both_languages() -> None:
    english = "When my lunch break is short, I want to get fresh food fast, so I can be back in time."
    korean = "점심시간이 짧을 때, 신선한 점심을 빨리 먹고 싶다. 그래서 오후 회의에 늦지 않는다."
    for text, want in ((english, "get fresh food fast"), (korean, "신선한 점심을 빨리 먹고 싶다")):
        (job,) = drafted("jtbd", text)["jobs"]
        assert job["want"] == want
        assert job["when"] in text


def test_an_intention_is_an_objective_and_an_idea() -> None:
    text = "We run a gym. We want to open a second studio next year."
    assert titles("okr", text) == ["We want to open a second studio next year"]
    assert titles("ice", text) == ["We want to open a second studio next year"]


@pytest.mark.parametrize("name", DRAFTING)
@pytest.mark.parametrize("text", ["", "Hello!", "안녕하세요", "Should we raise prices?"])
def test_nothing_said_gives_nothing(name: str, text: str) -> None:
    assert drafted(name, text) == {}


def briefs() -> list[Any]:
    labelled = tomllib.loads((BRIEFS / "labelled.toml").read_text("utf-8"))["brief"]
    return [pytest.param(MARK.sub("", one["text"]), id=one["id"]) for one in labelled]


@pytest.mark.parametrize("text", briefs())
def test_every_part_of_a_draft_rests_on_the_brief(text: str) -> None:
    """Each value has evidence, each quote is verbatim, and what only follows from the words is graded so."""
    for name in DRAFTING:
        found, spec = framework(name), framework_spec(name)
        for locale in ("en", "ko"):
            sheet = found.draft(read([Source("document", "brief", text)], "KRW"), locale)
            body_model(name).model_validate(found.compute(sheet.body))
        grounded = {item.path for item in sheet.evidence}
        fields = {
            field.name
            for kind in (spec, *(spot.spec for spot in spots(sheet.body, spec)))
            for field in kind.fields
        }
        stated = {f"{s.path}.{key}" for s in spots(sheet.body, spec) for key in s.record if key in fields}
        assert grounded == stated
        assert all(item.quote and item.quote in text for item in sheet.evidence)
        assert {(item.kind, item.grade) for item in sheet.evidence} <= {("document", 0.7), ("inference", 0.3)}
