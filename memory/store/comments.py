"""Comments on outputs: threads at a version, or at a part of it."""

from typing import Any

from sqlalchemy import Row, Select, and_, insert, select, update

from memory.collaboration import Comment, CommentId
from memory.db import Unit, Writing
from memory.ids import new_id
from memory.naming import storable
from memory.store import refs, rows
from memory.tables.collaboration import comments
from memory.tables.strategy import strategy_outputs
from memory.types import Output, OutputId, UserId

_c, _o = comments.c, strategy_outputs.c
_PLAIN = ("version", "path", "created_by", "text", "created_at", "resolved_at", "resolved_by")


async def add(unit: Writing, output: Output, text: str, path: str = "", parent: str = "") -> Comment:
    """The actor's words on an output of the unit's scope, or in answer to a comment. Raises NotYours."""
    scope, made = output.scope, CommentId(new_id())
    place = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    of = {
        "id": made,
        "output_id": output.id,
        "version": output.version,
        "path": path,
        "parent_comment": parent,
    }
    by = {"user_id": unit.actor.user, "created_by": unit.actor.name, "created_at": unit.now()}
    await unit.run(insert(comments).values(place | of | by | {"text": storable(text)}))
    return await get(unit, made)


async def get(unit: Unit, ref: str) -> Comment:
    """One in reach by its id, or a part of it. Raises UnknownRef, AmbiguousRef."""
    return _comment(await refs.one(unit, _selected(unit), comments, ref))


async def on(unit: Unit, output: Output) -> tuple[Comment, ...]:
    """Those on an output and on its earlier versions, oldest first."""
    draft = output.draft
    same = _o.level == output.scope.level, _o.output_type == draft.output_type, _o.subject == draft.subject
    versions = select(_o.id).where(_o.org_id == output.scope.org, *same, _o.version <= output.version)
    query = _selected(unit).where(_c.output_id.in_(versions))
    return tuple(map(_comment, await unit.all(query.order_by(_c.created_at, _c.id))))


async def resolve(unit: Writing, ref: str, *, resolved: bool = True) -> Comment:
    """Ends a comment's thread, or opens it again. Raises UnknownRef, AmbiguousRef, NotYours."""
    known = await get(unit, ref)
    values = {
        "resolved_at": unit.now() if resolved else None,
        "resolved_by": unit.actor.name if resolved else "",
    }
    mine = and_(_c.org_id == known.scope.org, _c.id == (known.parent or known.id))
    await unit.run(update(comments).where(mine).values(values))
    return await get(unit, known.parent or known.id)


def _selected(unit: Unit) -> Select[Any]:
    return select(comments).where(_c.org_id == unit.scope.org)


def _comment(row: Row[Any]) -> Comment:
    plain: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
    of = OutputId(row.output_id)
    return Comment(
        id=CommentId(row.id),
        scope=rows.scope(row),
        output=of,
        parent=row.parent_comment,
        user=UserId(row.user_id),
        **plain,
    )
