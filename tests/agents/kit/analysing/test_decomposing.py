"""A change in parts that add up to it, for every metric, whatever was there or was not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.kit.analysing.decomposing import CHAINS, MIX, Segment, drivers
from config.analysing import catalogue
from memory.metrics import Measure

COUNTED = st.one_of(st.just(0), st.integers(0, 10**6))
PERIOD = st.one_of(
    st.just(dict[Measure, int | None]()),
    st.fixed_dictionaries(
        {
            "spend": st.integers(0, 10**12),
            "impressions": COUNTED,
            "clicks": COUNTED,
            "conversions": st.integers(0, 10**9),
            "conversions_value": st.integers(0, 10**12),
        }
    ),
)
SEGMENTS = st.dictionaries(st.sampled_from("abcd"), st.tuples(PERIOD, PERIOD), min_size=1)


@settings(max_examples=60, deadline=None)
@given(segments=SEGMENTS, metric=st.sampled_from(sorted(CHAINS)))
def test_parts_add_up(segments: dict[str, Segment], metric: str) -> None:
    found = drivers(metric, segments)
    if found is None:
        assert catalogue()[metric].kind == "ratio"
        return
    whole = sum(found.cells.values())
    if catalogue()[metric].kind == "sum":
        assert whole == found.change
    else:
        assert whole == pytest.approx(found.change, rel=1e-6, abs=1e-9 * max(found.before, found.now))
    assert sum(found.by_factor().values()) == pytest.approx(whole, rel=1e-6, abs=1e-6 * abs(found.now) + 1e-9)


def period(spend: int, clicks: int, conversions: int) -> dict[Measure, int | None]:
    return {"spend": spend, "clicks": clicks, "conversions": conversions, "impressions": None}


def test_half_as_much_spend_is_a_matter_of_volume_alone() -> None:
    found = drivers("conversions", {"a": (period(1000, 100, 10), period(500, 50, 5))})
    assert found is not None
    assert {name: part for name, part in found.by_factor().items() if part} == {"spend": -5}


def test_a_campaign_that_ended_is_a_matter_of_the_mix() -> None:
    found = drivers(
        "conversions", {"a": (period(1000, 100, 10), period(1000, 100, 10)), "b": (period(100, 10, 4), {})}
    )
    assert found is not None
    assert found.cells["b", MIX] == -4
    assert found.by_segment()["b"] == -4


def test_what_is_not_known_has_no_drivers() -> None:
    assert (
        drivers("conversions", {"a": ({"clicks": 5, "conversions": None}, {"clicks": 5, "conversions": 3})})
        is None
    )


def test_amounts_of_several_currencies_are_not_divided_up() -> None:
    segments: dict[str, Segment] = {"a": (period(10, 100, 10), period(20, 100, 5))}
    found = drivers("conversions", segments, money=False)
    assert found is not None
    assert found.chain == ("clicks", "conversions")
