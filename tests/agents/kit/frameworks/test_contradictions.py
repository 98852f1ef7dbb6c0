"""Each rule with a pair that it finds and one that it must leave alone; both sides quoted."""

import pytest

from agents.kit.frameworks.contradictions import RULES, Contradiction, contradictions
from config.catalogue import framework_spec
from memory.types import Json, Output
from tests.agents.kit.frameworks.outputs import output, swot


def _vrio(name: str, *answers: str) -> Output:
    tests = ("valuable", "rare", "costly_to_imitate", "organized")
    return output(
        "vrio", {"resources": [{"id": "R1", "name": name} | dict(zip(tests, answers, strict=False))]}
    )


def _bcg(name: str, growth: float, own: float, rival: float) -> Output:
    unit = {
        "id": "U1",
        "name": name,
        "market_growth_pct": growth,
        "own_share_pct": own,
        "top_rival_share_pct": rival,
    }
    return output("bcg", {"units": [unit]})


def _horizons(*rows: tuple[str, int, int], currency: str = "GBP") -> Output:
    initiatives = [
        {"id": f"N{n}", "name": name, "months_to_revenue": months, "investment": money, "currency": currency}
        for n, (name, months, money) in enumerate(rows, 1)
    ]
    return output("horizons", {"initiatives": initiatives})


def _ice(*names: str) -> Output:
    """The first ones are done now, the last ones later."""
    items = [
        {"id": f"I{n}", "name": name, "impact": 10 - n, "confidence": 9, "ease": 9, "evidence": "measured"}
        for n, name in enumerate(names, 1)
    ]
    return output("ice", {"items": items})


def _okr(objective: str, **result: object) -> Output:
    results = [{"id": "KR1", "name": "subscribers"} | result]
    return output("okr", {"objectives": [{"id": "O1", "text": objective, "key_results": results}]})


def _ocean(name: str, industry: float, target: float) -> Output:
    return output(
        "blue_ocean", {"factors": [{"id": "F1", "name": name, "industry": industry, "own_target": target}]}
    )


def _bmc(block: str, text: str, state: str = "fact") -> Output:
    entry = {"id": "B1", "text": text, "state": state}
    return output("bmc", {"blocks": [{"id": block, "block": block, "entries": [entry]}]})


def _porter(force: str, name: str, pressure: int) -> Output:
    factor = {"id": "F1", "name": name, "pressure": pressure}
    return output("porter", {"forces": [{"id": force, "force": force, "factors": [factor]}]})


def _seven_s(element: str, current: int, desired: int) -> Output:
    row = {"id": element, "element": element, "current": current, "desired": desired}
    return output("seven_s", {"elements": [row]})


def _jtbd(metric: str, importance: float, satisfaction: float, source: str = "survey") -> Output:
    outcome: Json = {"id": "D1", "metric": metric, "importance": importance, "satisfaction": satisfaction}
    job = {"id": "J1", "want": "eat well", "outcomes": [outcome | {"source": source}]}
    return output("jtbd", {"jobs": [job]})


