"""What the agents delivered: versions at a place, never overwritten."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, func, insert, select, update

from memory.db import Unit, Writing
from memory.errors import AmbiguousOutput, StorageFailed, UnknownOutput
from memory.hashing import content_hash
from memory.ids import new_id
from memory.store import refs, rows, uses
from memory.store.paths import PATH, with_path
from memory.store.staleness import changed, present_hashes
from memory.tables.collaboration import approvals
from memory.tables.strategy import strategy_outputs
from memory.types import Draft, Evidence, InputUsed, MissingInput, Output, OutputId, OutputStatus

_c = strategy_outputs.c
_PREFIX_SHOWN = 5
_ATTEMPTS = 10
_PARTS = {
    name: tuple(one.name for one in fields(kind))
    for name, kind in {"inputs_used": InputUsed, "evidence": Evidence, "missing_inputs": MissingInput}.items()
}
_KEPT = tuple(one.name for one in fields(Draft) if one.name in _c and one.name not in {*_PARTS, "supersedes"})
_CONTENT = ("output_type", "schema_version", "locale", "title", "summary", "body")


async def save(unit: Writing, draft: Draft) -> Output:
    """Stores a draft at the unit's scope as the next version of its type and subject there.

    A version that was still being worked on becomes superseded; an approved one stays approved.
    """
    for _ in range(_ATTEMPTS):
        head = await _head(unit, draft)
        made = OutputId(new_id())
        if await unit.unless_taken(insert(strategy_outputs).values(_values(unit, draft, made, head))):
            if head and head.status in ("draft", "in_review"):
                old = update(strategy_outputs).where(_c.org_id == unit.scope.org, _c.id == head.id)
                await unit.run(old.values(status="superseded"))
                await _void(unit, head)
            insights = [used.ref for used in draft.inputs_used if used.kind == "insight"]
            await uses.used(unit, insights, "output", made)
            return (await _read(unit, await unit.all(_selected(unit).where(_c.id == made))))[0]
    raise StorageFailed(url=draft.output_type, detail="too many writers at once")


async def mark(unit: Writing, output: str, status: OutputStatus) -> None:
    """Moves an output to a status; what it says stays as it is. Raises NotYours."""
    await unit.run(
        update(strategy_outputs).where(_c.org_id == unit.scope.org, _c.id == output).values(status=status)
    )


async def overtaken(unit: Unit, output: Output) -> bool:
    """Whether there is a newer version of it."""
    draft = output.draft
    chain = _c.level == output.scope.level, _c.output_type == draft.output_type, _c.subject == draft.subject
    query = select(func.max(_c.version)).where(_c.org_id == output.scope.org, *chain)
    return (await unit.scalar(query) or 0) > output.version


async def _void(unit: Writing, old: Row[Any]) -> None:
    """A request for the approval of what is not the newest any more asks about nothing."""
    a = approvals.c
    asked = a.org_id == unit.scope.org, a.output_id == old.id, a.state == "requested"
    if old.status == "in_review":
        await unit.run(update(approvals).where(*asked).values(state="void", decided_at=unit.now()))


async def get(unit: Unit, ref: str) -> Output:
    """An output by its id, or by the beginning or the end of it where only one has that.

    Raises UnknownOutput, AmbiguousOutput.
    """
    part = refs.part_of(_c.id, ref)
    found = await unit.all(_selected(unit).where(part).limit(_PREFIX_SHOWN))
    exact = [row for row in found if row.id == ref]
    if not ref or not found:
        raise UnknownOutput(ref=ref)
    if not exact and len(found) > 1:
        raise AmbiguousOutput(ref=ref, matches=", ".join(row.id for row in found))
    return (await _read(unit, exact or found))[0]


async def latest(unit: Unit) -> tuple[Output, ...]:
    """The newest version of each type and subject at exactly the unit's scope, newest first."""
    return await _newest(unit, _c.level == unit.scope.level)


async def above(unit: Unit) -> tuple[Output, ...]:
    """The newest version of each type and subject at each scope above the unit's, the nearest scope first."""
    levels = [scope.level for scope in unit.scope.chain[1:]]
    if not levels:
        return ()
    found = await _newest(unit, _c.level.in_(levels))
    return tuple(sorted(found, key=lambda output: levels.index(output.scope.level)))


