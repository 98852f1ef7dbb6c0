"""One channel, one place."""

import pytest

from memory.errors import ChannelTaken, NotYours
from memory.store import bindings
from memory.store.entrance import binding_at
from memory.types import ChannelKey
from tests.memory.tenants import Tenants

KEY = ChannelKey("slack", "T1", "C1")


async def bind(tenants: Tenants, at: str, to: str, name: str = "owner") -> None:
    scope = await tenants.scope(to)
    async with tenants.db.writing((await tenants.at(at, name)).access) as unit:
        await bindings.bind(unit, KEY, scope)


async def test_a_link_in_reach_is_moved(tenants: Tenants) -> None:
    await bind(tenants, "acme", "acme/nike/summer")
    await bind(tenants, "acme", "acme/adidas")
    found = await binding_at(tenants.db, KEY)
    assert found is not None
    assert found.scope == await tenants.scope("acme/adidas")
    async with tenants.db.reading((await tenants.at("acme")).access) as unit:
        assert len(await bindings.every(unit)) == 1


@pytest.mark.parametrize(
    ("at", "to", "name"), [("acme/adidas", "acme/adidas", "frida"), ("rival", "rival", "owner")]
)
async def test_a_link_out_of_reach_is_taken(at: str, to: str, name: str, tenants: Tenants) -> None:
    await bind(tenants, "acme", "acme/nike/summer")
    with pytest.raises(ChannelTaken):
        await bind(tenants, at, to, name)
    found = await binding_at(tenants.db, KEY)
    assert found is not None
    assert found.scope == await tenants.scope("acme/nike/summer")


async def test_nobody_links_to_a_place_out_of_reach(tenants: Tenants) -> None:
    with pytest.raises(NotYours):
        await bind(tenants, "acme", "acme/nike", "frida")
    with pytest.raises(NotYours):
        await bind(tenants, "acme/adidas", "rival/puma")
    assert await binding_at(tenants.db, KEY) is None


async def test_a_link_is_undone(tenants: Tenants) -> None:
    await bind(tenants, "acme", "acme/nike")
    async with tenants.db.writing((await tenants.at("acme/adidas")).access) as unit:
        assert not await bindings.unbind(unit, KEY)
    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        assert await bindings.unbind(unit, KEY)
        assert await bindings.every(unit) == ()
