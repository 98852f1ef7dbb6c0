"""What the Persona agent makes and shows, and what it takes words for that ask for nothing by name."""

from dataclasses import replace

from agents.kit.frameworks.told import told
from agents.kit.frameworks.wish import is_story
from agents.kit.persona import answers, changes
from agents.kit.persona.creating import Wanted, create
from agents.kit.persona.edits import asks_for_edit
from agents.kit.persona.errors import WhichPersona
from agents.kit.persona.mentions import mentions
from agents.kit.persona.panel import panel
from agents.kit.persona.person import Person
from agents.kit.persona.present import present
from agents.kit.persona.reached import with_channels
from agents.kit.persona.roster import Roster, roster
from agents.kit.persona.wish import Wish, asks, wanted
from agents.kit.reading.clauses import language
from agents.types import AgentResult, Ask, Button, Paragraph, Question, Section, Table
from config.wording import words

_BUTTONS = 3
_MANY = 6
_HEAD = 6
"""Characters before a group that a sentence is about."""


async def make(ask: Ask, wish: Wish) -> AgentResult:
    """New personas; where nobody is told of, what has to be known first. A told story is kept as a brief."""
    made = await with_channels(ask, create(ask, roster(ask), wanted(wish.rest)))
    if not made:
        return nobody(ask)
    failed: tuple[str, ...] = ()
    if ask.llm is not None and ask.llm.connected:
        from agents.kit.persona.proposing import grown  # noqa: PLC0415 - only with a model

        await ask.show(present(made, ask.locale, "create"))
        made, failed = await grown(ask, made, ask.llm)
    story = is_story(wish.rest) and wish.rest.strip() == ask.text.strip()
    keeps = told(ask.text).strip() if story else ""
    return replace(present(made, ask.locale, "create"), degraded=failed, keeps=keeps)


async def every(ask: Ask, wish: Wish) -> AgentResult:
    """The personas of the place and of those above it."""
    del wish
    there, say = roster(ask), words("persona")
    if not there.people:
        return changes.none_yet(ask)
    heads = tuple(
        say(f"list.{one}", ask.locale)
        for one in ("name", "slug", "group", "known", "confidence", "version", "place")
    )
    table = Table(heads, tuple(_listed(one) for one in there.people))
    line = say("list", ask.locale, count=len(there.people))
    note = Paragraph(say("synthetic.note", ask.locale))
    buttons = tuple(
        Button(say("button.show", ask.locale, name=one.name), f"persona show {one.slug}")
        for one in there.people
    )
    return AgentResult((line,), (Section(line, (table, note)),), buttons=buttons[:_BUTTONS], verb="list")


def _listed(one: Person) -> tuple[str, ...]:
    known = f"{sum(1 for each in one.attributes.values() if not each.assumed)}/{len(one.specs)}"
    output = one.output
    confidence = f"{output.draft.confidence:.2f}" if output else ""
    return (
        one.name,
        one.slug,
        one.group,
        known,
        confidence,
        str(output.version) if output else "",
        one.place,
    )


async def who(ask: Ask, wish: Wish) -> AgentResult:
    """Who buys: the personas that are there, or new ones."""
    return await (every(ask, wish) if roster(ask).people else make(ask, wish))


async def heard(ask: Ask, wish: Wish) -> AgentResult:
    """Words that name no verb: an answer, a correction, a question to those who are there, or a story."""
    there = roster(ask)
    if answers.answers(ask):
        return await answers.take(ask, wish)
    if not there.people:
        return await make(ask, wish)
    if asks_for_edit(wish.rest, there):
        return await changes.edit(ask, wish)
    if is_story(wish.rest):
        return await make(ask, wish)
    if _about_customers(wish.rest):
        return present(await with_channels(ask, create(ask, there, Wanted())), ask.locale, "create")
    if _only_named(wish.rest, there):
        return await changes.show(ask, wish)
    return await panel(ask, wish) if len(wish.rest.split()) > 1 else await every(ask, wish)


def _about_customers(text: str) -> bool:
    """Whether a sentence tells of a group, rather than asking or offering something."""
    named = [one for one in mentions(text, language(text)) if one.key]
    return bool(named) and named[0].start <= _HEAD and not text.rstrip().endswith("?") and not asks(text)


def _only_named(text: str, there: Roster) -> bool:
    """Whether hardly more is said than a persona's name."""
    named = there.named(text)
    return len(named) == 1 and len(text.split()) <= 2 and not text.rstrip().endswith("?")  # noqa: PLR2004


def which(ask: Ask, wish: Wish, unclear: WhichPersona) -> AgentResult:
    """A button for each persona that may be meant; it does what was asked for."""
    verb = "edit" if wish.verb == "say" else wish.verb
    people = roster(ask).people[:_MANY]
    buttons = tuple(Button(one.name, f"persona {verb} {one.slug} {wish.rest}".strip()) for one in people)
    return AgentResult((unclear.say(ask.locale),), buttons=buttons, status="needs_input", verb=verb, told="")


def nobody(ask: Ask) -> AgentResult:
    say = words("persona")
    asked = tuple(Question(f"brief.{one}", say(f"nobody.{one}", ask.locale)) for one in ("who", "how", "why"))
    lines = "\n".join(f"{nth}. {one.text}" for nth, one in enumerate(asked, start=1))
    return AgentResult(
        (say("nobody", ask.locale), lines), questions=asked, status="needs_input", verb="create"
    )
