"""ICE beside what was measured: quick wins that came out tell how far confidence was right before."""

from dataclasses import replace
from fractions import Fraction

from agents.kit.flows import Flowing, arriving, inputs, taken
from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.grounds import grounded, kept
from agents.kit.winning.finding import TYPE
from agents.kit.winning.sizing import calibration
from agents.types import Ask
from config.winning import library

FLOW = "wins.measured-ice.calibration"


async def measured(ask: Ask, sheet: Sheet) -> Sheet:
    """The sheet with the calibration that measured wins in reach give, and how many they are; else without one."""
    known = [one for one in await _brought(ask) if one.value.get("ratio") is not None]
    if not known:
        rest = {
            name: value for name, value in sheet.body.items() if name not in ("calibration", "measured_wins")
        }
        return kept(replace(sheet, body=rest), lambda one: one.path != "calibration")
    told = calibration([Fraction(str(one.value["ratio"])) for one in known], library().limits)
    body = sheet.body | {"calibration": told["factor"], "measured_wins": told["n"]}
    proof = grounded(sheet, [one.evidence("calibration") for one in known])
    return replace(proof, body=body, inputs=tuple(dict.fromkeys((*sheet.inputs, *inputs(known)))))


async def _brought(ask: Ask) -> tuple[Flowing, ...]:
    """Of each place of the client, or of an SME, its own newest version; without the tasks those of this place."""
    if ask.tasks is None:
        return arriving(FLOW, ask.context)
    return tuple(one for output in await ask.tasks.delivered(TYPE) for one in taken(FLOW, [output]))
