"""A chain that shows when somebody changed it."""

import sqlite3

import pytest
from sqlalchemy import make_url, select

from memory.errors import NotYours
from memory.store import audit, usage
from memory.tables.base import physical
from memory.tables.ledger import audit as table
from memory.types import Usage
from tests.memory.tenants import Tenants


async def rows(tenants: Tenants, path: str, name: str = "owner") -> list[str]:
    async with tenants.db.reading((await tenants.at(path, name)).access) as unit:
        return [row.action for row in await unit.all(select(table).order_by(table.c.seq))]


async def act(tenants: Tenants, path: str, action: str, name: str = "owner") -> None:
    async with tenants.db.writing((await tenants.at(path, name)).access) as unit:
        await audit.append(unit, action, "subject", {"amount": 3, "why": "왜냐하면"})


async def test_everybody_adds_and_who_is_permitted_reads(tenants: Tenants) -> None:
    await act(tenants, "acme/adidas", "launch", "frida")
    assert "launch" in await rows(tenants, "acme")
    assert await rows(tenants, "acme/adidas", "frida") == []
    assert await rows(tenants, "acme", "anna") == []
    assert "launch" not in await rows(tenants, "rival")


async def test_the_chain_of_an_organisation_is_its_own(tenants: Tenants) -> None:
    for path in ("acme", "rival", "acme/nike/summer"):
        await act(tenants, path, "act")
    for org in ("acme", "rival", "bakery"):
        async with tenants.db.reading((await tenants.at(org)).access) as unit:
            assert await audit.verify(unit) is None


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "harm",
    [
        "update {t} set detail = '{{}}' where seq = 3",
        "update {t} set actor = 'somebody' where seq = 3",
        "update {t} set created_at = '2020-01-01 00:00:00.000000' where seq = 3",
        "delete from {t} where seq = 3",
        "update {t} set client_id = null, campaign_id = null, level = 'organization' where seq = 3",
    ],
)
async def test_a_change_behind_our_back_is_noticed(harm: str, url: str, tenants: Tenants) -> None:
    await act(tenants, "rival/puma", "launch")
    scope = await tenants.scope("rival")
    connection = sqlite3.connect(str(make_url(url).database))
    seq = connection.execute(
        "select seq from rls_audit where org_id = ? and action = 'launch'", (scope.org,)
    ).fetchone()[0]
    statement = harm.format(t=physical("audit", "sqlite")).replace("seq = 3", f"seq = {seq}")
    connection.execute(f"{statement} and org_id = ?", (scope.org,))
    connection.commit()
    connection.close()
    async with tenants.db.reading((await tenants.at("rival")).access) as unit:
        assert await audit.verify(unit) == seq
    async with tenants.db.reading((await tenants.at("acme")).access) as unit:
        assert await audit.verify(unit) is None


async def test_nobody_changes_a_row_through_the_database(tenants: Tenants) -> None:
    for harm in (table.update().values(actor="x"), table.delete()):
        try:
            async with tenants.db.writing((await tenants.at("acme")).access) as unit:
                await unit.run(harm)
        except NotYours:
            pass
    async with tenants.db.reading((await tenants.at("acme")).access) as unit:
        assert await audit.verify(unit) is None


async def test_usage_is_added_by_everybody_and_summed_for_the_permitted(tenants: Tenants) -> None:
    for path, name in (("acme/adidas", "frida"), ("acme/nike/summer", "nina"), ("acme/nike/summer", "nina")):
        async with tenants.db.writing((await tenants.at(path, name)).access) as unit:
            await usage.add(unit, Usage("content", "model", 1_000, 100, 2_500))
    async with tenants.db.reading((await tenants.at("acme")).access) as unit:
        assert await usage.spent(unit) == {"USD": 7_500}
    async with tenants.db.reading((await tenants.at("acme/nike")).access) as unit:
        assert await usage.spent(unit) == {"USD": 5_000}
    async with tenants.db.reading((await tenants.at("acme/adidas", "frida")).access) as unit:
        assert await usage.spent(unit) == {}
