"""Secrets in the database: sealed, at home in one place, opened by nobody else."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from memory.archive import export
from memory.db import Database
from memory.erasure import erase
from memory.errors import BrokenSeal, MissingKey, NoKeyring, NotYours
from memory.keyring import LocalKeyring, keyring
from memory.store import bindings, keys, users
from memory.store.credentials import Credential, Credentials
from memory.store.vault import Vault
from memory.tables.secrets import credentials as table
from memory.tables.secrets import data_keys, installations
from memory.types import ChannelKey
from tests.memory.tenants import Tenants

TOKEN = Credential("meta", "act_1", "access_token")
SECRET = b"xoxb-super-secret"


@pytest.fixture
def ring(tmp_path: Path) -> LocalKeyring:
    made = keyring("", tmp_path / "keys")
    made.make()
    return made


@pytest.fixture
def vault(db: Database, ring: LocalKeyring) -> Vault:
    return Vault(db, ring)


@pytest.fixture
def held(tenants: Tenants, ring: LocalKeyring) -> Credentials:
    return Credentials(tenants.db, ring)


async def test_a_workspace_is_installed_before_there_is_any_organisation(vault: Vault) -> None:
    assert await vault.get("slack", "T1") is None
    await vault.put("slack", "T1", SECRET)
    await vault.put("slack", "T2", b"other")
    assert await vault.get("slack", "T1") == SECRET
    await vault.put("slack", "T1", b"rotated")
    assert await vault.get("slack", "T1") == b"rotated"
    await vault.drop("slack", "T1")
    assert await vault.get("slack", "T1") is None
    assert await vault.get("slack", "T2") == b"other"


async def test_many_puts_at_once_leave_one_that_opens(vault: Vault) -> None:
    values = [f"token {number}".encode() for number in range(8)]
    await asyncio.gather(*(vault.put("slack", "T1", value) for value in values))
    assert await vault.get("slack", "T1") in values


async def test_an_installation_is_read_by_its_exact_key_alone(
    vault: Vault, db: Database, tenants: Tenants
) -> None:
    await vault.put("slack", "T1", SECRET)
    everybody = (await tenants.at("acme")).access
    async with db.reading(everybody) as unit:
        assert await unit.all(select(installations)) == []
    for values in ({}, {"key_kind": "slack"}, {"key_name": "T1"}, {"key_kind": "slack", "key_name": "T%"}):
        async with db.looking_up(values) as session:
            assert await session.all(select(installations)) == []
    with pytest.raises(NotYours):
        await plant(db, {"key_kind": "slack", "key_name": "T2"})


async def plant(db: Database, values: dict[str, str]) -> None:
    """Writes a row of T3 in a session with these values."""
    row = {"kind": "slack", "name": "T3", "version": 1, "kid": "k", "wrapped": b"", "sealed": b""}
    async with db.keeping(values) as session:
        await session.run(insert(installations).values(row))


async def test_an_installation_that_was_moved_does_not_open(vault: Vault, db: Database) -> None:
    await vault.put("slack", "T1", SECRET)
    async with db.keeping({"operator": "1"}) as session:
        await session.run(update(installations).values(name="T2"))
    with pytest.raises(BrokenSeal):
        await vault.get("slack", "T2")


async def test_a_credential_is_found_from_below_and_the_nearest_one_wins(
    held: Credentials, tenants: Tenants
) -> None:
    org, client = (await tenants.at("acme")).access, (await tenants.at("acme/nike")).access
    campaign, sibling = (
        (await tenants.at("acme/nike/summer")).access,
        (await tenants.at("acme/adidas")).access,
    )
    assert await held.get(org, TOKEN) is None
    await held.put(org, TOKEN, b"of the agency")
    await held.put(client, TOKEN, b"of nike")
    await held.put(client, TOKEN, b"of nike, again")
    await held.put(campaign, Credential("meta", "act_1", "refresh_token"), b"of summer")
    assert await held.get(campaign, TOKEN) == b"of nike, again"
    assert await held.get(sibling, TOKEN) == b"of the agency"
    assert [(one.of.name, one.version) for one in await held.held(client)] == [
        ("access_token", 2),
        ("access_token", 1),
        ("refresh_token", 1),
    ]
    assert [one.scope.level for one in await held.held(sibling)] == ["organization"]
    assert await held.drop(client, TOKEN)
    assert not await held.drop(client, TOKEN)
    assert await held.get(campaign, TOKEN) == b"of the agency"


async def test_only_who_may_connect_keeps_and_drops(held: Credentials, tenants: Tenants) -> None:
    await held.put((await tenants.at("acme/adidas")).access, TOKEN, SECRET)
    freelancer = (await tenants.at("acme/adidas", "frida")).access
    with pytest.raises(NotYours):
        await held.put(freelancer, TOKEN, b"mine")
    with pytest.raises(NotYours):
        await held.put(freelancer, Credential("meta", "act_2", "access_token"), b"mine")
    with suppress(NotYours):
        await held.drop(freelancer, TOKEN)
    assert await held.get((await tenants.at("acme/adidas")).access, TOKEN) == SECRET


async def test_a_credential_that_was_moved_to_another_client_does_not_open(
    held: Credentials, tenants: Tenants
) -> None:
    nike, adidas = (await tenants.at("acme/nike")).access, (await tenants.at("acme/adidas")).access
    await held.put(nike, TOKEN, SECRET)
    here = {"client_id": adidas.scope.client, "level": adidas.scope.level}
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        await unit.run(update(table).where(table.c.org_id == nike.scope.org).values(here))
    with pytest.raises(BrokenSeal):
        await held.get(adidas, TOKEN)


async def test_rotation_wraps_all_keys_anew_and_the_old_key_can_go(
    held: Credentials, vault: Vault, tenants: Tenants, ring: LocalKeyring
) -> None:
    acme, rival = (await tenants.at("acme")).access, (await tenants.at("rival")).access
    for access in (acme, rival):
        await held.put(access, TOKEN, SECRET)
    await vault.put("slack", "T1", SECRET)
    (old,) = await ring.kids()
    ring.grow()
    assert await keys.in_use(tenants.db) == {old: 3}
    assert await keys.rewrap(tenants.db, ring) == 3
    assert await keys.rewrap(tenants.db, ring) == 0
    assert set(await keys.in_use(tenants.db)) == {(await ring.kids())[-1]}
    ring.drop({old})
    await keys.check(tenants.db, ring)
    assert (
        await held.get(acme, TOKEN)
        == await held.get(rival, TOKEN)
        == await vault.get("slack", "T1")
        == SECRET
    )


async def test_a_rotation_that_fails_changes_nothing(
    held: Credentials, vault: Vault, tenants: Tenants, ring: LocalKeyring
) -> None:
    await held.put((await tenants.at("acme")).access, TOKEN, SECRET)
    await vault.put("slack", "T1", SECRET)
    before = await keys.in_use(tenants.db)
    async with tenants.db.keeping({"operator": "1"}) as session:
        await session.run(update(installations).values(sealed=b"", wrapped=b"broken"))
    ring.grow()
    with pytest.raises(BrokenSeal):
        await keys.rewrap(tenants.db, ring)
    assert await keys.in_use(tenants.db) == before


async def test_with_stored_credentials_and_no_key_nothing_starts(
    vault: Vault, db: Database, tmp_path: Path
) -> None:
    nowhere = keyring("", tmp_path / "nowhere")
    await keys.check(db, nowhere)
    await vault.put("slack", "T1", SECRET)
    with pytest.raises(NoKeyring):
        await keys.check(db, nowhere)
    other = keyring("", tmp_path / "other")
    other.make()
    other.grow()
    other.drop([next(iter(other.keys()))])
    with pytest.raises(MissingKey):
        await keys.check(db, other)


async def test_no_secret_is_in_an_archive_or_in_the_audit(
    held: Credentials, vault: Vault, tenants: Tenants, tmp_path: Path
) -> None:
    access = (await tenants.at("acme")).access
    await held.put(access, TOKEN, SECRET)
    await vault.put("slack", "T1", SECRET)
    made = await export(tenants.db, access, tmp_path / "acme.zip")
    assert {member.table for member in made.members}.isdisjoint({"credentials", "data_keys", "installations"})
    async with tenants.db.reading(access) as unit:
        rows = [str(row) for each in (table, data_keys) for row in await unit.all(select(each))]
    assert rows
    assert not any("super-secret" in row for row in rows)


async def test_an_erased_organisation_takes_its_secrets_along(
    held: Credentials, vault: Vault, tenants: Tenants, url: str, request: pytest.FixtureRequest
) -> None:
    for path, channel in (("acme", "C1"), ("rival", "C2")):
        access = (await tenants.at(path)).access
        await held.put(access, TOKEN, SECRET)
        async with tenants.db.writing(access) as unit:
            await bindings.bind(unit, ChannelKey("slack", f"T{path}", channel), access.scope)
            await bindings.bind(unit, ChannelKey("slack", "Tshared", channel), access.scope)
            await bindings.bind(unit, ChannelKey("telegram", "7000001", f"-100{path}"), access.scope)
            await users.link(unit, access.actor.user, "telegram", f"50{path}")
        await vault.put("slack", f"T{path}", SECRET)
        await vault.put("telegram.button", f"-100{path}/#a", SECRET)
        await vault.put("telegram.button", f"50{path}/#a", SECRET)
    await vault.put("slack.user", "E1/Tacme", SECRET)
    await vault.put("slack", "Tshared", SECRET)
    owner = url
    if url.startswith("postgresql"):
        from sqlalchemy import make_url

        server = request.getfixturevalue("postgres")
        owner = server.owner(make_url(url).database).render_as_string(hide_password=False)
    acme = (await tenants.at("acme")).access
    erased = await erase(owner, acme.scope, acme.actor.user)
    assert {name: erased.counts[name] for name in ("credentials", "data_keys", "installations")} == {
        "credentials": 1,
        "data_keys": 1,
        "installations": 4,
    }
    assert await vault.get("slack", "Tacme") is None
    assert await vault.get("telegram.button", "-100acme/#a") is None
    assert await vault.get("telegram.button", "50rival/#a") == SECRET
    assert await vault.get("slack", "Trival") == await vault.get("slack", "Tshared") == SECRET
    assert await held.get((await tenants.at("rival")).access, TOKEN) == SECRET
