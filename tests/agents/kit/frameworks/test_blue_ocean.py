"""Blue ocean: [yellow tail] as published, the edges of the four actions, and what must hold for any body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.blue_ocean import ADDING, FRAMEWORK, SAVING, compute
from agents.kit.frameworks.schema import body_model
from agents.types import Curves, Table
from memory.types import Json


def _factor(
    name: str, industry: float | None, target: float | None, now: float | None = None, number: int = 1
) -> Json:
    return {"id": f"F{number}", "name": name, "industry": industry, "own_now": now, "own_target": target}


def _canvas(*rows: tuple[str, float | None, float | None]) -> Json:
    return compute({"factors": [_factor(*row, number=n) for n, row in enumerate(rows, 1)]})


YELLOW_TAIL = (
    ("price versus budget wines", 2, 4, "raise"),
    ("enological terminology", 8, 0, "eliminate"),
    ("above-the-line marketing", 8, 0, "eliminate"),
    ("aging qualities", 7, 0, "eliminate"),
    ("vineyard prestige", 8, 2, "reduce"),
    ("wine complexity", 8, 2, "reduce"),
    ("wine range", 8, 2, "reduce"),
    ("retail store involvement", 3, 7, "raise"),
    ("easy drinking", 0, 9, "create"),
    ("ease of selection", 0, 9, "create"),
    ("fun and adventure", 0, 9, "create"),
)
"""Kim and Mauborgne, Blue Ocean Strategy, ch. 2: their grid of actions. Their curves carry no scale; the
levels here are read off the published canvas."""


def test_yellow_tail_comes_out_as_published() -> None:
    body = _canvas(*((name, float(industry), float(own)) for name, industry, own, _ in YELLOW_TAIL))
    assert [factor["action"] for factor in body["factors"]] == [action for *_, action in YELLOW_TAIL]
    assert body["value_innovation"] is True
    (grid,) = FRAMEWORK.sections(body, "en")
    (table,) = grid.blocks
    assert isinstance(table, Table)
    assert table.columns == ("eliminate", "reduce", "raise", "create")
    assert table.rows[0][3] == "easy drinking, ease of selection, fun and adventure"


@pytest.mark.parametrize(
    ("industry", "target", "action", "cost", "value"),
    [
        (6.0, 0.0, "eliminate", 6.0, 0.0),
        (0.5, 0.0, "eliminate", 0.5, 0.0),
        (0.0, 3.0, "create", 0.0, 3.0),
        (0.0, 0.5, "create", 0.0, 0.5),
        (6.0, 5.0, "reduce", 1.0, 0.0),
        (6.0, 5.1, "keep", 0.0, 0.0),
        (6.0, 6.9, "keep", 0.0, 0.0),
        (6.0, 7.0, "raise", 0.0, 1.0),
        (0.0, 0.0, "keep", 0.0, 0.0),
        (10.0, 10.0, "keep", 0.0, 0.0),
        (None, 5.0, None, None, None),
        (5.0, None, None, None, None),
    ],
)
def test_the_action_follows_from_the_curves(
    industry: float | None, target: float | None, action: str | None, cost: float | None, value: float | None
) -> None:
    (factor,) = _canvas(("range", industry, target))["factors"]
    assert (factor["action"], factor["cost_effect"], factor["value_effect"]) == (action, cost, value)


@pytest.mark.parametrize(
    ("targets", "verdict"),
    [
        ((0.0, 9.0), True), ((2.0, 9.0), True), ((0.0, 2.0), False), ((9.0, 8.0), False), ((5.0, 5.0), False),
        ((0.0, None), None), ((None, None), None), ((), None),
    ],
)  # fmt: skip
def test_value_innovation_needs_both_halves(targets: tuple[float | None, ...], verdict: bool | None) -> None:
    rows = [(f"factor {n}", 5.0, target) for n, target in enumerate(targets)]
    assert _canvas(*rows)["value_innovation"] is verdict


def test_an_undecided_factor_does_not_hide_what_is_proved() -> None:
    assert _canvas(("a", 5.0, 0.0), ("b", 0.0, 5.0), ("c", None, None))["value_innovation"] is True


@pytest.mark.parametrize(
    ("targets", "field", "line"),
    [
        ((9.0, 8.0), "factors", "No value innovation yet: nothing is eliminated or reduced"),
        ((0.0, 2.0), "factors", "No value innovation yet: nothing is raised or created"),
    ],
)
def test_the_missing_half_is_said_and_asked_for(targets: tuple[float, ...], field: str, line: str) -> None:
    body = _canvas(*((f"factor {n}", 5.0, target) for n, target in enumerate(targets)))
    assert FRAMEWORK.headline(body, "en")[0] == line
    assert FRAMEWORK.questions(body, "en")[0].field == field


def test_distances_from_the_industry() -> None:
    factors = [_factor("a", 8.0, 2.0, 7.0), _factor("b", 0.0, 9.0, 0.0, 2), _factor("c", 5.0, None, 2.0, 3)]
    body = compute({"factors": factors})
    assert body["divergence_now"] == 1.33  # (1 + 0 + 3) / 3
    assert body["divergence_target"] == 7.5  # (6 + 9) / 2
    assert FRAMEWORK.headline(body, "ko")[1] == "업계 곡선과의 거리: 현재 1.33, 목표 7.5"


def test_the_canvas_leaves_gaps_and_reads_itself_out() -> None:
    body = compute({"factors": [_factor("가격", 8.0, 3.0), _factor("입지", None, 6.0, 6.0, 2)]})
    (curves,) = FRAMEWORK.charts(body, "ko")
    assert isinstance(curves, Curves)
    assert curves.categories == ("가격", "입지")
    assert curves.series == (("업계", (8.0, None)), ("우리(현재)", (None, 6.0)), ("우리(목표)", (3.0, 6.0)))
    assert "가격: 업계 8, 현재 모름, 목표 3; 입지: 업계 모름, 현재 6, 목표 6" in curves.alt


def test_one_curve_alone_is_no_canvas() -> None:
    assert FRAMEWORK.charts(_canvas(("a", 5.0, None)), "en") == ()


def test_noncustomers_are_counted_by_tier() -> None:
    tiers = ("unexplored", "soon_to_be", "unexplored")
    body = compute(
        {"noncustomers": [{"id": f"N{n}", "text": "x", "tier": tier} for n, tier in enumerate(tiers, 1)]}
    )
    (line,) = FRAMEWORK.headline(body, "en")
    assert line == "Noncustomers: about to leave (tier 1) 1, unexplored (tier 3) 2"


levels = st.one_of(st.none(), st.floats(0, 10))
canvases = st.lists(st.tuples(levels, levels, levels), max_size=6).map(
    lambda rows: {
        "factors": [
            {"id": f"F{n}", "name": f"f{n}", "industry": i, "own_now": o, "own_target": t}
            for n, (i, o, t) in enumerate(rows, 1)
        ]
    }
)


@given(canvases)
def test_any_body(body: Json) -> None:
    done = compute(body)
    assert compute(done) == done
    body_model("blue_ocean").model_validate(done)
    for factor in done["factors"]:
        effects = (factor["cost_effect"], factor["value_effect"])
        assert effects == (None, None) if factor["action"] is None else min(effects) == 0
        if factor["action"] in (*SAVING, *ADDING):
            assert factor["industry"] != factor["own_target"]
    for locale in ("en", "ko"):
        assert len(FRAMEWORK.headline(done, locale)) <= 3
        FRAMEWORK.sections(done, locale)
        FRAMEWORK.charts(done, locale)


@given(st.floats(0, 10), st.floats(0, 10))
def test_turning_the_curves_round_turns_the_action_round(industry: float, target: float) -> None:
    opposite = {
        "eliminate": "create",
        "create": "eliminate",
        "reduce": "raise",
        "raise": "reduce",
        "keep": "keep",
    }
    (there,) = _canvas(("a", industry, target))["factors"]
    (back,) = _canvas(("a", target, industry))["factors"]
    assert back["action"] == opposite[there["action"]]
    assert back["cost_effect"] == there["value_effect"]
