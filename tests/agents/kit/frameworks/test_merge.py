"""What is told later joins what was told before."""

from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.merge import merge
from agents.kit.frameworks.records.reader import read
from agents.kit.frameworks.tree import spots
from agents.kit.reading.types import Source
from config.catalogue import framework_spec
from memory.types import Evidence, Json


def told(framework: str, *texts: str) -> Sheet:
    """Each text a turn of its own, one after the other."""
    spec, sheet = framework_spec(framework), Sheet({})
    for turn, text in enumerate(texts, 1):
        sheet = merge(sheet, read(Source("statement", f"turn-{turn}", text), spec, "GBP", "en"), spec)
    return sheet


def test_a_known_name_is_filled_and_a_new_one_added() -> None:
    sheet = told("bcg", "bread growth 12%; cakes growth 3%", "Cakes our share 5%; coffee growth 8%")
    assert sheet.body["units"] == [
        {"id": "U1", "name": "bread", "market_growth_pct": 12.0},
        {"id": "U2", "name": "Cakes", "market_growth_pct": 3.0, "own_share_pct": 5.0},
        {"id": "U3", "name": "coffee", "market_growth_pct": 8.0},
    ]


def test_a_name_less_statement_continues_the_record_that_lacks_it() -> None:
    sheet = told("bcg", "growth 12%, our share 20%", "top rival 10%")
    assert sheet.body["units"] == [
        {"id": "U1", "market_growth_pct": 12.0, "own_share_pct": 20.0, "top_rival_share_pct": 10.0}
    ]
    again = told("bcg", "bread growth 12%", "growth 3%")
    assert [unit["market_growth_pct"] for unit in again.body["units"]] == [12.0, 3.0]


def test_numbers_without_a_name_are_not_guessed_to_belong_to_one_that_was_only_named() -> None:
    sheet = told("bcg", "units: bread, cakes", "growth 12%, our share 20%")
    assert [unit.get("name") for unit in sheet.body["units"]] == ["bread", "cakes", None]


def test_the_later_word_counts_and_the_evidence_of_the_earlier_goes() -> None:
    sheet = told("ice", "ads impact 8, ease 7", "ads impact 5")
    assert sheet.body["items"] == [{"id": "I1", "name": "ads", "impact": 5, "ease": 7}]
    assert [(item.ref, item.quote) for item in sheet.evidence if item.path == "items.I1.impact"] == [
        ("turn-2", "impact 5")
    ]
    assert [item.ref for item in sheet.evidence if item.path == "items.I1.ease"] == ["turn-1"]


def test_what_was_assumed_is_replaced_by_what_is_said() -> None:
    path = "forces.rivalry.factors.F1.pressure"
    body: Json = {
        "forces": [
            {
                "id": "rivalry",
                "force": "rivalry",
                "factors": [{"id": "F1", "name": "bakeries", "pressure": 3}],
            }
        ]
    }
    drafted = Sheet(body, (Evidence(path, "assumption", "", "", 0.15),), ("bakeries: 3 is proposed",))
    more = read(
        Source("statement", "t", "rivalry: bakeries pressure 3"), framework_spec("porter"), "GBP", "en"
    )
    sheet = merge(drafted, more, framework_spec("porter"))
    assert sheet.body == body
    assert [item.kind for item in sheet.evidence if item.path == path] == ["statement"]
    assert sheet.assumptions == ()


def test_nested_records_find_their_place() -> None:
    sheet = told(
        "okr",
        "Objective: Grow online. KR: orders from 0 to 400",
        "Objective: Keep regulars. KR: repeat rate from 20% to 30%",
        "KR: complaints from 9 to 3",
    )
    assert [[one["name"] for one in objective["key_results"]] for objective in sheet.body["objectives"]] == [
        ["orders"],
        ["repeat rate", "complaints"],
    ]
    assert [spot.record["id"] for spot in spots(sheet.body, framework_spec("okr"))] == [
        "O1",
        "KR1",
        "O2",
        "KR2",
        "KR3",
    ]


def test_questions_of_what_did_not_fit_stay_with_their_record() -> None:
    sheet = told("ice", "newsletter 5/4/9", "ads impact 12, ease 7")
    assert [question.field for question in sheet.questions] == ["items.I2.impact"]


def test_dropped_ids_stay_dropped() -> None:
    spec = framework_spec("ice")
    more = read(Source("statement", "t", "ads impact 8"), spec, "GBP", "en")
    assert merge(Sheet({"items": [], "dropped": ["I1"]}), more, spec).body["items"][0]["id"] == "I2"


names = st.sampled_from(["ads", "newsletter", "flyers", "loyalty card"])
lines = st.lists(st.tuples(names, st.integers(1, 10)), min_size=1, max_size=8)


@given(lines)
def test_one_name_is_one_record_with_its_last_value(said: list[tuple[str, int]]) -> None:
    sheet = told("ice", *(f"{name} impact {impact}" for name, impact in said))
    assert {item["name"]: item["impact"] for item in sheet.body["items"]} == dict(said)
    paths = [item.path for item in sheet.evidence]
    assert len(paths) == len(set(paths)) == 2 * len(sheet.body["items"])
