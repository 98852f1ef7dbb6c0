"""What a platform's definite no changes: audited, told to the owner, and never more than it said."""

import pytest
from sqlalchemy import select

from bot.delivery.astray import Astray
from bot.delivery.rejections import Mender
from bot.ports import Mouth, Rejected, Rejection
from bot.types import Heard
from memory.db import Database
from memory.store import bindings, users
from memory.store.entrance import Entrance, linked
from memory.tables.ledger import audit
from memory.types import ChannelKey
from tests.contracts.desk import Platform, heard
from tests.memory.conftest import db, postgres, tenants, url
from tests.memory.tenants import Tenants

__all__ = ["db", "postgres", "tenants", "url"]

CHANNEL, THREAD = ChannelKey("loopback", "W", "C"), ChannelKey("loopback", "W", "C", "t")


@pytest.fixture
async def platform(tenants: Tenants) -> Platform:
    """Nike's channel with a thread of its summer, in a workspace where the owner has an account."""
    owner = await tenants.at("acme")
    async with tenants.db.writing(owner.access) as unit:
        await users.link(unit, owner.access.actor.user, "loopback", "OWNER")
        await bindings.bind(unit, CHANNEL, await tenants.scope("acme/nike"))
        await bindings.bind(unit, THREAD, await tenants.scope("acme/nike/summer"))
    return Platform()


async def mended(db: Database, platform: Platform, error: Rejected, astray: Astray | None = None) -> object:
    mouths: dict[str, Mouth] = {"loopback": platform}
    return await Mender(db, mouths, astray)(error, heard("hello", reach={"chat": "C", "token": "x"}))


async def audited(tenants: Tenants) -> list[str]:
    async with tenants.db.reading((await tenants.at("acme")).access) as unit:
        return [row.action for row in await unit.all(select(audit))]


async def test_a_channel_that_is_gone_loses_its_links_and_the_owner_hears_of_it(
    db: Database, tenants: Tenants, platform: Platform
) -> None:
    assert await mended(db, platform, Rejected("gone")) is None
    assert await linked(db, CHANNEL) == ()
    assert (await audited(tenants)).count("channel.gone") == 2
    [told] = platform.texts
    assert "C (Loopback)" in told or "Loopback의 C" in told


@pytest.mark.parametrize("reason", ["removed", "archived"])
async def test_a_channel_without_the_bot_rests_and_keeps_its_links(
    reason: Rejection, db: Database, tenants: Tenants, platform: Platform
) -> None:
    assert await mended(db, platform, Rejected(reason)) is None
    assert len(await linked(db, CHANNEL)) == 2
    assert f"channel.{reason}" in await audited(tenants)
    assert len(platform.posted) == 1


NEAR = ChannelKey("loopback", "W", "AGENCY")


@pytest.mark.parametrize("reason", ["forbidden", "removed"])
async def test_an_owner_who_takes_no_direct_message_is_called_in_a_channel_without_the_matter(
    reason: Rejection, db: Database, tenants: Tenants, platform: Platform
) -> None:
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        await bindings.bind(unit, NEAR, await tenants.scope("acme"))
    platform.troubles = [Rejected(reason)]
    assert await mended(db, platform, Rejected("archived"), Astray(db, _nobody)) is None
    [(channel, called)] = platform.posted
    assert channel == "AGENCY"
    assert "@owner" in called
    assert "stratum binding list" in called
    assert "Loopback" not in called


async def test_where_no_channel_is_left_the_owner_is_not_called_in_the_one_that_ended(
    db: Database, tenants: Tenants, platform: Platform
) -> None:
    platform.troubles = [Rejected("forbidden")]
    assert await mended(db, platform, Rejected("archived"), Astray(db, _nobody)) is None
    assert platform.posted == []
    assert len(await linked(db, CHANNEL)) == 2


async def _nobody(_: Heard) -> Entrance | None:
    return None


async def test_a_revoked_token_is_audited_and_changes_no_link(
    db: Database, tenants: Tenants, platform: Platform
) -> None:
    assert await mended(db, platform, Rejected("revoked")) is None
    assert len(await linked(db, CHANNEL)) == 2
    assert "platform.revoked" in await audited(tenants)


async def test_a_channel_that_moved_takes_its_links_and_the_answer_along(
    db: Database, tenants: Tenants, platform: Platform
) -> None:
    moved = (await mended(db, platform, Rejected("gone", moved_to="C2"))).heard  # type: ignore[attr-defined]
    assert moved == heard("hello", channel="C2", event_id=moved.event_id, reach={"chat": "C2", "token": "x"})  # type: ignore[attr-defined]
    assert await linked(db, CHANNEL) == ()
    there = await linked(db, ChannelKey("loopback", "W", "C2"))
    assert [binding.key.thread for binding in there] == ["", "t"]
    assert "binding.move" in await audited(tenants)


async def test_a_no_that_says_nothing_of_the_channel_changes_nothing(
    db: Database, tenants: Tenants, platform: Platform
) -> None:
    before = await audited(tenants)
    assert await mended(db, platform, Rejected("forbidden")) is None
    assert await audited(tenants) == before
    assert len(await linked(db, CHANNEL)) == 2
