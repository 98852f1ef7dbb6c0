"""The growth-share matrix: worked examples, and what holds of every portfolio."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.bcg import ACTIONS, FRAMEWORK, compute
from agents.kit.frameworks.schema import body_model
from agents.types import Matrix
from memory.types import Json


def unit(growth: float | None, own: float | None, rival: float | None, **more: Any) -> Json:
    return {
        "id": "U1",
        "name": "x",
        "market_growth_pct": growth,
        "own_share_pct": own,
        "top_rival_share_pct": rival,
    } | more


def placed(*args: float | None) -> Json:
    return compute({"units": [unit(*args)]})["units"][0]


@pytest.mark.parametrize(
    ("growth", "own", "rival", "rms", "quadrant", "borderline"),
    [
        # Growth-share matrix, encyclopaedia example: 20 % against 20, 60 and 5 % is 1:1, 1:3 and 4:1
        (15, 20, 20, 1.0, "star", True),
        (15, 20, 60, 0.33, "question_mark", False),
        (15, 20, 5, 4.0, "star", False),
        # Hedley (1977): stars, question marks, cash cows and dogs at growth 10 % and share 1.0x
        (12, 20, 10, 2.0, "star", False),
        (12, 10, 20, 0.5, "question_mark", False),
        (3, 30, 10, 3.0, "cash_cow", False),
        (3, 5, 25, 0.2, "dog", False),
        (-2, 5, 40, 0.12, "dog", False),
        (10, 20, 10, 2.0, "star", True),  # on the cut
        (9, 20, 10, 2.0, "cash_cow", True),  # within a tenth of it
        (8.99, 20, 10, 2.0, "cash_cow", False),
        (20, 9, 10, 0.9, "question_mark", True),
        (20, 0, 10, 0.0, "question_mark", False),
        (12, None, 10, None, "unclassified", None),
        (12, 20, None, None, "unclassified", None),
        (12, 20, 0, None, "unclassified", None),  # nothing to divide by
        (12, 70, 40, None, "unclassified", None),  # more than the whole market
        (None, 20, 10, 2.0, "unclassified", None),
    ],
)  # fmt: skip
def test_quadrants(
    growth: float, own: float, rival: float, rms: float, quadrant: str, borderline: bool | None
) -> None:
    found = placed(growth, own, rival)
    assert (found["rms"], found["quadrant"], found["borderline"]) == (rms, quadrant, borderline)
    assert found["action"] == ACTIONS.get(quadrant)


def test_the_cuts_can_be_set() -> None:
    body = compute({"growth_cut_pct": 4.0, "share_cut": 2.5, "units": [unit(5, 20, 10)]})
    assert body["units"][0]["quadrant"] == "question_mark"


def test_own_growth_never_takes_the_place_of_the_market_s() -> None:
    body = compute({"units": [unit(None, 20, 10, own_growth_pct=25.0)]})
    assert body["units"][0]["quadrant"] == "unclassified"
    asked = FRAMEWORK.questions(body, "en")
    assert [question.field for question in asked] == ["units.U1.market_growth_pct"]
    assert asked[0].text.startswith("25 % is your own growth.")


def test_shares_that_cannot_both_be_true_are_asked_about() -> None:
    asked = FRAMEWORK.questions(compute({"units": [unit(5, 70, 40)]}), "ko")
    assert [question.text for question in asked] == [
        "'x': 자사와 1위 경쟁사의 점유율 합이 110%입니다. 어느 것을 고칠까요?"
    ]


STAR, COW, MARK, DOG = (12, 20, 10), (3, 30, 10), (12, 10, 20), (3, 5, 25)


def portfolio(*kinds: tuple[float, float, float], revenues: tuple[int, ...] = ()) -> Json:
    units = [unit(*kind, id=f"U{n}", name=f"unit {n}") for n, kind in enumerate(kinds, 1)]
    for one, revenue in zip(units, revenues, strict=False):
        one |= {"revenue": revenue, "currency": "GBP"}
    return compute({"units": units})


@pytest.mark.parametrize(
    ("kinds", "balance"),
    [
        ((STAR, COW), "balanced"), ((COW, MARK, DOG), "balanced"), ((STAR, MARK), "unfunded"),
        ((MARK, DOG), "unfunded"),
        ((COW, COW), "no_future"), ((COW, DOG), "no_future"), ((DOG, DOG), "only_dogs"),
        ((STAR,), None), ((), None),
    ],
)  # fmt: skip
def test_balance(kinds: tuple[tuple[float, float, float], ...], balance: str | None) -> None:
    """Henderson (1970): cash cows supply the funds, stars are the future, question marks become stars."""
    assert portfolio(*kinds)["balance"] == balance


def test_revenue_by_quadrant() -> None:
    body = portfolio(STAR, COW, DOG, revenues=(100, 250, 50))
    parts = (body["star_pct"], body["cash_cow_pct"], body["question_mark_pct"], body["dog_pct"])
    assert parts == (25.0, 62.5, 0.0, 12.5)
    assert portfolio(STAR, COW, revenues=(100,))["star_pct"] is None


def test_headlines_say_the_balance_and_the_largest_unit() -> None:
    body = portfolio(MARK, COW, revenues=(100, 300))
    assert FRAMEWORK.headline(body, "en") == (
        "Balance: unit 2 can pay for unit 1",
        "unit 2: cash cow, market growth 3 %, relative share 3",
    )
    assert FRAMEWORK.headline(body, "ko")[0] == "균형: unit 2가 번 현금으로 unit 1에 투자할 수 있습니다"
    waiting = compute({"units": [unit(None, 20, 10)]})
    assert FRAMEWORK.headline(waiting, "ko") == ("수치를 알기 전까지 분류하지 않습니다: x",)


def test_the_matrix_is_drawn_over_the_market_s_growth() -> None:
    body = portfolio(STAR, DOG, revenues=(400, 100))
    (chart,) = FRAMEWORK.charts(body, "ko")
    assert isinstance(chart, Matrix)
    assert chart.x_log_reversed
    assert chart.corners == ("스타", "물음표", "현금젖소", "개")
    assert [(one.x, one.y, one.size) for one in chart.bubbles] == [(2.0, 12, 1.0), (0.2, 3, 0.25)]
    assert "unit 1: 스타(시장 성장률 12%, 상대 점유율 2)" in chart.alt
    assert FRAMEWORK.charts(compute({"units": [unit(12, 0, 10)]}), "en") == ()  # no place on a log axis


numbers = st.one_of(st.none(), st.floats(0, 100).map(lambda value: round(value, 2)))
growths = st.one_of(st.none(), st.floats(-50, 200).map(lambda value: round(value, 2)))
units = st.lists(
    st.tuples(growths, numbers, numbers, st.one_of(st.none(), st.integers(0, 10**9))), max_size=6
)


@given(units)
def test_any_portfolio(rows: list[tuple[Any, ...]]) -> None:
    stated = [unit(*row[:3], id=f"U{n}", revenue=row[3], currency="KRW") for n, row in enumerate(rows, 1)]
    body = compute({"units": stated})
    assert compute(body) == body
    body_model("bcg").model_validate(body)
    parts = [body[f"{one}_pct"] for one in ACTIONS]
    assert parts == [None] * 4 or sum(parts) == pytest.approx(100, abs=0.2)
    for before, after in zip(stated, body["units"], strict=True):
        assert {name: after[name] for name in before} == before
        known = None not in (before["market_growth_pct"], after["rms"])
        assert (after["quadrant"] != "unclassified") == known
    for locale in ("en", "ko"):
        assert len(FRAMEWORK.headline(body, locale)) <= 3
        assert all(chart.alt for chart in FRAMEWORK.charts(body, locale))
