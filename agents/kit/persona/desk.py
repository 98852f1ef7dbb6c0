"""What the Persona agent does for each wish; every verb is a function that is imported when it is wanted."""

from agents.kit.persona.creating import create
from agents.kit.persona.present import present
from agents.kit.persona.roster import roster
from agents.kit.persona.wish import Wish, wanted
from agents.types import AgentResult, Ask, Question
from config.wording import words


async def make(ask: Ask, wish: Wish) -> AgentResult:
    """New personas; where nobody is told of, what has to be known first."""
    there = roster(ask)
    made = create(ask, there, wanted(wish.rest))
    return present(made, ask.locale, "create") if made else nobody(ask)


def nobody(ask: Ask) -> AgentResult:
    say = words("persona")
    asked = tuple(Question(f"brief.{one}", say(f"nobody.{one}", ask.locale)) for one in ("who", "how", "why"))
    told = "\n".join(f"{nth}. {one.text}" for nth, one in enumerate(asked, start=1))
    return AgentResult(
        (say("nobody", ask.locale), told), questions=asked, status="needs_input", verb="create"
    )