SOURDOUGH = "known for slow-fermented sourdough"
NEEDS = {"importance": 9.0}
CASES = [
    # rule, found in, not found in
    (
        "strength_without_edge",
        (swot(("S", SOURDOUGH, 3, 3)), _vrio("sourdough", "yes", "no")),
        (swot(("S", SOURDOUGH, 3, 3)), _vrio("sourdough", "yes", "yes", "yes", "yes")),
    ),
    (
        "weakness_with_edge",
        (swot(("W", "온라인 주문 없음", 3, 4)), _vrio("온라인 주문", "yes", "yes", "no")),
        (swot(("W", "온라인 주문 없음", 3, 4)), _vrio("오프라인 매장", "yes", "yes", "no")),
    ),
    (
        "dog_funded",
        (
            _bcg("printed guides", 2, 5, 30),
            _horizons(("reprint the printed guides", 6, 500), ("app", 6, 500)),
        ),
        (
            _bcg("printed guides", 2, 5, 30),
            _horizons(("reprint the printed guides", 6, 100), ("app", 6, 900)),
        ),
    ),
    (
        "dog_pursued",
        (_bcg("printed guides", 2, 5, 30), _ice("relaunch printed guides", "app", "shop", "blog", "podcast")),
        (
            _bcg("printed guides", 15, 5, 30),
            _ice("relaunch printed guides", "app", "shop", "blog", "podcast"),
        ),
    ),
    (
        "dog_as_goal",
        (_bcg("인쇄 가이드북", 2, 5, 30), _okr("인쇄 가이드북 1위를 되찾는다")),
        (_bcg("인쇄 가이드북", 2, 5, 30), _okr("앱 가입자를 늘린다")),
    ),
    (
        "offer_dropped",
        (_ocean("home delivery", 8, 0), _bmc("value_propositions", "home delivery within the hour")),
        (_ocean("home delivery", 8, 9), _bmc("value_propositions", "home delivery within the hour")),
    ),
    (
        "strength_dropped",
        (_ocean("매장 상담", 8, 2), swot(("S", "친절한 매장 상담", 4, 4))),
        (_ocean("매장 상담", 8, 2), swot(("W", "친절한 매장 상담", 4, 4))),
    ),
    (
        "edge_dropped",
        (_ocean("tasting room", 8, 2), _vrio("tasting room", "yes", "yes", "yes", "yes")),
        (_ocean("tasting room", 8, 2), _vrio("tasting room", "yes", "yes", "yes", "no")),
    ),
    (
        "need_dropped",
        (_ocean("waiting time", 8, 0), _jtbd("waiting time at the counter", 9.0, 2.0)),
        (_ocean("waiting time", 8, 0), _jtbd("waiting time at the counter", 6.0, 6.0)),
    ),
    (
        "served_raised",
        (_ocean("gift wrapping", 2, 8), _jtbd("gift wrapping", 5.0, 8.0)),
        (_ocean("gift wrapping", 2, 8), _jtbd("gift wrapping", 9.0, 3.0)),
    ),
    (
        "premium_pressed",
        (_porter("buyer_power", "one cafe takes half", 5), swot(("S", "Loaves sell at a premium", 4, 4))),
        (_porter("buyer_power", "one cafe takes half", 3), swot(("S", "Loaves sell at a premium", 4, 4))),
    ),
    (
        "premium_promised",
        (
            _porter("buyer_power", "고객이 가격을 쉽게 비교", 5),
            _bmc("value_propositions", "프리미엄 국산 밀 빵"),
        ),
        (
            _porter("supplier_power", "고객이 가격을 쉽게 비교", 5),
            _bmc("value_propositions", "프리미엄 국산 밀 빵"),
        ),
    ),
    (
        "goal_on_gap",
        (_seven_s("skills", 2, 5), _okr("build the skills for data products")),
        (_seven_s("skills", 4, 5), _okr("build the skills for data products")),
    ),
    (
        "goal_unsourced",
        (_okr("grow the list", baseline=1.0, target=2.0, unit="%", due="2026-06-30"),),
        (_okr("grow the list", baseline=1.0, target=2.0, unit="%", due="2026-06-30", source="CRM"),),
    ),
    (
        "served_first",
        (_jtbd("parking space", 5.0, 6.0), _ice("more parking space", "app", "shop", "blog", "podcast")),
        (_jtbd("parking space", 9.0, 2.0), _ice("more parking space", "app", "shop", "blog", "podcast")),
    ),
    (
        "unmet_later",
        (_jtbd("대기 시간 줄이기", 9.5, 2.0), _ice("앱", "블로그", "매장", "팟캐스트", "대기 시간 줄이기")),
        (_jtbd("대기 시간 줄이기", 9.5, 2.0), _ice("대기 시간 줄이기", "블로그", "매장", "팟캐스트", "앱")),
    ),
    (
        "channel_lacking",
        (_bmc("channels", "online ordering"), swot(("W", "There is no online ordering", 3, 4))),
        (_bmc("channels", "online ordering", "hypothesis"), swot(("W", "There is no online ordering", 3, 4))),
    ),
    (
        "refuted_pursued",
        (
            _bmc("key_partners", "수제맥주 협업", "invalidated"),
            _ice("수제맥주 협업", "앱", "블로그", "매장", "포럼"),
        ),
        (
            _bmc("key_partners", "수제맥주 협업", "validated"),
            _ice("수제맥주 협업", "앱", "블로그", "매장", "포럼"),
        ),
    ),
    (
        "quiet_threat",
        (
            _porter("new_entrants", "a national chain opens nearby", 2),
            swot(("T", "a national chain opens", 4, 4)),
        ),
        (
            _porter("new_entrants", "a national chain opens nearby", 4),
            swot(("T", "a national chain opens", 4, 4)),
        ),
    ),
]


