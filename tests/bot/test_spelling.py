"""What was learnt of the letters is kept, and says the same as what it was learnt from."""

import pytest

from bot.routing.chooser import chooser, learnt
from bot.routing.spelling import dump, load
from config.routing import digest, kept


def test_what_is_kept_is_of_the_present_examples() -> None:
    """When this fails, the examples have changed: `python -m tests.bot.teach_router` learns them."""
    assert load(kept("spelling"), digest()) is not None


@pytest.mark.parametrize(
    "text", ["SWOT 분석해줘", "how did last week go", "지난주 매출 왜 떨어졌어", "zxqv", ""]
)
def test_it_guesses_as_what_it_was_learnt_from(text: str) -> None:
    fresh, shipped = learnt(), chooser().spelling
    assert shipped.guess(text) == pytest.approx(fresh.guess(text))
    assert shipped.knows(text) == fresh.knows(text)


def test_what_was_learnt_from_something_else_is_left_aside() -> None:
    assert load(dump(learnt(), "then"), "now") is None
    assert load(b"{}", "now") is None


def test_other_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        load(b"", "now")
