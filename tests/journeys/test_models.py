"""A language model in the conversation: what it adds, what it costs, and what is there without it."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.llm import Models
from bot.app import open_house
from bot.house import House
from bot.ports import unheard
from bot.turn import Turns
from bot.types import Heard, Reply
from config.models import VendorId
from config.settings import Settings
from memory.store import campaigns, organizations, usage
from memory.store.entrance import enter
from memory.store.privacy import allow_models
from memory.types import CampaignPlan, Organization, OrgId
from tests.wires.llm.model import KEY, VENDORS, Wire, patience_with, wire
from tests.wires.llm.script import Fails, Gives, Hangs, Says

PLACE = "nabi/may"
TOLD = "/strategy ice Eighty percent of sales come before noon. Loyalty card impact 5 confidence 6 ease 6"
FACT = "Eighty percent of sales come before noon."
GOOD = Gives(
    {"items": [{"name": "Afternoon offers", "cites": FACT, "impact": 6, "confidence": 5, "ease": 8}]}
)
STRATUM = Path(sys.executable).with_name("stratum")
each_vendor = pytest.mark.parametrize("vendor", VENDORS)


@asynccontextmanager
async def house(home: Path, *wires: Wire) -> AsyncIterator[House]:
    """A house whose environment names these servers, and nothing else."""
    environ = dict(setting for one in wires for setting in one.settings())
    model = environ.pop("STRATUM_MODEL", "")
    async with open_house(Settings(home=home, locale="en", model=model)) as opened:
        furnished = replace(opened, environ=environ)
        if isinstance(furnished.models, Models):
            patience = patience_with(*wires)
            furnished.models.connections = replace(furnished.models.connections, patience=patience)
        new = Organization(OrgId(""), "nabi", "Nabi", "SME", "en", "Asia/Seoul", "KRW")
        await organizations.add(opened.database, new)
        async with opened.database.writing((await enter(opened.database, "nabi")).access) as unit:
            await campaigns.add(unit, "may", CampaignPlan(name="May"))
        yield furnished
        await furnished.close()


async def ask(opened: House, text: str = TOLD, thread: str = "t", **more: str) -> Reply:
    async def say(_: str) -> None:
        pass

    heard = Heard("console", "local", PLACE, "owner", text, uuid4().hex, thread, **more)
    return await Turns(opened)(heard, say)


async def budget(opened: House, micros: int) -> None:
    async with opened.database.writing((await enter(opened.database, "nabi")).access) as unit:
        await usage.set_limit(unit, micros)


async def spent(opened: House) -> usage.Costs:
    async with opened.database.reading((await enter(opened.database, PLACE)).access) as unit:
        return await usage.costs(unit)


async def test_what_is_computed_is_shown_before_the_model_has_answered(tmp_path: Path) -> None:
    seen: list[str] = []
    asked_before: list[int] = []
    async with wire("anthropic", GOOD) as server, house(tmp_path, server) as opened:

        async def show(text: str) -> None:
            seen.append(text)
            asked_before.append(len(server.calls))

        heard = Heard("console", "local", PLACE, "owner", TOLD, uuid4().hex, "t")
        reply = await Turns(opened)(heard, unheard, show=show)
    [text] = seen
    assert asked_before == [0]
    assert "Loyalty card" in text
    assert "Afternoon offers" not in text
    assert "Afternoon offers" in reply.text


@each_vendor
async def test_a_model_proposes_and_the_sums_are_the_houses(tmp_path: Path, vendor: VendorId) -> None:
    async with wire(vendor, GOOD) as server, house(tmp_path, server) as opened:
        reply = await ask(opened)
    [output] = reply.outputs
    assert output.draft.engine.startswith(f"llm:{vendor}:")
    assert output.draft.engine.removeprefix("llm:") in reply.header
    by_name = {item["name"]: item for item in output.draft.body["items"]}
    assert by_name["Loyalty card"]["ice"] == 5 * 3 * 6
    assert by_name["Afternoon offers"]["confidence_used"] == 3
    assert by_name["Afternoon offers"]["ice"] == 6 * 3 * 8
    quotes = {(one.kind, one.grade, one.quote) for one in output.draft.evidence}
    assert ("inference", 0.3, FACT) in quotes
    assert reply.degraded == ()


async def test_what_it_cost_is_booked_to_the_message_and_told(tmp_path: Path) -> None:
    async with wire("anthropic", GOOD) as server, house(tmp_path, server) as opened:
        reply = await ask(opened)
        costs = await spent(opened)
        bill = await ask(opened, "/cost", thread="c")
    assert [one.name for one in costs.turns] == [reply.message_id]
    assert [one.name for one in costs.agents] == ["business_strategy"]
    assert [one.name for one in costs.models] == ["anthropic:claude-sonnet-5-5"]
    assert costs.months[0].cost_micros == costs.turns[0].cost_micros > 0
    assert "business_strategy" in bill.text
    assert f"{costs.turns[0].cost_micros / 1_000_000:.4f}" in bill.text


async def test_the_second_vendor_answers_where_the_first_does_not(tmp_path: Path) -> None:
    async with (
        wire("anthropic", Fails(529)) as first,
        wire("gemini", GOOD) as second,
        house(tmp_path, first, second) as opened,
    ):
        reply = await ask(opened)
    assert reply.outputs[0].draft.engine == "llm:gemini:gemini-3.8-flash"
    assert reply.degraded == ()


@pytest.mark.parametrize(
    ("act", "text", "said"),
    [
        (Fails(401), TOLD, "refuses the key in ANTHROPIC_API_KEY"),
        (
            Fails(401),
            "/전략 ice 매출의 80%가 오전에 나옵니다. 적립 카드 영향 5 확신 6 용이성 6",
            "키를 거부했습니다",
        ),
        (Fails(500), TOLD, "Anthropic did not answer"),
        (Says(('{"items": [{"name": "Half',), stop="length"), TOLD, "cut off at"),
        (Says(("no JSON at all",)), TOLD, "does not have the form"),
        (Says((), stop="refused"), TOLD, "declined"),
    ],
    ids=["dead key", "dead key, Korean", "down", "truncated", "off form", "declined"],
)
async def test_what_fails_is_said_and_the_computed_part_is_there(
    tmp_path: Path, act: Fails | Says, text: str, said: str
) -> None:
    async with wire("anthropic", act) as server, house(tmp_path, server) as opened:
        reply = await ask(opened, text)
    assert reply.status in {"ok", "needs_input"}
    [output] = reply.outputs
    assert output.draft.engine == "rule"
    assert [item["ice"] for item in output.draft.body["items"]] == [90]
    [line] = reply.degraded
    assert said in line
    assert line in reply.text
    assert KEY not in reply.text


async def test_a_dead_key_is_not_hidden_by_a_second_vendor(tmp_path: Path) -> None:
    async with (
        wire("anthropic", Fails(401)) as first,
        wire("gemini", GOOD) as second,
        house(tmp_path, first, second) as opened,
    ):
        reply = await ask(opened)
    assert "ANTHROPIC_API_KEY" in reply.degraded[0]
    assert second.calls == []


async def test_a_used_up_budget_stops_before_the_call(tmp_path: Path) -> None:
    async with wire("anthropic", GOOD) as server, house(tmp_path, server) as opened:
        await budget(opened, 100)
        reply = await ask(opened)
        calls, costs = list(server.calls), await spent(opened)
        await budget(opened, 10_000_000)
        later = await ask(opened, thread="u")
    assert calls == []
    assert costs.agents == ()
    assert reply.outputs[0].draft.engine == "rule"
    assert "0.0001 USD" in reply.degraded[0]
    assert later.outputs[0].draft.engine.startswith("llm:")


async def test_the_installations_budget_holds_where_an_organisation_has_none(tmp_path: Path) -> None:
    async with wire("anthropic", GOOD) as server, house(tmp_path, server) as opened:
        capped = replace(opened, settings=opened.settings.model_copy(update={"model_budget": 0.0}))
        reply = await ask(capped)
    assert server.calls == []
    assert reply.degraded


async def test_nothing_of_a_client_without_models_is_sent(tmp_path: Path) -> None:
    async with wire("anthropic", GOOD) as server, house(tmp_path, server) as opened:
        async with opened.database.writing((await enter(opened.database, PLACE)).access) as unit:
            await allow_models(unit, False)
        reply = await ask(opened)
        await ask(opened, "hmm, whatever you can make of this", thread="x")
    assert server.calls == []
    assert reply.outputs[0].draft.engine == "rule"
    assert "without a language model" in reply.text


async def test_settings_that_name_no_model_cost_no_answer(tmp_path: Path) -> None:
    async with house(tmp_path) as opened:
        wrong = replace(opened, settings=opened.settings.model_copy(update={"model": "gpt"}))
        reply = await ask(wrong)
    assert reply.outputs[0].draft.engine == "rule"
    assert "STRATUM_MODEL" in reply.degraded[0]


async def test_a_turn_that_is_stopped_leaves_the_call_and_counts_what_was_sent(tmp_path: Path) -> None:
    async with wire("anthropic", Hangs(4)) as server, house(tmp_path, server) as opened:
        task = asyncio.create_task(ask(opened))
        await server.asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        costs = await spent(opened)
        again = opened.held((await enter(opened.database, "nabi")).place.scope.org)
    assert costs.turns[0].tokens_in > 0
    assert again.micros == 0


async def test_a_model_decides_where_words_do_not(tmp_path: Path) -> None:
    unclear = "zq vrrt plomp"
    async with (
        wire("anthropic", Gives({"desk": "client_success"})) as server,
        house(tmp_path, server) as opened,
    ):
        reply = await ask(opened, unclear)
        costs = await spent(opened)
    assert "Client Success Agent" in reply.text
    assert [one.name for one in costs.agents] == ["router"]
    assert costs.models[0].name == "anthropic:claude-haiku-5-5"
    assert len(server.calls) == 1


@pytest.mark.parametrize("desk", ["campaign_execution", "unsure"])
async def test_a_model_never_sends_anything_to_the_agent_that_acts(tmp_path: Path, desk: str) -> None:
    async with wire("anthropic", Gives({"desk": desk})) as server, house(tmp_path, server) as opened:
        reply = await ask(opened, "zq vrrt plomp")
    assert reply.status == "needs_input"
    assert len([one for one in reply.buttons if one.action.startswith("change ")]) in {2, 3}


async def ran(home: Path, settings: dict[str, str], *args: str) -> tuple[int, str]:
    """The real command line, in a process of its own."""
    env = {
        "PATH": os.defpath,
        "HOME": str(home),
        "STRATUM_HOME": str(home / "d"),
        "LANG": "C.UTF-8",
    } | settings
    made = await asyncio.create_subprocess_exec(
        STRATUM, *args, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, _ = await made.communicate()
    return made.returncode or 0, out.decode()


@each_vendor
async def test_the_command_line_asks_the_model_too(tmp_path: Path, vendor: VendorId) -> None:
    async with wire(vendor, GOOD, Says(("ok",))) as server:
        settings = dict(server.settings())
        await ran(tmp_path, settings, "org", "add", "nabi", "--type", "sme")
        await ran(tmp_path, settings, "campaign", "add", "nabi", "may")
        status, out = await ran(tmp_path, settings, "ask", TOLD, "--scope", PLACE, "--json")
        _, costs = await ran(tmp_path, settings, "cost", "--json")
        seen, doctor = await ran(tmp_path, settings, "doctor", "--live", "--json")
    reply = json.loads(out)
    assert status == 0
    assert reply["outputs"][0]["engine"].startswith(f"llm:{vendor}:")
    assert reply["degraded"] == []
    assert "business_strategy" in [one["name"] for one in json.loads(costs)["agents"]]
    assert seen == 0, doctor
    assert KEY not in out + costs + doctor


async def test_the_command_line_delivers_without_the_model_and_says_so(tmp_path: Path) -> None:
    async with wire("anthropic", Fails(401)) as server:
        settings = dict(server.settings())
        await ran(tmp_path, settings, "org", "add", "nabi", "--type", "sme")
        await ran(tmp_path, settings, "campaign", "add", "nabi", "may")
        status, out = await ran(tmp_path, settings, "ask", TOLD, "--scope", PLACE, "--json")
        seen, doctor = await ran(tmp_path, settings, "doctor", "--live", "--json")
    reply = json.loads(out)
    assert (status, reply["outputs"][0]["engine"]) == (0, "rule")
    assert "ANTHROPIC_API_KEY" in reply["degraded"][0]
    assert seen == 1
    assert KEY not in out + doctor
