"""Forms: complete in both languages, instant, and each stands for one command."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.arrival.forms import Misfilled, Unfilled, UnknownForm, command_of, form, values_of
from bot.arrival.phrase import Phrase, phrase
from config.errors import Locale
from config.forms import form_specs

NAMES = ["onboarding", "map", "campaign", "brand", "framework", "digest", "forget", "framework bcg"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_form_is_whole_in_each_language(name: str, locale: Locale) -> None:
    made = form(name, locale)
    assert made.name == name
    assert made.title
    assert made.fields
    for field in made.fields:
        assert field.label
        assert bool(field.options) == (field.kind in {"choice", "yes"})
        assert not field.value or not field.options or field.value in {one.value for one in field.options}


def test_every_form_of_the_data_is_named_here() -> None:
    assert set(form_specs()) == {name.split()[0] for name in NAMES}


@pytest.mark.parametrize("name", ["", "nothing", "framework nothing", "map x"])
def test_an_unknown_form_is_refused(name: str) -> None:
    with pytest.raises(UnknownForm):
        form(name, "en")


@pytest.mark.parametrize(
    ("name", "values", "command"),
    [
        (
            "onboarding",
            {"type": "agency", "client": "리틀크럼", "campaign": "봄", "locale": "ko", "timezone": "Asia/Seoul"},
            "start agency locale=ko timezone=Asia/Seoul: 리틀크럼 / 봄",
        ),
        ("onboarding", {"type": "sme", "client": "A/B 가게"}, "start sme: A·B 가게 / 기본"),
        ("map", {"place": "Little Crumb / Spring"}, "bind : Little Crumb / Spring"),
        ("map", {"place": "a/b", "newcomers": "none"}, "bind newcomers=none: a/b"),
        (
            "campaign",
            {"name": "봄", "budget": "3,000,000", "starts": "2026.03.01", "goal": "첫 구매: 300건"},
            'campaign budget=3000000 starts=2026-03-01 goal="첫 구매: 300건": 봄',
        ),
        ("brand", {"field": "voice.tone", "value": "다정하게", "locked": "yes"},
         "brand set voice.tone locked=yes: 다정하게"),
        ("brand", {"field": "톤"}, "brand set voice.tone:"),
        ("framework", {"framework": "swot", "input": "매출의 80%가 오전"}, "strategy swot 매출의 80%가 오전"),
        ("framework bcg", {"input": ""}, "strategy bcg"),
        ("digest", {}, "digest add weekdays 09:00"),
        ("forget", {"what": "전기요금"}, "forget 전기요금"),
    ],
)  # fmt: skip
def test_a_filled_form_is_one_command(name: str, values: dict[str, str], command: str) -> None:
    assert command_of(name, values, "ko") == command


@pytest.mark.parametrize(
    ("name", "values", "error"),
    [
        ("onboarding", {"type": "agency"}, Unfilled),
        ("onboarding", {"type": "charity", "client": "x"}, Misfilled),
        ("campaign", {"name": "x", "starts": "soon"}, Misfilled),
        ("campaign", {"name": "x", "budget": "much"}, Misfilled),
        ("digest", {"time": "25:00"}, Misfilled),
    ],
)
@pytest.mark.parametrize("locale", ["en", "ko"])
def test_what_does_not_fit_is_named(
    name: str, values: dict[str, str], error: type[Exception], locale: Locale
) -> None:
    with pytest.raises(error):
        command_of(name, values, locale)


def test_values_are_texts_and_nothing_else_is_taken() -> None:
    assert values_of(json.dumps({"a": None, "b": "x", "c": 3})) == {"a": "", "b": "x", "c": "3"}
    for wrong in ("", "[]", "{", '"x"'):
        with pytest.raises(Misfilled):
            values_of(wrong)


WORD = st.text("abcxyz가나다/-._", min_size=1, max_size=8)
TEXT = st.text(min_size=0, max_size=40).map(str.strip)


@given(st.lists(WORD, max_size=3), st.dictionaries(st.text("abc", min_size=1, max_size=4), TEXT), TEXT)
def test_a_phrase_survives_being_written_and_read(
    words: list[str], options: dict[str, str], text: str
) -> None:
    said = Phrase(tuple(words), {key: value for key, value in options.items() if value}, text, bool(text))
    assert phrase(str(said)) == said
