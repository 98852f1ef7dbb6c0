"""Random tenants, people and operations against a model that knows nothing of SQL."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import delete, select, update

from config.errors import UnknownScope
from memory.db import Database
from memory.errors import NotYours
from memory.store import campaigns, clients, messages, organizations, users
from memory.store.entrance import Entrance, enter_scope
from memory.tables import messages as table
from memory.types import Membership, Scope, UserId
from tests.memory.tenants import organization, said

Result = TypeVar("Result")


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
        """Whether a row is seen in a session at a scope: up the chain, and below as far as a role covers it."""
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


class Tenancy(RuleBasedStateMachine):
    """Three organisations are enough: two agencies and an SME, with clients, campaigns and people at random."""

    scopes: Bundle[Scope] = Bundle("scopes")
    people: Bundle[Person] = Bundle("people")

    def __init__(self, url: str) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.db = self.do(Database.open(url))
        self.world = World()

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.runner.run(work)

    def teardown(self) -> None:
        self.do(self.db.close())
        self.runner.close()

    @initialize(target=scopes)
    def agency(self) -> Scope:
        return self.found("AGENCY")

    @rule(target=scopes, org_type=st.sampled_from(["SME", "AGENCY"]))
    def found(self, org_type: Any) -> Scope:
        made = self.do(organizations.add(self.db, organization(f"o{uuid4().hex}", org_type)))
        return self.remember(Scope(made.id))

    def remember(self, scope: Scope) -> Scope:
        self.world.scopes.append(scope)
        return scope

    @rule(target=scopes, at=scopes)
    def grow(self, at: Scope) -> Scope:
        """A client below an agency, a campaign below a client or an SME; a campaign has nothing below."""
        if at.campaign:
            return at
        return self.remember(self.do(self._grow(at)))

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

    @rule(target=people, at=st.lists(scopes, min_size=1, max_size=3, unique=True))
    def hire(self, at: list[Scope]) -> Person:
        held = tuple(scope for scope in at if scope.org == at[0].org)
        person = Person(self.do(self._hire(held)), held)
        self.world.people.append(person)
        return person

    async def _hire(self, held: tuple[Scope, ...]) -> UserId:
        owner = await self._owner(Scope(held[0].org))
        async with self.db.writing(owner.access) as unit:
            member = await users.add(unit, f"p{uuid4().hex}", [Membership("analyst", at) for at in held])
        return member.user

    @rule(person=people, at=scopes, text=st.text(alphabet="가나다ab '\";-%", max_size=8))
    def say(self, person: Person, at: Scope, text: str) -> None:
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

    @rule(person=people, at=scopes)
    def read(self, person: Person, at: Scope) -> None:
        if not person.enters(at):
            return
        expected = {key: text for key, (row, text) in self.world.rows.items() if person.reads(row, at)}
        assert self.do(self._read(person, at)) == expected

    async def _read(self, person: Person, at: Scope) -> dict[str, str]:
        entrance = await enter_scope(self.db, at, person.user)
        async with self.db.reading(entrance.access) as unit:
            return {row.id: row.text for row in await unit.all(select(table.c.id, table.c.text))}

    @rule(person=people, at=scopes, row=scopes, gone=st.booleans())
    def change(self, person: Person, at: Scope, row: Scope, gone: bool) -> None:
        """Changes or deletes all messages of one level, in a session somewhere."""
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
                await unit.run(delete(table).where(*where) if gone else update(table).where(*where).values(text="changed"))
        except NotYours:
            return False
        return True

    @rule(at=scopes)
    def everything_is_as_the_model_has_it(self, at: Scope) -> None:
        """What the owner of an organisation sees of it."""
        expected = {key: text for key, (row, text) in self.world.rows.items() if row.org == at.org}
        assert self.do(self._owned(Scope(at.org))) == expected

    async def _owned(self, at: Scope) -> dict[str, str]:
        entrance = await self._owner(at)
        async with self.db.reading(entrance.access) as unit:
            return {row.id: row.text for row in await unit.all(select(table.c.id, table.c.text))}


def test_nobody_reads_or_writes_beyond_their_reach(url: str) -> None:
    run_state_machine_as_test(
        lambda: Tenancy(url),
        settings=settings(
            max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
