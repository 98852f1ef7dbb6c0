"""At most one unasked post a channel and day: whoever wants to post one claims the day first."""

from datetime import date, timedelta

from sqlalchemy import delete, insert

from memory.db import Writing
from memory.tables.arrivals import unasked_posts
from memory.types import ChannelKey

_KEPT = timedelta(days=35)
_u = unasked_posts.c


async def claim(unit: Writing, key: ChannelKey, day: date, kind: str) -> bool:
    """Whether this channel has had nothing unasked on its local `day`; the day is taken then.

    Of many at once one is told yes. `kind` says what it was taken for, such as "digest".
    """
    scope = unit.scope
    row = {
        "org_id": scope.org,
        "client_id": scope.client,
        "campaign_id": scope.campaign,
        "platform": key.platform,
        "workspace": key.workspace,
        "channel": key.channel,
        "day": day.isoformat(),
        "kind": kind,
    }
    await unit.run(delete(unasked_posts).where(_u.org_id == scope.org, _u.day < (day - _KEPT).isoformat()))
    return await unit.unless_taken(insert(unasked_posts).values(row))


async def give_back(unit: Writing, key: ChannelKey, day: date) -> None:
    """Frees a day that was claimed for a post that certainly never came to be."""
    here = _u.platform == key.platform, _u.workspace == key.workspace, _u.channel == key.channel
    await unit.run(delete(unasked_posts).where(_u.org_id == unit.scope.org, *here, _u.day == day.isoformat()))
