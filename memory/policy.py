"""Who may read and write which rows: the one table from which the rules of both databases are made.

A session carries named values: the organisation, the user, and for each *reach* (`read`, `write`, `audit`
and so on) which levels it covers. A predicate compares a row with these values. `memory.guard_sqlite` and
`memory.policy_postgres` write the same predicates in their own SQL. A value that is not set matches nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

ReachName = Literal["read", "write", "audit", "usage", "team", "manage", "connect"]
REACHES: tuple[ReachName, ...] = get_args(ReachName)
PARTS = ("levels", "whole", "everything")
VALUES = (
    *("org", "user", "operator", "writing"),
    *("key_slug", "key_name", "key_platform", "key_workspace", "key_channel", "key_account", "key_code"),
    "key_kind",
    *("key_events", "key_heard", "key_conversation", "key_speaker", "key_lease"),
    *(f"{reach}_{part}" for reach in REACHES for part in PARTS),
)


class Language(Protocol):
    """How a database says: the session's value, and membership of a list that the session holds."""

    def value(self, name: str) -> str: ...

    def among(self, column: str, name: str) -> str: ...


class Predicate(Protocol):
    """A condition on a row; `row` is what its columns are prefixed with ("", "NEW.", "OLD.")."""

    def sql(self, language: Language, row: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Level:
    """The row's level is one of the reach's levels, or below a client of its, or the reach is everything."""

    reach: ReachName
    client: str = "client_id"
    """The column of the client that the row belongs to; "" where there is none."""

    def sql(self, language: Language, row: str) -> str:
        below = f" or {language.among(f'{row}{self.client}', f'{self.reach}_whole')}" if self.client else ""
        return (
            f"{row}org_id = {language.value('org')} and ({language.value(f'{self.reach}_everything')} = '1'"
            f" or {language.among(f'{row}level', f'{self.reach}_levels')}{below})"
        )


@dataclass(frozen=True, slots=True)
class Top:
    """A row of the organisation itself, which has no level column, and the reach has that level."""

    reach: ReachName
    org: str = "org_id"

    def sql(self, language: Language, row: str) -> str:
        reached = language.among("'organization'", f"{self.reach}_levels")
        return f"{row}{self.org} = {language.value('org')} and {reached}"


@dataclass(frozen=True, slots=True)
class Same:
    """Columns equal the session's values: one's own rows, or the one row whose exact key is known."""

    columns: Mapping[str, str]
    """Column -> name of the session's value."""

    def sql(self, language: Language, row: str) -> str:
        return " and ".join(
            f"{row}{column} = {language.value(name)}" for column, name in self.columns.items()
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """A column is among the exact keys that the session lists."""

    column: str
    name: str

    def sql(self, language: Language, row: str) -> str:
        return language.among(f"{row}{self.column}", self.name)


@dataclass(frozen=True, slots=True)
class Flag:
    """The session has a value set to 1, whatever the row."""

    name: str

    def sql(self, language: Language, row: str) -> str:
        del row
        return f"{language.value(self.name)} = '1'"


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple[Predicate, ...]

    def sql(self, language: Language, row: str) -> str:
        return " and ".join(f"({part.sql(language, row)})" for part in self.parts)


@dataclass(frozen=True, slots=True)
class Some:
    parts: tuple[Predicate, ...]

    def sql(self, language: Language, row: str) -> str:
        return " or ".join(f"({part.sql(language, row)})" for part in self.parts)


@dataclass(frozen=True, slots=True)
class Never:
    def sql(self, language: Language, row: str) -> str:
        del language, row
        return "1 = 0"


@dataclass(frozen=True, slots=True)
class Policy:
    """What a session may do with the rows of a table; an update needs the old and the new row."""

    read: Predicate
    insert: Predicate
    update: Predicate
    delete: Predicate


def _levelled(read: Predicate | None = None, write: Predicate | None = None) -> Policy:
    write = write or Level("write")
    return Policy(read or Level("read"), write, write, write)


_OWN = Same({"org_id": "org", "user_id": "user"})
_OWN_USER = Same({"org_id": "org", "id": "user"})
_MANAGE_ORG = Top("manage")
_OWN_WRITING = Every((_OWN, Flag("writing")))
_INSTALLED = Same({"kind": "key_kind", "name": "key_name"})
_CHANNEL = Same({"platform": "key_platform", "workspace": "key_workspace", "channel": "key_channel"})

_CODE = Same({"code_hash": "key_code"})
_EVENT = Listed("event_id", "key_events")
_LEASE = Same({"name": "key_lease"})

POLICIES: Mapping[str, Policy] = {
    "organizations": _levelled(
        Some((Top("read", org="id"), Same({"slug": "key_slug"}), Flag("operator"))),
        Top("write", org="id"),
    ),
    "clients": _levelled(Level("read", client=""), Level("write", client="")),
    "campaigns": _levelled(),
    "users": Policy(
        read=Some((Top("team"), _OWN_USER, Same({"org_id": "org", "name": "key_name"}))),
        insert=_MANAGE_ORG,
        update=Some((_MANAGE_ORG, Every((_OWN_USER, Flag("writing"))))),
        delete=_MANAGE_ORG,
    ),
    "accounts": Policy(
        read=Some((Top("team"), _OWN, Same({"platform": "key_platform", "account": "key_account"}))),
        insert=Some((_MANAGE_ORG, Every((_OWN, Flag("writing"))))),
        update=Never(),
        delete=Some((_MANAGE_ORG, Every((_OWN, Flag("writing"))))),
    ),
    "memberships": _levelled(Some((Level("team"), _OWN)), Level("manage")),
    "channel_bindings": _levelled(Some((Level("read"), _CHANNEL))),
    "messages": _levelled(),
    "ai_insights": _levelled(),
    "insight_sources": _levelled(),
    "insight_conflicts": _levelled(),
    "insight_uses": _levelled(),
    "search_entries": _levelled(),
    "search_vectors": _levelled(),
    "strategy_outputs": _levelled(),
    "brand_guidelines": _levelled(),
    "interview_sessions": _levelled(),
    "persona_interactions": _levelled(),
    "approvals": _levelled(),
    "comments": _levelled(),
    "tasks": _levelled(),
    "notifications": Policy(
        read=Some((_OWN, Flag("operator"))),
        insert=Level("write"),
        update=_OWN_WRITING,
        delete=_OWN_WRITING,
    ),
    "usage": Policy(read=Level("usage"), insert=Level("write"), update=Never(), delete=Never()),
    "audit": Policy(read=Level("audit"), insert=Level("write"), update=Never(), delete=Never()),
    "audit_heads": Policy(
        read=Same({"org_id": "org"}),
        insert=Every((Same({"org_id": "org"}), Flag("writing"))),
        update=Every((Same({"org_id": "org"}), Flag("writing"))),
        delete=Never(),
    ),
    "usage_totals": Policy(
        read=Same({"org_id": "org"}),
        insert=Every((Same({"org_id": "org"}), Flag("writing"))),
        update=Every((Same({"org_id": "org"}), Flag("writing"))),
        delete=Never(),
    ),
    "model_budgets": Policy(Same({"org_id": "org"}), Top("write"), Top("write"), Top("write")),
    "routing_corrections": Policy(Same({"org_id": "org"}), _OWN_WRITING, Never(), _OWN_WRITING),
    "link_codes": Policy(
        read=Some((_OWN, Same({"code_hash": "key_code"}))),
        insert=_OWN_WRITING,
        update=_OWN_WRITING,
        delete=_OWN_WRITING,
    ),
    "revisions": Policy(Level("read"), Level("write"), Level("write"), Never()),
    "data_keys": Policy(
        read=Some((Same({"org_id": "org"}), Flag("operator"))),
        insert=Every((Same({"org_id": "org"}), Flag("writing"))),
        update=Every((Flag("operator"), Flag("writing"))),
        delete=Never(),
    ),
    "digests": _levelled(Some((Level("read"), Flag("operator")))),
    "digest_sendings": _levelled(),
    "metric_series": _levelled(),
    "metric_facts": _levelled(),
    "conversion_truth": _levelled(),
    "fx_rates": Policy(Same({"org_id": "org"}), Top("write"), Top("write"), Top("write")),
    "handed_files": _levelled(),
    "billing_terms": _levelled(),
    "report_templates": _levelled(),
    "report_schedules": _levelled(Some((Level("read"), Flag("operator")))),
    "report_sendings": _levelled(),
    "credentials": _levelled(write=Level("connect")),
    "pull_schedules": _levelled(Some((Level("read"), Flag("operator")))),
    "installations": Policy(
        read=Some((_INSTALLED, Flag("operator"))),
        insert=Every((_INSTALLED, Flag("writing"))),
        update=Every((Some((_INSTALLED, Flag("operator"))), Flag("writing"))),
        delete=Every((_INSTALLED, Flag("writing"))),
    ),
    "origins": Policy(
        read=Some((Top("read"), Same({"platform": "key_platform", "key": "key_workspace"}))),
        insert=_MANAGE_ORG,
        update=Never(),
        delete=_MANAGE_ORG,
    ),
    "invitations": _levelled(Some((Level("manage"), _CODE)), Level("manage")),
    "wishes": _levelled(),
    "unasked_posts": _levelled(),
    "privacy_choices": _levelled(),
    "openings": Policy(
        read=Some((_CODE, Flag("operator"))),
        insert=Every((_CODE, Flag("writing"))),
        update=Every((_CODE, Flag("writing"))),
        delete=Every((Some((_CODE, Flag("operator"))), Flag("writing"))),
    ),
    "doorsteps": Policy(
        read=Some((_CHANNEL, Flag("operator"))),
        insert=Every((_CHANNEL, Flag("writing"))),
        update=Every((_CHANNEL, Flag("writing"))),
        delete=Every((Some((_CHANNEL, Flag("operator"))), Flag("writing"))),
    ),
    "inbound_events": Policy(
        read=Some(
            (
                Listed("id", "key_events"),
                Same({"conversation": "key_conversation"}),
                Same({"speaker": "key_speaker"}),
                Flag("operator"),
            )
        ),
        insert=Listed("id", "key_events"),
        update=Listed("id", "key_events"),
        delete=Listed("id", "key_events"),
    ),
    "inbound_keys": Policy(
        read=Some((Listed("key", "key_heard"), _EVENT)),
        insert=Every((Listed("key", "key_heard"), _EVENT)),
        update=Never(),
        delete=_EVENT,
    ),
    "inbound_bodies": Policy(_EVENT, _EVENT, _EVENT, _EVENT),
    "turn_steps": Policy(_EVENT, _EVENT, _EVENT, _EVENT),
    "deliveries": Policy(
        read=Some((Level("read"), _EVENT)),
        insert=Level("write"),
        update=Some((Level("write"), _EVENT)),
        delete=Level("write"),
    ),
    "leases": Policy(Some((_LEASE, Flag("operator"))), _LEASE, _LEASE, _LEASE),
    "erasures": Policy(Flag("operator"), Never(), Never(), Never()),
}
