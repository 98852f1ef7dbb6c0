"""The path of slugs of a row's level, as a part of its query."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, func

from memory.tables.tenancy import campaigns, clients, organizations

PATH: ColumnElement[Any] = (
    organizations.c.slug + func.coalesce("/" + clients.c.slug, "") + func.coalesce("/" + campaigns.c.slug, "")
).label("path")


def with_path(table: FromClause) -> FromClause:
    """The table joined with what `PATH` is made of, for one that has an organisation, client and campaign."""
    at_client = and_(clients.c.org_id == table.c.org_id, clients.c.id == table.c.client_id)
    at_campaign = and_(campaigns.c.org_id == table.c.org_id, campaigns.c.id == table.c.campaign_id)
    return (
        table.join(organizations, organizations.c.id == table.c.org_id)
        .outerjoin(clients, at_client)
        .outerjoin(campaigns, at_campaign)
    )
