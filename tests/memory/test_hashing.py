import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.hashing import canonical, content_hash


@given(st.dictionaries(st.text(alphabet=st.characters(codec="utf-8")), st.integers(), min_size=2))
def test_the_order_of_keys_does_not_count(value: dict[str, int]) -> None:
    turned = dict(reversed(value.items()))
    assert content_hash(value) == content_hash(turned)


def test_other_contents_have_other_hashes() -> None:
    values = [
        {"a": 1},
        {"a": "1"},
        {"a": 1.5},
        {"b": 1},
        {"a": [1]},
        {"a": None},
        [],
        {},
        "",
        None,
        "가",
        "나",
    ]
    assert len({content_hash(value) for value in values}) == len(values)


def test_hangul_is_written_as_it_is() -> None:
    assert canonical({"이름": "봄"}) == '{"이름":"봄"}'


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_json_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical(value)
