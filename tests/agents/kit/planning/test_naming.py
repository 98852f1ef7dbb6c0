"""Channels as people name them, forbid them, and ask for them."""

import pytest

from agents.kit.planning.errors import UnknownTactic
from agents.kit.planning.naming import channels_in, forbidden_in, related, tactics_named


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("인스타그램 팔로워 11,000명, 네이버 플레이스 리뷰", {"instagram", "naver_place"}),
        ("She reads newsletters and follows us on Insta", {"email", "instagram"}),
        ("카톡으로 받고 당근을 봅니다", {"kakao", "daangn"}),
        ("the semester begins", set[str]()),
    ],
)
def test_names_in_words(text: str, found: set[str]) -> None:
    assert set(channels_in(text)) == found


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("Never use TikTok for this client.", ["tiktok"]),
        ("No TikTok ads, please", ["tiktok"]),
        ("틱톡은 절대 쓰지 마세요", ["tiktok"]),
        ("이 광고주는 틱톡 광고 금지입니다", ["tiktok"]),
        ("We love TikTok", []),
        ("틱톡을 시작합니다", []),
    ],
)
def test_what_is_forbidden(text: str, out: list[str]) -> None:
    assert list(forbidden_in(text)) == out


def test_a_house_and_its_channels() -> None:
    assert related("naver_place", ("naver",)) == 1
    assert related("naver_blog", ("naver_place",)) == 0.6
    assert related("tiktok", ("instagram",)) == 0


def test_tactics_by_id_name_and_channel() -> None:
    assert tactics_named("naver_place") == ("naver_place",)
    assert set(tactics_named("네이버 플레이스")) == {"naver_place", "naver_place_ads"}
    with pytest.raises(UnknownTactic) as unknown:
        tactics_named("instagrm posts")
    assert "instagram" in unknown.value.say("ko")
