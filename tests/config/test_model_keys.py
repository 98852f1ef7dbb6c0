"""Whether a model may be connected is known without reading who there is."""

from pathlib import Path

import pytest

from config.models import catalogue
from config.settings import MODEL_KEYS, Settings


def test_the_keys_are_those_of_the_vendors_that_need_one() -> None:
    assert set(MODEL_KEYS) == {one.key for name, one in catalogue().vendors.items() if name != "local"}


@pytest.mark.parametrize(
    ("model", "environ", "asked"),
    [
        ("", {}, False),
        ("", {"GEMINI_API_KEY": "k"}, True),
        ("offline", {"GEMINI_API_KEY": "k"}, False),
        ("local:tiny@http://127.0.0.1:1/v1", {}, True),
    ],
)
def test_a_key_or_a_name_is_enough(model: str, environ: dict[str, str], asked: bool) -> None:
    assert Settings(home=Path(), model=model).asks_models(environ) is asked
