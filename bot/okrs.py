"""OKRs as they stand now: a key result of a metric is what the facts of its own place say whenever it is looked at.

What is kept stays as it was delivered, and as it was approved.
"""

from collections.abc import Mapping
from dataclasses import replace

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.okr import compute
from agents.kit.frameworks.okr_measured import refreshed
from bot.digest.asking import asking
from bot.house import House
from memory.store import outputs
from memory.store.entrance import Entrance, enter_scope
from memory.types import Draft, Output, OutputId

TYPE = "okr"


async def standing(house: House, entrance: Entrance) -> Mapping[OutputId, Output]:
    """The newest OKRs of a place and of those below it."""
    async with house.database.reading(entrance.access) as unit:
        found = [one for one in await outputs.newest(unit) if one.draft.output_type == TYPE]
    return {one.id: await as_it_stands(house, entrance, one) for one in found}


async def as_it_stands(house: House, entrance: Entrance, output: Output) -> Output:
    """An OKR with its figures of now, as its reader may read them; every other output as it is."""
    if output.draft.output_type != TYPE or not output.draft.body.get("objectives"):
        return output
    there = await enter_scope(house.database, output.scope, entrance.access.actor.user)
    async with house.database.reading(there.access) as unit:
        ask = await asking(unit, there.place, house.now(), output.draft.locale)
        if ask.facts is None:
            return output
        sheet = await refreshed(ask, ask.facts, _sheet(output.draft), output.scope)
    return replace(output, draft=_now(output.draft, sheet))


def _sheet(draft: Draft) -> Sheet:
    return Sheet(
        draft.body, draft.evidence, inputs=tuple(one for one in draft.inputs_used if one.kind != "metric")
    )


def _now(draft: Draft, sheet: Sheet) -> Draft:
    return replace(draft, body=compute(sheet.body), evidence=sheet.evidence, inputs_used=sheet.inputs)
