"""Sentences from one level of politeness to another, and those that no rule is sure of."""

import pytest

from agents.kit.brandcheck.honorific import form_of
from agents.kit.writing.politeness import formal, polite


@pytest.mark.parametrize(
    ("formal_", "polite_"),
    [
        ("쑥 식빵은 4,500원입니다.", "쑥 식빵은 4,500원이에요."),
        ("작은 가게입니다.", "작은 가게예요."),
        ("3월 2일에 나옵니다.", "3월 2일에 나와요."),
        ("매일 굽습니다!", "매일 구워요!"),
        ("빵을 만듭니다.", "빵을 만들어요."),
        ("커피를 마십니다.", "커피를 마셔요."),
        ("아침에 바쁩니다.", "아침에 바빠요."),
        ("글을 씁니다.", "글을 써요."),
        ("날이 좋습니다.", "날이 좋아요."),
        ("문을 열었습니다.", "문을 열었어요."),
        ("모릅니다.", "모릅니다."),
        ("신메뉴 출시", "신메뉴 출시"),
    ],
)
def test_formal_becomes_polite(formal_: str, polite_: str) -> None:
    assert polite(formal_) == polite_
    assert form_of(polite(formal_)) in {"polite", form_of(formal_)}


@pytest.mark.parametrize(
    ("polite_", "formal_"),
    [
        ("소식이에요.", "소식입니다."),
        ("나와요.", "나옵니다."),
        ("좋아요!", "좋습니다!"),
        ("확인해 주세요.", "확인해 주십시오."),
        ("구워요.", "구워요."),
    ],
)
def test_polite_becomes_formal(polite_: str, formal_: str) -> None:
    assert formal(polite_) == formal_
