"""OKR: progress and grades, and what makes a key result measurable."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.okr import FRAMEWORK, compute, status
from agents.kit.frameworks.schema import body_model
from memory.types import Json


def result(baseline: float | None, target: float | None, current: float | None, **more: Any) -> Json:
    whole = {"unit": "%", "due": "2027-06-30", "source": "POS"}
    return (
        {"id": "KR1", "name": "repeat rate", "baseline": baseline, "target": target, "current": current}
        | whole
        | more
    )


def objective(*results: Json, **more: Any) -> Json:
    numbered = [one | {"id": f"KR{n}"} for n, one in enumerate(results, 1)]
    return compute({"objectives": [{"id": "O1", "text": "Grow", "key_results": numbered} | more]})[
        "objectives"
    ][0]


@pytest.mark.parametrize(
    ("baseline", "target", "current", "progress", "grade"),
    [
        (20, 30, 24, 0.4, "yellow"),
        (20, 30, 27, 0.7, "green"),  # Doerr (2018): 0.7 to 1.0 is green, 0.4 to 0.6 yellow, 0.0 to 0.3 red
        (20, 30, 23, 0.3, "red"),
        (20, 30, 30, 1.0, "green"),
        (20, 30, 35, 1.0, "green"),  # clamped
        (20, 30, 10, 0.0, "red"),
        (9, 3, 6, 0.5, "yellow"),  # fewer complaints
        (0, 400, 139, 0.35, "yellow"),  # rounded to a tenth first, a half upwards: 0.4
        (0, 100, 34, 0.34, "red"),
        (0, 100, 65, 0.65, "green"),
        (0, 100, 64, 0.64, "yellow"),
        (20, 20, 20, None, None),  # no way to go
        (None, 30, 24, None, None),
        (20, 30, None, None, None),
    ],
)  # fmt: skip
def test_progress(
    baseline: float, target: float, current: float, progress: float | None, grade: str | None
) -> None:
    found = objective(result(baseline, target, current))["key_results"][0]
    assert (found["progress"], found["status"]) == (progress, grade)


@pytest.mark.parametrize(
    ("progress", "kind", "grade"),
    [
        (1.0, "committed", "green"), (0.96, "committed", "green"), (0.9, "committed", "yellow"),
        (0.7, "committed", "yellow"),
        (0.3, "committed", "red"), (0.7, "aspirational", "green"), (0.7, None, "green"), (None, None, None),
    ],
)  # fmt: skip
def test_a_committed_objective_expects_all_of_it(
    progress: float | None, kind: str | None, grade: str | None
) -> None:
    assert status(progress, kind) == grade


def test_an_objective_is_the_mean_of_its_key_results_and_open_while_one_is() -> None:
    assert objective(result(0, 10, 5), result(0, 10, 10))["progress"] == 0.75
    assert objective(result(0, 10, 5), result(0, 10, None))["progress"] is None
    assert objective()["progress"] is None


@pytest.mark.parametrize("lacking", ["target", "unit", "due", "baseline", "source"])
def test_a_key_result_is_measurable_only_with_all_five(lacking: str) -> None:
    assert objective(result(20, 30, 24))["key_results"][0]["measurable"] is True
    found = objective(result(20, 30, 24) | {lacking: None})["key_results"][0]
    assert (found["measurable"], found["lacks"]) == (False, [lacking])


def test_headlines() -> None:
    body = {
        "objectives": [
            objective(result(20, 30, 24), kind="committed"),
            objective(result(20, 30, 29, due=None)) | {"id": "O2"},
        ]
    }
    assert FRAMEWORK.headline(body, "en") == (
        "Grow: committed, so anything below 100 % needs an explanation (40 %)",
        "Grow: 90 % of the way (green)",
        "Not measurable yet: repeat rate lacks Due",
    )
    assert FRAMEWORK.headline(body, "ko")[1] == "Grow: 90% 진행(초록)"


def test_questions() -> None:
    one = {"objectives": [objective(result(20, 30, None))]}
    assert [question.field for question in FRAMEWORK.questions(one, "en")] == [
        "objectives.O1.key_results.KR1.current",
        "objectives.O1.kind",
        "objectives.O1.key_results",
    ]
    six = {"objectives": [objective(*[result(20, 30, 24)] * 6, kind="committed")]}
    assert (
        FRAMEWORK.questions(six, "ko")[0].text
        == "'Grow': 핵심 결과가 6개입니다. 가장 중요한 다섯은 무엇입니까?"
    )
    assert FRAMEWORK.questions({"objectives": [objective(result(20, None, 24))]}, "en") == ()


numbers = st.one_of(st.none(), st.floats(-1e6, 1e6).map(lambda value: round(value, 2)))
results = st.lists(st.tuples(numbers, numbers, numbers), max_size=6)


@given(results, st.sampled_from([None, "committed", "aspirational"]))
def test_any_objective(rows: list[tuple[float | None, ...]], kind: str | None) -> None:
    body = {"objectives": [objective(*[result(*row) for row in rows], kind=kind)]}
    assert compute(body) == body
    body_model("okr").model_validate(body)
    for one in body["objectives"][0]["key_results"]:
        assert one["progress"] is None or 0 <= one["progress"] <= 1
        assert (one["progress"] is None) == (one["status"] is None)
    for locale in ("en", "ko"):
        assert len(FRAMEWORK.headline(body, locale)) <= 3
        assert all(question.text for question in FRAMEWORK.questions(body, locale))


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_progress_is_never_a_worse_grade(left: float, right: float) -> None:
    order = ["red", "yellow", "green"]
    low, high = sorted((left, right))
    for kind in (None, "committed"):
        assert order.index(str(status(low, kind))) <= order.index(str(status(high, kind)))
