"""Leading questions are told from open ones, and to which side they lean; in Korean and English."""

import pytest

from agents.kit.interviewing.interviewee import told
from agents.kit.interviewing.speech import Asked, leaning, read, spoken_side
from agents.kit.interviewing.stances import held
from agents.kit.interviewing.wish import understand
from config.interview import guide, leading, subjects

LEANING = [
    (pair.subject, side, question)
    for pair in leading().pairs
    for lean in (pair.en, pair.ko)
    for side, question in (("for", lean.for_), ("against", lean.against))
]


def test_every_leading_question_is_read_with_its_subject_and_its_side() -> None:
    read_as = [(read(question).subject, read(question).leads, question) for _, _, question in LEANING]
    assert read_as == LEANING


def test_what_the_house_itself_asks_leans_to_no_side() -> None:
    asked = [one.ask for one in guide().questions] + guide().probes.ask + [guide().challenge.ask]
    asked += [guide().hypothesis.text, guide().hypothesis.real, guide().real.side, guide().real.contradiction]
    asked += [guide().real.close]
    assert [text for one in asked for text in (one.en, one.ko) if leaning(text)] == []


@pytest.mark.parametrize("respondent", leading().personas, ids=lambda one: one.slug)
def test_the_record_has_the_side_that_its_words_take(respondent: object) -> None:
    person = next(one for one in leading().personas if one is respondent)
    persona = told(person.slug, person.name, person.attributes, person.lang)
    found = {one.id: held(persona, one.id, ()).stance for one in subjects().subjects}
    assert {name: side for name, side in found.items() if side != "unknown"} == person.holds


@pytest.mark.parametrize(
    ("objection", "stance"),
    [
        ("온라인 주문 없음", "unknown"),
        ("There is no online ordering", "unknown"),
        ("온라인 주문은 믿을 수 없음", "against"),
        ("online shops feel risky", "against"),
    ],
)
def test_who_misses_a_thing_does_not_refuse_it(objection: str, stance: str) -> None:
    assert held(told("a", "A", {"objections": [objection]}, "en"), "online", ()).stance == stance


@pytest.mark.parametrize(
    ("answer", "leads", "side"),
    [
        ("Yes, absolutely.", "for", "for"),
        ("No, not really.", "for", "against"),
        ("네, 안 삽니다.", "against", "against"),
        ("아니요, 자주 삽니다.", "against", "for"),
        ("It depends on the day.", "for", None),
    ],
)
def test_agreeing_takes_the_side_of_the_question(answer: str, leads: str, side: str | None) -> None:
    assert spoken_side(answer, Asked("?", "price", leads)) == side  # type: ignore[arg-type]


def test_a_question_that_changes_the_facts_is_another_question() -> None:
    assert read("If delivery were free, would you use it?").supposes
    assert read("배달이 무료라면 쓰시겠습니까?").supposes
    assert not read("If delivery were free you'd love it, wouldn't you?").supposes


@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [
        ("interview", "begin", ""),
        ("interview the office worker", "begin", "office worker"),
        ("미나와 인터뷰 시작", "begin", "미나"),
        ("미나 인터뷰 해줘", "begin", "미나"),
        ("인터뷰 이어서", "resume", ""),
        ("지민과 인터뷰하고 싶어요", "begin", "지민"),
        ("can we pause the interview?", "pause", ""),
        ("인터뷰를 마무리해 줘", "wrap", "해 줘"),
        ("interview resume mina", "resume", "mina"),
        ("Deeper!", "deeper", ""),
        ("더 깊이", "deeper", ""),
        ("건너뛰기", "skip", ""),
        ("다음 단계", "phase", ""),
        ("wrap it up", "wrap", ""),
        ("마무리", "wrap", ""),
        ("interview ask What do you pay?", "ask", "What do you pay?"),
    ],
)
def test_wishes_in_both_languages(text: str, verb: str, rest: str) -> None:
    wish = understand(text)
    assert wish is not None
    assert (wish.verb, wish.rest) == (verb, rest)


def test_accepting_names_a_number() -> None:
    for text in ("accept 2", "2 채택", "interview accept 2 mina-0a1b2c"):
        wish = understand(text)
        assert wish is not None
        assert (wish.verb, wish.number) == ("accept", 2)


def test_other_words_are_no_wish() -> None:
    assert [understand(text) for text in ("What do you pay?", "배달은 어떠십니까?", "make personas")] == [
        None
    ] * 3
