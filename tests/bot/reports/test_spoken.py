"""Which plain words have drafts made again and again, and when."""

import pytest

from bot.digest.spoken import asked_for as digest
from bot.reports.desk import read_course, read_terms
from bot.reports.errors import UnreadCourse, UnreadTerms
from bot.reports.spoken import asked_for
from memory.reports import Terms


@pytest.mark.parametrize(
    ("text", "told", "course"),
    [
        ("매주 월요일 9시 전에 리포트 초안 준비해 줘", "weekly 월 09:00", ("weekly", "mon", "09:00")),
        (
            "Have a draft of the report ready every Friday by 10am",
            "weekly friday 10:00",
            ("weekly", "fri", "10:00"),
        ),
        ("매월 보고서 초안 예약해 줘", "monthly", ("monthly", "mon", "09:00")),
        ("every month I want a draft report at 8:30", "monthly 8:30", ("monthly", "mon", "08:30")),
    ],
)
def test_drafts_in_plain_words(text: str, told: str, course: tuple[str, str, str]) -> None:
    assert asked_for(text) == told
    read = read_course(told, "Asia/Seoul")
    assert (read.rhythm, read.day, f"{read.at:%H:%M}") == course
    assert (read.zone, read.country) == ("Asia/Seoul", "KR")


@pytest.mark.parametrize("text", ["주간 리포트 만들어줘", "draft a report", "매주 월요일 9시에 요약 보내 줘"])
def test_one_report_or_a_digest_is_no_schedule(text: str) -> None:
    assert asked_for(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("주간 리포트 만들어줘", False),
        ("give me a weekly report for the client as PPTX", False),
        ("주간 리포트 보내줘", False),
        ("give us a weekly report on what changed", True),
        ("매주 월요일 9시에 리포트 보내줘", True),
    ],
)
def test_a_report_of_a_week_is_no_digest_of_every_week(text: str, wanted: bool) -> None:
    assert (digest(text) is not None) == wanted


def test_terms_are_read_in_both_languages_and_what_is_not_said_stays() -> None:
    assert read_terms("markup 15% vat 10%", Terms()) == Terms(1500, 1000)
    assert read_terms("수수료 12.5% 부가세 10 보고 별도", Terms()) == Terms(1250, 1000, "net")
    assert read_terms("reported gross", Terms(1500, 1000)) == Terms(1500, 1000, "gross")


@pytest.mark.parametrize(
    ("said", "markup", "markups"),
    [
        ("markup 15% vat 10% meta 10%", 1500, {"meta": 1000}),
        ("markup 15%, Google Ads 12.5%, naver_searchad 8% vat 10%", 1500, {"google_ads": 1250, "naver_searchad": 800}),
        ("meta markup 10% vat 10%", 2000, {"meta": 1000}),
        ("수수료 15% 부가세 10% 네이버 검색광고는 8%, 메타 수수료 10%", 1500, {"naver_searchad": 800, "meta": 1000}),
        ("수수료 15%(틱톡 0%) 부가세 10", 1500, {"tiktok": 0}),
        ("메타 10% 부가세 10% 메타 기본", 2000, {}),
        ("vat 10% google general", 2000, {}),
    ],
)  # fmt: skip
def test_a_platform_has_a_mark_up_of_its_own(said: str, markup: int, markups: dict[str, int]) -> None:
    assert read_terms(said, Terms(2000)) == Terms(markup, 1000, markups=markups)


def test_what_is_said_later_of_one_platform_leaves_the_others() -> None:
    before = Terms(1500, 1000, markups={"meta": 1000, "tiktok": 500})
    assert read_terms("메타 12%", before).markups == {"meta": 1200, "tiktok": 500}
    assert read_terms("markup 20%", before) == Terms(2000, 1000, markups={"meta": 1000, "tiktok": 500})


@pytest.mark.parametrize(
    "wrong",
    [
        "", "markup", "markup 900%", "markup soon", "15%",
        "meta", "meta vat 10%", "핀터레스트 10%", "meta 900%", "markup vat 10%", "vat general",
    ],
)  # fmt: skip
def test_terms_that_are_not_understood_are_asked_about(wrong: str) -> None:
    with pytest.raises(UnreadTerms):
        read_terms(wrong, Terms())


@pytest.mark.parametrize("text", ["sometimes", "weekly 25:99", "monthly country=XX"])
def test_what_is_no_course_is_said_to_be_none(text: str) -> None:
    with pytest.raises((UnreadCourse, ValueError)):
        read_course(text, "Asia/Seoul")
