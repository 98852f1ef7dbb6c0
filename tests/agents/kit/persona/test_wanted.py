"""Whom a request for personas names, apart from what is told beside it."""

import pytest

from agents.kit.persona.groups import sort
from agents.kit.persona.person import Person
from agents.kit.persona.roster import Roster
from agents.kit.persona.wish import wanted
from agents.kit.reading.reader import read
from agents.kit.reading.types import Source


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("성수동 직조 공방입니다. 평일 저녁 직장인이 옵니다. 페르소나 만들어줘", ()),
        ("동네 꽃집이에요 점심에 직장인이 많이 와요 페르소나 만들어줘", ()),
        ("꽃집인데 직장인이 많아 페르소나 만들어줘", ("직장인",)),
        ("우리 카페 단골 페르소나 하나 뽑아줘. 단골은 아침마다 와요.", ("카페 단골",)),
        ("혼자 사는 직장인 페르소나 만들어줘", ("혼자 사는 직장인",)),
        ("30대 워킹맘이랑 대학생 페르소나 만들어줘", ("30대 워킹맘", "대학생")),
        ("We run a small florist. Office workers come at lunch. Make a persona", ()),
        ("We're a florist and office workers come at lunch, make personas", ("office workers",)),
        ("two personas: nurses and students. Nurses come at night.", ("nurses", "students")),
        ("Make a persona of a nurse who works nights", ("nurse who works nights",)),
        ("persona for first-time dog owners", ("first-time dog owners",)),
        ("Describe our typical buyer: a hobby baker in her forties", ("hobby baker in her forties",)),
    ],
)
def test_a_group_is_named_by_the_wish_and_not_by_the_story_beside_it(
    text: str, groups: tuple[str, ...]
) -> None:
    assert wanted(text).groups == groups


def test_the_name_of_the_business_and_a_new_rival_are_no_group_and_a_rate_is_nobodys() -> None:
    text = (
        "루프탑 직조 공방은 성수동에서 직조 수업을 합니다. 20대 커플은 인스타그램을 보고 옵니다. "
        "온라인 스토어 재구매율은 8%입니다. 12월에 근처에 대형 공방이 문을 엽니다."
    )
    found = sort(read([Source("statement", "t", text)], "KRW"), own=("루프탑 직조 공방",))
    assert [(one.label, len(one.told)) for one in found.groups] == [("20대 커플", 1)]


def test_a_persona_is_meant_by_the_group_that_it_stands_for() -> None:
    morgan = Person("Morgan", "morgan", "b2c", "Commuters", ("commuter",), {})
    yejun = Person("예준", "yejun", "b2c", "퇴근길 직장인", ("직장인", "퇴근길"), {})
    people = Roster((morgan, yejun))
    assert people.of_group("interview the commuter") == (morgan,)
    assert people.of_group("직장인 인터뷰") == (yejun,)
    assert people.of_group("interview a nurse") == ()
