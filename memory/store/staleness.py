"""Which inputs have changed since they were used."""

from collections.abc import Iterable, Mapping

from sqlalchemy import CompoundSelect, Select, and_, select, union_all

from memory.db import Unit
from memory.tables.conversation import messages
from memory.tables.insights import ai_insights
from memory.tables.reports import billing_terms
from memory.tables.strategy import brand_guidelines, strategy_outputs
from memory.types import Draft

Hashes = Mapping[tuple[str, str], str]
"""Kind and ref of an input -> its content hash."""


async def present_hashes(unit: Unit, drafts: Iterable[Draft]) -> Hashes:
    """The content hash that each input of these drafts has now, with one query for each kind.

    What is gone has none. Of an output it is the hash of the newest version at its place. Facts are
    restated day by day: an output that rests on them says until when it holds (`stale_after`), and they count as
    unchanged here.
    """
    used = {one for draft in drafts for one in draft.inputs_used}
    present = {(one.kind, one.ref): one.content_hash for one in used if one.kind == "metric"}
    for kind, query in _QUERIES.items():
        refs = {one.ref for one in used if one.kind == kind}
        if refs:
            found = await unit.all(query(unit.scope.org, refs))
            present |= {(kind, row.id): row.content_hash for row in found}
    return present


def changed(draft: Draft, present: Hashes) -> bool:
    return any(present.get((one.kind, one.ref)) != one.content_hash for one in draft.inputs_used)


def _turns(org: str, refs: set[str]) -> Select[str, str]:
    c = messages.c
    return select(c.id, c.content_hash).where(c.org_id == org, c.id.in_(refs))


def _guidelines(org: str, refs: set[str]) -> CompoundSelect[str, str]:
    """What holds at a place although nobody says it there: guidelines, and how a client is billed."""
    found = [
        select(c.id, c.content_hash).where(c.org_id == org, c.id.in_(refs))
        for c in (brand_guidelines.c, billing_terms.c)
    ]
    return union_all(*found)


def _insights(org: str, refs: set[str]) -> Select[str, str]:
    c = ai_insights.c
    return select(c.id, c.content_hash).where(c.org_id == org, c.id.in_(refs))


def _outputs(org: str, refs: set[str]) -> Select[str, str]:
    """The versions of each output, oldest first, so that the newest is the one that stays."""
    used, version = strategy_outputs.alias("used"), strategy_outputs.alias("version")
    chain = ("org_id", "level", "output_type", "subject")
    same = and_(*(used.c[name] == version.c[name] for name in chain))
    query = select(used.c.id, version.c.content_hash).join_from(used, version, same)
    return query.where(used.c.org_id == org, used.c.id.in_(refs)).order_by(version.c.version)


_QUERIES = {"turn": _turns, "guideline": _guidelines, "insight": _insights, "output": _outputs}
