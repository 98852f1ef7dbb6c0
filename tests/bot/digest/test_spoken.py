"""Digests in plain words, in both languages."""

import pytest

from bot.digest.orders import order
from bot.digest.spoken import asked_for


@pytest.mark.parametrize(
    ("text", "said", "days", "at"),
    [
        ("send us a digest every weekday at 9am", "weekdays 9am", 5, "09:00"),
        ("Can I get a summary every Monday and Thursday at 17:30?", "monday,thursday 17:30", 2, "17:30"),
        ("please post the daily digest at 8", "daily 08:00", 7, "08:00"),
        ("I want a briefing each morning as a DM", "daily dm", 7, "09:00"),
        ("give us a weekly report on what changed", "weekly", 1, "09:00"),
        ("매일 아침 9시에 다이제스트 보내줘", "daily 오전 9시", 7, "09:00"),
        ("매주 월요일 10시 반에 요약 올려 주세요", "월 10시 반", 1, "10:30"),
        ("평일 저녁 6시마다 브리핑 받고 싶어요", "weekdays 오후 6시", 5, "18:00"),
        ("월·목요일마다 리포트 보내줘", "월목", 2, "09:00"),
        ("저녁마다 요약 디엠으로 보내줘", "daily 18:00 dm", 7, "18:00"),
    ],
)
def test_plain_words_make_an_order(text: str, said: str, days: int, at: str) -> None:
    assert asked_for(text) == said
    made = order(said, "Asia/Seoul")
    assert (len(made.plan.days), f"{made.plan.at:%H:%M}", made.direct) == (days, at, said.endswith("dm"))


@pytest.mark.parametrize(
    "text", ["stop the digest", "다이제스트 그만 보내줘", "pause our morning digest please"]
)
def test_an_end_shows_what_there_is_to_end(text: str) -> None:
    assert asked_for(text) == "list"


@pytest.mark.parametrize(
    "text",
    [
        "how did every campaign do last week",
        "which digest goes out every morning?",
        "give me a summary of last week",
        "we post a story every Monday at 9am",
        "매출이 매일 줄고 있어",
        "지난주 성과 요약해줘",
        "다이제스트가 뭐야",
        "매주 월요일에 할인하는 문구 써줘",
    ],
)
def test_other_words_make_none(text: str) -> None:
    assert asked_for(text) is None
