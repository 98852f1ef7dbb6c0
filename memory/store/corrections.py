"""What people taught the router: for which words which agent. The words themselves are not kept."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import insert, select

from memory.db import Unit, Writing
from memory.tables.routing import routing_corrections
from memory.types import OrgId

_MOST = 500
"""Corrections that are looked at, the newest ones."""
_MOST_PIECES = 300
_SAME = 0.8
_c = routing_corrections.c


async def add(unit: Writing, pieces: Iterable[str], agent: str) -> None:
    """Everybody may teach, in their own name; it holds for the organisation."""
    marks = " ".join(sorted(_marked(unit.scope.org, pieces)))
    values = {"org_id": unit.scope.org, "user_id": unit.actor.user, "agent": agent, "marks": marks}
    await unit.run(insert(routing_corrections).values(**values, created_at=unit.now()))


async def chosen(unit: Unit, pieces: Iterable[str]) -> str | None:
    """The agent that was chosen last for the same pieces, or nearly the same ones."""
    own = _marked(unit.scope.org, pieces)
    newest = select(_c.marks, _c.agent).where(_c.org_id == unit.scope.org)
    for row in await unit.all(newest.order_by(_c.created_at.desc(), _c.id.desc()).limit(_MOST)):
        other = frozenset(row.marks.split())
        if own and len(own & other) / len(own | other) >= _SAME:
            return str(row.agent)
    return None


def _marked(org: OrgId, pieces: Iterable[str]) -> frozenset[str]:
    """Hashes that are the same in one organisation and tell nothing in another."""
    key = org.encode()[:64]
    kept = sorted(pieces)[:_MOST_PIECES]
    return frozenset(hashlib.blake2b(piece.encode(), digest_size=6, key=key).hexdigest() for piece in kept)
