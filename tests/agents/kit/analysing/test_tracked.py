"""What a name stands for among the metrics, and in which unit its value is told."""

from datetime import date

import pytest

from agents.kit.analysing.tracked import days_of, in_unit, meant
from agents.kit.budgeting.window import Window

TODAY = date(2026, 11, 27)
QUARTER = Window(date(2026, 10, 1), TODAY)
WEEK = Window(date(2026, 11, 20), date(2026, 11, 26))


@pytest.mark.parametrize(
    ("key", "name", "source", "metric", "platforms", "window"),
    [
        ("", "Meta ROAS", "", "roas", ("meta",), QUARTER),
        ("", "구글 광고비", "", "spend", ("google_ads",), QUARTER),
        ("", "weekly sessions", "GA4", "sessions", ("ga4",), WEEK),
        ("", "주간 세션수", "GA4", "sessions", ("ga4",), WEEK),
        ("", "전환수", "메타 광고 관리자", "conversions", ("meta",), QUARTER),
        ("conversions", "weekly orders", "", "conversions", (), QUARTER),
        ("ROAS", "What comes back", "till", "roas", (), QUARTER),
        ("", "CTR", "", "ctr", (), QUARTER),
    ],
)
def test_a_name_that_is_one_metric(  # noqa: PLR0913, PLR0917 - a row of the table
    key: str, name: str, source: str, metric: str, platforms: tuple[str, ...], window: Window
) -> None:
    found = meant(key, name, source, "Q4 2026", TODAY)
    assert found is not None
    assert (found.metrics, found.platforms, found.window) == ((metric,), platforms, window)


@pytest.mark.parametrize(
    ("key", "name", "source"),
    [
        ("", "revenue", ""),  # what platforms claim is not what a business earns
        ("", "매출", "POS"),
        ("", "traffic", "door counter"),
        ("", "ROAS", "survey"),
        ("", "Sales of sourdough", ""),
        ("", "Repeat customers", ""),
        ("", "CTR and CPC", ""),
        ("happiness", "ROAS", ""),
    ],
)
def test_anything_else_is_not_guessed(key: str, name: str, source: str) -> None:
    assert meant(key, name, source, "Q4 2026", TODAY) is None


@pytest.mark.parametrize(
    ("period", "window"),
    [
        ("Q4 2026", QUARTER),
        ("2026년 4분기", QUARTER),
        ("2026-10-01 ~ 2026-12-31", Window(date(2026, 10, 1), date(2026, 12, 31))),
        ("soon", None),
        ("", None),
    ],
)
def test_the_days_of_a_period(period: str, window: Window | None) -> None:
    assert days_of(period, TODAY) == window


@pytest.mark.parametrize(
    ("metric", "value", "currency", "unit", "told"),
    [
        ("spend", 1_500_000_000, "KRW", "원", 1500.0),
        ("spend", 1_500_000_000, "KRW", "krw", 1500.0),
        ("spend", 20_836_690, "GBP", "£", 20.84),
        ("spend", 1_500_000_000, "USD", "KRW", None),
        ("spend", 1_500_000_000, "KRW", "%", None),
        ("spend", 1_500_000_000, "", "", None),
        ("ctr", 0.0251, "", "%", 2.51),
        ("ctr", 0.0251, "", "", None),
        ("roas", 2.04, "", "배", 2.04),
        ("roas", 2.04, "", "%", 204.0),
        ("roas", 2.04, "", "KRW", None),
        ("conversions", 12_500_000, "", "건", 12.5),
        ("clicks", 12, "", "", 12.0),
        ("clicks", 12, "", "원", None),
        ("clicks", None, "", "", None),
    ],
)
def test_a_value_in_its_unit(
    metric: str, value: float | None, currency: str, unit: str, told: float | None
) -> None:
    assert in_unit(metric, value, currency, unit) == told
