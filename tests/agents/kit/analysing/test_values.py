"""Ratios come from sums; null is not 0; a division by 0 has no value; currencies and claims are never summed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import reduce
from operator import add

from hypothesis import given, settings
from hypothesis import strategies as st

from agents.kit.analysing.reading import Line, folded
from agents.kit.analysing.saying import said
from agents.kit.analysing.values import SUMS, Sums, of_row
from config.analysing import catalogue
from memory.metrics import MICROS, FactRow, Measure


def sums(currency: str = "KRW", platform: str = "", **of: int | None) -> Sums:
    known: dict[Measure, int | None] = {name: of.get(name) for name in SUMS}
    claims = known["conversions"] is not None and platform
    return Sums(known, currency, currency, frozenset({platform} if claims else ()))


NUMBER = st.one_of(st.none(), st.integers(0, 10**9))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(NUMBER, NUMBER), min_size=1, max_size=6))
def test_a_ratio_is_of_the_sums(pairs: list[tuple[int | None, int | None]]) -> None:
    total = reduce(add, (sums(clicks=clicks, impressions=seen) for clicks, seen in pairs))
    known = [pair for pair in pairs if pair[1] is not None]
    if (
        len(known) == len(pairs)
        and all(clicks is not None for clicks, _ in pairs)
        and sum(s or 0 for _, s in pairs)
    ):
        assert total.value("ctr") == sum(c or 0 for c, _ in pairs) / sum(s or 0 for _, s in pairs)
    elif {c is None for c, _ in pairs} == {True} or {s is None for _, s in pairs} == {True}:
        assert total.value("ctr") is None


def test_null_is_not_0() -> None:
    nothing, zero = sums(), sums(conversions=0, clicks=0)
    assert (nothing.value("conversions"), zero.value("conversions")) == (None, 0)
    assert zero.value("cvr") is None
    assert (said("conversions", None, "", "ko"), said("conversions", 0, "", "ko")) == ("–", "0")


def test_a_ratio_over_a_part_is_not_formed() -> None:
    both = sums(spend=5 * MICROS, clicks=10) + sums(spend=7 * MICROS)
    assert both.value("spend") == 12 * MICROS
    assert both.value("cpc") is None


def test_what_platforms_claim_has_no_sum_over_them() -> None:
    meta, google = (
        sums(platform="meta", conversions=3 * MICROS),
        sums(platform="google_ads", conversions=4 * MICROS),
    )
    assert (meta + google).value("conversions") is None
    assert (meta + meta).value("conversions") == 6 * MICROS


def test_currencies_stay_apart_where_money_is_asked_about_and_only_there() -> None:
    lines = [
        Line({"platform": p}, {}, sums(c, spend=MICROS, clicks=2))
        for p, c in (("meta", "USD"), ("naver", "KRW"))
    ]
    assert [one.sums.value("spend") for one in folded(lines, (), ("spend",))] == [MICROS, MICROS]
    assert [one.sums.value("clicks") for one in folded(lines, (), ("clicks",))] == [4]


def test_return_on_spend_in_another_currency_is_none() -> None:
    one = Sums(dict.fromkeys(SUMS, MICROS), "USD", "KRW")
    assert one.value("roas") is None


def row(platform: str, of: Mapping[Measure, int | None]) -> FactRow:
    known: dict[Measure, int] = {name: int(value is not None) for name, value in of.items()}
    return FactRow({"platform": platform}, {}, "KRW", "KRW", of, 1, datetime.now(UTC), known=known)


def test_a_site_counts_visits_and_its_key_events_are_no_platforms_claim() -> None:
    of: dict[Measure, int | None] = {"sessions": 5, "conversions": MICROS}
    assert of_row(row("ga4", of)).value("conversions") is None
    assert of_row(row("ga4", of), site=True).value("conversions") == MICROS


def test_spend_is_without_vat_where_that_is_known() -> None:
    assert of_row(row("naver_searchad", {"spend": 110, "spend_net": 100})).value("spend") == 100
    assert "gross" in of_row(row("naver_searchad", {"spend": 110})).flags


def test_every_metric_is_defined_once_and_of_sums() -> None:
    told = catalogue()
    for one in told.values():
        assert one.over in (SUMS if one.kind == "sum" else told)
        assert (one.under in told) is (one.kind == "ratio")
