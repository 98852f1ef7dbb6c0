"""Guidelines as stored: own fields of a level, what flows down, and whom it never reaches."""

import pytest

from memory.db import Database
from memory.errors import NotYours
from memory.guidelines import Own
from memory.store import audit, guidelines
from tests.memory.tenants import Tenants


async def put(tenants: Tenants, path: str, fields: dict[str, Own], name: str = "owner") -> None:
    async with tenants.db.writing((await tenants.at(path, name)).access) as unit:
        await guidelines.put(unit, fields)


async def value(tenants: Tenants, path: str, field: str, name: str = "owner") -> tuple[object, str] | None:
    async with tenants.db.reading((await tenants.at(path, name)).access) as unit:
        found = (await guidelines.in_force(unit)).guidelines.fields.get(field)
    return (found.value, found.origin) if found else None


async def test_what_the_client_says_flows_down_to_its_campaigns_only(tenants: Tenants) -> None:
    await put(tenants, "acme", {"voice.tone": Own("calm"), "voice.person": Own("we")})
    await put(tenants, "acme/nike", {"voice.tone": Own("bold")})
    await put(tenants, "acme/nike/fall", {"voice.tone": Own("wild")})
    assert await value(tenants, "acme/nike/summer", "voice.tone") == ("bold", "acme/nike")
    assert await value(tenants, "acme/nike/fall", "voice.tone") == ("wild", "acme/nike/fall")
    assert await value(tenants, "acme/nike/summer", "voice.person") == ("we", "acme")
    assert await value(tenants, "acme/adidas/summer", "voice.tone") == ("calm", "acme")
    assert await value(tenants, "acme", "voice.tone") == ("calm", "acme")
    assert await value(tenants, "rival/puma/summer", "voice.tone") is None


async def test_fields_are_set_one_by_one_and_an_empty_one_goes(tenants: Tenants) -> None:
    await put(tenants, "acme", {"voice.tone": Own("calm"), "voice.person": Own("we")})
    await put(tenants, "acme", {"voice.tone": Own(""), "content.emoji": Own("none", locked=True)})
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        assert dict(await guidelines.own(unit)) == {
            "voice.person": Own("we"),
            "content.emoji": Own("none", locked=True),
        }
        assert await guidelines.put(unit, {"voice.tone": Own("new")}, replace=True) == {
            "voice.tone": Own("new")
        }
    assert await value(tenants, "acme/nike", "content.emoji") is None


async def test_a_freelancer_reads_the_agencys_guidelines_and_cannot_change_them(tenants: Tenants) -> None:
    await put(tenants, "acme", {"voice.tone": Own("calm")})
    assert await value(tenants, "acme/adidas", "voice.tone", "frida") == ("calm", "acme")
    with pytest.raises(NotYours):
        await put(tenants, "acme", {"voice.tone": Own("mine")}, "frida")
    assert await value(tenants, "acme/adidas", "voice.tone", "frida") == ("calm", "acme")


async def test_each_change_is_in_the_audit_and_is_a_new_input(tenants: Tenants, db: Database) -> None:
    hashes: list[list[str]] = []
    for tone in ("calm", "bold", "bold"):
        await put(tenants, "acme/nike", {"voice.tone": Own(tone)})
        async with db.reading((await tenants.at("acme/nike/summer")).access) as unit:
            hashes.append([used.content_hash for used in (await guidelines.in_force(unit)).inputs])
    assert [len(each) for each in hashes] == [1, 1, 1]
    assert hashes[0] != hashes[1] == hashes[2]
    async with db.reading((await tenants.at("acme")).access) as unit:
        assert await audit.verify(unit) is None
