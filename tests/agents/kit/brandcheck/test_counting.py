"""Lengths as platforms count them, at their borders, with Hangul, combining marks and joined emoji."""

import unicodedata
from datetime import date

import pytest

from agents.kit.brandcheck.check import check
from agents.kit.brandcheck.counting import emoji, length, unsendable
from agents.kit.brandcheck.types import Norms, laid
from config.content.formats import Count, formats
from memory.guidelines import Guidelines

FAMILY = "👨‍👩‍👧‍👦"
THUMB = "👍🏽"


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        ("가" * 15, "double", 30),
        (unicodedata.normalize("NFD", "가" * 15), "double", 30),
        ("a" * 30, "double", 30),
        ("café", "double", 4),
        (unicodedata.normalize("NFD", "café"), "double", 4),
        ("가" * 140, "x", 280),
        ("a" * 280, "x", 280),
        (FAMILY, "x", 2),
        (THUMB, "x", 2),
        ("🇰🇷", "x", 2),
        ("1️⃣", "x", 2),
        ("see https://example.com/a/long/path?x=1 now", "x", 4 + 23 + 4),
        (FAMILY, "utf16", 11),
        (FAMILY, "chars", 7),
        (FAMILY, "utf8", 25),
        (f"ab{THUMB}", "threads", 2 + len(THUMB.encode())),
        ("가" * 45, "euckr", 90),
        ("뷁똠", "euckr", 4),
        ("(광고)", "euckr", 6),
        ("", "double", 0),
    ],
)
def test_a_platform_counts_in_its_own_unit(text: str, count: Count, expected: int) -> None:
    assert length(text, count) == expected


BORDERS = [
    ("google_rsa", "headline", "가" * 15, "가"),
    ("google_rsa", "headline", "a" * 30, "a"),
    ("google_rsa", "description", "가" * 45, "a"),
    ("naver_ad", "headline", "가" * 15, "a"),
    ("naver_ad", "description", "가" * 45, "a"),
    ("kakao_ad", "headline", "가" * 25, "a"),
    ("kakao", "body", "가" * 1300, "a"),
    ("x", "body", "가" * 139 + FAMILY, "a"),
    ("tiktok_ad", "body", "가" * 50, "a"),
    ("meta_ad", "headline", "가" * 40, "a"),
    ("linkedin_ad", "body", "a" * 598 + "😀", "a"),
    ("linkedin", "body", "가" * 3000, "a"),
    ("instagram", "body", "a" * 2189 + FAMILY, "a"),
    ("threads", "body", "a" * 496 + "😀", "a"),
    ("sms", "body", "가" * 45, "a"),
    ("lms", "body", "가" * 1000, "a"),
    ("email", "subject", "가" * 499, "a"),
    ("youtube", "title", "가" * 100, "a"),
]


@pytest.mark.parametrize(("name", "part", "fits", "more"), BORDERS, ids=lambda value: str(value)[:12])
def test_what_fits_is_fine_and_one_more_is_too_much(name: str, part: str, fits: str, more: str) -> None:
    def over(text: str) -> list[str]:
        found = check(laid(((part, text),), "ko", name), Norms(Guidelines({})), "en")
        return [one.quote for one in found.redlines if one.rule_id == "limits.over"]

    assert over(fits) == []
    assert over(fits + more) == [(fits + more)[:80]]


def test_a_limit_says_what_it_counts_and_where_it_is_from() -> None:
    for name, one in formats().items():
        assert one.source.ko, name
        assert date.fromisoformat(one.as_of), name


def test_a_text_message_carries_no_emoji() -> None:
    assert [sign for _, sign in unsendable(f"봄{THUMB} 뷁 ♥ é")] == [THUMB, "é"]
    assert emoji(f"a{FAMILY}b1️⃣ 3 {THUMB}") == (FAMILY, "1️⃣", THUMB)


def test_headlines_are_counted_as_well_as_measured() -> None:
    two = laid(
        (("headline", "a"), ("headline", "b"), ("description", "c"), ("description", "d")), "en", "google_rsa"
    )
    rules = {one.rule_id for one in check(two, Norms(Guidelines({})), "en").redlines}
    assert "limits.few" in rules
    tags = laid((("body", "a " + " ".join(f"#t{n}" for n in range(31))),), "en", "instagram")
    assert "limits.many" in {one.rule_id for one in check(tags, Norms(Guidelines({})), "en").redlines}
