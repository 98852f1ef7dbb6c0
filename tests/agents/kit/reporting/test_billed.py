"""What a client is billed: net, mark-up and VAT in whole minor units, and nothing where VAT is not known."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from agents.kit.reporting.billed import Amount, amounts, billed, bills, net, share
from memory.metrics import FactRow, Measure, Measured, Query
from memory.reports import WHOLE, Terms

M = 1_000_000
NOW = datetime(2026, 11, 27, tzinfo=UTC)


def row(
    spend: int | None,
    spend_net: int | None = None,
    charged: int | None = None,
    currency: str = "KRW",
    of: str = "meta",
) -> FactRow:
    sums: dict[Measure, int | None] = {"spend": spend, "spend_net": spend_net, "billed_spend": charged}
    known: dict[Measure, int] = {name: int(value is not None) for name, value in sums.items()}
    return FactRow({"platform": of}, {}, currency, currency, sums, 1, NOW, known=known)


def lines(terms: Terms, *rows: FactRow) -> tuple[Amount, ...]:
    return amounts(Measured(Query(by=("platform",)), rows, None), terms)


def test_naver_says_vat_and_google_does_not() -> None:
    terms = Terms(markup=1500, vat=1000)
    naver, google = row(1_100_000 * M, 1_000_000 * M, of="naver_searchad"), row(1_000_000 * M, 1_000_000 * M)
    assert [billed(one, terms) for one in (naver, google)] == [1_150_000 * M] * 2
    [bill] = bills(lines(terms, naver, google), terms)
    assert (bill.net, bill.fee, bill.billed, bill.vat, bill.total) == (
        2_000_000, 300_000, 2_300_000, 230_000, 2_530_000,
    )  # fmt: skip


def test_what_may_hold_vat_is_not_billed_until_somebody_says_so() -> None:
    unknown = row(1_100 * M)
    assert billed(unknown, Terms(1500, 1000)) is None
    assert net(unknown, Terms(0, 1000, "gross")) == 1_000 * M
    assert billed(unknown, Terms(1500, 1000, "net")) == 1_265 * M
    [bill] = bills(lines(Terms(1500, 1000), unknown, row(500 * M, 500 * M)), Terms(1500, 1000))
    assert (bill.billed, bill.vat, bill.total) == (None, None, None)


def test_what_a_file_says_is_billed_goes_before_the_terms_and_null_is_not_0() -> None:
    assert billed(row(100 * M, 100 * M, 130 * M), Terms(1500, 1000)) == 130 * M
    assert billed(row(None), Terms(1500, 1000)) is None
    assert billed(row(0, 0), Terms(1500, 1000)) == 0
    assert lines(Terms(), row(None)) == ()


def test_each_platform_has_its_mark_up_and_vat_comes_after() -> None:
    terms = Terms(1500, 1000, markups={"meta": 1000, "tiktok": 0})
    spends = [("meta", 333_333 * M), ("google_ads", 100_001 * M), ("tiktok", 77 * M)]
    found = lines(terms, *(row(spend, spend, of=of) for of, spend in spends))
    assert {one.platform: one.billed for one in found} == {
        "meta": 366_666,  # 333,333 and 33,333.3
        "google_ads": 115_001,  # 100,001 and 15,000.15
        "tiktok": 77,
    }
    [bill] = bills(found, terms)
    assert (bill.net, bill.billed, bill.vat, bill.total) == (433_411, 481_744, 48_174, 529_918)


def test_currencies_are_never_summed() -> None:
    found = bills(
        lines(Terms(1000, 1000), row(100 * M, 100 * M), row(7 * M, 7 * M, currency="USD")), Terms(1000, 1000)
    )
    assert [(one.currency, one.billed, one.total) for one in found] == [("KRW", 110, 121), ("USD", 770, 847)]


@given(
    st.lists(st.integers(0, 10**12), min_size=1, max_size=6),
    st.integers(0, WHOLE),
    st.integers(0, 3000),
)
def test_a_bill_is_the_sum_of_its_lines_to_the_last_unit(spends: list[int], markup: int, vat: int) -> None:
    terms = Terms(markup, vat)
    found = lines(terms, *(row(spend, spend, of=f"p{n}") for n, spend in enumerate(spends)))
    [bill] = bills(found, terms)
    assert bill.billed == sum(one.billed or 0 for one in found)
    assert bill.billed is not None
    assert bill.net is not None
    assert bill.fee == bill.billed - bill.net
    assert bill.vat == share(bill.billed, vat)
    assert all(one.net is not None and one.billed is not None and one.billed >= one.net for one in found)