def _by_framework(outputs: tuple[Output, ...]) -> dict[str, Output]:
    return {one.draft.output_type: one for one in outputs}


def _found(rule: str, outputs: tuple[Output, ...]) -> list[Contradiction]:
    return [one for one in contradictions(_by_framework(outputs)) if one.rule == rule]


@pytest.mark.parametrize(("rule", "opposed", "_agreed"), CASES, ids=[case[0] for case in CASES])
def test_the_rule_finds_its_pair_and_quotes_both_sides(
    rule: str, opposed: tuple[Output, ...], _agreed: tuple[Output, ...]
) -> None:
    (found,) = _found(rule, opposed)
    for locale in ("en", "ko"):
        said = found.say(locale)
        assert repr(found.left.quote(locale)) in said
        assert repr(found.right.quote(locale)) in said
    for claim in (found.left, found.right):
        assert claim.ground("en").ref == f"{claim.framework}#{claim.path}"


@pytest.mark.parametrize(("rule", "_opposed", "agreed"), CASES, ids=[case[0] for case in CASES])
def test_the_rule_leaves_alone_what_agrees(
    rule: str, _opposed: tuple[Output, ...], agreed: tuple[Output, ...]
) -> None:
    assert _found(rule, agreed) == []


@pytest.mark.parametrize(("rule", "opposed", "_agreed"), CASES, ids=[case[0] for case in CASES])
def test_one_side_alone_contradicts_nothing(
    rule: str, opposed: tuple[Output, ...], _agreed: tuple[Output, ...]
) -> None:
    if len(opposed) > 1:
        for one in opposed:
            assert _found(rule, (one,)) == []


def test_every_rule_has_a_case_and_a_sentence() -> None:
    ids = [rule.id for rule in RULES]
    assert sorted(ids) == sorted(case[0] for case in CASES)
    assert set(ids) <= set(framework_spec("synthesis").wording)


def test_synthetic_answers_are_no_need() -> None:
    outputs = (_ocean("waiting time", 8, 0), _jtbd("waiting time", 9.0, 2.0, source="synthetic"))
    assert _found("need_dropped", outputs) == []


def test_money_in_two_currencies_is_not_added_up() -> None:
    body: Json = {
        "initiatives": [
            {
                "id": "N1",
                "name": "printed guides",
                "months_to_revenue": 6,
                "investment": 100,
                "currency": "GBP",
            },
            {"id": "N2", "name": "app", "months_to_revenue": 6, "investment": 900, "currency": "USD"},
        ]
    }
    outputs = (_bcg("printed guides", 2, 5, 30), output("horizons", body))
    assert len(_found("dog_funded", outputs)) == 1


def test_an_element_of_7s_is_quoted_by_its_name() -> None:
    (found,) = _found("goal_on_gap", (_seven_s("shared_values", 1, 4), _okr("make the culture bolder")))
    assert found.left.quote("ko") == "공유가치"
    assert found.left.ground("en").where == "McKinsey 7S Shared values"


def test_nothing_contradicts_nothing() -> None:
    assert contradictions({}) == ()
