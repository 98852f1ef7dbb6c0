"""What platforms claim is set beside the truth, and never added up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.kit.budgeting.reconciling import Claim, Truth, reconcile

M = 1_000_000
CLAIMS = (
    Claim("meta", 90 * M, window="7d click / 1d view", spend=3_000 * M),
    Claim("google_ads", 60 * M, window="30d click, data-driven", spend=2_000 * M),
)


def test_orders_alone_cut_claims_down_in_proportion() -> None:
    found = reconcile(CLAIMS, Truth("orders", 100 * M, 20_000 * M))
    assert found.method == "proportional"
    assert [one.conversions for one in found.channels] == [60 * M, 40 * M]
    assert [one.overclaim for one in found.channels] == [1.5, 1.5]
    assert found.overlap == 1.5
    assert found.share == 1.0
    assert found.mer == 4.0
    assert [one.value for one in found.channels] == [12_000 * M, 8_000 * M]


def test_claims_below_the_truth_stand() -> None:
    found = reconcile(CLAIMS, Truth("orders", 300 * M))
    assert [one.conversions for one in found.channels] == [90 * M, 60 * M]
    assert (found.overlap, found.share, found.mer) == (0.5, 0.5, None)


def test_the_last_non_direct_click_is_the_part_where_it_is_known() -> None:
    truth = Truth("ga4", 100 * M, tracked=(("meta", 30 * M),), tracker="ga4", tracker_total=100 * M)
    found = reconcile(CLAIMS, truth)
    assert found.method == "tracked"
    assert [one.conversions for one in found.channels] == [30 * M, None]
    assert [one.overclaim for one in found.channels] == [3.0, None]
    assert found.share == 0.3


def test_what_the_site_saw_is_brought_up_to_all_orders() -> None:
    tracked = (("meta", 30 * M), ("google_ads", 20 * M))
    found = reconcile(CLAIMS, Truth("orders", 120 * M, tracked=tracked, tracker="ga4", tracker_total=100 * M))
    assert found.method == "scaled"
    assert [one.conversions for one in found.channels] == [36 * M, 24 * M]


def test_without_a_truth_nothing_is_said_and_nothing_is_null_that_is_zero() -> None:
    found = reconcile(CLAIMS, None)
    assert (found.method, found.overlap, found.share, found.mer) == ("none", None, None, None)
    assert [one.conversions for one in found.channels] == [None, None]
    none = reconcile(CLAIMS, Truth("orders", 0))
    assert none.overlap is None
    assert [one.conversions for one in none.channels] == [0, 0]
    assert [one.overclaim for one in none.channels] == [None, None]


def test_an_unknown_claim_stays_unknown() -> None:
    found = reconcile((*CLAIMS, Claim("tiktok", None)), Truth("orders", 100 * M, 9 * M))
    assert found.channels[2].conversions is None
    assert found.mer is None


@given(
    st.lists(st.none() | st.integers(0, 10**11), min_size=1, max_size=6),
    st.integers(0, 10**11),
    st.none() | st.integers(0, 10**11),
)
@settings(max_examples=80)
def test_parts_never_come_to_more_than_the_truth(
    claimed: list[int | None], whole: int, seen: int | None
) -> None:
    claims = [Claim(f"p{n}", value) for n, value in enumerate(claimed)]
    tracked = tuple((claim.platform, (seen or 0) // (2 * len(claims))) for claim in claims) if seen else ()
    found = reconcile(claims, Truth("orders", whole, 10**9, tracked, "ga4" if seen else "", seen))
    assert sum(one.conversions or 0 for one in found.channels) <= whole
    assert sum(one.value or 0 for one in found.channels) <= 10**9
    assert found.share is None or found.share <= 1
    if not seen and sum(value or 0 for value in claimed) > whole:
        assert sum(one.conversions or 0 for one in found.channels) == whole


def test_a_tracker_that_saw_less_in_all_than_in_parts_makes_no_more_of_it() -> None:
    truth = Truth("orders", 10 * M, tracked=(("meta", 30 * M),), tracker="ga4", tracker_total=20 * M)
    found = reconcile(CLAIMS, truth)
    assert found.channels[0].conversions == 10 * M
    assert found.share == pytest.approx(1.0)
