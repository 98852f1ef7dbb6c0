"""Returns are said where all their parts are known."""

from datetime import date

from agents.kit.budgeting.returns import Incrementality, in_force, returns

M = 1_000_000


def test_roi_with_margin_by_hand() -> None:
    found = returns(1_000 * M, 4_000 * M, 0.35)
    assert (found.roas, found.profit, found.roi) == (4.0, 400 * M, 0.4)
    assert found.break_even == 1 / 0.35


def test_what_is_not_known_is_none_and_not_zero() -> None:
    assert returns(1_000 * M, None, 0.35).roas is None
    assert returns(0, 4_000 * M, 0.35).roas is None
    assert returns(1_000 * M, 4_000 * M, None).profit is None
    assert returns(1_000 * M, 0, 0.35).roas == 0.0
    assert returns(1_000 * M, 4_000 * M, 0.0).break_even is None


def test_a_factor_holds_for_its_time_and_the_newest_wins() -> None:
    old = Incrementality("meta", 0.8, date(2026, 1, 1), None, "geo test")
    new = Incrementality("meta", 0.6, date(2026, 9, 1), date(2026, 12, 31), "holdout")
    assert in_force([old, new], "meta", date(2026, 10, 1)) == new
    assert in_force([old, new], "meta", date(2026, 5, 1)) == old
    assert in_force([old, new], "meta", date(2027, 2, 1)) == old
    assert in_force([old, new], "google_ads", date(2026, 10, 1)) is None
