"""The map of what flows where: by agents on duty, whole or of one end, in both languages."""

import pytest

from agents.kit.registry import load_agents
from bot.tools.flow_map import NoSuchEnd, flow_map
from config.desk import desks
from config.errors import Locale
from config.flows import flows

LOCALES: list[Locale] = ["en", "ko"]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_flow_is_told_once_with_its_two_ends(locale: Locale) -> None:
    result = flow_map({}, locale).result()
    rows = [
        row for section in result.sections for table in section.blocks for row in getattr(table, "rows", ())
    ]
    assert len(rows) == len(flows()) >= 70
    assert all(all(cell for cell in row) for row in rows)
    assert str(len(flows())) in result.lines[0]


def test_a_flow_is_on_duty_with_the_agents_of_both_its_ends() -> None:
    nobody, strategist = (
        flow_map({}, "en"),
        flow_map({"business_strategy": load_agents()["business_strategy"]}, "en"),
    )
    assert {one.id for one in nobody.on_duty} == {
        "approval.reason-guideline.suggestion",
        "insight-context.known",
    }
    assert "ice.rank-okr.candidate" in {one.id for one in strategist.on_duty}
    assert "swot.opportunity-plan.tactic" not in {one.id for one in strategist.on_duty}


@pytest.mark.parametrize("name", ["persona", "페르소나", "Personas"])
def test_one_end_is_found_by_any_of_its_names(name: str) -> None:
    found = flow_map({}, "ko", name)
    assert found.about == "페르소나"
    assert found.flows
    assert all("persona" in (one.from_.id, one.to.id) for one in found.flows)


def test_an_agent_is_found_by_its_command() -> None:
    found = flow_map({}, "en", "strategy")
    assert found.about == "Strategy Agent"
    assert {"business_strategy"} <= {one.from_.agent for one in found.flows} | {
        one.to.agent for one in found.flows
    }


def test_what_is_no_end_is_said_with_what_there_is() -> None:
    with pytest.raises(NoSuchEnd) as refused:
        flow_map({}, "en", "weather")
    assert "swot" in refused.value.say("en")


def test_the_picture_names_every_end_and_agent_that_flows() -> None:
    picture = flow_map({}, "en").picture()
    names = {name for _, group in (*picture.left, *picture.right) for name in group}
    assert {start for start, _, _ in picture.curves} | {end for _, end, _ in picture.curves} == names
    agents = {desks()[one].name.en for one in desks() if any(one in flow.agents for flow in flows().values())}
    assert agents <= {title for title, _ in (*picture.left, *picture.right)}


def test_scripts_get_conditions_and_reach() -> None:
    [tactic] = [
        one for one in flow_map({}, "en").document()["items"] if one["id"] == "swot.opportunity-plan.tactic"
    ]
    assert tactic["from"]["where"] == [
        {"field": "quadrant", "is": ["O"]},
        {"field": "score", "at_least": 8.0},
    ]
    assert (tactic["scope"], tactic["to"]["path"], tactic["on_duty"]) == ("inherits", "rows", False)
