"""How deep a scope lies: a statement is made once for all scopes of a depth, and then given their values.

To make a statement takes SQLAlchemy longer than to run it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, and_, bindparam, select

from memory.db import Unit
from memory.tables.tenancy import campaigns
from memory.types import Scope

ORG: ColumnElement[str] = bindparam("org", type_=Text())
CLIENT: ColumnElement[str] = bindparam("client", type_=Text())
CAMPAIGN: ColumnElement[str] = bindparam("campaign", type_=Text())
NOW: ColumnElement[datetime] = bindparam("now")
TODAY: ColumnElement[date] = bindparam("today")


@dataclass(frozen=True, slots=True)
class Depth:
    """What a scope has beside its organisation."""

    client: bool
    campaign: bool

    @classmethod
    def of(cls, scope: Scope) -> "Depth":
        return cls(scope.client is not None, scope.campaign is not None)

    @property
    def chain(self) -> list[ColumnElement[str]]:
        """The levels of the scope and of those above it, narrowest first."""
        return [bindparam(f"level{n}", type_=Text()) for n in range(1 + self.client + self.campaign)]

    def sees(self, table: Table) -> ColumnElement[bool]:
        """Levels of the chain, and what is below the scope; said so that a key finds them."""
        c = table.c
        if self.campaign:
            return and_(c.org_id == ORG, c.level.in_(self.chain))
        if not self.client:
            return c.org_id == ORG
        of_client = campaigns.c.org_id == ORG, campaigns.c.client_id == CLIENT
        below = select(campaigns.c.level).where(*of_client)
        chain = (select(level) for level in self.chain)
        return and_(c.org_id == ORG, c.level.in_(below.union_all(*chain)))


def values(unit: Unit) -> Mapping[str, Any]:
    """What the statements are given for a unit's scope and moment."""
    scope, now = unit.scope, unit.now()
    levels = {f"level{n}": above.level for n, above in enumerate(scope.chain)}
    at = {"org": scope.org, "client": scope.client or "", "campaign": scope.campaign or ""}
    return {**at, **levels, "now": now, "today": now.date()}
