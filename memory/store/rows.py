"""From rows to values."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, Table

from memory.insight import Conflict, Insight, Known, Source, Use
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
_OF_INSIGHT = (
    *("id", "kind", "category", "subject_key", "predicate", "value", "unit", "text"),
    *("valid_from", "valid_to", "recorded_at", "superseded_at", "superseded_by"),
    *("confidence", "grade", "sensitivity", "status", "content_hash"),
)


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
    key = ChannelKey(row.platform, row.workspace, row.channel, row.thread)
    marks = (row.listens_since, row.client_safe_since, row.rests_since, row.outsiders_since)
    return Binding(row.id, key, scope(row), row.newcomers, *(mark is not None for mark in marks))


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


def output(row: _Row, drafted: Draft, *, stale: bool) -> Output:
    """An output out of a row that also has `path`, the scope's slugs, and its draft."""
    return Output(
        id=row.id,
        scope=scope(row),
        version=row.version,
        status=row.status,
        draft=drafted,
        created_by=row.created_by,
        created_at=row.created_at,
        content_hash=row.content_hash,
        stale=stale,
        place=row.path,
    )


def insight(row: _Row) -> Insight:
    """An insight out of a row that may also have `path`, the scope's slugs."""
    plain: Mapping[str, Any] = {name: getattr(row, name) for name in _OF_INSIGHT}
    return Insight(scope=scope(row), place=getattr(row, "path", ""), **plain)


def source(row: _Row) -> Source:
    """A source out of its row, with what its message says of itself."""
    of_message = (row.message_id, row.external_id, row.conversation, row.kind, row.author, row.said_at)
    return Source(row.insight_id, *of_message, row.quote, row.starts, row.ends, row.grade)


def known(row: _Row) -> Known:
    """What reconciling needs of an insight's row that also has `said_at`, when it was last said."""
    said_at = max(row.recorded_at, row.said_at or row.recorded_at)
    what = (row.subject_key, row.predicate, row.value, row.unit)
    return Known(row.id, *what, row.grade, said_at, row.valid_from, row.valid_to)


def conflict(row: _Row) -> Conflict:
    return Conflict(row.id, row.holds_id, row.disputed_id, row.opened_at, row.settled_at, row.settled_by)


def use(row: _Row) -> Use:
    return Use(row.insight_id, row.used_in, row.ref, row.used_at)
