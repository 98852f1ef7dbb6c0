"""Copy without a model: every format in both languages, in its limits, with nothing that nobody said."""

import pytest

from agents.kit.brandcheck.check import check
from agents.kit.brandcheck.types import Norms, Proof
from agents.kit.writing.brief import Brief, voiced
from agents.kit.writing.compose import composed, questions
from agents.kit.writing.gather import Known, inward
from config.content.formats import formats
from config.errors import Locale
from memory.guidelines import Guidelines, Own, level

FACTS = {
    "ko": (
        "국산 밀로 천천히 발효한 사워도우로 유명",
        "2016년 마포에 문을 연 가족 빵집",
        "쑥 식빵은 4,500원입니다.",
    ),
    "en": (
        "It is known for slow-fermented sourdough",
        "Baked in Leeds since 2016",
        "The spring loaf costs £4.50.",
    ),
}
BRANDS: dict[Locale, Guidelines] = {
    "ko": level("lc", {"voice.formality": Own("polite"), "content.cta": Own(("매장에 들러 주세요.",))}),
    "en": level("lc", {"content.cta": Own(("Come and taste it.",))}),
}
TOPICS: dict[Locale, str] = {"ko": "봄 신메뉴", "en": "the spring loaf"}


def known(language: Locale, *more: Proof) -> Known:
    proofs = tuple(
        Proof(f"P{n}", "statement", f"t{n}", text, 0.75, role="proof")
        for n, text in enumerate(FACTS[language], start=1)
    )
    return Known((*proofs, *more), BRANDS[language], ())


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", [name for name in formats() if name != "text"])
def test_every_format_is_written_within_its_limits_and_proved(name: str, language: Locale) -> None:
    here = known(language)
    brief = voiced(Brief(name, language, topic=TOPICS[language]), here)
    variants = composed(brief, here, "리틀크럼" if language == "ko" else "Little Crumb")
    assert len(variants) in {1, 2}
    norms = Norms(here.guidelines, here.proofs, names=("리틀크럼", "Little Crumb"))
    for one in variants:
        found = check(one, norms, language)
        assert [line for line in found.redlines if line.severity in {"breach", "block", "must"}] == []
        assert all(claim.proof for claim in found.claims)
    assert max(check(one, norms, language).score for one in variants) >= 90


@pytest.mark.parametrize("language", ["ko", "en"])
def test_without_a_fact_nothing_is_claimed(language: Locale) -> None:
    bare = Known((), Guidelines({}), ())
    [one] = composed(Brief("instagram", language, topic=TOPICS[language]), bare, "Crumb")
    assert check(one, Norms(Guidelines({})), language).claims == ()


def test_figures_of_the_business_are_kept_inside() -> None:
    assert inward("납품이 매출의 15%")
    assert inward("Wholesale makes fifteen percent of revenue")
    assert not inward("국산 밀로 구운 빵")


def test_an_objection_is_answered_by_what_is_known_or_left_open() -> None:
    doubt = Proof("P9", "output", "p", "주차가 어렵다; 가족 빵집이 맞나", 0.5, role="objection")
    assert dict(questions(known("ko", doubt))) == {
        "주차가 어렵다": "",
        "가족 빵집이 맞나": "2016년 마포에 문을 연 가족 빵집",
    }
