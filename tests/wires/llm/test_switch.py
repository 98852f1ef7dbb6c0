"""What is loaded, and that no test can reach a real model."""

import asyncio
import json
import os
import subprocess
import sys

import pytest
from pydantic import BaseModel

from adapters.llm import build
from agents.kit.errors import ModelFailed, NoModel
from agents.kit.llm import Request
from agents.kit.meter import Account
from config.models import connections
from tests.conftest import LeftTheMachine
from tests.wires.llm.model import Book

REQUEST = Request("a", "b", "c")
SDKS = {"anthropic", "google", "pydantic_ai", "httpx2", "openai"}


class Idea(BaseModel):
    name: str


async def nobody(_piece: str) -> None:
    """Hears, and keeps nothing."""


def loaded(script: str) -> set[str]:
    """The top-level packages that a fresh interpreter has loaded after this."""
    ran = subprocess.run(
        [sys.executable, "-c", f"{script}\nimport sys, json; print(json.dumps(sorted(sys.modules)))"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.defpath},
    )
    return {name.partition(".")[0] for name in json.loads(ran.stdout)}


def test_nothing_of_a_vendor_is_loaded_before_it_is_asked() -> None:
    script = """
from adapters.llm import build
from config.models import connections
build(connections("", {"ANTHROPIC_API_KEY": "k", "GEMINI_API_KEY": "k"}))
"""
    assert loaded(script) & SDKS == set()


@pytest.mark.parametrize(
    ("vendor", "others"),
    [("anthropic", {"google"}), ("gemini", {"anthropic"}), ("local", {"anthropic", "google", "pydantic_ai"})],
)
def test_a_vendor_loads_no_other(vendor: str, others: set[str]) -> None:
    assert loaded(f"import adapters.llm.{vendor}") & others == set()


async def test_without_a_key_there_is_no_model() -> None:
    models = build(connections("", {}))
    llm = models.for_turn(Account(Book()))
    assert not models.connected
    assert not llm.connected
    with pytest.raises(NoModel, match="ANTHROPIC_API_KEY"):
        await llm.fill(Idea, REQUEST)
    with pytest.raises(NoModel):
        await llm.stream(REQUEST, nobody)
    await models.aclose()


@pytest.mark.parametrize("key", ["ANTHROPIC_API_KEY", "GEMINI_API_KEY"])
async def test_no_test_reaches_a_real_model(key: str) -> None:
    models = build(connections("", {key: "k"}))
    with pytest.raises((LeftTheMachine, ModelFailed)) as caught:
        await models.for_turn(Account(Book())).fill(Idea, REQUEST)
    await models.aclose()
    reasons = [caught.value]
    while reasons[-1].__cause__ or reasons[-1].__context__:
        reasons.append(reasons[-1].__cause__ or reasons[-1].__context__)
    assert any(isinstance(reason, LeftTheMachine) for reason in reasons)


async def test_no_test_reaches_another_machine_by_name_or_number() -> None:
    for host in ("example.org", "192.0.2.1"):
        with pytest.raises(LeftTheMachine):
            await asyncio.open_connection(host, 443)


async def test_a_client_may_be_set_to_no_model() -> None:
    models = build(connections("", {"ANTHROPIC_API_KEY": "k"}))
    assert models.for_turn(Account(Book())).connected
    assert not models.for_turn(Account(Book()), allowed=False).connected


async def test_a_vendor_loads_once_however_many_ask_at_once() -> None:
    models = build(connections("local:m@http://127.0.0.1:1/v1", {}))
    [connection] = models.connections.vendors
    first, second = await asyncio.gather(models.provider(connection), models.provider(connection))
    assert first is second
    await models.aclose()
