"""What an interview suggests becomes an insight when somebody accepts it: synthetic, of a low grade of its own."""

from collections.abc import Sequence

from agents.kit.figures import number
from agents.kit.flows import own
from agents.kit.interviewing.guide import INTERVIEW
from agents.kit.interviewing.port import Interviews
from agents.kit.interviewing.showing import DONE, told_only
from agents.kit.interviewing.wish import Wish
from agents.types import AgentResult, Ask
from config.interview import interview_words
from memory.insight import Insight
from memory.interview import SYNTHETIC, Interaction, Session
from memory.types import Json, Output


async def accept(ask: Ask, port: Interviews, wish: Wish, here: Session | None) -> AgentResult:
    """One insight by its number, or all. Raises NotYours."""
    output = _meant(ask, wish, here)
    offered: list[Json] = output.draft.body["insights"] if output else []
    chosen = offered if wish.number == 0 else offered[wish.number - 1 : wish.number]
    if output is None or not chosen:
        return told_only("accepted.none", ask.locale, verb=DONE, number=wish.number or "")
    history = await port.history(output.draft.body["persona"]["slug"])
    taken = [found for one in chosen if (found := await _accepted(port, output, one, history))]
    say = interview_words()
    if not taken:
        return told_only("accepted.gone", ask.locale, verb=DONE)
    grade = number(SYNTHETIC)
    lines = [say("accepted", ask.locale, grade=grade, text=one.text) for one in taken]
    return AgentResult(
        (*lines, say("accepted.apart", ask.locale)),
        verb=DONE,
        told="",
        used=tuple(one.id for one in taken),
    )


def _meant(ask: Ask, wish: Wish, here: Session | None) -> Output | None:
    """The interview that is named, that of this thread, or the last one that was wrapped up here."""
    found = own(ask.context, INTERVIEW)
    named = next((one for one in found if one.draft.subject in wish.rest.split()), None)
    in_thread = next((one for one in found if here and one.draft.subject == here.result), None)
    return named or in_thread or (found[0] if found else None)


async def _accepted(
    port: Interviews, output: Output, offered: Json, history: Sequence[Interaction]
) -> Insight | None:
    """The source is the last answer that says it."""
    wanted = {one.removeprefix("T") for one in offered["turns"]}
    turns = [one for one in history if str(one.number) in wanted]
    if not turns:
        return None
    slug = output.draft.body["persona"]["slug"]
    text = interview_words()("labelled", output.draft.locale, text=offered["text"])
    return await port.accept(turns[-1], text, f"persona:{slug}:{offered['subject']}", offered["value"])
