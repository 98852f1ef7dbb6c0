"""Merging levels field by field: provenance, lists that add, locks that always win, reasons, differences."""

from hypothesis import given
from hypothesis import strategies as st

from config.guidelines import guideline_catalogue
from memory.guidelines import (
    Difference,
    Guidelines,
    Own,
    as_json,
    differences,
    level,
    merge,
    own_from_json,
    own_json,
)

ORG, CLIENT, CAMPAIGN = "acme", "acme/nike", "acme/nike/summer"


def three(org: dict[str, Own], client: dict[str, Own], campaign: dict[str, Own]) -> Guidelines:
    return merge([level(ORG, org), level(CLIENT, client), level(CAMPAIGN, campaign)])


def test_each_field_comes_from_the_lowest_level_that_says_it() -> None:
    merged = three(
        {"voice.tone": Own("calm"), "messaging.tagline": Own("We make it")},
        {"voice.tone": Own("bold")},
        {"voice.person": Own("we")},
    )
    assert {id: (field.value, field.origin) for id, field in merged.fields.items()} == {
        "voice.tone": ("bold", CLIENT),
        "voice.person": ("we", CAMPAIGN),
        "messaging.tagline": ("We make it", ORG),
    }
    assert merged["visual.fonts"] is None


def test_a_list_that_adds_keeps_what_is_above_and_says_who_said_what() -> None:
    merged = three(
        {"content.prohibited_words": Own(("cheap", "best"))},
        {"content.prohibited_words": Own(("Best", "guaranteed"))},
        {},
    )
    field = merged.fields["content.prohibited_words"]
    assert field.value == ("cheap", "best", "guaranteed")
    assert field.items == (("cheap", ORG), ("best", ORG), ("guaranteed", CLIENT))
    assert field.origin == CLIENT
    assert field.overridden == ()


def test_a_list_that_replaces_says_what_it_stands_instead_of() -> None:
    merged = three(
        {"visual.colors": Own(("#111", "#222"))}, {}, {"visual.colors": Own(("#F00",), reason="night run")}
    )
    field = merged.fields["visual.colors"]
    assert (field.value, field.origin, field.reason) == (("#F00",), CAMPAIGN, "night run")
    assert [(said.place, said.own.value) for said in field.overridden] == [(ORG, ("#111", "#222"))]


def test_a_lock_makes_everything_below_it_void_and_that_is_reported() -> None:
    merged = three(
        {"voice.tone": Own("calm", locked=True), "strategy.never_do": Own(("spam",), locked=True)},
        {"voice.tone": Own("bold", reason="we want to"), "strategy.never_do": Own(("beg",))},
        {"voice.tone": Own("wild", locked=True)},
    )
    tone = merged.fields["voice.tone"]
    assert (tone.value, tone.origin, tone.locked_at, tone.reason) == ("calm", ORG, ORG, "")
    assert merged["strategy.never_do"] == ("spam",)
    assert [(field.id, said.place) for field, said in merged.ignored] == [
        ("voice.tone", CLIENT),
        ("voice.tone", CAMPAIGN),
        ("strategy.never_do", CLIENT),
    ]


def test_a_lock_in_the_middle_binds_only_what_is_below_it() -> None:
    merged = three(
        {"voice.tone": Own("calm")}, {"voice.tone": Own("bold", locked=True)}, {"voice.tone": Own("wild")}
    )
    tone = merged.fields["voice.tone"]
    assert (tone.value, tone.origin, tone.locked_at) == ("bold", CLIENT, CLIENT)
    assert [said.place for said in tone.overridden] == [ORG]


def test_an_empty_value_says_nothing_and_an_unknown_field_is_left_out() -> None:
    merged = three(
        {"voice.tone": Own("calm")},
        {"voice.tone": Own("")},
        {"voice.colour": Own("red"), "voice.do": Own(())},
    )
    assert {id: field.value for id, field in merged.fields.items()} == {"voice.tone": "calm"}


