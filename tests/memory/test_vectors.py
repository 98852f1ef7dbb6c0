import struct
from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from memory.vectors import nearest, shelf


def packed(*values: float) -> bytes:
    return struct.pack(f"<{len(values)}e", *values)


def test_the_nearest_comes_first_and_the_common_part_does_not_count() -> None:
    common = 0.9
    vectors = shelf(
        [("a", packed(common, 0.1, 0)), ("b", packed(common, 0, 0.1)), ("c", packed(common, 0, 0))]
    )
    near = nearest(packed(common, 0.1, 0), vectors)
    assert list(near)[0] == "a"
    assert isclose(near["a"], 1, abs_tol=0.2)
    assert near["b"] < 0


def test_only_what_is_allowed_is_compared() -> None:
    vectors = shelf([("a", packed(1, 0)), ("b", packed(0, 1)), ("c", packed(-1, 0))])
    assert set(nearest(packed(1, 0), vectors, ["b", "c", "unknown"])) == {"b", "c"}


def test_rows_that_are_not_allowed_move_nothing() -> None:
    few = shelf([("a", packed(1, 0)), ("b", packed(0, 1))])
    more = shelf([("a", packed(1, 0)), ("b", packed(0, 1)), ("z", packed(-1, -1))])
    assert nearest(packed(1, 0.5), few, ["a", "b"]) == nearest(packed(1, 0.5), more, ["a", "b"])


def test_nothing_stored_nothing_near() -> None:
    assert nearest(packed(1, 0), shelf([])) == {}
    assert nearest(packed(1, 0), shelf([("a", packed(1, 0))]), []) == {}


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=1, max_size=30), st.integers(1, 5))
def test_cosines_are_within_bounds_and_in_order(points: list[tuple[float, float]], top: int) -> None:
    vectors = shelf((f"{n:02}", packed(*point)) for n, point in enumerate(points))
    cosines = list(nearest(packed(1, 0), vectors, top=top).values())
    assert len(cosines) == min(top, len(points))
    assert cosines == sorted(cosines, reverse=True)
    assert all(-1.001 <= cosine <= 1.001 for cosine in cosines)
