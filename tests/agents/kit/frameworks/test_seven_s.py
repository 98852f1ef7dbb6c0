"""7S: gaps, the fit of the 21 pairs, the index, and what must hold for any body."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.schema import body_model
from agents.kit.frameworks.seven_s import FRAMEWORK, compute
from agents.types import Radar
from memory.types import Json

ELEMENTS = ("strategy", "structure", "systems", "shared_values", "skills", "style", "staff")


def _rated(current: tuple[int | None, ...], desired: tuple[int | None, ...] = (None,) * 7) -> Json:
    rows = zip(ELEMENTS, current, desired, strict=True)
    return {"elements": [{"id": name, "element": name, "current": c, "desired": d} for name, c, d in rows]}


def _pair(body: Json, name: str) -> Json:
    return next(pair for pair in body["pairs"] if pair["id"] == name)


def test_there_are_seven_elements_and_every_pair_of_them_once() -> None:
    body = compute({})
    assert [element["id"] for element in body["elements"]] == list(ELEMENTS)
    assert [pair["id"] for pair in body["pairs"]] == [f"{a}-{b}" for a, b in combinations(ELEMENTS, 2)]
    assert len(body["pairs"]) == 21


def test_hard_and_soft_are_those_of_the_article() -> None:
    kinds = {element["id"]: element["kind"] for element in compute({})["elements"]}
    assert [name for name, kind in kinds.items() if kind == "hard"] == ["strategy", "structure", "systems"]


@pytest.mark.parametrize(
    ("current", "desired", "gap"), [(2, 5, 3), (4, 4, 0), (5, 3, -2), (None, 3, None), (3, None, None)]
)
def test_the_gap_is_desired_less_current(current: int | None, desired: int | None, gap: int | None) -> None:
    body = compute(_rated((current, *(None,) * 6), (desired, *(None,) * 6)))
    assert body["elements"][0]["gap"] == gap


@pytest.mark.parametrize(
    ("left", "right", "fit", "hot"),
    [
        (3, 3, 2, False),
        (3, 4, 1, False),
        (5, 3, 0, False),
        (5, 2, -1, True),
        (1, 5, -2, True),
        (None, 3, None, None),
    ],
)
def test_two_ratings_give_a_fit(
    left: int | None, right: int | None, fit: int | None, hot: bool | None
) -> None:
    pair = _pair(compute(_rated((left, right, *(None,) * 5))), "strategy-structure")
    assert (pair["fit_used"], pair["hot"]) == (fit, hot)
    assert pair["basis"] == (None if fit is None else "ratings")


def test_a_rated_fit_goes_before_the_derived_one() -> None:
    body = _rated((3,) * 7) | {"pairs": [{"id": "skills-staff", "pair": "skills-staff", "fit": -2}]}
    pair = _pair(compute(body), "skills-staff")
    assert (pair["fit_used"], pair["basis"], pair["hot"]) == (-2, "rated", True)


@pytest.mark.parametrize(
    ("current", "index", "hot"),
    [
        ((3, 3, 3, 3, 3, 3, 3), 100.0, 0),
        # three at 5, four at 1: 3 + 6 pairs at 2, 12 pairs at -2: (18 - 24) / 21 + 2 = 1.714 of 4
        ((5, 5, 5, 1, 1, 1, 1), 42.9, 12),
        # one at 2, six at 5: 15 pairs at 2, 6 pairs at -1: (30 - 6) / 21 + 2 = 3.143 of 4
        ((5, 5, 5, 5, 5, 5, 2), 78.6, 6),
        ((None,) * 7, None, 0),
    ],
)
def test_the_alignment_index(current: tuple[int | None, ...], index: float | None, hot: int) -> None:
    body = compute(_rated(current))
    assert body["alignment"] == index
    assert sum(bool(pair["hot"]) for pair in body["pairs"]) == hot


def test_the_index_says_over_how_many_pairs_it_was_made() -> None:
    body = compute(_rated((4, 3, 3, 3, *(None,) * 3)))
    assert (body["alignment"], body["pairs_rated"]) == (87.5, 6)
    assert "Alignment 87.5 of 100 over 6 of 21 pairs" in FRAMEWORK.headline(body, "en")


def test_an_index_over_few_pairs_is_not_told() -> None:
    body = compute(_rated((4, 3, 3, *(None,) * 4)))
    assert body["pairs_rated"] == 3
    assert FRAMEWORK.headline(body, "en") == ()


def test_means_need_every_rating_of_their_kind() -> None:
    body = compute(_rated((5, 4, 2, 1, None, 3, 3)))
    assert (body["hard_mean"], body["soft_mean"]) == (3.67, None)


def test_the_headline_names_the_widest_gap_and_the_worst_pairs() -> None:
    body = compute(_rated((5, 4, 4, 4, 1, 4, 2), (5, 5, 4, 4, 5, 4, 4)))
    gap, hot, index = FRAMEWORK.headline(body, "ko")
    assert gap == "가장 큰 차이: 역량 현재 1, 목표 5"
    assert hot == "어긋난 곳: 전략·역량, 전략·구성원, 구조·역량"
    assert index == "정렬 지수 61.9/100 (21쌍 중 21쌍 기준)"


def test_the_radar_draws_both_ratings_and_reads_them_out() -> None:
    assert FRAMEWORK.charts(compute(_rated((4, 3, *(None,) * 5))), "en") == ()
    (radar,) = FRAMEWORK.charts(compute(_rated((4, 3, 2, *(None,) * 4), (5, *(None,) * 6))), "en")
    assert isinstance(radar, Radar)
    assert radar.series[0] == ("Now", (4, 3, 2, None, None, None, None))
    assert radar.series[1][1][0] == 5
    assert "Strategy 4 now, 5 wanted; Structure 3 now, unknown wanted" in radar.alt


def test_a_half_rated_element_is_asked_first_then_the_action() -> None:
    body = compute(_rated((3, 2, *(None,) * 5), (None, 5, *(None,) * 5)))
    asked = FRAMEWORK.questions(body, "en")
    assert [question.field for question in asked[:2]] == [
        "elements.strategy.desired",
        "elements.structure.actions",
    ]
    assert asked[1].text == "Structure: what closes the gap of 3, and who does it?"


ratings = st.one_of(st.none(), st.integers(1, 5))
sevens = st.tuples(*([ratings] * 7))
fits = st.dictionaries(
    st.sampled_from([f"{a}-{b}" for a, b in combinations(ELEMENTS, 2)]),
    st.one_of(st.none(), st.integers(-2, 2)),
)


@given(sevens, sevens, fits)
def test_any_body(
    current: tuple[int | None, ...], desired: tuple[int | None, ...], stated: dict[str, int | None]
) -> None:
    pairs = [{"id": name, "pair": name, "fit": fit} for name, fit in stated.items()]
    body = compute(_rated(current, desired) | {"pairs": pairs})
    assert compute(body) == body
    body_model("seven_s").model_validate(body)
    assert body["alignment"] is None or 0 <= body["alignment"] <= 100
    assert (body["alignment"] is None) == (body["pairs_rated"] == 0)
    known = [pair["fit_used"] for pair in body["pairs"] if pair["fit_used"] is not None]
    assert all(-2 <= fit <= 2 for fit in known)
    for locale in ("en", "ko"):
        assert len(FRAMEWORK.headline(body, locale)) <= 3
        FRAMEWORK.sections(body, locale)
        FRAMEWORK.charts(body, locale)


@given(st.permutations(range(7)), st.lists(st.integers(1, 5), min_size=7, max_size=7))
def test_the_index_does_not_depend_on_which_element_has_which_rating(
    order: list[int], values: list[int]
) -> None:
    shuffled = tuple(values[place] for place in order)
    assert compute(_rated(shuffled))["alignment"] == compute(_rated(tuple(values)))["alignment"]
