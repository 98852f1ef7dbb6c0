"""What a session may reach: a scope, narrowed to what the actor's memberships cover there."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from config.roles import rights
from memory.policy import ReachName
from memory.types import Actor, ClientId, Membership, OrgId, OrgType, Scope

SessionValues = Mapping[str, str]
"""Session value -> text; lists are JSON, truths are "1", and what is missing matches nothing."""

PERMISSIONS: Mapping[ReachName, str] = {
    "audit": "org.audit.read",
    "usage": "org.usage.read",
    "team": "members.member.read",
    "manage": "members.member.manage",
    "connect": "credentials.credential.connect",
}
"""What a role must hold for the reaches that need a permission beside the scope."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Some levels of one organisation."""

    levels: frozenset[str] = frozenset()
    """Levels whose own rows are in reach, as `Scope.level` names them."""
    whole: frozenset[ClientId] = frozenset()
    """Clients all of whose campaigns are in reach."""
    everything: bool = False
    """All rows of all clients and campaigns."""

    def covers(self, scope: Scope) -> bool:
        """Whether the rows of this level are in reach."""
        return self.everything or scope.level in self.levels or scope.client in self.whole

    def values(self, name: ReachName) -> dict[str, str]:
        return {
            f"{name}_levels": json.dumps(sorted(self.levels)),
            f"{name}_whole": json.dumps(sorted(self.whole)),
            f"{name}_everything": "1" if self.everything else "",
        }


@dataclass(frozen=True, slots=True)
class Access:
    """A scope as one actor reaches it. Only `grant` and `found` make one, and nothing changes it."""

    actor: Actor
    scope: Scope
    reaches: Mapping[ReachName, Reach]

    def values(self, *, writing: bool) -> SessionValues:
        """The session values of a unit of work; one for reading has nothing that it may write."""
        shut: set[ReachName] = set() if writing else {"write", "manage", "connect"}
        values = {"org": self.scope.org, "user": self.actor.user, "writing": "1" if writing else ""}
        for name, reach in self.reaches.items():
            if name not in shut:
                values |= reach.values(name)
        return {name: value for name, value in values.items() if value}


def grant(actor: Actor, scope: Scope, org_type: OrgType, now: datetime) -> Access | None:
    """The access of an actor at a scope, or None where no membership touches it.

    Reading goes up the chain: an organisation's and a client's own rows are seen from below.
    Writing stays at the scope or below it, as far as a membership covers that.
    """
    held = [m for m in actor.memberships if _counts(m, scope, now)]
    if not held:
        return None
    reaches: dict[ReachName, Reach] = {"read": upward(covered(held, scope), held, scope)}
    reaches["write"] = covered(held, scope)
    for name, permission in PERMISSIONS.items():
        reaches[name] = covered([m for m in held if rights().grants(org_type, m.role, permission)], scope)
    return Access(actor, scope, MappingProxyType(reaches))


def found(actor: Actor, org: OrgId) -> Access:
    """The access to an organisation that is being made, whose id is therefore new."""
    everything = Reach(frozenset({Scope(org).level}), everything=True)
    made: tuple[ReachName, ...] = ("read", "write", "manage", "connect")
    reaches: dict[ReachName, Reach] = dict.fromkeys(made, everything)
    return Access(actor, Scope(org), MappingProxyType(reaches))


def arrival(actor: Actor, scope: Scope) -> Access:
    """The access by which the house itself lets somebody in at a scope, and keeps a channel's marks there.

    It reaches the scope's own rows and, for people, the organisation's; the stores of `memory.store.arrivals`
    and `memory.store.channels` use it for one fixed statement each, and give it to nobody.
    """
    here, people = Reach(frozenset({scope.level})), Reach(frozenset({scope.level, Scope(scope.org).level}))
    above = Reach(frozenset(s.level for s in scope.chain))
    reaches: dict[ReachName, Reach] = {"read": above, "write": here, "manage": people}
    return Access(actor, scope, MappingProxyType(reaches))


def _counts(membership: Membership, scope: Scope, now: datetime) -> bool:
    """A membership counts at a scope when it is held there, above it or below it, and has not expired."""
    held = membership.scope
    live = membership.expires_at is None or membership.expires_at > now
    return live and (held in scope.chain or scope in held.chain)


def covered(held: Iterable[Membership], scope: Scope) -> Reach:
    """The levels at the scope or below it that these memberships cover."""
    within = [scope if m.scope in scope.chain else m.scope for m in held]
    return Reach(
        levels=frozenset(s.level for s in within),
        whole=frozenset(s.client for s in within if s.client and not s.campaign),
        everything=Scope(scope.org) in within,
    )


def upward(reach: Reach, held: Iterable[Membership], scope: Scope) -> Reach:
    """The same levels, and the rows of the organisation and of the clients above them."""
    above = {Scope(scope.org).level, *(s.level for s in scope.chain)}
    above |= {s.level for m in held if scope in m.scope.chain for s in m.scope.chain}
    return Reach(reach.levels | above, reach.whole, reach.everything)
