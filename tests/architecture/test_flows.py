"""What flows between agents is declared: nobody reads another one's outputs past the registry."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.kit.registry import load_agents
from config.desk import desks
from config.flows import ends, flows
from tests.architecture.tree import files, label

OWNERS = {"agents/kit/flows.py", "agents/business_strategy.py"}
"""The registry's door, and the one agent whose synthesis reads all of its own outputs."""
SHELVES = {"latest", "inherited"}
DOORS = {"arriving", "taken"}


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize("path", files(".py", under=("agents",)), ids=label)
def test_outputs_are_reached_through_the_registry_only(path: Path) -> None:
    read = {node.attr for node in nodes(path) if isinstance(node, ast.Attribute)} & SHELVES
    assert not read or label(path) in OWNERS


def calls() -> Iterator[tuple[str, ast.expr]]:
    for path in files(".py", under=("agents", "bot")):
        for node in nodes(path):
            if label(path) != "agents/kit/flows.py" and isinstance(node, ast.Call) and node.args:
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if name in DOORS:
                    yield label(path), node.args[0]


def test_every_flow_that_the_program_takes_is_declared() -> None:
    taken = [(where, flow.value) for where, flow in calls() if isinstance(flow, ast.Constant)]
    assert [(where, flow) for where, flow in taken if flow not in flows()] == []


def test_ends_belong_to_agents_that_have_a_desk() -> None:
    assert {end.agent for end in ends().values()} - {""} <= desks().keys()
    assert {flow.from_.id for flow in flows().values()} | {
        flow.to.id for flow in flows().values()
    } == ends().keys()


def test_an_agent_on_duty_delivers_what_its_ends_say() -> None:
    on_duty = load_agents()
    for end in ends().values():
        if end.agent in on_duty and end.command:
            assert end.command.split()[0] == on_duty[end.agent].command
