import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory import naming
from memory.errors import BadName, BadSlug, BadText


@pytest.mark.parametrize("slug", ["acme", "summer-2025", "봄-신메뉴", "a", "7", "é", "x" * 64])
def test_slugs(slug: str) -> None:
    assert naming.slug(slug) == slug


def test_a_slug_is_composed() -> None:
    assert naming.slug(unicodedata.normalize("NFD", "리틀크럼")) == "리틀크럼"


@pytest.mark.parametrize(
    "slug",
    [
        "",
        "Acme",
        "a b",
        "a/b",
        "a--b",
        "-a",
        "a-",
        "a_b",
        "x" * 65,
        "'; drop table x",
        "a\nb",
        "a\x00",
        "😀",
        "../a",
    ],
)
def test_what_is_no_slug(slug: str) -> None:
    with pytest.raises(BadSlug) as raised:
        naming.slug(slug)
    suggested = str(raised.value.facts["suggestion"])
    assert naming.slug(suggested) == suggested


@given(st.text())
def test_a_suggestion_is_a_slug(text: str) -> None:
    suggested = naming.suggestion(text)
    assert naming.slug(suggested) == suggested


@pytest.mark.parametrize("name", ["Nike", "리틀크럼 😀", "Robert'); DROP TABLE users;--", "a" * 200])
def test_names_stay_as_they_are(name: str) -> None:
    assert naming.name(f" {name} ") == name


@pytest.mark.parametrize("name", ["", "  ", "a\x07b", "a\nb", "a" * 201, "\ud800"])
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(BadName):
        naming.name(name)


@pytest.mark.parametrize("text", ["a\x00b", "half \ud83d"])
def test_what_cannot_be_stored(text: str) -> None:
    with pytest.raises(BadText):
        naming.storable(text)
