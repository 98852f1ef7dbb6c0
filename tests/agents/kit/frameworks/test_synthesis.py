"""What a synthesis takes from the outputs, in which order, and that every line says where it stands."""

from collections.abc import Iterator

import pytest

from agents.kit.frameworks.schema import body_model
from agents.kit.frameworks.synthesis import FRAMEWORK, LISTS, OPEN, TOP, compute, synthesise
from agents.kit.frameworks.tables import tables
from config.catalogue import framework_spec
from memory.types import Json, MissingInput, Output
from tests.agents.kit.frameworks.outputs import output, swot

CHAIN = "a national chain opens 300 metres away"


def _porter(force: str, name: str, pressure: int) -> Output:
    factors = [{"id": "F1", "name": name, "pressure": pressure}]
    return output("porter", {"forces": [{"id": force, "force": force, "factors": factors}]})


def _bakery() -> tuple[Output, ...]:
    items = [
        {"id": "I1", "name": "trial stall in the food hall", "impact": 8, "confidence": 5, "ease": 7},
        {"id": "I2", "name": "pickup for offices", "impact": 6, "confidence": 5, "ease": 8},
        {"id": "I3", "name": "an app", "impact": 6, "confidence": None, "ease": 1},
    ]
    bmc: Json = {
        "blocks": [
            {
                "id": "customer_segments",
                "block": "customer_segments",
                "entries": [{"id": "B1", "text": "morning walk-ins", "state": "fact"}],
            },
            {
                "id": "value_propositions",
                "block": "value_propositions",
                "entries": [{"id": "B2", "text": "slow-fermented sourdough", "state": "fact"}],
            },
        ]
    }
    return (
        swot(
            ("S", "known for slow-fermented sourdough", 3, 3),
            ("S", "11,000 followers on Instagram", 3, 4),
            ("O", "a food hall has offered a stall", 3, 4),
            ("O", "offices return four days a week", 3, 5),
            ("T", CHAIN, 4, 4),
            ("T", "energy bills rose", 3, 5),
        ),
        _porter("new_entrants", f"{CHAIN} in spring", 4),
        output("ice", {"items": [item | {"evidence": "opinion"} for item in items]}),
        output("bmc", bmc, status="approved"),
    )


def _records(body: Json) -> Iterator[tuple[str, Json]]:
    for name in LISTS:
        for record in body[name]:
            yield f"{name}.{record['id']}", record


def test_an_empty_place_has_an_empty_synthesis() -> None:
    sheet = synthesise((), "ko")
    assert sheet.body == compute({})
    assert FRAMEWORK.headline(sheet.body, "ko") == ()
    body_model("synthesis").model_validate(sheet.body)


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_every_line_names_what_it_rests_on(locale: str) -> None:
    outputs = _bakery()
    sheet = synthesise(outputs, locale)
    body_model("synthesis").model_validate(sheet.body)
    known = {output.id for output in outputs}
    grounded = {evidence.path.rpartition(".")[0] for evidence in sheet.evidence}
    for path, record in _records(sheet.body):
        assert record["refs"]
        assert {ref.partition("#")[0] for ref in record["refs"]} <= known
        assert record["sources"]
        assert path in grounded


def test_opportunities_and_threats_are_ordered_by_weight() -> None:
    body = synthesise(_bakery(), "en").body
    assert [(one["text"], one["weight"], one["measure"]) for one in body["opportunities"]] == [
        ("offices return four days a week", 60.0, "15 of 25"),
        ("a food hall has offered a stall", 48.0, "12 of 25"),
    ]
    assert [one["weight"] for one in body["threats"]] == [80.0, 60.0]


def test_what_two_frameworks_say_is_said_once_with_both_references() -> None:
    (chain, energy) = synthesise(_bakery(), "en").body["threats"]
    assert chain["refs"] == ["porter#forces.new_entrants", "swot#items.T1"]
    assert chain["sources"] == "Porter's five forces New entrants, SWOT T1"
    assert energy["refs"] == ["swot#items.T2"]


def test_a_threat_of_porter_is_measured_by_its_force() -> None:
    (only,) = synthesise([_porter("buyer_power", "one cafe takes half", 5)], "ko").body["threats"]
    assert (only["text"], only["measure"], only["weight"]) == (
        "one cafe takes half", "구매자 교섭력, 압력 5점 중 5점", 100.0,
    )  # fmt: skip


def test_priorities_are_those_of_ice_and_say_what_they_speak_to() -> None:
    body = synthesise(_bakery(), "en").body
    assert [(one["name"], one["ice"], one["rank"], one["band"]) for one in body["priorities"]] == [
        ("trial stall in the food hall", 280, 1, "do_now"),
        ("pickup for offices", 240, 2, "later"),
    ]
    stall = next(one["id"] for one in body["opportunities"] if "food hall" in one["text"])
    assert body["priorities"][0]["speaks_to"] == [stall]


