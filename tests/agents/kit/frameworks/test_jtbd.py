"""Jobs to be done: Ulwick's opportunity, its bands, and people kept apart from synthetic answers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.jtbd import FRAMEWORK, band, compute, ranked
from agents.kit.frameworks.schema import body_model
from agents.types import Bullets
from memory.types import Json


def outcome(importance: float | None, satisfaction: float | None, **more: Any) -> Json:
    return {
        "id": "D1",
        "metric": "minimise the wait",
        "importance": importance,
        "satisfaction": satisfaction,
    } | more


def body_of(*outcomes: Json, **more: Any) -> Json:
    numbered = [one | {"id": f"D{n}"} for n, one in enumerate(outcomes, 1)]
    return compute({"jobs": [{"id": "J1", "want": "get lunch fast", "outcomes": numbered} | more]})


@pytest.mark.parametrize(
    ("importance", "satisfaction", "opportunity", "named", "over"),
    [
        # Ulwick (HBR, January 2002), angioplasty balloons: recurrence of the blockage 9.5 and 3.2 is 15.8
        (9.5, 3.2, 15.8, "extreme", False),
        (8.1, 2.2, 14.0, "strong", False),  # 81 % and 22 % of the answers
        (8.3, 4.2, 12.4, "strong", False),
        (7.5, 8.0, 7.5, "served", True),  # more satisfied than it is important
        (10.0, 0.0, 20.0, "extreme", False),
        (10.0, 10.0, 10.0, "worth_it", False),
        (0.0, 10.0, 0.0, "served", True),
        (7.5, 0.0, 15.0, "strong", False),  # 15 itself is not above 15
        (6.0, 0.0, 12.0, "strong", False),
        (5.0, 0.0, 10.0, "worth_it", False),
        (4.9, 0.0, 9.8, "served", False),
        (None, 5.0, None, None, None),
        (8.0, None, None, None, None),
    ],
)  # fmt: skip
def test_opportunity(
    importance: float, satisfaction: float, opportunity: float, named: str, over: bool | None
) -> None:
    found = body_of(outcome(importance, satisfaction))["jobs"][0]["outcomes"][0]
    assert (found["opportunity"], found["band"], found["over_served"]) == (opportunity, named, over)


@pytest.mark.parametrize(
    ("metric", "direction"),
    [
        ("minimise the time in the queue", "minimise"),
        ("Increase the choice of breads", "maximise"),
        ("대기 시간 줄이기", "minimise"),
        ("메뉴 다양성 높이기", "maximise"),
        ("know what is in it", None),
    ],
)
def test_the_direction_is_the_outcome_s_own_word(metric: str, direction: str | None) -> None:
    assert body_of(outcome(8, 4, metric=metric))["jobs"][0]["outcomes"][0]["direction"] == direction


def test_synthetic_answers_are_never_ranked_among_people_s() -> None:
    body = body_of(
        outcome(8, 4, source="survey"),
        outcome(10, 0, source="synthetic"),
        outcome(9, 2, source="interview"),
        outcome(8, 4),
    )
    assert [(one["id"], one["rank"]) for one in ranked(body)] == [("D3", 1), ("D1", 2), ("D4", 2)]
    assert [(one["id"], one["rank"]) for one in ranked(body, synthetic=True)] == [("D2", 1)]
    lines = FRAMEWORK.headline(body, "en")
    assert (
        lines[0]
        == "Least served: minimise the wait, opportunity 16 of 20 (extreme) = 9 + (9 - 2), interviews"
    )
    assert lines[1] == "From synthetic answers only, not from people: minimise the wait, opportunity 20"


def test_headlines_show_the_sum_and_the_sample() -> None:
    body = body_of(outcome(8.1, 2.2, n=120, source="survey"), outcome(7.5, 8.0, metric="know what is in it"))
    assert FRAMEWORK.headline(body, "ko") == (
        "가장 미충족: minimise the wait, 기회 점수 14/20(큼) = 8.1 + (8.1 - 2.2), n = 120, 설문",
        "과잉 충족: know what is in it",
        "고객 과업: get lunch fast",
    )


def test_the_sum_that_is_shown_is_right_when_over_served() -> None:
    assert "= 7.5 + (7.5 - 7.5)" in FRAMEWORK.headline(body_of(outcome(7.5, 8.0)), "en")[0]


def test_the_functional_job_is_what_the_customer_wants() -> None:
    assert body_of()["jobs"][0]["functional"] == "get lunch fast"


def test_a_complete_story_is_told() -> None:
    body = body_of(when="the break is short", so_that="be back in time")
    (section,) = FRAMEWORK.sections(body, "en")
    assert section.blocks == (
        Bullets(("When the break is short, I want to get lunch fast, so I can be back in time",)),
    )
    assert FRAMEWORK.sections(body_of(), "en") == ()


def test_questions() -> None:
    fields = [question.field for question in FRAMEWORK.questions(body_of(outcome(8, 4)), "en")]
    assert fields == ["jobs.J1.outcomes.D1.source", "jobs.J1.when"]
    assert [question.field for question in FRAMEWORK.questions(body_of(), "ko")] == [
        "jobs.J1.outcomes",
        "jobs.J1.when",
    ]


scores = st.one_of(st.none(), st.floats(0, 10).map(lambda value: round(value, 1)))
sources = st.sampled_from([None, "survey", "interview", "synthetic"])


@given(st.lists(st.tuples(scores, scores, sources), max_size=8))
def test_any_outcomes(rows: list[tuple[Any, ...]]) -> None:
    body = body_of(*[outcome(i, s, source=source) for i, s, source in rows])
    assert compute(body) == body
    body_model("jtbd").model_validate(body)
    for one in body["jobs"][0]["outcomes"]:
        if one["opportunity"] is not None:
            assert one["importance"] <= one["opportunity"] <= 20
            assert one["over_served"] == (one["satisfaction"] > one["importance"])
    for synthetic in (False, True):
        found = [one["opportunity"] for one in ranked(body, synthetic=synthetic)]
        assert found == sorted(found, reverse=True)
    for locale in ("en", "ko"):
        assert len(FRAMEWORK.headline(body, locale)) <= 3


@given(st.floats(0, 20), st.floats(0, 20))
def test_a_greater_opportunity_is_never_in_a_lower_band(left: float, right: float) -> None:
    order = ["served", "worth_it", "strong", "extreme"]
    low, high = sorted((left, right))
    assert order.index(band(low)) <= order.index(band(high))
