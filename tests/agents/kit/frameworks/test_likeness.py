"""Which statements of different frameworks are taken to speak of the same thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.likeness import alike, likeness, most_alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sourdough", "known for slow-fermented sourdough made with local flour"),
        ("국산 밀로 천천히 발효한 사워도우로 유명", "사워도우"),
        ("온라인주문", "온라인 주문은 없습니다"),
        ("Instagram followers", "The owner runs an Instagram account with 11,000 followers"),
        ("인스타그램 팔로워", "인스타그램 팔로워는 11,000명이지만"),
        (
            "certified payroll link",
            "we're the only vendor with a certified payroll link to the health service",
        ),
        ("EMR 연동", "주요 EMR 3사와 API 연동이 되어 있는 건 저희뿐입니다"),
        ("Paid ads", "paid ads"),
        ("our customers", "Our customers"),
    ],
)
def test_the_same_thing(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sourdough", "weekday afternoons are quiet"),
        ("our customers", "eighty percent of sales come from walk-in customers"),
        ("strong market", "a national chain enters the market"),
        ("온라인 주문", "온라인 광고"),
        ("매출 80%", "매출이 오전에 나옵니다"),
        ("브랜드", "배달"),
        ("the lease ends in eighteen months", "energy bills rose 40 percent"),
        ("", "sourdough"),
    ],
)
def test_another_thing(one: str, other: str) -> None:
    assert not alike(one, other)


def test_the_most_alike_is_found() -> None:
    others = ("energy bills rose", "one cafe accounts for half of wholesale", "quiet afternoons")
    assert most_alike("wholesale to one cafe", others) == others[1]
    assert most_alike("the lease", others) is None
    assert most_alike("the lease", ()) is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == 1
