import pytest

from agents.kit.frameworks.told import told
from agents.kit.frameworks.wish import asks, facts_of, is_story, named_in, understand


@pytest.mark.parametrize(
    ("text", "explicit", "verb", "frameworks", "rest"),
    [
        ("swot", True, "run", ("swot",), ""),
        ("SWOT 분석: 매출이 늘었습니다", True, "run", ("swot",), "매출이 늘었습니다"),
        ("blue ocean price 7", True, "run", ("blue_ocean",), "price 7"),
        ("7s 전략 현재 4", True, "run", ("seven_s",), "전략 현재 4"),
        ("ice a impact 3", True, "run", ("ice",), "a impact 3"),
        ("자동 무엇부터?", True, "auto", (), "무엇부터?"),
        ("종합", True, "synthesis", (), ""),
        ("SWOT 분석해줘", False, "run", ("swot",), "SWOT 분석해줘"),
        ("SWOT and BMC please", False, "run", ("swot", "bmc"), "SWOT and BMC please"),
        ("swto", True, "unknown", (), "swto"),
        ("swto we have two shops", True, "unknown", (), "swto"),
        ("", True, "menu", (), ""),
        ("We sell ice cream in Bristol", False, "say", (), "We sell ice cream in Bristol"),
        ("아이스 아메리카노가 잘 팔립니다", False, "say", (), "아이스 아메리카노가 잘 팔립니다"),
    ],
)
def test_what_is_wanted(text: str, explicit: bool, verb: str, frameworks: tuple[str, ...], rest: str) -> None:
    wish = understand(text, explicit=explicit)
    assert (wish.verb, wish.frameworks, wish.rest) == (verb, frameworks, rest)


def test_an_unknown_name_comes_with_the_nearest() -> None:
    assert "swot" in understand("swto", explicit=True).near


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("SWOT 분석해줘. 우리는 매장이 두 곳입니다. 괜찮을까요?", ["우리는 매장이 두 곳입니다."]),
        ("사업 모델은 월 구독입니다.", ["사업 모델은 월 구독입니다."]),
        ("SWOT, please", []),
        ("Revenue grew 3.5 percent. Can you do a SWOT?", ["Revenue grew 3.5 percent."]),
    ],
)
def test_facts_are_told_apart_from_requests(text: str, facts: list[str]) -> None:
    assert list(facts_of(text)) == facts


@pytest.mark.parametrize("text", ["/strategy swot We have two shops", "SWOT please. We have two shops."])
def test_what_was_told_keeps_its_place_in_the_message(text: str) -> None:
    kept = told(text)
    assert len(kept) == len(text)
    assert kept.strip().rstrip(".") == "We have two shops"
    assert text[len(kept) - len(kept.lstrip()) :].startswith("We have")


def test_questions_ask_and_stories_tell() -> None:
    assert asks("무엇부터 해야 할까요?")
    assert not asks("매장이 두 곳입니다")
    assert is_story("매장이 두 곳입니다. 화요일은 비어 있습니다.")
    assert list(named_in("price")) == []


@pytest.mark.parametrize(
    "text",
    [
        "퇴근길 직장인에게 저녁 수업을 알리는 인스타그램 게시물 써 주세요",
        "직장인 인터뷰하고 싶어요",
        "여름 캠페인 이름 골라 주세요.",
    ],
)
def test_a_request_tells_nothing(text: str) -> None:
    assert list(facts_of(text)) == []


def test_what_is_told_in_one_breath_with_a_request_is_told() -> None:
    said = "동네 꽃집이에요 점심에 직장인이 많이 와요 SWOT 해 주세요"
    assert list(facts_of(said)) == ["동네 꽃집이에요", "점심에 직장인이 많이 와요"]
