"""Korean names in Latin letters."""

import pytest

from agents.kit.persona.romanise import slug


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("지은", "jieun"),
        ("준호", "junho"),
        ("하늘", "haneul"),
        ("Anna Maria", "anna-maria"),
        ("Zoë", "zoe"),
        ("민지 2", "minji-2"),
    ],
)
def test_a_name_can_be_typed(name: str, told: str) -> None:
    assert slug(name) == told
