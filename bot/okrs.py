"""OKRs as they stand now: a key result of a metric is what the facts of its own place say whenever it is looked at.

What is kept stays as it was delivered, and as it was approved.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.house import House
from memory.store import outputs
from memory.store.entrance import Entrance, enter_scope
from memory.types import Output, OutputId

_TYPE = "okr"


async def standing(house: House, entrance: Entrance) -> Mapping[OutputId, Output]:
    """The newest OKRs of a place and of those below it."""
    async with house.database.reading(entrance.access) as unit:
        found = [one for one in await outputs.newest(unit) if one.draft.output_type == _TYPE]
    return {one.id: await as_it_stands(house, entrance, one) for one in found}


async def as_it_stands(house: House, entrance: Entrance, output: Output) -> Output:
    """An OKR with its figures of now, as its reader may read them; every other output as it is."""
    if output.draft.output_type != _TYPE or not output.place or not output.draft.body.get("objectives"):
        return output
    from agents.kit.frameworks.base import Sheet  # noqa: PLC0415 - other outputs need no arithmetic
    from agents.kit.frameworks.okr import compute  # noqa: PLC0415
    from agents.kit.frameworks.okr_measured import refreshed  # noqa: PLC0415
    from bot.digest.asking import asking  # noqa: PLC0415

    there, draft = await enter_scope(house.database, output.scope, entrance.access.actor.user), output.draft
    async with house.database.reading(there.access) as unit:
        ask = await asking(unit, there.place, house.now(), draft.locale)
        if ask.facts is None:
            return output
        kept = tuple(one for one in draft.inputs_used if one.kind != "metric")
        sheet = await refreshed(ask, ask.facts, Sheet(draft.body, draft.evidence, inputs=kept), output.scope)
    now = replace(draft, body=compute(sheet.body), evidence=sheet.evidence, inputs_used=sheet.inputs)
    return replace(output, draft=now)
