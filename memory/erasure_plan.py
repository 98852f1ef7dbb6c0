"""Which rows of which tables an erasure takes, in an order that no foreign key stands against."""

from collections.abc import Iterator, Mapping

from sqlalchemy import ColumnElement, ForeignKeyConstraint, MetaData, Table, and_, or_, select, tuple_

from memory.tables.base import physical
from memory.tables.whole import metadata
from memory.types import Scope

Tables = Mapping[str, Table]
"""The tables as they are in the file or server, by the name that they have everywhere else."""

SPOOL = frozenset({"inbound_bodies", "inbound_events", "inbound_keys", "leases", "turn_steps"})
"""What is read before it is known whose it is; its contents go as soon as an event is done."""
KEPT = frozenset({"doorsteps", "erasures", "installations", "openings", *SPOOL})
"""The log of erasures itself, which holds counts and hashes; and what is no organisation's."""
_PEOPLE = frozenset({"organizations", "users"})


def real_tables(dialect: str) -> Tables:
    """The tables under their physical names, for the owner's connection, which has no guarded views."""
    real = MetaData()
    return {
        table.name: table.to_metadata(real, name=physical(table.name, dialect))
        for table in metadata.sorted_tables
    }


def doomed(tables: Tables, scope: Scope) -> Iterator[tuple[str, ColumnElement[bool]]]:
    """Each table that has rows of a scope, those that point to others first, with what tells these rows."""
    for table in reversed(metadata.sorted_tables):
        condition = belongs(tables, table.name, scope)
        if condition is not None:
            yield table.name, condition


def belongs(tables: Tables, name: str, scope: Scope) -> ColumnElement[bool] | None:
    """What tells the rows of a table that belong to a scope; None where none can.

    A table without a column for the level belongs to what its foreign keys point to, people apart.
    """
    c = tables[name].c
    if name in KEPT:
        return None
    if name == "organizations":
        return c.id == scope.org if _whole(scope) else None
    if _whole(scope):
        return c.org_id == scope.org
    column = _own_column(name, scope)
    if column in c:
        return and_(c.org_id == scope.org, c[column] == (scope.campaign or scope.client))
    return _hanging(tables, name, scope)


def _whole(scope: Scope) -> bool:
    return scope.client is None and scope.campaign is None


def _own_column(name: str, scope: Scope) -> str:
    if scope.campaign:
        return "id" if name == "campaigns" else "campaign_id"
    return "id" if name == "clients" else "client_id"


def _hanging(tables: Tables, name: str, scope: Scope) -> ColumnElement[bool] | None:
    found: list[ColumnElement[bool]] = []
    for key in metadata.tables[name].constraints:
        if isinstance(key, ForeignKeyConstraint) and key.referred_table.name not in {*_PEOPLE, name}:
            parent = belongs(tables, key.referred_table.name, scope)
            if parent is not None:
                found.append(_points_into(tables, name, key, parent))
    return or_(*found) if found else None


def _points_into(
    tables: Tables, name: str, key: ForeignKeyConstraint, parent: ColumnElement[bool]
) -> ColumnElement[bool]:
    mine = [tables[name].c[column.name] for column in key.columns]
    theirs = [tables[key.referred_table.name].c[element.column.name] for element in key.elements]
    return tuple_(*mine).in_(select(*theirs).where(parent))
