"""Changes by words, in both languages, without a model."""

import pytest

from agents.kit.brandcheck.types import laid
from agents.kit.writing.edits import edited
from agents.kit.writing.wish import Wish

META = laid(
    (("body", "쑥 식빵이 나왔어요. 국산 밀로 구워요. 매장에 들러 주세요. 👍🏽"), ("headline", "봄 신메뉴")),
    "ko",
    "meta_ad",
)
BODY = META.pieces[0].text


@pytest.mark.parametrize(
    ("said", "part", "becomes"),
    [
        ("'쑥 식빵'을 '쑥 빵'으로 바꿔줘", "body", BODY.replace("쑥 식빵", "쑥 빵")),
        ("replace '쑥 식빵' with '쑥 빵'", "body", BODY.replace("쑥 식빵", "쑥 빵")),
        ("제목: 봄이 왔어요", "headline", "봄이 왔어요"),
        ("change the headline to 'Spring is here'", "headline", "Spring is here"),
        ("제목을 '봄빵'으로 바꿔줘", "headline", "봄빵"),
        ("2번째 줄 빼줘", "body", "쑥 식빵이 나왔어요. 매장에 들러 주세요. 👍🏽"),
        ("drop sentence 2", "body", "쑥 식빵이 나왔어요. 매장에 들러 주세요. 👍🏽"),
        ("이모지 빼줘", "body", "쑥 식빵이 나왔어요. 국산 밀로 구워요. 매장에 들러 주세요."),
        ("'국산 밀로 구워요.' 빼줘", "body", "쑥 식빵이 나왔어요. 매장에 들러 주세요. 👍🏽"),
        ("'내일 만나요' 추가해줘", "body", f"{BODY}\n내일 만나요"),
        ("본문 25자로 줄여줘", "body", "쑥 식빵이 나왔어요. 국산 밀로 구워요."),
        ("cut it to 25 characters", "body", "쑥 식빵이 나왔어요. 국산 밀로 구워요."),
    ],
)
def test_words_change_a_part(said: str, part: str, becomes: str) -> None:
    found = edited(META, Wish("say", said), "ko")
    assert found is not None
    assert next(one.text for one in found.copy.pieces if one.id == part) == becomes
    assert found.said


@pytest.mark.parametrize(
    "said", ["더 따뜻하게", "98%는 2월 조사예요.", "'없는 말' 빼줘", "100번째 줄 빼줘", "3자로 줄여줘"]
)
def test_what_is_no_change_changes_nothing(said: str) -> None:
    assert edited(META, Wish("say", said), "ko") is None