async def newest(unit: Unit) -> tuple[Output, ...]:
    """The newest version of each type and subject at the unit's scope and below it, newest first."""
    return await _newest(unit, _below(unit))


async def _newest(unit: Unit, where: ColumnElement[bool]) -> tuple[Output, ...]:
    query = _selected(unit).where(where, _c.version == _last_version())
    return await _read(unit, await unit.all(query.order_by(_c.created_at.desc(), _c.id.desc())))


@cache
def _last_version() -> ScalarSelect[int]:
    newer = strategy_outputs.alias("newer")
    chain = and_(*(newer.c[name] == _c[name] for name in ("org_id", "level", "output_type", "subject")))
    return select(func.max(newer.c.version)).where(chain).scalar_subquery()


async def every(unit: Unit, output_type: str | None = None) -> tuple[Output, ...]:
    """All versions at the unit's scope and below it, newest first."""
    query = _selected(unit).where(_below(unit))
    if output_type is not None:
        query = query.where(_c.output_type == output_type)
    return await _read(unit, await unit.all(query.order_by(_c.created_at.desc(), _c.id.desc())))


async def versions(unit: Unit, output_type: str, subject: str = "") -> tuple[Output, ...]:
    """The versions of one type and subject at exactly the unit's scope, newest first."""
    chain = _c.level == unit.scope.level, _c.output_type == output_type, _c.subject == subject
    return await _read(unit, await unit.all(_selected(unit).where(*chain).order_by(_c.version.desc())))


async def titles(unit: Unit, ids: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Title and version of the outputs in reach, by id."""
    query = select(_c.id, _c.title, _c.version).where(_c.org_id == unit.scope.org, _c.id.in_(list(ids)))
    return {row.id: (row.title, row.version) for row in await unit.all(query)}


def draft_hash(draft: Draft) -> str:
    """The content hash of what a draft says; equal for a re-run that came to the same."""
    return content_hash({name: getattr(draft, name) for name in _CONTENT})


def _selected(unit: Unit) -> Select[Any]:
    """Outputs of the organisation, with the path of slugs of their scope."""
    joined = with_path(strategy_outputs)
    return select(strategy_outputs, PATH).select_from(joined).where(_c.org_id == unit.scope.org)


def _below(unit: Unit) -> ColumnElement[bool]:
    scope = unit.scope
    if scope.campaign:
        return _c.campaign_id == scope.campaign
    return _c.client_id == scope.client if scope.client else _c.org_id == scope.org


async def _read(unit: Unit, found: Sequence[Row[Any]]) -> tuple[Output, ...]:
    drafts = [rows.draft(row) for row in found]
    present, now = await present_hashes(unit, drafts), unit.now()

    def stale(draft: Draft) -> bool:
        return changed(draft, present) or (draft.stale_after is not None and draft.stale_after <= now)

    return tuple(
        rows.output(row, draft, stale=stale(draft)) for row, draft in zip(found, drafts, strict=True)
    )


async def _head(unit: Unit, draft: Draft) -> Row[Any] | None:
    chain = _c.level == unit.scope.level, _c.output_type == draft.output_type, _c.subject == draft.subject
    query = select(_c.id, _c.version, _c.status).where(_c.org_id == unit.scope.org, *chain)
    return await unit.first(query.order_by(_c.version.desc()).limit(1))


def _values(unit: Unit, draft: Draft, made: OutputId, head: Row[Any] | None) -> dict[str, Any]:
    return {
        **{name: getattr(draft, name) for name in _KEPT},
        **{name: _plain(getattr(draft, name), names) for name, names in _PARTS.items()},
        "org_id": unit.scope.org,
        "client_id": unit.scope.client,
        "campaign_id": unit.scope.campaign,
        "id": made,
        "version": head.version + 1 if head else 1,
        "supersedes": draft.supersedes or (head.id if head else None),
        "status": "archived" if draft.archived else "draft",
        "created_by": unit.actor.name,
        "created_at": unit.now(),
        "content_hash": draft_hash(draft),
    }


def _plain(parts: Iterable[object], names: Iterable[str]) -> list[dict[str, Any]]:
    return [{name: getattr(part, name) for name in names} for part in parts]
