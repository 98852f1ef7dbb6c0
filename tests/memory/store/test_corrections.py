"""What people teach the router: for the organisation, without their words."""

from sqlalchemy import select

from memory.store import corrections
from memory.tables.routing import routing_corrections
from tests.memory.tenants import Tenants

PIECES = frozenset({"weekly", "share", "numbers", "_we", "ek_"})


async def teach(tenants: Tenants, agent: str, path: str = "acme/nike/summer", name: str = "nina") -> None:
    async with tenants.db.writing((await tenants.at(path, name)).access) as unit:
        await corrections.add(unit, PIECES, agent)


async def chosen(tenants: Tenants, path: str, pieces: frozenset[str] = PIECES) -> str | None:
    async with tenants.db.reading((await tenants.at(path)).access) as unit:
        return await corrections.chosen(unit, pieces)


async def test_the_last_choice_holds_in_the_whole_organisation_and_in_no_other(tenants: Tenants) -> None:
    await teach(tenants, "analytics")
    await teach(tenants, "client_success")
    assert await chosen(tenants, "acme/adidas/fall") == "client_success"
    assert await chosen(tenants, "rival/puma/fall") is None


async def test_nearly_the_same_words_count_and_others_do_not(tenants: Tenants) -> None:
    await teach(tenants, "analytics")
    assert await chosen(tenants, "acme", PIECES | {"!"}) == "analytics"
    assert await chosen(tenants, "acme", frozenset({"weekly", "plan"})) is None
    assert await chosen(tenants, "acme", frozenset()) is None


async def test_no_word_is_kept(tenants: Tenants) -> None:
    await teach(tenants, "analytics")
    async with tenants.db.reading((await tenants.at("acme")).access) as unit:
        [row] = await unit.all(select(routing_corrections))
    assert not any(piece in str(row) for piece in PIECES)