def test_without_ice_nothing_is_ranked() -> None:
    assert synthesise([swot(("O", "a food hall has offered a stall", 3, 4))], "en").body["priorities"] == []


def test_the_positioning_quotes_each_part_from_where_it_stands() -> None:
    body = synthesise(_bakery(), "en").body
    assert [(one["role"], one["text"], one["refs"]) for one in body["positioning"]] == [
        ("for_whom", "morning walk-ins", ["bmc#blocks.customer_segments.entries.B1"]),
        ("offer", "slow-fermented sourdough", ["bmc#blocks.value_propositions.entries.B2"]),
        ("proof", "11,000 followers on Instagram", ["swot#items.S2"]),
        ("proof", "known for slow-fermented sourdough", ["swot#items.S1"]),
    ]


def test_the_tagline_closes_the_positioning() -> None:
    (line,) = synthesise([output("blue_ocean", {"tagline": "bread before noon"})], "en").body["positioning"]
    assert (line["role"], line["text"], line["refs"]) == (
        "tagline",
        "bread before noon",
        ["blue_ocean#tagline"],
    )


def test_contradictions_are_listed_and_put_as_questions() -> None:
    resource = {"id": "R1", "name": "sourdough", "valuable": "yes", "rare": "no"}
    outputs = (swot(("S", "known for sourdough", 3, 3)), output("vrio", {"resources": [resource]}))
    body = synthesise(outputs, "en").body
    (found,) = body["contradictions"]
    assert (found["rule"], found["left"], found["right"]) == (
        "strength_without_edge",
        "known for sourdough",
        "sourdough",
    )
    assert found["refs"] == ["swot#items.S1", "vrio#resources.R1"]
    (asked,) = body["open_questions"]
    assert asked["text"] == "Which of the two holds: 'known for sourdough' or 'sourdough'?"
    assert FRAMEWORK.headline(body, "en")[-1].startswith(
        "One contradiction between the frameworks; A strength"
    )


def test_what_the_outputs_lack_stays_open() -> None:
    missing = tuple(MissingInput(f"items.I{n}.ease", f"why {n}", f"how easy is {n}?") for n in (1, 2, 3))
    body = synthesise([output("ice", {}, missing=missing, stale=True)], "en").body
    assert [(one["text"], one["refs"]) for one in body["open_questions"]] == [
        ("ICE: what it was made from has changed. Run it again?", ["ice"]),
        ("how easy is 1?", ["ice#items.I1.ease"]),
        ("how easy is 2?", ["ice#items.I2.ease"]),
        ("how easy is 3?", ["ice#items.I3.ease"]),
    ]


def test_open_questions_are_taken_from_each_output_in_turn_and_end() -> None:
    def asking(framework: str) -> Output:
        missing = tuple(MissingInput(f"{n}", "", f"{framework} {n}") for n in range(8))
        return output(framework, {}, missing=missing)

    asked = synthesise([asking("ice"), asking("okr")], "ko").body["open_questions"]
    assert [one["text"] for one in asked[:4]] == ["ice 0", "okr 0", "ice 1", "okr 1"]
    assert len(asked) == OPEN
    assert asked[1]["why"] == "OKR에 빠져 있습니다"


def test_an_approved_output_is_worth_more_than_a_draft() -> None:
    grades = {one.ref.partition("#")[0]: one.grade for one in synthesise(_bakery(), "en").evidence}
    assert (grades["bmc"], grades["swot"]) == (0.85, 0.5)


def test_of_a_framework_the_last_output_counts_and_others_are_left_alone() -> None:
    first, last = swot(("T", "rain", 3, 3)), swot(("T", "snow", 3, 3))
    body = synthesise([first, last], "en").body
    assert [one["text"] for one in body["threats"]] == ["snow"]
    again = output("synthesis", body)
    assert synthesise([again], "en").body == compute({})


def test_only_the_top_is_told() -> None:
    words = ("rain", "snow", "hail", "fog", "storm", "frost", "drought")
    body = synthesise([swot(*(("T", word, 3, 3) for word in words))], "en").body
    assert [one["text"] for one in body["threats"]] == list(words[:TOP])


def test_the_headline_says_positioning_extremes_and_what_is_first() -> None:
    assert FRAMEWORK.headline(synthesise(_bakery(), "en").body, "en") == (
        "Positioning: for: morning walk-ins; offer: slow-fermented sourdough",
        f"Top opportunity: 'offices return four days a week'; top threat: '{CHAIN} in spring'",
        "First: 'trial stall in the food hall', ICE 280",
    )


def test_references_stay_out_of_the_tables() -> None:
    body = synthesise(_bakery(), "ko").body
    sections = tables(framework_spec("synthesis"), body, "ko", frozenset())
    assert [section.title for section in sections] == ["포지셔닝", "주요 기회", "주요 위협", "우선순위"]
    assert "#" not in str(sections)
