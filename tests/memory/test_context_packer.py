"""Fitting items into a budget: never over it, nothing lost without a word, the same every time."""

from hypothesis import given
from hypothesis import strategies as st

from config.context import SECTIONS, SectionName, Share
from memory.context_packer import Item, Pack, item, pack, tokens


def words(count: int) -> str:
    """A JSON text of exactly so many estimated tokens."""
    return "가" * (count - 1)


def made(id: str, full: int, short: int = 0) -> Item:
    return item(id, words(full), words(short) if short else None)


def test_an_estimate_counts_ascii_by_four_and_hangul_by_one() -> None:
    assert tokens(words(10)) == 10
    assert tokens("abcdef") == 2
    assert tokens({"a": "예산"}) == 4


def test_sections_are_filled_in_order_each_under_its_cap_then_the_rest_goes_round() -> None:
    packing = Pack(100)
    ranked = {"outputs": [made("o1", 30), made("o2", 30), made("o3", 30)], "insights": [made("i1", 20)]}
    pack(packing, ranked, {"outputs": Share(most=9, tokens=40), "insights": Share(most=9, tokens=40)})
    assert list(packing.told["outputs"]) == ["o1", "o2"]
    assert list(packing.told["insights"]) == ["i1"]
    assert packing.room == 20
    assert [left.as_json() for left in packing.left_out] == [
        {"section": "outputs", "why": "budget", "count": 1, "ids": ["o3"]}
    ]


def test_what_does_not_fit_in_full_is_told_in_short_and_made_whole_if_room_is_left() -> None:
    packing = Pack(100)
    ranked = {"outputs": [made("o1", 90, 10), made("o2", 55, 10)]}
    pack(packing, ranked, {"outputs": Share(most=9, tokens=60)})
    assert packing.values("outputs") == [words(90), words(10)]
    assert [(left.why, left.ids) for left in packing.left_out] == [("shortened", ["o2"])]


def test_more_than_the_most_is_left_out_whatever_the_room() -> None:
    packing = Pack(1_000)
    pack(packing, {"outputs": [made("a", 5), made("b", 5)]}, {"outputs": Share(most=1, tokens=500)})
    assert list(packing.told["outputs"]) == ["a"]
    assert [(left.why, left.ids) for left in packing.left_out] == [("most", ["b"])]


def test_what_is_always_told_may_use_up_the_budget() -> None:
    packing = Pack(10)
    packing.always(words(30))
    pack(packing, {"outputs": [made("a", 2)]}, {"outputs": Share(most=5, tokens=50)})
    assert packing.values("outputs") == []


def ranked_items(section: SectionName) -> st.SearchStrategy[list[Item]]:
    sizes = st.lists(st.tuples(st.integers(2, 60), st.integers(0, 8)), max_size=12)
    return sizes.map(
        lambda many: [
            made(f"{section}{n}", full, short if 2 <= short < full else 0)
            for n, (full, short) in enumerate(many)
        ]
    )


RANKED = st.fixed_dictionaries({section: ranked_items(section) for section in SECTIONS})
SHARES = st.fixed_dictionaries(
    {section: st.builds(Share, most=st.integers(0, 12), tokens=st.integers(0, 200)) for section in SECTIONS}
)


@given(RANKED, SHARES, st.integers(0, 400))
def test_it_never_passes_the_budget_and_accounts_for_every_item(
    ranked: dict[SectionName, list[Item]], shares: dict[SectionName, Share], budget: int
) -> None:
    packing = Pack(budget)
    pack(packing, dict(ranked), shares)
    spent = sum(tokens(value) for section in SECTIONS for value in packing.values(section))
    assert packing.room == budget - spent >= 0
    for section, items in ranked.items():
        told = list(packing.told[section])
        left = [
            id
            for left in packing.left_out
            if left.section == section and left.why != "shortened"
            for id in left.ids
        ]
        assert len(told) <= shares[section].most
        assert sorted(told + left) == sorted(each.id for each in items)
        assert told == [each.id for each in items if each.id in told]


@given(RANKED, SHARES, st.integers(0, 400))
def test_it_is_the_same_every_time(
    ranked: dict[SectionName, list[Item]], shares: dict[SectionName, Share], budget: int
) -> None:
    once, again = Pack(budget), Pack(budget)
    pack(once, dict(ranked), shares)
    pack(again, dict(ranked), shares)
    assert once == again
