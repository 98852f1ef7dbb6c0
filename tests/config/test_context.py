"""The profiles of the agents: complete, within what exists, and refused where they are not."""

from typing import Any

import pytest
from pydantic import ValidationError

from config.context import SECTIONS, ContextProfiles, UnknownAgent, context_profiles
from config.roles import rights


def test_every_agent_that_can_be_asked_has_a_profile() -> None:
    asks = {name.split(".")[1] for name in rights().permissions if name.startswith("agents.")}
    assert set(context_profiles().agents) == {*asks, "business_intelligence"}


def test_the_shares_of_a_profile_fit_into_its_budget() -> None:
    """With half of it kept for guidelines at most, sections may still promise what the rest cannot hold."""
    for agent, profile in context_profiles().agents.items():
        assert set(profile.sections) == set(SECTIONS), agent
        assert sum(share.tokens for share in profile.sections.values()) <= profile.tokens, agent


def test_guidelines_are_narrowed_by_section_or_field() -> None:
    analytics, content = context_profiles().of("analytics"), context_profiles().of("content")
    assert [analytics.wants(field) for field in ("strategy.goals", "strategy.audience", "voice.tone")] == [
        True,
        False,
        False,
    ]
    assert content.wants("voice.tone")


def test_no_agent_means_everything_and_an_unknown_one_is_refused() -> None:
    assert context_profiles().of("") is context_profiles().everything
    with pytest.raises(UnknownAgent, match="business_strategy"):
        context_profiles().of("strategy_business")


def changed(change: dict[str, Any]) -> dict[str, Any]:
    profiles = context_profiles().model_dump()
    profiles["agents"] = {"content": profiles["agents"]["content"] | change}
    return profiles


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        (changed({"guidelines": ["voice.colour"]}), "no such guidelines: voice.colour"),
        (changed({"sections": {"outputs": {"most": 1, "tokens": 1}}}), "how much of each"),
        (changed({"tokens": 10}), "greater than or equal"),
        (context_profiles().model_dump() | {"needs": {"budget": "no.such.right"}}, "no.such.right"),
    ],
)
def test_a_table_that_is_incomplete_is_refused(table: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        ContextProfiles.model_validate(table)
