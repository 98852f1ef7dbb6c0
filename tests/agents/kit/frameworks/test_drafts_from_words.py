"""What porter, bmc, blue_ocean and seven_s find in a business's own words, and what they never do."""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from agents.kit.frameworks import blue_ocean, bmc, porter, seven_s
from agents.kit.frameworks.base import Framework, Sheet
from agents.kit.frameworks.needs import needs
from agents.kit.frameworks.schema import body_model
from agents.kit.frameworks.tree import spots
from agents.kit.reading.reader import read
from agents.kit.reading.types import Reading, Source
from config.catalogue import framework_spec

BRIEFS = Path(__file__).parents[3] / "data" / "briefs"
FOUR = tuple(module.FRAMEWORK for module in (porter, bmc, blue_ocean, seven_s))


@cache
def _texts() -> dict[str, str]:
    labelled = tomllib.loads((BRIEFS / "labelled.toml").read_text("utf-8"))["brief"]
    plain = {one["id"]: re.sub(r"⟦[^:⟧]+:(.*?)⟧", r"\1", one["text"]) for one in labelled}
    return plain | {one.name: one.read_text("utf-8") for one in BRIEFS.glob("little-crumb.*.md")}


@cache
def _reading(brief: str) -> Reading:
    return read([Source("document", brief, _texts()[brief])], "KRW")


def _placed(sheet: Sheet, prefix: str) -> str:
    """Every quote whose record stands under this path."""
    return " / ".join(one.quote for one in sheet.evidence if one.path.startswith(f"{prefix}."))


FOUND = [
    # framework, brief, where, what a reader with common sense expects there
    (porter, "little-crumb.ko.md", "forces.new_entrants", "대형 프랜차이즈"),
    (porter, "little-crumb.ko.md", "forces.buyer_power", "절반을 차지"),
    (porter, "little-crumb.ko.md", "forces.supplier_power", "전기요금"),
    (porter, "little-crumb.en.md", "forces.new_entrants", "national chain"),
    (porter, "little-crumb.en.md", "forces.buyer_power", "one cafe"),
    (porter, "little-crumb.en.md", "forces.supplier_power", "Energy bills"),
    (porter, "ko-factory", "forces.buyer_power", "매출의 65%"),
    (porter, "ko-factory", "forces.supplier_power", "알루미늄"),
    (porter, "ko-petshop", "forces.supplier_power", "네이버"),
    (porter, "ko-saas", "forces.new_entrants", "네이버와 카카오"),
    (porter, "en-dental", "forces.rivalry", "half our price"),
    (porter, "en-saas", "forces.buyer_power", "two customers"),
    (bmc, "little-crumb.ko.md", "blocks.value_propositions", "사워도우"),
    (bmc, "little-crumb.ko.md", "blocks.customer_segments", "오전 손님"),
    (bmc, "little-crumb.ko.md", "blocks.channels", "푸드홀"),
    (bmc, "little-crumb.ko.md", "blocks.cost_structure", "전기요금"),
    (bmc, "little-crumb.en.md", "blocks.key_resources", "nine staff"),
    (bmc, "little-crumb.en.md", "blocks.channels", "Instagram"),
    (bmc, "little-crumb.en.md", "blocks.revenue_streams", "Eighty percent"),
    (bmc, "ko-saas", "blocks.customer_relationships", "이탈률"),
    (bmc, "ko-saas", "blocks.key_partners", "일본 파트너사"),
    (bmc, "ko-saas", "blocks.value_propositions", "저희뿐"),
    (bmc, "en-saas", "blocks.key_activities", "shift-planning"),
    (bmc, "ko-factory", "blocks.key_resources", "ISO 9001"),
    (blue_ocean, "little-crumb.ko.md", "factors", "온라인 주문"),
    (blue_ocean, "little-crumb.en.md", "factors", "twice the supermarket price"),
    (blue_ocean, "ko-gukbap", "noncustomers", "그냥 가시는 손님"),
    (blue_ocean, "ko-clinic", "noncustomers", "20~30대"),
    (seven_s, "little-crumb.ko.md", "elements.staff", "직원 아홉 명"),
    (seven_s, "little-crumb.en.md", "elements.skills", "never paid for an ad"),
    (seven_s, "little-crumb.en.md", "elements.systems", "online ordering"),
    (seven_s, "ko-saas", "elements.structure", "대표 혼자"),
    (seven_s, "ko-saas", "elements.staff", "마케팅 담당자"),
    (seven_s, "ko-academy", "elements.systems", "엑셀"),
    (seven_s, "ko-gukbap", "elements.staff", "알바"),
    (seven_s, "en-dental", "elements.systems", "by phone"),
]


@pytest.mark.parametrize(("module", "brief", "where", "words"), FOUND)
def test_what_is_found_and_where(module: object, brief: str, where: str, words: str) -> None:
    framework: Framework = vars(module)["FRAMEWORK"]
    assert words in _placed(framework.draft(_reading(brief), "ko"), where)


