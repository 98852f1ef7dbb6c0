"""What is wanted, from plain words and commands, in Korean and in English."""

import pytest

from agents.kit.writing.wish import facts_of, topic, understand
from config.errors import Locale


@pytest.mark.parametrize(
    ("said", "verb", "format_", "text"),
    [
        ("인스타 봄 신메뉴 글 써줘", "write", "instagram", ""),
        ("구글 광고 헤드라인 5개 뽑아줘", "write", "google_rsa", ""),
        ("write a linkedin ad about our new hire", "write", "linkedin_ad", ""),
        ("이 문구 검수해줘: 동네 최고의 빵! 50% 할인", "check", "text", "동네 최고의 빵! 50% 할인"),
        ("이 문자 검수해줘: (광고) 리틀크럼 봄 세일", "check", "lms", "(광고) 리틀크럼 봄 세일"),
        ("'서울 1등'이라고 광고에 써도 되나요", "check", "text", "서울 1등"),
        ('does this headline fit our brand voice? "Cheap shoes"', "check", "text", "Cheap shoes"),
        ("is this claim allowed in our ad: best in town", "check", "text", "best in town"),
        (
            "can we legally say it is the best coffee in town? check the copy",
            "check",
            "text",
            "the best coffee in town",
        ),
        ("check this copy\nBest buns!\nCome today.", "check", "text", "Best buns!\nCome today."),
        (
            "rephrase: 'Our solution leverages synergies' like a human please",
            "rewrite",
            "text",
            "Our solution leverages synergies",
        ),
    ],
)
def test_plain_words(said: str, verb: str, format_: str, text: str) -> None:
    wish = understand(said, explicit=False)
    assert (wish.verb, wish.format, wish.text) == (verb, format_, text)


@pytest.mark.parametrize(
    ("said", "verb", "rest"),
    [
        ("check 문자: (광고) 봄", "check", "문자: (광고) 봄"),
        ("brief R1", "brief", "R1"),
        ("use B", "use", "B"),
        ("", "menu", ""),
    ],
)
def test_commands(said: str, verb: str, rest: str) -> None:
    wish = understand(said, explicit=True)
    assert (wish.verb, wish.rest) == (verb, rest)


@pytest.mark.parametrize(
    ("said", "verb"),
    [
        ("B안으로 할게", "use"),
        ("use variant B", "use"),
        ("뭐가 바뀌었어?", "compare"),
        ("고칠 수 있는 것 고쳐줘", "fix"),
        ("3월 매출 기준이에요", "say"),
    ],
)
def test_what_is_said_about_an_open_piece(said: str, verb: str) -> None:
    assert understand(said, explicit=False, going_on=True).verb == verb


@pytest.mark.parametrize(
    ("said", "language", "about"),
    [
        ("인스타 봄 신메뉴 글 써줘", "ko", "봄 신메뉴"),
        ("네이버 블로그에 올릴 쑥 식빵 글 하나 작성 부탁드립니다", "ko", "쑥 식빵"),
        ("Write three Instagram captions for our oat latte", "en", "our oat latte"),
        ("Write an Instagram post for students about used bikes", "en", "used bikes"),
        ("퇴근길 직장인에게 평일 저녁 수업을 알리는 인스타그램 게시물 써 주세요", "ko", "평일 저녁 수업"),
        ("학부모에게 보낼 겨울 특강 안내 문자 써줘", "ko", "겨울 특강 안내"),
    ],
)
def test_the_topic_is_what_is_left_of_a_request(said: str, language: Locale, about: str) -> None:
    assert topic(said, language) == about


def test_facts_are_the_sentences_that_ask_for_nothing() -> None:
    said = "이메일 써줘. 쑥 식빵은 4,500원입니다. 3월 2일에 나옵니다."
    assert facts_of(said) == ("쑥 식빵은 4,500원입니다.", "3월 2일에 나옵니다.")


@pytest.mark.parametrize(
    ("said", "verb"),
    [
        ("our slogan is 'Slow and right'", "told"),
        ("We never use exclamation marks in our captions.", "told"),
        ("블로그는 매주 화요일에 올립니다", "told"),
        ("tagline ideas for a vegan bakery", "write"),
        ("링크드인에 올릴 채용 글", "write"),
        ("인스타 글 써줘. 쑥 식빵은 4,500원입니다.", "write"),
        ("I need a script for a 15 s reel with the baker", "write"),
        ("캡션 좀 써조", "write"),
    ],
)
def test_what_only_tells_asks_for_no_copy(said: str, verb: str) -> None:
    assert understand(said, explicit=False).verb == verb
