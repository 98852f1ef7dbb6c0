"""People and channels come in once, however many of their events arrive at the same moment; on both engines."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from config.errors import UnknownScope
from memory.db import Database
from memory.errors import Duplicate, NotYours, WrongRole
from memory.store import (
    arrivals,
    bindings,
    channels,
    doorsteps,
    invitations,
    memberships,
    privacy,
    unasked,
    users,
    wishes,
)
from memory.store.entrance import binding_at, enter_scope, identify
from memory.store.invitations import BadInvitation
from memory.types import ChannelKey, Membership, Newcomer
from tests.memory.tenants import Tenants, organization

MINA = Newcomer("slack", "T1/U1", "Mina", "ko")
HERE = ChannelKey("slack", "T1", "C1")


async def names(tenants: Tenants, org: str) -> list[str]:
    async with tenants.db.reading((await tenants.at(org)).access) as unit:
        return [member.name for member in await users.every(unit)]


async def test_many_events_of_one_account_make_one_user(tenants: Tenants) -> None:
    nike = await tenants.scope("acme/nike")
    came = await asyncio.gather(*(arrivals.settle_in(tenants.db, MINA, nike, "creative") for _ in range(8)))
    assert len({user for user, _ in came}) == 1
    assert sum(new for _, new in came) == 1
    assert (await names(tenants, "acme")).count("Mina") == 1
    assert len(await identify(tenants.db, "slack", "T1/U1")) == 1


async def test_two_people_of_one_name_are_two(tenants: Tenants) -> None:
    nike = await tenants.scope("acme/nike")
    other = replace(MINA, account="T1/U2")
    await asyncio.gather(*(arrivals.settle_in(tenants.db, who, nike, "viewer") for who in (MINA, other)))
    found = await names(tenants, "acme")
    assert {"Mina", "Mina 2"} <= set(found)


async def test_who_came_in_reaches_the_place_and_not_its_neighbour(tenants: Tenants) -> None:
    nike, adidas = await tenants.scope("acme/nike"), await tenants.scope("acme/adidas")
    user, _ = await arrivals.settle_in(tenants.db, MINA, nike, "creative")
    assert (await enter_scope(tenants.db, nike, user)).place.path == "acme/nike"
    with pytest.raises(UnknownScope):
        await enter_scope(tenants.db, adidas, user)


async def test_a_role_that_is_over_does_not_come_back_by_speaking(tenants: Tenants) -> None:
    nike = await tenants.scope("acme/nike")
    user, _ = await arrivals.settle_in(tenants.db, MINA, nike, "creative")
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        await memberships.change(unit, user, Membership("creative", nike, tenants.db.now()))
    assert await arrivals.settle_in(tenants.db, MINA, nike, "creative") == (user, False)
    with pytest.raises(UnknownScope):
        await enter_scope(tenants.db, nike, user)


async def test_many_starts_at_once_begin_one_organisation(db: Database) -> None:
    new = organization("crumb", "AGENCY")

    async def start(number: int) -> str:
        try:
            made, _ = await arrivals.found_by(db, arrivals.named_after(new, number), MINA, ("slack", "T1"))
        except (arrivals.OriginTaken, Duplicate) as error:
            return type(error).__name__
        return made.slug

    ends = await asyncio.gather(*(start(number) for number in (1, 1, 2, 2, 3, 3)))
    made = [end for end in ends if end.startswith("crumb")]
    assert len(made) == 1
    begun = await arrivals.begun_at(db, ("slack", "T1"))
    assert begun is not None
    assert [org for org, _ in await identify(db, "slack", "T1/U1")] == [begun]
    assert await arrivals.begun_at(db, ("slack", "T2")) is None


async def test_an_invitation_is_good_once_even_for_two_at_once(tenants: Tenants) -> None:
    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        made = await invitations.issue(unit, "client_viewer")
    guests = [replace(MINA, account=f"T1/U{number}") for number in range(4)]
    came = await asyncio.gather(
        *(invitations.accept(tenants.db, made.code.lower(), guest) for guest in guests),
        return_exceptions=True,
    )
    joined = [one for one in came if isinstance(one, invitations.Joined)]
    assert len(joined) == 1
    assert sum(isinstance(one, BadInvitation) for one in came) == 3
    assert joined[0].role == "client_viewer"
    assert (await enter_scope(tenants.db, joined[0].scope, joined[0].user)).place.path == "acme/nike"


async def test_an_invitation_changes_a_role_that_is_held(tenants: Tenants) -> None:
    nike = await tenants.scope("acme/nike")
    user, _ = await arrivals.settle_in(tenants.db, MINA, nike, "viewer")
    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        made = await invitations.issue(unit, "strategist")
    assert (await invitations.accept(tenants.db, made.code, MINA)).user == user
    held = (await enter_scope(tenants.db, nike, user)).access.actor.memberships
    assert [one.role for one in held] == ["strategist"]


async def test_who_may_not_manage_members_invites_nobody(tenants: Tenants) -> None:
    ada = await tenants.at("acme/adidas", "ada")
    with pytest.raises(NotYours):
        async with tenants.db.writing(ada.access) as unit:
            await invitations.issue(unit, "viewer")
    owner = await tenants.at("acme")
    with pytest.raises(WrongRole):
        async with tenants.db.writing(owner.access) as unit:
            await invitations.issue(unit, "marketing_director")


async def test_old_and_made_up_invitations_are_refused(tenants: Tenants) -> None:
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        old = await invitations.issue(unit, "viewer", lifetime=timedelta(seconds=-1))
    for code in (old.code, "AAAA-BBBB-CCCC-DDDD", ""):
        with pytest.raises(BadInvitation):
            await invitations.accept(tenants.db, code, MINA)
    assert await identify(tenants.db, "slack", "T1/U1") == ()


async def test_the_operators_invitation_opens_once(db: Database) -> None:
    made = await invitations.open_for(db)
    tried = await asyncio.gather(*(invitations.opens(db, made.code) for _ in range(5)))
    assert sum(tried) == 1
    late = await invitations.open_for(db, timedelta(seconds=-1))
    assert not await invitations.opens(db, late.code)
    assert not await invitations.opens(db, "nothing")


async def test_a_doorstep_is_read_by_its_key_and_told_first_once(db: Database) -> None:
    await doorsteps.put(db, HERE, "U1", {"expects": "start sme:"})
    await doorsteps.put(db, HERE, "U1", {"expects": "start agency:"})
    assert await doorsteps.get(db, HERE, "U1") == {"expects": "start agency:"}
    assert await doorsteps.get(db, HERE, "U2") == {}
    assert await doorsteps.get(db, ChannelKey("slack", "T2", "C1"), "U1") == {}
    await doorsteps.put(db, HERE, "U1", {})
    assert await doorsteps.get(db, HERE, "U1") == {}
    assert sum(await asyncio.gather(*(doorsteps.first(db, HERE, "joined") for _ in range(5)))) == 1
    await doorsteps.again(db, HERE, "joined")
    assert await doorsteps.first(db, HERE, "joined")


async def test_the_marks_of_a_channel(tenants: Tenants) -> None:
    db = tenants.db
    async with db.writing((await tenants.at("acme/nike")).access) as unit:
        bound = await bindings.bind(unit, HERE, unit.scope)
        await channels.mark(unit, bound, "listens", True)
        await channels.let_in(unit, bound, "viewer")
    await channels.mark_by_house(db, bound, "rests", True)
    found = await binding_at(db, HERE)
    assert found is not None
    assert (found.newcomers, found.listens, found.client_safe, found.rests) == ("viewer", True, False, True)
    assert await channels.listens(db, HERE)
    async with db.reading((await tenants.at("acme")).access) as unit:
        assert await channels.every_awake(unit) == ()
    assert await channels.moved(db, HERE, "C2")
    assert await binding_at(db, HERE) is None
    moved = await binding_at(db, replace(HERE, channel="C2"))
    assert moved == replace(found, key=replace(HERE, channel="C2"))
    assert not await channels.moved(db, HERE, "C3")


async def test_a_wish_waits_once_until_it_is_settled(tenants: Tenants) -> None:
    db, nike = tenants.db, await tenants.scope("acme/nike")
    made = await asyncio.gather(*(wishes.make(db, "map", HERE, MINA, nike) for _ in range(4)))
    assert sum(new for _, new in made) == 1
    assert len({id for id, _ in made}) == 1
    async with db.reading((await tenants.at("acme/adidas", "ada")).access) as unit:
        assert await wishes.waiting(unit) == ()
    async with db.writing((await tenants.at("acme")).access) as unit:
        (wish,) = await wishes.waiting(unit)
        assert (wish.kind, wish.name, wish.scope, wish.key) == ("map", "Mina", nike, HERE)
        assert await wishes.get(unit, wish.id) == wish
        await wishes.settle(unit, wish, "granted")
        assert await wishes.waiting(unit) == ()


async def test_one_unasked_post_a_channel_and_day(tenants: Tenants) -> None:
    access, today = (await tenants.at("acme/nike")).access, date(2026, 3, 2)

    async def claim(kind: str) -> bool:
        async with tenants.db.writing(access) as unit:
            return await unasked.claim(unit, HERE, today, kind)

    assert sum(await asyncio.gather(*(claim(kind) for kind in ("digest", "alert", "digest")))) == 1
    async with tenants.db.writing(access) as unit:
        assert await unasked.claim(unit, HERE, date(2026, 3, 3), "digest")
        assert await unasked.claim(unit, replace(HERE, channel="C2"), today, "digest")
        await unasked.give_back(unit, HERE, today)
        assert await unasked.claim(unit, HERE, today, "digest")


async def test_no_model_holds_for_everything_below(tenants: Tenants) -> None:
    db = tenants.db
    async with db.writing((await tenants.at("acme/nike")).access) as unit:
        await privacy.allow_models(unit, False)
    for path, allowed in (("acme/nike/summer", False), ("acme/adidas/fall", True), ("acme", True)):
        async with db.reading((await tenants.at(path)).access) as unit:
            assert await privacy.models_allowed(unit) is allowed
    async with db.writing((await tenants.at("acme/nike")).access) as unit:
        await privacy.allow_models(unit, True)
        assert await privacy.models_allowed(unit)