def test_the_document_that_people_and_scripts_get() -> None:
    merged = three(
        {"voice.tone": Own("calm", locked=True), "voice.do": Own(("be brief",))},
        {"voice.tone": Own("bold"), "voice.do": Own(("be warm",)), "messaging.tagline": Own("Go")},
        {"messaging.tagline": Own("Go further", reason="anniversary")},
    )
    assert as_json(merged) == {
        "fields": {
            "voice.tone": {"value": "calm", "from": ORG, "locked": True, "locked_at": ORG},
            "voice.do": {
                "value": ["be brief", "be warm"],
                "from": CLIENT,
                "locked": False,
                "items": [{"value": "be brief", "from": ORG}, {"value": "be warm", "from": CLIENT}],
            },
            "messaging.tagline": {
                "value": "Go further",
                "from": CAMPAIGN,
                "locked": False,
                "overrides": [{"value": "Go", "from": CLIENT}],
                "reason": "anniversary",
            },
        },
        "ignored": [{"field": "voice.tone", "from": CLIENT, "value": "bold", "locked_at": ORG}],
    }


def test_differences_name_what_is_added_removed_and_changed() -> None:
    org = level(ORG, {"voice.tone": Own("calm"), "voice.person": Own("we")})
    other = level("other", {"voice.tone": Own("bold"), "content.emoji": Own("none")})
    assert differences(org, other) == (
        Difference("voice.tone", "changed", "calm", "bold"),
        Difference("voice.person", "removed", "we", None),
        Difference("content.emoji", "added", None, "none"),
    )
    assert differences(org, org) == ()


FIELDS = guideline_catalogue().fields
WORDS = st.sampled_from(["calm", "bold", "Calm", "warm", "wild", "쉽게"])


def owns(field_id: str) -> st.SearchStrategy[Own]:
    spec = FIELDS[field_id]
    if spec.type == "list":
        value: st.SearchStrategy[str | tuple[str, ...]] = st.lists(
            WORDS, min_size=1, max_size=3, unique=True
        ).map(tuple)
    else:
        value = st.sampled_from([option.id for option in spec.options]) if spec.options else WORDS
    return st.builds(Own, value, st.booleans(), st.sampled_from(["", "because"]))


SOME = ("voice.tone", "voice.person", "content.prohibited_words", "visual.colors")
LEVELS = st.lists(
    st.fixed_dictionaries({}, optional={id: owns(id) for id in SOME}), min_size=1, max_size=4
).map(lambda many: [level("/".join("abcd"[: depth + 1]), own) for depth, own in enumerate(many)])


@given(LEVELS, st.integers(0, 4), st.integers(0, 4))
def test_how_levels_are_grouped_makes_no_difference(levels: list[Guidelines], one: int, other: int) -> None:
    low, high = sorted((min(one, len(levels)), min(other, len(levels))))
    grouped = merge([merge(levels[:low]), merge(levels[low:high]), merge(levels[high:])])
    assert grouped == merge(levels)
    assert as_json(grouped) == as_json(merge(levels))


@given(LEVELS)
def test_nothing_said_below_a_lock_ever_counts(levels: list[Guidelines]) -> None:
    for id, field in merge(levels).fields.items():
        locks = [
            depth
            for depth, part in enumerate(levels)
            if id in part.fields and part.fields[id].said[0].own.locked
        ]
        if locks:
            assert field.value == merge(levels[: locks[0] + 1])[id]
            assert field.locked_at == "/".join("abcd"[: locks[0] + 1])
        assert len(field.counted) + len(field.ignored) == len(field.said)


@given(LEVELS)
def test_every_value_in_force_was_said_by_the_level_that_it_is_from(levels: list[Guidelines]) -> None:
    for id, field in merge(levels).fields.items():
        said = {each.place: each.own.value for each in field.said}
        if isinstance(field.value, tuple):
            assert all(item in said[place] for item, place in field.items)
            assert len({item.casefold() for item in field.value}) == len(field.value)
        else:
            assert said[field.origin] == field.value
        assert id in FIELDS


@given(st.fixed_dictionaries({}, optional={id: owns(id) for id in SOME}))
def test_what_is_stored_is_read_back(own: dict[str, Own]) -> None:
    assert own_from_json(own_json(own)) == own
