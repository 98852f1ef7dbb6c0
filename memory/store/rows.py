"""From rows to values."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, Table

from memory.types import (
    Binding,
    Campaign,
    CampaignPlan,
    ChannelKey,
    Client,
    Draft,
    Evidence,
    InputUsed,
    Membership,
    Message,
    MissingInput,
    Organization,
    Output,
    Place,
    Scope,
)

Keyed = Table
_Row = Row[Any]


def organization(row: _Row) -> Organization:
    return Organization(row.id, row.slug, row.name, row.type, row.locale, row.timezone, row.currency)


def client(row: _Row) -> Client:
    return Client(row.id, row.org_id, row.slug, row.name)


def campaign(row: _Row) -> Campaign:
    plan = CampaignPlan(
        row.name, row.status, row.budget, row.currency, row.goal, row.kpi, row.starts, row.ends, row.timezone
    )
    return Campaign(row.id, row.org_id, row.client_id, row.slug, plan)


def scope(row: _Row) -> Scope:
    return Scope(row.org_id, row.client_id, row.campaign_id)


def membership(row: _Row) -> Membership:
    return Membership(row.role, scope(row), row.expires_at)


def binding(row: _Row) -> Binding:
    return Binding(row.id, ChannelKey(row.platform, row.workspace, row.channel, row.thread), scope(row))


def place(org: Organization, of: _Row | None, on: _Row | None) -> Place:
    """A place out of its organisation, its client's row and its campaign's row."""
    levels = [level for level in (of, on) if level is not None]
    return Place(
        scope=Scope(org.id, of.id if of else None, on.id if on else None),
        path="/".join((org.slug, *(level.slug for level in levels))),
        names=(org.name, *(level.name for level in levels)),
        org_type=org.type,
        locale=org.locale,
        timezone=str(on.timezone or org.timezone) if on else org.timezone,
        currency=str(on.currency or org.currency) if on else org.currency,
    )


def message(row: _Row) -> Message:
    return Message(
        id=row.id,
        scope=scope(row),
        conversation=row.conversation,
        thread=row.thread,
        kind=row.kind,
        author=row.author,
        text=row.text,
        external_id=row.external_id,
        created_at=row.created_at,
        content_hash=row.content_hash,
        meta=row.meta,
    )


def draft(row: _Row) -> Draft:
    plain: Mapping[str, Any] = {
        name: getattr(row, name)
        for name in (
            "agent",
            "output_type",
            "schema_version",
            "locale",
            "title",
            "summary",
            "body",
            "confidence",
        )
        + ("engine", "supersedes", "stale_after", "subject")
    }
    return Draft(
        **plain,
        inputs_used=tuple(InputUsed(**used) for used in row.inputs_used),
        evidence=tuple(Evidence(**evidence) for evidence in row.evidence),
        assumptions=tuple(row.assumptions),
        missing_inputs=tuple(MissingInput(**missing) for missing in row.missing_inputs),
    )


def output(row: _Row, *, stale: bool) -> Output:
    """An output out of a row that also has `path`, the scope's slugs."""
    return Output(
        id=row.id,
        scope=scope(row),
        version=row.version,
        status=row.status,
        draft=draft(row),
        created_by=row.created_by,
        created_at=row.created_at,
        content_hash=row.content_hash,
        stale=stale,
        place=row.path,
    )
