"""VRIO: the table of the textbook, ranges for what is open, and what holds of every answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.schema import body_model
from agents.kit.frameworks.vrio import FRAMEWORK, IMPLICATIONS, TESTS, compute, open_tests
from memory.types import Json


def judged(*answers: str | None) -> Json:
    resource: Json = {"id": "R1", "name": "recipe"} | dict(zip(TESTS, answers, strict=False))
    return compute({"resources": [resource]})["resources"][0]


@pytest.mark.parametrize(
    ("answers", "implication"),
    [
        # Barney (1997), table 5.2, with the unexploited advantage of Barney and Hesterly (2006)
        (("no", "no", "no", "no"), "disadvantage"),
        (("no", "yes", "yes", "yes"), "disadvantage"),
        (("yes", "no", "no", "yes"), "parity"),
        (("yes", "no", "yes", "yes"), "parity"),
        (("yes", "yes", "no", "yes"), "temporary_advantage"),
        (("yes", "yes", "no", "no"), "temporary_advantage"),
        (("yes", "yes", "yes", "no"), "unused_advantage"),
        (("yes", "yes", "yes", "yes"), "sustained_advantage"),
        (("no", None, "unknown", None), "disadvantage"),
    ],
)
def test_the_first_no_decides(answers: tuple[str | None, ...], implication: str) -> None:
    found = judged(*answers)
    assert (found["implication"], found["implication_low"], found["implication_high"]) == (implication,) * 3


@pytest.mark.parametrize(
    ("answers", "low", "high", "open_"),
    [
        ((), "disadvantage", "sustained_advantage", list(TESTS)),
        (("yes", "unknown", "yes", "yes"), "parity", "sustained_advantage", ["rare"]),
        (("yes", None, "no", None), "parity", "temporary_advantage", ["rare"]),
        (("unknown", "no"), "disadvantage", "parity", ["valuable"]),
        (("yes", "yes", "yes", None), "unused_advantage", "sustained_advantage", ["organized"]),
    ],
)
def test_what_is_open_gives_a_range(
    answers: tuple[str | None, ...], low: str, high: str, open_: list[str]
) -> None:
    found = judged(*answers)
    assert (found["implication"], found["implication_low"], found["implication_high"]) == (None, low, high)
    assert list(open_tests(found)) == open_


def test_headlines_and_questions() -> None:
    answers = {"starter": ("yes",) * 4, "site": ("yes", "no"), "app": ("yes", "yes", "yes", None)}
    body = compute(
        {
            "resources": [
                {"id": f"R{n}", "name": name} | dict(zip(TESTS, given_, strict=False))
                for n, (name, given_) in enumerate(answers.items(), 1)
            ]
        }
    )
    assert FRAMEWORK.headline(body, "en") == (
        "Sustained advantage: starter",
        "Parity, others have it too: site",
        "app: between unused advantage and sustained advantage until Organised is known",
    )
    assert FRAMEWORK.headline(body, "ko")[2] == "app: 조직을 알기 전까지는 미활용 우위~지속적 우위"
    (asked,) = FRAMEWORK.questions(body, "ko")
    assert (asked.field, asked.options) == ("resources.R3.organized", ("예", "아니요", "모름"))


answers = st.sampled_from([None, "yes", "no", "unknown"])


@given(st.lists(st.tuples(answers, answers, answers, answers), max_size=5))
def test_any_resources(rows: list[tuple[str | None, ...]]) -> None:
    resources = [
        {"id": f"R{n}", "name": "x"} | dict(zip(TESTS, row, strict=True)) for n, row in enumerate(rows, 1)
    ]
    body = compute({"resources": resources})
    assert compute(body) == body
    body_model("vrio").model_validate(body)
    for one in body["resources"]:
        low, high = (IMPLICATIONS.index(one[f"implication_{end}"]) for end in ("low", "high"))
        assert low <= high
        assert (one["implication"] is not None) == (low == high)
        assert bool(list(open_tests(one))) == (low < high)
    assert len(FRAMEWORK.headline(body, "ko")) <= 3
