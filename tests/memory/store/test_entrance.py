"""From a path, a channel or an account to an access; the forbidden sounds like the unknown."""

import pytest

from config.errors import UnknownScope
from memory.errors import UnknownBinding, UnknownUser
from memory.store import bindings, users
from memory.store.entrance import binding_at, directory, enter, enter_channel, enter_scope, identify
from memory.types import ChannelKey, ClientId, Scope
from tests.memory.tenants import Tenants

CHANNEL = ChannelKey("slack", "T1", "C1")


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("acme", ("Acme",)),
        ("acme/nike", ("Acme", "nike")),
        ("/acme/nike/summer/", ("Acme", "nike", "summer")),
        ("bakery/spring", ("Bakery", "spring")),
    ],
)
async def test_a_path_leads_to_its_place(path: str, names: tuple[str, ...], tenants: Tenants) -> None:
    place = (await tenants.at(path)).place
    assert place.names == names
    assert place.path == path.strip("/")
    assert (place.locale, place.timezone, place.currency) == ("ko", "Asia/Seoul", "KRW")
    assert len(place.scope.chain) == len(names)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("nowhere", "owner"),
        ("acme/nobody", "owner"),
        ("acme/nike/winter", "owner"),
        ("acme/puma", "owner"),
        ("acme/nike/summer/deeper", "owner"),
        ("bakery/spring/deeper", "owner"),
        ("acme/nike", "frida"),
        ("acme/nike/summer", "frida"),
        ("acme/nike/fall", "nina"),
        ("acme/adidas", "nina"),
        ("", "owner"),
        ("acme//summer", "owner"),
    ],
)
async def test_the_unknown_and_the_forbidden_sound_alike(path: str, name: str, tenants: Tenants) -> None:
    with pytest.raises(UnknownScope) as raised:
        await tenants.at(path, name)
    assert raised.value.facts["scope"] == path


async def test_somebody_unknown_does_not_tell_whether_there_is_the_place(tenants: Tenants) -> None:
    said: set[str] = set()
    for path, name in (
        ("acme", "ghost"),
        ("nowhere", "ghost"),
        ("acme/nike", "frida"),
        ("acme/none", "frida"),
    ):
        with pytest.raises(UnknownScope) as raised:
            await tenants.at(path, name)
        said.add(raised.value.say("en").replace(path, "PATH").replace(name, "NAME"))
    assert len(said) == 1


async def test_nobody_enters_another_organisation_by_its_ids(tenants: Tenants) -> None:
    stranger = (await tenants.at("rival")).access.actor.user
    for path in ("acme", "acme/nike", "acme/nike/summer"):
        with pytest.raises(UnknownScope):
            await enter_scope(tenants.db, await tenants.scope(path), stranger)


async def test_ids_that_do_not_belong_together_are_no_place(tenants: Tenants) -> None:
    nike, fall = await tenants.scope("acme/nike"), await tenants.scope("acme/adidas/fall")
    owner, nina = (await tenants.at("acme")).access.actor, (await tenants.at("acme", "nina")).access.actor
    for actor in (owner, nina):
        for wrong in (
            Scope(nike.org, nike.client, fall.campaign),
            Scope(nike.org, None, fall.campaign),
            Scope(nike.org, ClientId("none")),
        ):
            with pytest.raises(UnknownScope):
                await enter_scope(tenants.db, wrong, actor.user)


async def test_a_client_s_member_does_not_enter_a_rival_s_campaign_by_mixing_ids(tenants: Tenants) -> None:
    adidas, summer = await tenants.scope("acme/adidas"), await tenants.scope("acme/nike/summer")
    ada = (await tenants.at("acme", "ada")).access.actor.user
    with pytest.raises(UnknownScope):
        await enter_scope(tenants.db, Scope(adidas.org, adidas.client, summer.campaign), ada)


async def test_a_channel_leads_to_its_scope_and_a_thread_to_its_own(tenants: Tenants) -> None:
    acme, nike = await tenants.at("acme"), await tenants.scope("acme/nike/summer")
    thread = ChannelKey("slack", "T1", "C1", "171.5")
    async with tenants.db.writing(acme.access) as unit:
        await users.link(unit, acme.access.actor.user, "slack", "U1")
        await bindings.bind(unit, CHANNEL, nike)
        await bindings.bind(unit, thread, Scope(nike.org, nike.client))
    assert (await enter_channel(tenants.db, CHANNEL, "U1")).place.path == "acme/nike/summer"
    assert (await enter_channel(tenants.db, thread, "U1")).place.path == "acme/nike"
    other = ChannelKey("slack", "T1", "C1", "171.6")
    assert (await enter_channel(tenants.db, other, "U1")).place.path == "acme/nike/summer"


async def test_a_channel_that_is_bound_to_nothing(tenants: Tenants) -> None:
    with pytest.raises(UnknownBinding):
        await enter_channel(tenants.db, CHANNEL, "U1")


async def test_a_stranger_in_a_bound_channel(tenants: Tenants) -> None:
    acme, rival = await tenants.at("acme"), await tenants.at("rival")
    async with tenants.db.writing(acme.access) as unit:
        await bindings.bind(unit, CHANNEL, acme.place.scope)
    async with tenants.db.writing(rival.access) as unit:
        await users.link(unit, rival.access.actor.user, "slack", "U9")
    with pytest.raises(UnknownUser):
        await enter_channel(tenants.db, CHANNEL, "U9")


async def test_one_account_may_be_somebody_in_several_organisations(tenants: Tenants) -> None:
    expected: set[tuple[str, str]] = set()
    for org in ("acme", "rival"):
        entrance = await tenants.at(org)
        async with tenants.db.writing(entrance.access) as unit:
            await users.link(unit, entrance.access.actor.user, "telegram", "42")
        expected.add((entrance.place.scope.org, entrance.access.actor.user))
    assert set(await identify(tenants.db, "telegram", "42")) == expected
    assert await identify(tenants.db, "telegram", "43") == ()


async def test_a_lookup_sees_only_the_row_of_its_exact_key(tenants: Tenants) -> None:
    from sqlalchemy import select

    from memory.tables.conversation import channel_bindings
    from memory.tables.tenancy import accounts, organizations

    acme = await tenants.at("acme")
    async with tenants.db.writing(acme.access) as unit:
        await bindings.bind(unit, CHANNEL, acme.place.scope)
        await users.link(unit, acme.access.actor.user, "slack", "U1")
    async with tenants.db.looking_up({"key_slug": "rival"}) as session:
        assert [row.slug for row in await session.all(select(organizations))] == ["rival"]
        assert await session.all(select(channel_bindings)) == []
        assert await session.all(select(accounts)) == []
    assert await binding_at(tenants.db, ChannelKey("slack", "T1", "C2")) is None


async def test_the_directory_holds_the_organisations_and_nothing_else(tenants: Tenants) -> None:
    assert [org.slug for org in await directory(tenants.db)] == ["acme", "bakery", "rival"]


async def test_hangul_in_either_normal_form(tenants: Tenants) -> None:
    from unicodedata import normalize

    from memory.store import clients

    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        await clients.add(unit, normalize("NFD", "리틀크럼"), "리틀크럼")
    for form in ("NFC", "NFD"):
        assert (await enter(tenants.db, normalize(form, "acme/리틀크럼"))).place.names[1] == "리틀크럼"
