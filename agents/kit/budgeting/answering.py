"""Which question is answered by whom."""
# ruff: noqa: PLC0415 - each question imports what it needs

from dataclasses import replace
from datetime import date

from agents.kit.budgeting.shown import shown
from agents.kit.budgeting.wish import Wish
from agents.types import AgentResult, Ask, Button, Question
from config.wording import words
from memory.types import Draft


async def answer(ask: Ask, wish: Wish) -> AgentResult:
    """The answer to a wish. An amount that may mean two things is asked about before anything is computed.

    What plain words asked for and nothing is known of is answered, and not kept as an output.
    """
    if wish.money is not None and wish.money.doubt and wish.verb in ("pacing", "what_if", "divide"):
        return _doubted(ask, wish)
    if wish.verb == "attribution":
        from agents.kit.budgeting.attribution_answer import attributed

        return attributed(ask, wish)
    result = shown(await _draft(ask, wish, ask.today))
    if result.outputs[0].evidence or ask.text.lstrip().startswith(("/", "!")):
        return result
    return replace(result, outputs=())


async def _draft(ask: Ask, wish: Wish, today: date) -> Draft:
    match wish.verb:
        case "pacing":
            from agents.kit.budgeting.pacing_answer import pacing_of
            from agents.kit.budgeting.planned import planned

            return await pacing_of(ask, await planned(ask, wish, today), today)
        case "forecast":
            from agents.kit.budgeting.forecast_answer import forecast_of

            return await forecast_of(ask, wish, today)
        case "reallocate":
            from agents.kit.budgeting.reallocation_answer import reallocation_of

            return await reallocation_of(ask, wish, today)
        case "what_if" | "divide":
            from agents.kit.budgeting.what_if_answer import what_if_of

            return await what_if_of(ask, wish, today)
        case _:
            return await _earned(ask, wish, today)


async def _earned(ask: Ask, wish: Wish, today: date) -> Draft:
    """What came of it."""
    match wish.verb:
        case "reconcile":
            from agents.kit.budgeting.reconciliation_answer import reconciliation_of

            return await reconciliation_of(ask, wish, today)
        case "lift":
            from agents.kit.budgeting.lift import lift_of

            return lift_of(ask, wish, today)
        case _:
            from agents.kit.budgeting.returns_answer import returns_of

            return await returns_of(ask, wish, today)


def _doubted(ask: Ask, wish: Wish) -> AgentResult:
    """ "월 300" may be 300만원 or 300원: it is asked, with both as buttons."""
    money = wish.money
    if money is None:
        raise LookupError("no amount that is in doubt")
    said = money.text.strip()
    unit = "원" if money.unit == "KRW" else f" {money.unit}"
    options = (
        (f"{said}만{unit}", f"{said}{unit}")
        if money.doubt == "manwon"
        else (f"{said} {ask.context.place.currency}",)
    )
    question = Question("amount", words("budget")("ask.amount", ask.locale, said=said), options)
    rest = wish.text.replace(said, "").strip()
    verb = wish.verb.replace("_", "-")
    result = AgentResult((question.text,), questions=(question,), status="needs_input", verb=verb)

    buttons = tuple(Button(option, f"budget {verb} {rest} {option}".replace("  ", " ")) for option in options)
    return replace(result, buttons=buttons, expects=f"budget {verb} {rest} :".replace("  ", " "))
