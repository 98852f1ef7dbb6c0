"""Who earned a conversion: by hand, by definition, and for any paths at all."""

from collections.abc import Mapping
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.kit.budgeting.attribution import MODELS, Attributed, Model, attribute, named_model, sums
from agents.kit.budgeting.errors import ManyChannels, UnknownModel
from agents.kit.budgeting.paths import MICRO, Path, Paths, together
from config.budgeting import attribution as parameters

CHANNELS = ["검색", "메타", "mail", "TikTok", "카카오 모먼트"]
WHOLE = st.integers(0, 40).map(lambda n: n * MICRO)


@st.composite
def some_path(draw: st.DrawFn) -> Path:
    touches = tuple(draw(st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=7)))
    conversions, nulls = draw(WHOLE | st.integers(0, 10**9)), draw(WHOLE)
    value = draw(st.none() | st.integers(0, 10**12)) if conversions else 0
    return Path(touches, conversions, value, nulls if conversions else nulls + MICRO)


PATHS = st.lists(some_path(), min_size=1, max_size=12).map(lambda found: Paths(together(found)))


def done(paths: Paths, model: Model, half_life: float = 1.0) -> Attributed:
    return attribute(paths, model, half_life)


def shares(paths: Paths, model: Model) -> Mapping[str, float | None]:
    return {one.channel: one.share for one in done(paths, model).credits}


def path(text: str, conversions: int, nulls: int = 0, value: int | None = 0) -> Path:
    touches = tuple(part.strip() for part in text.split(">"))
    return Path(touches, conversions * MICRO, None if value is None else value * MICRO, nulls * MICRO)


HAND = Paths((path("C1>C2>C3", 1, value=100), path("C1", 0, 1), path("C2>C3", 0, 1)))


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("first", (1, 0, 0)),
        ("last", (0, 0, 1)),
        ("linear", (1 / 3, 1 / 3, 1 / 3)),
        ("position", (0.4, 0.2, 0.4)),
        ("time_decay", (1 / 7, 2 / 7, 4 / 7)),
        ("shapley", (1 / 3, 1 / 3, 1 / 3)),
        ("markov", (0.2, 0.4, 0.4)),
    ],
)
def test_three_touches_by_hand(model: Model, expected: tuple[float, ...]) -> None:
    found = shares(HAND, model)
    assert [found[name] for name in ("C1", "C2", "C3")] == pytest.approx(expected, abs=1e-12)


def test_position_knows_two_touches_and_one() -> None:
    assert shares(Paths((path("a>b", 1),)), "position") == {"a": 0.5, "b": 0.5}
    assert shares(Paths((path("a", 1),)), "position") == {"a": 1.0}
    four = shares(Paths((path("a>b>c>d", 1),)), "position")
    assert [four[name] for name in "abcd"] == pytest.approx([0.4, 0.1, 0.1, 0.4])


def test_the_half_life_counts_touches() -> None:
    found = {one.channel: one.share for one in done(Paths((path("a>b>c", 1),)), "time_decay", 2.0).credits}
    assert found["a"] == pytest.approx((found["c"] or 0) / 2)


@given(PATHS, st.sampled_from(MODELS))
@settings(max_examples=80, deadline=None)
def test_nothing_is_lost_and_nothing_is_made(paths: Paths, model: Model) -> None:
    found = done(paths, model)
    assert sums(found, paths) == {"shares": True, "conversions": True, "value": True}
    assert {one.channel for one in found.credits} == set(paths.channels)
    assert all(one.conversions >= 0 and (one.value is None or one.value >= 0) for one in found.credits)
    assert all((one.share is None) == (paths.conversions == 0) for one in found.credits)


@given(PATHS, st.sampled_from(MODELS), st.randoms())
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_lines_changes_nothing(paths: Paths, model: Model, random: Random) -> None:
    mixed = list(paths.paths)
    random.shuffle(mixed)
    one, other = shares(paths, model), shares(Paths(tuple(mixed)), model)
    assert {name: share or 0 for name, share in one.items()} == pytest.approx(
        {name: share or 0 for name, share in other.items()}
    )


@given(PATHS, st.sampled_from(MODELS))
@settings(max_examples=30, deadline=None)
def test_a_channel_of_which_nothing_came_earns_nothing_and_takes_nothing(paths: Paths, model: Model) -> None:
    more = Paths((*paths.paths, path("nobody", 0, 5)))
    before, after = done(paths, model), done(more, model)
    idle = next(one for one in after.credits if one.channel == "nobody")
    assert (idle.conversions, idle.value or 0, idle.share or 0) == (0, 0, 0)
    others = {one.channel: (one.conversions, one.value) for one in after.credits if one.channel != "nobody"}
    if model != "markov":
        assert others == {one.channel: (one.conversions, one.value) for one in before.credits}
    else:
        shares_ = {one.channel: one.share or 0 for one in before.credits}
        assert shares_ == pytest.approx({n: s or 0 for n, s in shares(more, model).items() if n != "nobody"})


