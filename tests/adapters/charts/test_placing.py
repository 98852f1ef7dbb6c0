"""Names beside bubbles: inside the plot, and off each other."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.charts.placing import Box, Disc, Ground, place

ROOM = Box(100, 100, 1056, 600)
CORNERS = (Box(114, 110, 120, 24), Box(1020, 110, 120, 24), Box(114, 670, 120, 24), Box(1020, 670, 120, 24))
GROUND = Ground(ROOM, CORNERS, (Box(628, 100, 0, 600), Box(100, 400, 1056, 0)))
NAME = (110.0, 20.0)

discs = st.builds(Disc, st.floats(100, 1156), st.floats(100, 700), st.floats(9, 46))


def clashes(names: list[Box], others: tuple[Box, ...] = ()) -> int:
    return sum(a.meets(b) for a, b in combinations(names, 2)) + sum(n.meets(o) for n in names for o in others)


@settings(max_examples=25, deadline=None)
@given(st.lists(discs, max_size=12))
def test_every_name_stands_inside_the_plot(bubbles: list[Disc]) -> None:
    for box in place(bubbles, [NAME] * len(bubbles), GROUND):
        assert ROOM.x - 1e-6 <= box.x <= ROOM.x + ROOM.width - box.width + 1e-6
        assert ROOM.y - 1e-6 <= box.y <= ROOM.y + ROOM.height - box.height + 1e-6


@pytest.mark.parametrize(
    "bubbles",
    [
        [Disc(400, 300, 46)] * 12,
        [Disc(600 + 9 * (i % 4), 390 + 9 * (i // 4), 10 + 3 * i) for i in range(12)],
        [Disc(1150, 110 + 52 * i, 20) for i in range(12)],
        [Disc(110 + 95 * i, 695, 30) for i in range(12)],
        [Disc(104 + i * 331 % 1050, 104 + i * 197 % 590, 9 + i * 3) for i in range(12)],
    ],
    ids=["all at one point", "a heap on the cut", "along the edge", "along the bottom", "spread"],
)
def test_a_dozen_names_cover_neither_each_other_nor_the_quadrants_names(bubbles: list[Disc]) -> None:
    assert clashes(place(bubbles, [NAME] * 12, GROUND), CORNERS) == 0


def test_a_lone_name_stands_beside_its_bubble() -> None:
    [box] = place([Disc(400, 300, 20)], [NAME], GROUND)
    assert box == Box(426, 290, *NAME)


def test_a_name_rather_keeps_off_a_cut() -> None:
    [box] = place([Disc(600, 300, 20)], [NAME], GROUND)
    assert box.x + box.width < 628
