"""What is asked of a budget, in plain words."""

from datetime import date

import pytest

from agents.kit.budgeting.limits_said import limits_said
from agents.kit.budgeting.shifts import shifts_of
from agents.kit.budgeting.window import Window, named, until
from agents.kit.budgeting.wish import Wish, understand

TODAY = date(2026, 11, 26)


def wish(text: str) -> Wish:
    return understand(text, "KRW", TODAY)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("예산 얼마나 남았나요", "pacing"),
        ("are we spending too fast", "pacing"),
        ("6월 말까지 지출 예측해줘", "forecast"),
        ("what will we have spent by Christmas", "forecast"),
        ("매체 수치랑 실제 주문 대사해줘", "reconcile"),
        ("facebook says 60 orders, the shop says 35", "reconcile"),
        ("광고가 본전은 뽑고 있나요", "roi"),
        ("What's the break-even ROAS if margin is 35%", "roi"),
        ("인플루언서에 쓴 돈 ROI가 어떻게 돼요", "roi"),
        ("돈을 어디로 옮기면 좋을까", "reallocate"),
        ("where should we move money", "reallocate"),
        ("메타에서 구글로 100만원 옮기면?", "what_if"),
        ("what would happen if we doubled the spend", "what_if"),
        ("모든 비용 빼면 남나요", "roi"),
        ("500만 원을 세 채널에 나눠줘", "divide"),
        ("마지막 클릭 말고 섀플리로 보면?", "attribution"),
        ("메타 증분 계수 0.6", "lift"),
        ("what-if 메타 10%", "what_if"),
        ("소진율", "pacing"),
    ],
)
def test_plain_words_have_a_verb(text: str, verb: str) -> None:
    assert wish(text).verb == verb


def test_money_is_read_as_people_write_it() -> None:
    told = wish("소진 1억 2천")
    assert told.money is not None
    assert (told.money.value, told.money.doubt) == (120_000_000, "")
    doubted = wish("월 300 예산 페이싱").money
    assert doubted is not None
    assert doubted.doubt == "manwon"


@pytest.mark.parametrize(
    ("text", "sources", "targets"),
    [
        ("메타에서 구글로 100만원 옮기면?", ("meta",), ("google_ads",)),
        ("메타 예산 줄이고 구글로 옮기면", ("meta",), ("google_ads",)),
        ("메타에서 100만원 빼서 네이버로 옮기면", ("meta",), ("naver_searchad",)),
        ("what if we move 15% from Meta to Google", ("meta",), ("google_ads",)),
        ("take 10% from meta, give it to naver", ("meta",), ("naver_searchad",)),
        ("put 300 more into tiktok", (), ("tiktok",)),
    ],
)
def test_money_goes_from_one_to_another(
    text: str, sources: tuple[str, ...], targets: tuple[str, ...]
) -> None:
    assert (wish(text).sources, wish(text).targets) == (sources, targets)


def test_shifts_are_weekly_and_come_to_what_was_said() -> None:
    now = {"meta": 400_000, "google_ads": 300_000}
    assert shifts_of(wish("메타에서 구글로 40만원 옮기면?"), now, 4, "KRW") == {
        "meta": -100_000,
        "google_ads": 100_000,
    }
    assert shifts_of(wish("what-if 15% from meta to google"), now, 4, "KRW") == {
        "meta": -60_000,
        "google_ads": 60_000,
    }
    assert shifts_of(wish("예산을 20% 줄이면"), now, 4, "KRW") == {"meta": -80_000, "google_ads": -60_000}
    assert shifts_of(wish("광고비 두 배로 늘리면"), now, 4, "KRW") == now
    assert shifts_of(wish("메타를 끊으면 어떻게 되나요"), now, 4, "KRW") == {"meta": -400_000}
    assert shifts_of(wish("7만원 더 쓰면 뭐가 돌아와요"), now, 1, "KRW") == {
        "meta": 40_000,
        "google_ads": 30_000,
    }
    assert shifts_of(wish("메타에서 구글로 옮기면?"), now, 4, "KRW") is None
    assert shifts_of(wish("검색 예산 두 배로 하면"), now, 4, "KRW") is None
    assert shifts_of(wish("메타에서 구글로 $300 옮기면"), now, 4, "KRW") is None


def test_floors_and_caps_are_said_by_platform() -> None:
    found = limits_said("재배분, 메타 최소 50만원, Google at most 300,000원", "KRW")
    assert [(one.platform, one.floor, one.cap) for one in found] == [
        ("meta", 500_000, None),
        ("google_ads", None, 300_000),
    ]


def test_days_are_named_or_not() -> None:
    assert named("11/1~11/30 3,000만원", TODAY) == Window(date(2026, 11, 1), date(2026, 11, 30))
    assert named("last 30 days", TODAY) == Window(date(2026, 10, 27), date(2026, 11, 25))
    assert named("지난 2주", TODAY) == Window(date(2026, 11, 12), date(2026, 11, 25))
    assert named("예산 얼마나 남았나요", TODAY) is None
    assert until("연말까지 얼마나 쓰게 될까", TODAY) == date(2026, 12, 31)
    assert until("월말까지", TODAY) == date(2026, 11, 30)
    assert until("지난달까지", TODAY) is None
