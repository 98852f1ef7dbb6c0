from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from agents.kit.learning.extract import extract
from agents.kit.learning.reconcile import reconcile
from agents.kit.learning.types import Author, Candidate
from memory.insight import Known, Verdict

MONDAY = datetime.fromisoformat("2026-03-02T10:00:00+09:00")
LATER = MONDAY + timedelta(days=7)
STATEMENT, MEASURED = 0.75, 0.95


def said(text: str, author: Author = "member") -> Candidate:
    return extract(text, author, MONDAY, "KRW", "Asia/Seoul")[0]


def known(text: str, grade: float = STATEMENT, at: datetime = MONDAY) -> Known:
    one = said(text)
    return Known(
        "k1", one.subject_key, one.predicate, one.value, one.unit, grade, at, one.valid_from, one.valid_to
    )


def verdict(before: str, now: str, grade: float = STATEMENT, at: datetime = LATER) -> Verdict:
    return reconcile([known(before)], said(now), grade, at)


def test_the_same_value_is_another_source() -> None:
    assert verdict("예산은 300만원입니다", "Our budget is 3 million won") == Verdict("same", "k1")


def test_a_newer_value_of_equal_grade_takes_over() -> None:
    assert verdict("예산은 300만원입니다", "예산은 400만원입니다") == Verdict("supersede", "k1")
    assert verdict("담당자는 박준호 과장님입니다", "담당자는 윤세라 차장님입니다") == Verdict(
        "supersede", "k1"
    )


def test_a_newer_value_of_lower_grade_is_a_conflict() -> None:
    measured = [known("전환율이 2.9%입니다", MEASURED)]
    assert reconcile(measured, said("전환율이 4%입니다"), STATEMENT, LATER) == Verdict("conflict", "k1")


def test_what_was_said_earlier_does_not_replace_what_was_said_later() -> None:
    verdict = reconcile(
        [known("예산은 400만원입니다", at=LATER)], said("예산은 300만원입니다"), STATEMENT, MONDAY
    )
    assert verdict == Verdict("past", "k1")


def test_an_outsider_never_replaces() -> None:
    outsider = said("예산은 400만원입니다", "outsider")
    assert reconcile([known("예산은 300만원입니다")], outsider, STATEMENT, LATER) == Verdict("conflict", "k1")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("예산은 300만원입니다", "틱톡 예산은 400만원입니다"),
        ("예산은 월 300만원입니다", "연간 예산은 4000만원입니다"),
        ("경쟁사는 면사랑입니다", "경쟁사는 국수나무입니다"),
        ('never use the word "cheap"', 'never use the word "lazy"'),
        ("We agreed on order #260 for the flyers", "We agreed on order #480 for the flyers"),
        ("인스타가 제일 잘 나와요", "틱톡은 작년에 접었어요"),
    ],
)
def test_what_is_only_alike_stands_beside(before: str, now: str) -> None:
    assert verdict(before, now) == Verdict("add")


def test_a_channel_that_is_left_ends_its_use() -> None:
    assert verdict("저희는 틱톡을 운영하고 있어요", "틱톡은 접었어요") == Verdict("supersede", "k1")


def test_values_of_times_that_do_not_meet_stand_beside() -> None:
    before = known("예산은 300만원입니다")
    ended = replace(before, valid_to=date(2026, 1, 31))
    dated = replace(said("예산은 400만원입니다"), valid_from=date(2026, 2, 1))
    assert reconcile([ended], dated, STATEMENT, LATER) == Verdict("add")


def test_ten_times_the_same_is_nine_times_the_same() -> None:
    one = said("예산은 300만원입니다")
    assert {reconcile([known("예산은 300만원입니다")], one, STATEMENT, MONDAY).outcome for _ in range(9)} == {
        "same"
    }
