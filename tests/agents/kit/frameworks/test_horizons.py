"""Three Horizons: the cuts, the allocation, and its sum."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.horizons import FRAMEWORK, compute, suggested
from agents.kit.frameworks.schema import body_model
from memory.types import Json


def body_of(*rows: tuple[float | None, int | None], **more: Any) -> Json:
    initiatives = [
        {
            "id": f"N{n}",
            "name": f"initiative {n}",
            "months_to_revenue": months,
            "investment": money,
            "currency": "GBP",
        }
        | more
        for n, (months, money) in enumerate(rows, 1)
    ]
    return compute({"initiatives": initiatives})


@pytest.mark.parametrize(
    ("months", "horizon"),
    [
        (0.0, "H1"),
        (12.0, "H1"),
        (12.1, "H2"),
        (18.0, "H2"),
        (36.0, "H2"),
        (36.1, "H3"),
        (120.0, "H3"),
        (None, None),
    ],
)
def test_the_months_suggest_the_horizon(months: float | None, horizon: str | None) -> None:
    assert suggested(months) == horizon
    assert body_of((months, 1))["initiatives"][0]["horizon"] == horizon


@pytest.mark.parametrize(
    ("money", "shares", "alerts"),
    [
        ((70, 20, 10), (70.0, 20.0, 10.0), (False, False, False)),  # Nagji and Tuff (2012): 70/20/10
        ((79, 15, 6), (79.0, 15.0, 6.0), (False, False, False)),
        ((80, 10, 10), (80.0, 10.0, 10.0), (True, True, False)),  # ten points are an alert
        ((1, 1, 1), (33.4, 33.3, 33.3), (True, True, True)),
        ((100, 0, 0), (100.0, 0.0, 0.0), (True, True, True)),
        ((0, 0, 0), (None, None, None), (None, None, None)),  # nothing to divide by
    ],
)
def test_allocation(
    money: tuple[int, ...], shares: tuple[float | None, ...], alerts: tuple[bool | None, ...]
) -> None:
    rows = body_of((6, money[0]), (24, money[1]), (48, money[2]))["allocation"]
    assert tuple(row["share_pct"] for row in rows) == shares
    assert tuple(row["alert"] for row in rows) == alerts
    assert [row["target_pct"] for row in rows] == [70.0, 20.0, 10.0]


def test_an_unknown_amount_or_another_currency_leaves_the_shares_open() -> None:
    assert body_of((6, 100), (24, None))["allocation"][0]["share_pct"] is None
    mixed = body_of((6, 100), (24, 100))
    mixed["initiatives"][1]["currency"] = "KRW"
    assert [row["share_pct"] for row in compute(mixed)["allocation"]] == [None] * 3


def test_what_the_user_calls_it_counts_and_is_asked_about_when_the_months_disagree() -> None:
    body = body_of((6, 100), stated_horizon="H3")
    assert body["initiatives"][0]["horizon"] == "H3"
    asked = FRAMEWORK.questions(body, "en")
    assert (asked[0].field, asked[0].options) == ("initiatives.N1.stated_horizon", ("H3", "H1"))
    assert FRAMEWORK.headline(body, "ko")[2] == "initiative 1: 말씀은 H3, 매출까지 6개월이면 H1입니다"


def test_h3_is_judged_on_learning() -> None:
    body = body_of((60, 100), metric_kind="profit")
    assert body["initiatives"][0]["metric_fits"] is False
    assert "initiative 1: H3 is judged on learning, not on profit" in FRAMEWORK.headline(body, "en")
    assert FRAMEWORK.questions(body, "en")[0].field == "initiatives.N1.milestone"
    assert body_of((60, 100), metric_kind="learning")["initiatives"][0]["metric_fits"] is True
    assert body_of((6, 100), metric_kind="growth")["initiatives"][0]["metric_fits"] is True


def test_headlines() -> None:
    body = body_of((6, 900), (24, 100))
    assert FRAMEWORK.headline(body, "en") == (
        "Money by horizon: H1 90 %, H2 10 %, H3 0 % (target 70/20/10)",
        "H1, defend and extend the core: 20 points over its target",
    )
    assert FRAMEWORK.headline(body_of((None, 900)), "ko") == (
        "매출까지 몇 개월인지 알기 전까지 분류하지 않습니다: initiative 1",
    )


rows = st.lists(
    st.tuples(
        st.one_of(st.none(), st.floats(0, 200).map(lambda value: round(value, 1))),
        st.one_of(st.none(), st.integers(0, 10**12)),
    ),
    max_size=8,
)


@given(rows)
def test_any_initiatives(given_: list[tuple[float | None, int | None]]) -> None:
    body = body_of(*given_)
    assert compute(body) == body
    body_model("horizons").model_validate(body)
    shares = [row["share_pct"] for row in body["allocation"]]
    assert shares == [None] * 3 or round(sum(shares), 1) == 100.0
    assert sum(row["count"] for row in body["allocation"]) == sum(
        one["horizon"] is not None for one in body["initiatives"]
    )
    for locale in ("en", "ko"):
        assert len(FRAMEWORK.headline(body, locale)) <= 3
