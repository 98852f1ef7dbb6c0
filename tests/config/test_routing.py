import pytest

from config.routing import ACTING, AGENTS, TALKS, routing


@pytest.mark.parametrize("agent", AGENTS)
def test_each_agent_has_forty_examples_in_each_language(agent: str) -> None:
    examples = routing()[agent].examples
    assert min(len(examples.en), len(examples.ko)) >= 40


@pytest.mark.parametrize("talk", TALKS)
def test_each_kind_of_talk_has_examples(talk: str) -> None:
    examples = routing()[talk].examples
    assert min(len(examples.en), len(examples.ko)) >= 30


def test_no_utterance_is_an_example_of_two() -> None:
    told = [text.casefold() for one in routing().values() for text in (*one.examples.en, *one.examples.ko)]
    assert sorted(text for text in set(told) if told.count(text) > 1) == []


def test_no_noun_is_sure_of_two_agents() -> None:
    nouns = [word.casefold() for one in routing().values() for word in {*one.lexicon.en, *one.lexicon.ko}]
    assert sorted({word for word in nouns if nouns.count(word) > 1}) == []


def test_only_the_agent_that_acts_has_orders() -> None:
    assert [name for name, one in routing().items() if one.order] == [ACTING]