@given(st.lists(st.builds(path, st.sampled_from(CHANNELS), st.integers(1, 50)), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_paths_of_one_channel_earn_that_channel_all_in_every_model(found: list[Path]) -> None:
    paths = Paths(together(found))
    earned = {name: sum(p.conversions for p in found if p.touches == (name,)) for name in paths.channels}
    for model in MODELS:
        assert {one.channel: one.conversions for one in done(paths, model).credits} == earned


def _brute_shapley(paths: Paths) -> dict[str, float]:
    """By the definition: the mean marginal worth over all orders."""
    channels = paths.channels
    values = dict.fromkeys(channels, 0.0)
    orders = list(permutations(channels))
    for order in orders:
        for at, name in enumerate(order):
            before, after = set(order[:at]), set(order[: at + 1])
            gain = sum(p.conversions * ((p.channels <= after) - (p.channels <= before)) for p in paths.paths)
            values[name] += gain / len(orders)
    return values


@given(PATHS)
@settings(max_examples=25, deadline=None)
def test_shapley_is_the_mean_over_all_orders(paths: Paths) -> None:
    expected = _brute_shapley(paths)
    found = {one.channel: one.conversions for one in done(paths, "shapley").credits}
    assert found == pytest.approx(expected, abs=1)


def _brute_markov(paths: Paths, without: str = "") -> float:
    """Conversions of the chain by walking it until almost nobody is left; who comes to `without` is lost."""
    steps: dict[str, dict[str, float]] = {}
    for one in paths.paths:
        walk = ["(start)", *one.touches]
        for here, there in zip(walk, walk[1:], strict=False):
            steps.setdefault(here, {})[there] = (
                steps.get(here, {}).get(there, 0) + one.conversions + one.nulls
            )
        end = steps.setdefault(walk[-1], {})
        end["(won)"] = end.get("(won)", 0) + one.conversions
        end["(lost)"] = end.get("(lost)", 0) + one.nulls
    here, won = {"(start)": 1.0}, 0.0
    for _ in range(3000):
        new: dict[str, float] = {}
        for place, share in here.items():
            whole = sum(steps[place].values())
            for there, weight in steps[place].items():
                moved = share * weight / whole
                if there == "(won)":
                    won += moved
                elif there not in {"(lost)", without}:
                    new[there] = new.get(there, 0.0) + moved
        here = new
    return won


def test_removal_effects_are_those_of_walking_the_chain_without_the_channel() -> None:
    texts = ["a>b>a>c", "b>b>c", "c>a", "d>a>b", "a", "c>c>d"]
    paths = Paths(tuple(path(text, at % 3, at + 1) for at, text in enumerate(texts)))
    whole = _brute_markov(paths)
    lost = {name: 1 - _brute_markov(paths, name) / whole for name in paths.channels}
    expected = {name: effect / sum(lost.values()) for name, effect in lost.items()}
    assert shares(paths, "markov") == pytest.approx(expected, abs=1e-9)


def test_channels_named_alike_in_other_orders_get_the_same_shapley() -> None:
    one, other = Paths((path("a>b>c", 3),)), Paths((path("c>a>b>b", 3),))
    assert shares(one, "shapley") == shares(other, "shapley")


def test_where_nobody_converts_shares_are_unknown_and_not_zero() -> None:
    for model in MODELS:
        found = done(Paths((path("a>b", 0, 4),)), model)
        assert [(one.conversions, one.share) for one in found.credits] == [(0, None), (0, None)]


def test_a_value_that_the_file_does_not_say_is_none() -> None:
    found = done(Paths((path("a>b", 2, value=None),)), "linear")
    assert [one.value for one in found.credits] == [None, None]
    mixed = done(Paths((path("a", 2, value=None), path("b", 1, value=9))), "last")
    assert {one.channel: one.value for one in mixed.credits} == {"a": 0, "b": 9 * MICRO}


def test_a_chain_has_a_limit_that_is_said() -> None:
    many = tuple(path(f"c{at}", 1) for at in range(parameters().most_channels + 1))
    with pytest.raises(ManyChannels, match="2000"):
        done(Paths(many), "markov")
    assert sums(done(Paths(many), "shapley"), Paths(many))["conversions"]


def test_a_model_is_known_by_its_name() -> None:
    assert named_model(" Time-Decay ") == "time_decay"
    with pytest.raises(UnknownModel, match="markov"):
        named_model("best")
