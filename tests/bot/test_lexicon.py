import pytest

from bot.routing.lexicon import Lexicon
from config.routing import routing


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.of(routing())


def sure(lexicon: Lexicon, text: str) -> set[str]:
    return {mention.agent for mention in lexicon.mentions(text) if mention.sure and not mention.means}


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        ("SWOT 분석", "business_strategy"),
        ("SWOT를 부탁드립니다", "business_strategy"),
        ("경쟁사 분석", "competitive_intelligence"),
        ("경쟁사분석 해줘", "competitive_intelligence"),
        ("who are our competitors", "competitive_intelligence"),
        ("페르소나를 만들어줘", "persona"),
        ("two personas", "persona"),
        ("ROAS가 얼마야", "analytics"),
        ("예산이 남았나요", "roi_budget"),
    ],
)
def test_the_longest_noun_names_its_agent(lexicon: Lexicon, text: str, agent: str) -> None:
    assert sure(lexicon, text) == {agent}


@pytest.mark.parametrize(
    "text", ["페르소나에 맞는 카피", "write a blog post based on our persona", "SWOT 바탕으로 마케팅 계획"]
)
def test_what_is_only_a_means_is_marked(lexicon: Lexicon, text: str) -> None:
    assert len(sure(lexicon, text)) == 1
    assert any(mention.means for mention in lexicon.mentions(text))


def test_short_words_are_not_stemmed(lexicon: Lexicon) -> None:
    assert lexicon.mentions("his") == ()
