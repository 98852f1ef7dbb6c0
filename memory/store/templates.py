"""Templates of reports: one of each format at a level, the nearest of which is filled."""

from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from memory.db import Unit, Writing
from memory.errors import NotYours
from memory.hashing import content_hash
from memory.ids import new_id
from memory.reports import Template, TemplateKind
from memory.store import audit, rows
from memory.store.paths import PATH, with_path
from memory.tables.reports import report_templates

_c = report_templates.c


async def put(unit: Writing, kind: TemplateKind, name: str, data: bytes) -> Template:
    """Keeps a template for the unit's scope, instead of an earlier one of its format. Raises NotYours."""
    scope, made = unit.scope, new_id()
    place = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    values = {"name": name, "data": data, "created_by": unit.actor.name, "created_at": unit.now()}
    mine = _c.org_id == scope.org, _c.level == scope.level, _c.kind == kind
    if not await unit.unless_taken(insert(report_templates).values(**place, **values, id=made, kind=kind)):
        await unit.run(update(report_templates).where(*mine).values(values))
    found = next((one for one in await every(unit) if one.scope == scope and one.kind == kind), None)
    if found is None or found.data != data:
        raise NotYours()
    digest = content_hash(data.hex())
    await audit.append(unit, "report.template", found.id, {"kind": kind, "content_hash": digest})
    return found


async def every(unit: Unit) -> tuple[Template, ...]:
    """Those of the unit's scope and of the scopes above it, the nearest first."""
    levels = [scope.level for scope in unit.scope.chain]
    query = select(report_templates, PATH).select_from(with_path(report_templates))
    found = await unit.all(query.where(_c.org_id == unit.scope.org, _c.level.in_(levels)).order_by(_c.kind))
    return tuple(_template(row) for row in sorted(found, key=lambda row: levels.index(row.level)))


async def nearest(unit: Unit, kind: str) -> Template | None:
    return next((one for one in await every(unit) if one.kind == kind), None)


async def drop(unit: Writing, kind: TemplateKind) -> bool:
    """False where the unit's own scope has none of this format. Raises NotYours."""
    mine = _c.org_id == unit.scope.org, _c.level == unit.scope.level, _c.kind == kind
    row = await unit.first(select(_c.id).where(*mine))
    if row is None:
        return False
    await unit.run(delete(report_templates).where(*mine))
    if await unit.first(select(_c.id).where(*mine)):
        raise NotYours()
    await audit.append(unit, "report.template.drop", row.id, {"kind": kind})
    return True


def _template(row: Row[Any]) -> Template:
    told = (row.id, rows.scope(row), row.kind, row.name, row.data, row.created_by, row.created_at)
    return Template(*told, place=row.path)
