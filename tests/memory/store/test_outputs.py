"""Versions of what was delivered, and whether their inputs have changed."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from dirty_equals import IsDatetime, IsStr

from memory.errors import AmbiguousOutput, UnknownOutput
from memory.store import messages, outputs
from memory.types import Draft, Evidence, InputUsed, MissingInput, Output
from tests.memory.tenants import Tenants, deliver, draft


async def save(tenants: Tenants, path: str, made: Draft) -> Output:
    async with tenants.db.writing((await tenants.at(path)).access) as unit:
        return await outputs.save(unit, made)


async def read(tenants: Tenants, path: str, ref: str) -> Output:
    async with tenants.db.reading((await tenants.at(path)).access) as unit:
        return await outputs.get(unit, ref)


FULL = Draft(
    agent="business_strategy",
    output_type="swot",
    schema_version=1,
    locale="ko",
    title="SWOT",
    summary="요약",
    body={"items": [{"id": "S1", "statement": "국산 밀", "score": 9.5}], "tows": {}},
    inputs_used=(InputUsed("metric", "m1", "h1"),),
    evidence=(Evidence("items.S1.statement", "statement", "m1", "국산 밀로", 0.75),),
    assumptions=("impact of S1",),
    missing_inputs=(MissingInput("x", "why", "ask?"),),
    confidence=0.75,
    stale_after=datetime(2999, 1, 1, tzinfo=UTC),
)


async def test_the_envelope_is_stored_whole_and_flat(tenants: Tenants) -> None:
    made = await save(tenants, "acme/nike/summer", FULL)
    assert made.draft == FULL
    assert await read(tenants, "acme/nike/summer", made.id) == made
    scope = made.scope
    assert json.loads(json.dumps(made.envelope())) == {
        "id": made.id,
        "scope": {
            "org": scope.org,
            "client": scope.client,
            "campaign": scope.campaign,
            "path": "acme/nike/summer",
        },
        "agent": "business_strategy",
        "output_type": "swot",
        "schema_version": 1,
        "version": 1,
        "supersedes": None,
        "status": "draft",
        "locale": "ko",
        "title": "SWOT",
        "summary": "요약",
        "body": FULL.body,
        "inputs_used": [{"kind": "metric", "ref": "m1", "content_hash": "h1"}],
        "evidence": [
            {
                "path": "items.S1.statement",
                "kind": "statement",
                "ref": "m1",
                "quote": "국산 밀로",
                "grade": 0.75,
            }
        ],
        "assumptions": ["impact of S1"],
        "missing_inputs": [{"field": "x", "why": "why", "ask": "ask?"}],
        "confidence": 0.75,
        "engine": "rule",
        "created_by": "owner",
        "created_at": IsDatetime(iso_string=True),
        "stale_after": "2999-01-01T00:00:00+00:00",
        "content_hash": IsStr(regex="[0-9a-f]{64}"),
        "stale": False,
    }


async def test_a_new_version_supersedes_the_one_before(tenants: Tenants) -> None:
    made = [await deliver(tenants, "acme/nike", f"{number}") for number in range(3)]
    async with tenants.db.reading((await tenants.at("acme/nike")).access) as unit:
        versions = await outputs.versions(unit, "swot")
        latest = await outputs.latest(unit)
    assert [(v.version, v.status, v.draft.supersedes) for v in versions] == [
        (3, "draft", made[1].id),
        (2, "superseded", made[0].id),
        (1, "superseded", None),
    ]
    assert [output.id for output in latest] == [made[2].id]


async def test_versions_count_for_each_place_type_and_subject(tenants: Tenants) -> None:
    await deliver(tenants, "acme/nike", "first")
    assert (await deliver(tenants, "acme/nike/summer", "below")).version == 1
    assert (await save(tenants, "acme/nike", draft("other", "porter"))).version == 1
    minji = replace(draft("minji", "persona"), subject="minji")
    assert (await save(tenants, "acme/nike", minji)).version == 1
    assert (await save(tenants, "acme/nike", replace(minji, subject="juno"))).version == 1
    assert (await save(tenants, "acme/nike", minji)).version == 2
    async with tenants.db.reading((await tenants.at("acme/nike")).access) as unit:
        latest = await outputs.latest(unit)
    assert sorted((o.draft.output_type, o.draft.subject) for o in latest) == [
        ("persona", "juno"),
        ("persona", "minji"),
        ("porter", ""),
        ("swot", ""),
    ]


async def test_what_stands_above_a_place_is_the_newest_of_its_own_client_nearest_first(
    tenants: Tenants,
) -> None:
    for path in ("acme", "acme/nike", "acme/nike", "acme/adidas", "acme/nike/summer"):
        await deliver(tenants, path, path)
    async with tenants.db.reading((await tenants.at("acme/nike/summer")).access) as unit:
        found = await outputs.above(unit)
    assert [(one.place, one.version) for one in found] == [("acme/nike", 2), ("acme", 1)]
    async with tenants.db.reading((await tenants.at("acme")).access) as unit:
        assert await outputs.above(unit) == ()


async def test_savers_at_once_all_save(tenants: Tenants) -> None:
    made = await asyncio.gather(*(deliver(tenants, "acme/nike", f"{n}") for n in range(8)))
    assert sorted(output.version for output in made) == list(range(1, 9))


async def test_outputs_of_a_sibling_do_not_exist(tenants: Tenants) -> None:
    made = await deliver(tenants, "acme/nike/summer", "secret")
    for path, name in (
        ("acme/adidas", "frida"),
        ("acme/adidas", "owner"),
        ("rival", "owner"),
        ("acme", "frida"),
    ):
        async with tenants.db.reading((await tenants.at(path, name)).access) as unit:
            assert await outputs.every(unit) == ()
            for ref in (made.id, made.id[:30]):
                with pytest.raises(UnknownOutput):
                    await outputs.get(unit, ref)


async def test_an_output_is_found_by_the_beginning_of_its_id(tenants: Tenants) -> None:
    first, second = await deliver(tenants, "acme/nike", "1"), await deliver(tenants, "acme/nike", "2")
    assert (await read(tenants, "acme/nike", second.id[:-1])).version == 2
    shared = next(n for n in range(36, 0, -1) if first.id[:n] == second.id[:n])
    with pytest.raises(AmbiguousOutput, match=second.id):
        await read(tenants, "acme/nike", first.id[:shared])
    for nothing in ("", "%", "_", "0_"):
        with pytest.raises(UnknownOutput):
            await read(tenants, "acme/nike", nothing)


async def test_lists_hold_the_place_and_what_is_below(tenants: Tenants) -> None:
    for path in ("acme", "acme/nike", "acme/nike/summer", "acme/adidas"):
        await deliver(tenants, path, path)
    for path, seen in {"acme": 4, "acme/nike": 2, "acme/nike/summer": 1, "acme/adidas": 1}.items():
        async with tenants.db.reading((await tenants.at(path)).access) as unit:
            assert {output.place for output in await outputs.every(unit, "swot")} >= {path}
            assert len(await outputs.every(unit)) == seen
            assert await outputs.every(unit, "porter") == ()


async def test_a_changed_brief_makes_stale(tenants: Tenants) -> None:
    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        brief, _ = await messages.keep_brief(unit, "brief.md", "eighty per cent in the morning")
    used = replace(draft(), inputs_used=(InputUsed("turn", brief.id, brief.content_hash),))
    made = await save(tenants, "acme/nike/summer", used)
    assert not made.stale
    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        await messages.keep_brief(unit, "brief.md", "seventy per cent in the morning")
    assert (await read(tenants, "acme/nike/summer", made.id)).stale
    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        await messages.keep_brief(unit, "brief.md", "eighty per cent in the morning")
    assert not (await read(tenants, "acme/nike/summer", made.id)).stale


async def test_a_new_version_of_an_upstream_output_makes_stale(tenants: Tenants) -> None:
    swot = await deliver(tenants, "acme/nike", "first")
    used = replace(draft(output_type="plan"), inputs_used=(InputUsed("output", swot.id, swot.content_hash),))
    plan = await save(tenants, "acme/nike", used)
    await deliver(tenants, "acme/nike", "first")
    assert not (await read(tenants, "acme/nike", plan.id)).stale, "a re-run that came to the same"
    await deliver(tenants, "acme/nike", "second")
    assert (await read(tenants, "acme/nike", plan.id)).stale


async def test_an_input_that_is_gone_makes_stale(tenants: Tenants) -> None:
    gone = replace(draft(), inputs_used=(InputUsed("turn", "01900000-0000-7000-8000-000000000000", "hash"),))
    assert (await save(tenants, "acme/nike", gone)).stale


async def test_time_makes_stale(tenants: Tenants) -> None:
    now = tenants.db.now()
    for after, stale in ((timedelta(hours=1), False), (timedelta(microseconds=-1), True)):
        made = await save(tenants, "acme/nike", replace(draft(), stale_after=now + after))
        assert made.stale is stale


async def test_staleness_of_many_outputs_takes_one_query_for_each_kind(tenants: Tenants) -> None:
    from memory.db import Unit

    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        for number in range(5):
            brief, _ = await messages.keep_brief(unit, f"{number}", "text")
            made = await outputs.save(unit, draft(f"{number}", f"type{number}"))
            used = (
                InputUsed("turn", brief.id, brief.content_hash),
                InputUsed("output", made.id, made.content_hash),
            )
            await outputs.save(unit, replace(draft(f"plan{number}", f"plan{number}"), inputs_used=used))
    asked: list[object] = []

    class Counting(Unit):
        async def all(self, statement):  # noqa: ANN001, ANN202
            asked.append(statement)
            return await super().all(statement)

    engine, access = tenants.db.engine, (await tenants.at("acme/nike")).access
    connection = await engine.connect(access.values(writing=False), writing=False)
    latest = await outputs.latest(Counting(connection, engine, tenants.db.now, access))
    await engine.close(connection)
    assert len(latest) == 10
    assert len(asked) == 3
