"""Plans in people's words, Korean and English."""

from datetime import time

import pytest

from bot.digest.errors import UnknownZone, UnreadPlan
from bot.digest.orders import Order, order
from memory.schedule import DAYS, Plan, Quiet

WEEKDAYS, EVERY = frozenset(DAYS[:5]), frozenset(DAYS)


@pytest.mark.parametrize(
    ("said", "days", "at"),
    [
        ("", WEEKDAYS, time(9)),
        ("weekdays 09:00", WEEKDAYS, time(9)),
        ("daily 7:30", EVERY, time(7, 30)),
        ("daily at 6pm", EVERY, time(18)),
        ("mon,thu 17:30", frozenset({"mon", "thu"}), time(17, 30)),
        ("Mondays 12:00am", frozenset({"mon"}), time(0)),
        ("mon tue 08:00", frozenset({"mon", "tue"}), time(8)),
        ("tues at 8am", frozenset({"tue"}), time(8)),
        ("weekly 10:00", frozenset({"mon"}), time(10)),
        ("매일 오전 9시", EVERY, time(9)),
        ("평일 오후 6시 30분에", WEEKDAYS, time(18, 30)),
        ("월,목 9시 반", frozenset({"mon", "thu"}), time(9, 30)),
        ("월요일 09:00", frozenset({"mon"}), time(9)),
        ("월수금 18시", frozenset({"mon", "wed", "fri"}), time(18)),
    ],
)
def test_days_and_times(said: str, days: frozenset[str], at: time) -> None:
    wanted = order(said, "Asia/Seoul")
    assert (wanted.plan.days, wanted.plan.at, wanted.plan.zone) == (days, at, "Asia/Seoul")


def test_all_that_can_be_said() -> None:
    said = "mon 09:00 zone=Europe/London quiet=22:00-07:00 about=learnt dm"
    hours = Quiet(time(22), time(7))
    plan = Plan(frozenset({"mon"}), time(9), "Europe/London", hours)
    assert order(said, "Asia/Seoul") == Order(plan, "learnt", direct=True)


@pytest.mark.parametrize("said", ["weekly learnt 09:00", "매주 배운것 9시", "learnt"])
def test_what_was_learnt_comes_once_a_week(said: str) -> None:
    wanted = order(said, "Asia/Seoul")
    assert (wanted.about, wanted.plan.days, wanted.plan.at) == ("learnt", frozenset({"mon"}), time(9))


@pytest.mark.parametrize(
    "said",
    ["sometimes", "25:00", "daily 9:75", "quiet=22", "about=money 09:00", "언젠가", "tone=kind", "9시 75분"],
)
def test_what_is_not_understood_is_named(said: str) -> None:
    with pytest.raises(UnreadPlan) as told:
        order(said, "Asia/Seoul")
    assert "09:00" in told.value.say("ko")


@pytest.mark.parametrize("zone", ["Seoul", "../../etc/passwd", "/etc/localtime", "KST9"])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(UnknownZone):
        order(f"daily 09:00 zone={zone}", "Asia/Seoul")
