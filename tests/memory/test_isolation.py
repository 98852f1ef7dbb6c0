"""Random tenants, people and operations against a model that knows nothing of SQL."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import delete, make_url, select, update

from config.errors import UnknownScope
from memory.db import Database
from memory.engine_sqlite import SqliteEngine
from memory.errors import NotYours
from memory.guard_sqlite import GuardedConnection
from memory.store import campaigns, clients, messages, organizations, users
from memory.store.entrance import Entrance, enter_scope
from memory.tables.base import utc_now
from memory.tables.conversation import messages as table
from memory.types import Membership, OrgType, Scope, UserId
from tests.memory.tenants import organization, said
from tests.memory.test_attacks import SeesSiblings

Result = TypeVar("Result")
UNHURRIED = settings(
    max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)


@dataclass(slots=True)
class Person:
    """Somebody of the model, with the scopes where they hold a role."""

    user: UserId
    held: tuple[Scope, ...]

    def enters(self, scope: Scope) -> bool:
        return any(at in scope.chain or scope in at.chain for at in self.held)

    def writes(self, scope: Scope) -> bool:
        return any(at in scope.chain for at in self.held)

    def reads(self, row: Scope, at: Scope) -> bool:
        """Whether a row is seen in a session at a scope: up the chain, and below as far as a role goes."""
        if row in at.chain:
            return True
        below = at in row.chain
        return below and any(held in row.chain or row in held.chain for held in self.held)


@dataclass(slots=True)
class World:
    scopes: list[Scope] = field(default_factory=list[Scope])
    people: list[Person] = field(default_factory=list[Person])
    rows: dict[str, tuple[Scope, str]] = field(default_factory=dict[str, tuple[Scope, str]])
    """Message id -> its scope and text."""

    def scope(self, pick: int) -> Scope:
        return self.scopes[pick % len(self.scopes)]

    def person(self, pick: int) -> Person:
        return self.people[pick % len(self.people)]


PICK = st.integers(0, 10_000)
"""Which of what there is by then."""


class Tenancy(RuleBasedStateMachine):
    """It starts with two organisations, rival clients in one of them, and people of different reach."""

    def __init__(self, url: str, factory: type[GuardedConnection] | None = None) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.db = self.do(self._open(url, factory))
        self.world = World()

    async def _open(self, url: str, factory: type[GuardedConnection] | None) -> Database:
        if factory is None:
            return await Database.open(url)
        return Database(SqliteEngine(make_url(url), 4, 30, factory), utc_now)

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.runner.run(work)

    def teardown(self) -> None:
        self.do(self.db.close())
        self.runner.close()

    @initialize()
    def start(self) -> None:
        for org_type in ("AGENCY", "SME"):
            self.found(org_type)
        for at in (0, 0, 1, 2, 3):
            self.grow(at)
        for number, scope in enumerate(self.world.scopes):
            self.world.people.append(Person(self.do(self._hire((scope,))), (scope,)))
            self.say(number, number, "first")

    @rule(org_type=st.sampled_from(["SME", "AGENCY"]))
    def found(self, org_type: OrgType) -> None:
        made = self.do(organizations.add(self.db, organization(f"o{uuid4().hex}", org_type)))
        self.world.scopes.append(Scope(made.id))

    @rule(at=PICK)
    def grow(self, at: int) -> None:
        """A client below an agency, a campaign below a client or an SME; a campaign has nothing below."""
        scope = self.world.scope(at)
        if not scope.campaign:
            self.world.scopes.append(self.do(self._grow(scope)))

    async def _grow(self, at: Scope) -> Scope:
        entrance, slug = await self._owner(at), f"s{uuid4().hex}"
        async with self.db.writing(entrance.access) as unit:
            if at.client is None and entrance.place.org_type == "AGENCY":
                return Scope(at.org, (await clients.add(unit, slug)).id)
            return Scope(at.org, at.client, (await campaigns.add(unit, slug)).id)

    async def _owner(self, at: Scope) -> Entrance:
        async with self.db.looking_up({"org": at.org, "key_name": "owner"}) as session:
            owner = await session.scalar(select(users.users.c.id).where(users.users.c.org_id == at.org))
        return await enter_scope(self.db, at, owner)

    @rule(at=st.lists(PICK, min_size=1, max_size=3))
    def hire(self, at: list[int]) -> None:
        scopes = dict.fromkeys(self.world.scope(one) for one in at)
        held = tuple(scope for scope in scopes if scope.org == self.world.scope(at[0]).org)
        self.world.people.append(Person(self.do(self._hire(held)), held))

    async def _hire(self, held: tuple[Scope, ...]) -> UserId:
        owner = await self._owner(Scope(held[0].org))
        async with self.db.writing(owner.access) as unit:
            member = await users.add(unit, f"p{uuid4().hex}", [Membership("analyst", at) for at in held])
        return member.user

    @rule(who=PICK, where=PICK, text=st.text(alphabet="가나다ab '\";-%", max_size=8))
    def say(self, who: int, where: int, text: str) -> None:
        person, at = self.world.person(who), self.world.scope(where)
        try:
            made = self.do(self._say(person, at, text))
        except UnknownScope:
            assert not person.enters(at)
        except NotYours:
            assert person.enters(at)
            assert not person.writes(at)
        else:
            assert person.writes(at)
            self.world.rows[made] = (at, text)

    async def _say(self, person: Person, at: Scope, text: str) -> str:
        entrance = await enter_scope(self.db, at, person.user)
        async with self.db.writing(entrance.access) as unit:
            return (await messages.admit(unit, said("c", text, uuid4().hex)))[0].id

    @rule(who=PICK, where=PICK)
    def read(self, who: int, where: int) -> None:
        person, at = self.world.person(who), self.world.scope(where)
        if not person.enters(at):
            return
        expected = {key: text for key, (row, text) in self.world.rows.items() if person.reads(row, at)}
        assert self.do(self._read(person, at)) == expected

    async def _read(self, person: Person, at: Scope) -> dict[str, str]:
        entrance = await enter_scope(self.db, at, person.user)
        async with self.db.reading(entrance.access) as unit:
            return {row.id: row.text for row in await unit.all(select(table.c.id, table.c.text))}

    @rule(who=PICK, where=PICK, which=PICK, gone=st.booleans())
    def change(self, who: int, where: int, which: int, gone: bool) -> None:
        """Changes or deletes all messages of one level, in a session somewhere."""
        person, at, row = self.world.person(who), self.world.scope(where), self.world.scope(which)
        if not person.enters(at):
            return
        changed = self.do(self._change(person, at, row, gone))
        hit = [key for key, (scope, _) in self.world.rows.items() if scope == row]
        allowed = person.writes(row) and at in row.chain
        for key in hit if allowed and changed else ():
            if gone:
                del self.world.rows[key]
            else:
                self.world.rows[key] = (row, "changed")

    async def _change(self, person: Person, at: Scope, row: Scope, gone: bool) -> bool:
        entrance = await enter_scope(self.db, at, person.user)
        where = table.c.org_id == row.org, table.c.level == row.level
        try:
            async with self.db.writing(entrance.access) as unit:
                await unit.run(
                    delete(table).where(*where)
                    if gone
                    else update(table).where(*where).values(text="changed")
                )
        except NotYours:
            return False
        return True

    @rule(where=PICK)
    def everything_is_as_the_model_has_it(self, where: int) -> None:
        """What the owner of an organisation sees of it."""
        at = self.world.scope(where)
        expected = {key: text for key, (row, text) in self.world.rows.items() if row.org == at.org}
        assert self.do(self._owned(Scope(at.org))) == expected

    async def _owned(self, at: Scope) -> dict[str, str]:
        entrance = await self._owner(at)
        async with self.db.reading(entrance.access) as unit:
            return {row.id: row.text for row in await unit.all(select(table.c.id, table.c.text))}


def test_nobody_reads_or_writes_beyond_their_reach(url: str) -> None:
    run_state_machine_as_test(lambda: Tenancy(url), settings=UNHURRIED)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_model_notices_a_guard_that_shows_siblings(url: str) -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            lambda: Tenancy(url, SeesSiblings),
            settings=settings(UNHURRIED, max_examples=60, phases=[Phase.generate]),
        )