@pytest.mark.parametrize("brief", sorted(_texts()))
@pytest.mark.parametrize("framework", FOUR, ids=lambda one: one.id)
def test_nothing_is_said_that_nobody_said(framework: Framework, brief: str) -> None:
    sheet = framework.draft(_reading(brief), "en")
    spec, titles = framework_spec(framework.id), {clause.text for clause in _reading(brief).clauses}
    for spot in spots(sheet.body, spec):
        if not spot.spec.key:
            assert spot.record[spot.spec.title] in titles
    assert all(one.quote in _texts()[brief] for one in sheet.evidence)


@pytest.mark.parametrize("brief", sorted(_texts()))
@pytest.mark.parametrize("framework", FOUR, ids=lambda one: one.id)
def test_every_value_has_its_ground_and_every_assumption_its_line(framework: Framework, brief: str) -> None:
    sheet = framework.draft(_reading(brief), "ko")
    grounds = {one.path for one in sheet.evidence}
    for spot in spots(sheet.body, framework_spec(framework.id)):
        values = set(spot.record) - {"id", spot.spec.key} - {child.name for child in spot.spec.records}
        assert {f"{spot.path}.{name}" for name in values} <= grounds
    assumed = [one for one in sheet.evidence if one.kind == "assumption"]
    assert len(assumed) == len(sheet.assumptions)
    body = framework.compute(sheet.body)
    body_model(framework.id).model_validate(body)
    assert framework.compute(body) == body


@pytest.mark.parametrize("framework", FOUR, ids=lambda one: one.id)
@pytest.mark.parametrize(
    "text", ["", "안녕하세요. 잘 부탁드립니다.", "Hello there! Nice weather today.", "SWOT 해줘?"]
)
def test_nothing_fitting_gives_nothing_but_questions(framework: Framework, text: str) -> None:
    sheet = framework.draft(read([Source("statement", "m1", text)]), "ko")
    assert sheet == Sheet({})
    body = framework.compute(sheet.body)
    assert framework.headline(body, "ko") == ()
    assert framework.questions(body, "ko")
    assert any(need.missing for need in needs(body, framework_spec(framework.id)))


def test_what_is_measured_by_the_words_is_not_called_an_assumption() -> None:
    """One cafe takes half of 15 % of revenue, that is 7.5 %: little power. A chain 300 metres away is near."""
    body = porter.compute(porter.FRAMEWORK.draft(_reading("little-crumb.en.md"), "en").body)
    scores = {force["id"]: force["score"] for force in body["forces"]}
    assert (scores["buyer_power"], scores["new_entrants"]) == (2.0, 4.0)
    kinds = {
        one.path: one.kind for one in porter.FRAMEWORK.draft(_reading("little-crumb.en.md"), "en").evidence
    }
    assert kinds["forces.new_entrants.factors.F3.pressure"] == "inference"
    assert kinds["forces.supplier_power.factors.F2.pressure"] == "assumption"


def test_a_proposed_number_says_so_in_the_users_language() -> None:
    lines = porter.FRAMEWORK.draft(_reading("little-crumb.ko.md"), "ko").assumptions
    assert lines[0] == "'전기요금이 40% 올랐음': 압력 3은 말씀에서 제안한 값이며, 직접 주신 값이 아닙니다"


@pytest.mark.parametrize(
    ("text", "pressure"),
    [
        ("매출의 65%가 한 고객사에서 나옵니다.", 5),
        ("매출의 30%가 한 고객사에서 나옵니다.", 4),
        ("매출의 12%가 한 고객사에서 나옵니다.", 3),
        ("매출의 6%가 한 고객사에서 나옵니다.", 2),
    ],
)
def test_the_share_that_one_buyer_holds_sets_the_pressure(text: str, pressure: int) -> None:
    body = porter.FRAMEWORK.draft(read([Source("statement", "m1", text)]), "ko").body
    (force,) = body["forces"]
    assert force["id"] == "buyer_power"
    assert [factor["pressure"] for factor in force["factors"]] == [pressure]


def test_words_that_state_a_level_put_it_on_the_canvas() -> None:
    text = "We have no online ordering. We are the only bakery in town that mills its own flour."
    body = blue_ocean.FRAMEWORK.draft(read([Source("statement", "m1", text)]), "en").body
    assert [(factor.get("industry"), factor.get("own_now")) for factor in body["factors"]] == [
        (None, 0.0),
        (0.0, None),
    ]


def test_an_offer_is_a_hypothesis_and_the_present_a_fact() -> None:
    body = bmc.compute(bmc.FRAMEWORK.draft(_reading("little-crumb.ko.md"), "ko").body)
    states = {entry["text"]: entry["state"] for _, entry in bmc.entries(body)}
    assert states["인근 푸드홀에서 입점을 제안"] == "hypothesis"
    assert states["인스타그램 팔로워 11,000명"] == "fact"
    assert [entry["risk"] for _, entry in bmc.hypotheses(body)] == [9]
