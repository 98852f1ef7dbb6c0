"""The stamp of each level's last change. What was read holds as long as no stamp in its reach has changed.

A stamp is random: it never comes back, and needs neither a clock nor a counter that processes would share.
"""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, Insert, Row, Select, Update, UpdateBase, bindparam, insert, select, update

from memory.access import Access
from memory.hashing import content_hash
from memory.tables.upkeep import revisions
from memory.types import OrgId, Scope

APART = frozenset(
    {
        "accounts",
        "audit",
        "audit_heads",
        "billing_terms",
        "channel_bindings",
        "comments",
        "credentials",
        "data_keys",
        "digest_sendings",
        "digests",
        "deliveries",
        "doorsteps",
        "conversion_truth",
        "fx_rates",
        "handed_files",
        "insight_uses",
        "installations",
        "interview_sessions",
        "invitations",
        "link_codes",
        "memberships",
        "messages",
        "model_budgets",
        "notifications",
        "openings",
        "origins",
        "persona_interactions",
        "pull_schedules",
        "report_schedules",
        "report_sendings",
        "report_templates",
        "routing_corrections",
        "search_entries",
        "search_vectors",
        "tasks",
        "unasked_posts",
        "usage",
        "usage_totals",
        "users",
        "wishes",
    }
)
"""Tables that nothing cached is made of: writing to them renews no stamp. To any other table it does."""

_c = revisions.c
_STAMPS = select(_c.level, _c.stamp).where(_c.org_id == bindparam("org")).order_by(_c.level)


def concerns(statement: Executable) -> bool:
    """Whether a statement may change what is cached; one that is not said by SQLAlchemy always may."""
    table = statement.table if isinstance(statement, UpdateBase) else None
    return getattr(table, "name", "") not in APART


def written(access: Access) -> tuple[Scope, ...]:
    """The scopes whose stamps stand for everything that this access can write, which is at them and below.

    Everybody who can read a row at or below a scope can read that scope's stamp, too.
    """
    levels = access.reaches["write"].levels
    if access.scope.level in levels:
        return (access.scope,)
    held = {membership.scope for membership in access.actor.memberships}
    return tuple(sorted((scope for scope in held if scope.level in levels), key=lambda scope: scope.level))


def of(scope: Scope) -> Select[Any]:
    return select(_c.id).where(_c.org_id == scope.org, _c.level == scope.level)


def first_stamp(scope: Scope) -> Insert:
    ids: Mapping[str, object] = {
        "org_id": scope.org,
        "client_id": scope.client,
        "campaign_id": scope.campaign,
    }
    return insert(revisions).values(**ids, stamp=_stamp())


def next_stamp(scope: Scope) -> Update:
    return update(revisions).where(_c.org_id == scope.org, _c.level == scope.level).values(stamp=_stamp())


def stamps(org: OrgId) -> Select[str, str]:
    """The stamps in a unit's reach."""
    return _STAMPS.params(org=org)


def version(found: Sequence[Row[Any]]) -> str:
    """One word for these stamps."""
    return content_hash([[row.level, row.stamp] for row in found])[:16]


def _stamp() -> str:
    return secrets.token_hex(8)
