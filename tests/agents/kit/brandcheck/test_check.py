"""The score: bounds, what a prohibited word does, what counts as a proof, what blocks."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.kit.brandcheck.check import Checked, check
from agents.kit.brandcheck.folding import fold
from agents.kit.brandcheck.honorific import form_of
from agents.kit.brandcheck.types import Norms, Proof, laid
from agents.kit.brandcheck.wording import found
from config.content.checking import scoring
from config.content.legal import legal_rules
from config.errors import Locale
from memory.guidelines import Guidelines, Own, level

WORDS = ("최저가", "기적", "cheap", "world class", "싸다")
BRAND = level(
    "acme",
    {
        "content.prohibited_words": Own(WORDS),
        "content.required_elements": Own(("리틀크럼",)),
        "content.preferred_words": Own(("사워도우", "sourdough")),
        "messaging.pillars": Own(("국산 밀 사워도우", "local flour sourdough")),
        "voice.tone": Own("따뜻하고 담백하게, warm and plain"),
        "voice.formality": Own("polite"),
        "strategy.competitors": Own(("Rival",)),
    },
)
NORMS = Norms(BRAND, names=("리틀크럼",))
PIECES = st.sampled_from([
    "국산 밀로 구워요.", "리틀크럼", "오늘 오세요!", "최고의 빵", "50% 할인", "Visit us.", "local flour sourdough",
    "Rival", "ㅋㅋㅋ", "\n", "👍🏽", "3월 2일", "입니다.", "(광고)", "무료수신거부 080-123-4567", "cheap", "기적의",
])  # fmt: skip


def judged(text: str, norms: Norms = NORMS, language: Locale = "ko", name: str = "text") -> Checked:
    return check(laid((("body", text),), language, name), norms, language)


def rules(found_: Checked) -> set[str]:
    return {one.rule_id for one in found_.redlines}


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=8).map(" ".join) | st.text(max_size=60), st.sampled_from(["ko", "en"]))
def test_any_text_has_a_score_between_0_and_100(text: str, language: Locale) -> None:
    found_ = judged(text, language=language)
    assert 0 <= found_.score <= 100
    for one in found_.dimensions:
        assert one.points is None or 0 <= one.points <= one.weight + 1e-9


@settings(max_examples=60, deadline=None)
@given(
    st.lists(PIECES, max_size=7),
    st.sampled_from(WORDS),
    st.integers(0, 7),
    st.sampled_from(["text", "lms", "instagram"]),
)
def test_a_prohibited_word_never_raises_the_score(parts: list[str], word: str, at: int, name: str) -> None:
    with_it = [*parts[:at], word, *parts[at:]]
    before, after = judged(" ".join(parts), name=name), judged(" ".join(with_it), name=name)
    assert after.score <= before.score
    assert after.status != "passes"


@pytest.mark.parametrize(
    ("word", "text", "there"),
    [
        ("최저가", "최 저 가로 드려요", ["최 저 가"]),
        ("최저", "초최저가!", ["최저"]),
        ("기적", "정기적으로", []),
        ("싸다", "값이 싸다는 말, 비싸다", ["싸다"]),
        ("싼", "비싼 옷과 싼 옷", ["싼"]),
        ("cheap", "CHEAPEST ch3ap c-h-e-a-p cheaply chapter", ["CHEAPEST", "ch3ap", "c-h-e-a-p", "cheaply"]),
        ("world class", "World-class, worldclass, worlds apart", ["World-class", "worldclass"]),
        ("sos", "505", []),
    ],
)
def test_a_word_is_found_in_every_disguise_and_nowhere_else(word: str, text: str, there: list[str]) -> None:
    assert [text[a:b] for a, b in found(word, fold(text))] == there


def proof(text: str, kind: str = "document") -> Proof:
    return Proof("P1", kind, "ref", text, 0.7)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "known", "proved"),
    [
        ("고객 98%가 다시 왔어요.", "다시 온 고객은 98%입니다", True),
        ("고객 98%가 다시 왔어요.", "매출의 98%가 오전에 나옵니다", False),
        ("고객 98%가 다시 왔어요.", "고객 97%가 다시 왔습니다", False),
        ("쑥 식빵은 4,500원이에요.", "쑥 식빵 4500원", True),
        ("쑥 식빵은 4,500원이에요.", "쑥 식빵 4,500개", False),
        ("기부금 1억 2천만 원을 전했어요.", "올해 기부금은 120,000,000원입니다", True),
        ("업계 최초 발효 방식이에요.", "업계 최초 발효 방식으로 특허를 받았습니다", True),
        ("업계 최초 발효 방식이에요.", "저온 발효 방식으로 굽습니다", False),
    ],
)
def test_a_claim_needs_a_proof_of_the_same_thing(text: str, known: str, proved: bool) -> None:
    found_ = judged(text, Norms(Guidelines({}), (proof(known),)))
    assert all((one.proof is not None) == proved for one in found_.claims)
    assert found_.claims
    assert (found_.status == "blocked") != proved


def test_a_statement_proves_a_figure_but_no_superlative_before_the_law() -> None:
    said = judged(
        "국내 최초 발효 빵집이에요.", Norms(Guidelines({}), (proof("국내 최초 발효 빵집", "statement"),))
    )
    [law] = [one for one in said.redlines if one.rule_id == "kr.fair.superlative"]
    assert law.severity == "caution"
    assert said.status != "blocked"


def test_a_breach_blocks_at_any_score() -> None:
    text = "리틀크럼 국산 밀 사워도우를 오늘도 구워요. 매장에 들러 주세요."
    found_ = judged(text, name="lms")
    assert found_.score >= scoring().passes
    assert found_.status == "blocked"
    law = next(one for one in found_.redlines if one.rule_id == "kr.send.label")
    assert "정보통신망법" in law.source
    assert law.as_of


def test_what_cannot_be_measured_weighs_nothing() -> None:
    found_ = judged("빵이에요.", Norms(Guidelines({}), wants_call=False))
    assert {one.name: one.points for one in found_.dimensions} == {
        "voice": 30, "messaging": None, "governance": 25, "visual": None,
    }  # fmt: skip
    assert found_.score == 100


def test_a_picture_is_measured_where_one_is_described() -> None:
    brand = level("acme", {"visual.colors": Own(("#1a73e8",)), "visual.fonts": Own(("Pretendard",))})
    bad = judged("빵이에요.\n[이미지: 파란 접시]\n색상 #ff0000\n서체: 궁서", Norms(brand))
    assert {"visual.alt", "visual.colors", "visual.fonts"} <= rules(bad)
    good = judged(
        "빵이에요.\n[이미지: 파란 접시]\n대체 텍스트: 접시\n색상 #1A73E8\n서체: Pretendard", Norms(brand)
    )
    assert not any(one.startswith("visual") for one in rules(good))
    assert bad.score < good.score


def test_it_leads_with_nothing_that_rivals_have_as_well() -> None:
    norms = Norms(Guidelines({}), avoid=("넓은 주차장",))
    assert "messaging.lead.parity" in rules(judged("넓은 주차장이 있어요. 빵도 구워요.", norms))
    assert "messaging.lead.parity" not in rules(judged("빵을 구워요. 넓은 주차장이 있어요.", norms))


@pytest.mark.parametrize(
    ("sentence", "form"),
    [
        ("빵을 굽습니다.", "formal"), ("확인하십시오", "formal"), ("빵을 구워요~", "polite"), ("그렇죠?", "polite"),
        ("빵을 굽는다.", "plain"), ("오늘도 구웠다", "plain"), ("얼른 와 봐!", "casual"), ("빵 먹자", "casual"),
        ("신메뉴 출시", None), ("안녕하세요", None), ("동네 이야기", None), ("쑥 식빵 4,500원", None),
    ],
)  # fmt: skip
def test_the_politeness_of_a_sentence_is_in_its_ending(sentence: str, form: str | None) -> None:
    assert form_of(sentence) == form


def test_every_rule_speaks_and_every_law_has_a_date() -> None:
    for name, (pack, rule) in legal_rules().items():
        assert rule.source or pack.source, name
        assert date.fromisoformat(pack.as_of), name
