"""An answer before any platform's rendering: Markdown that every channel starts from. It loses nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from agents.kit.figures import number
from agents.kit.frameworks.confidence import level
from agents.kit.ports import Agent
from agents.kit.steps import flowing_to, next_steps
from agents.types import AgentResult, Block, Bullets, Button, Chart, Paragraph, Section, Table
from bot.address import address
from bot.learning.lesson import Lesson
from bot.learning.remembered import Told, remembered
from bot.metering import Model
from bot.routing.desks import Desks
from bot.routing.router import Route
from bot.types import Reply
from config.catalogue import FRAMEWORKS
from config.errors import Locale
from config.wording import words
from memory.store.entrance import Entrance
from memory.types import Draft, Output, Place

_STEPS = 3
"""Next steps that are offered below an answer."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who answered what, and where."""

    entrance: Entrance | None
    agent: Agent | None
    route: Route
    result: AgentResult
    outputs: tuple[Output, ...]
    first: bool
    """Whether this is the first answer of its thread."""
    handed: tuple[str, ...] = ()
    """What became of the files that came along."""
    lesson: Lesson = Lesson()
    """What of memory went into the answer, and what the message taught."""
    agents: Mapping[str, Agent] = field(default_factory=dict[str, Agent])
    """All there are, for handing over."""
    model: Model = Model()
    """Whether a language model may be asked here, and what is wrong with its settings."""
    client_safe: bool = False
    """Whether people from outside read along, so that what is internal is left out."""


def reply_of(spoken: Spoken, locale: Locale) -> Reply:
    """The reply with its header, lines, long answer and buttons; thread and ids are the turn's to add."""
    result, place = _shown(spoken, locale), spoken.entrance.place if spoken.entrance else None
    header = _header(spoken, trail := breadcrumb(place, spoken.agent, locale), locale)
    told = remembered(spoken.lesson, place, locale, cites=bool(spoken.outputs)) if place else Told()
    also, elsewhere = Desks(spoken.agents, locale).beside(spoken.route) if spoken.agent else ((), ())
    notes = (*spoken.handed, *told.notes, *also, *_offline(spoken, locale), *result.degraded)
    asked = spoken.agent.command if spoken.agent else ""
    return Reply(
        status=result.status,
        text=markdown(header, result.lines, result.sections, result.charts, notes),
        thread="",
        message_id="",
        header=header,
        breadcrumb=trail,
        address=address(place, asked) if place and asked else "",
        scope=result.place or (place.path if place else ""),
        agent=spoken.agent.id if spoken.agent else "",
        command=f"{asked} {result.verb}".strip(),
        lines=result.lines,
        sections=result.sections,
        outputs=spoken.outputs,
        questions=result.questions,
        buttons=(*_offered(spoken, locale), *told.buttons, *elsewhere),
        lesson=spoken.lesson,
        charts=result.charts,
        documents=result.documents,
        expects=result.expects,
        degraded=result.degraded,
    )


def _offered(spoken: Spoken, locale: Locale) -> tuple[Button, ...]:
    return (
        *_own(spoken),
        *_approvals(spoken, locale),
        *_following(spoken, locale),
        *_tasks(spoken, locale),
        *_exports(spoken, locale),
    )


def _own(spoken: Spoken) -> tuple[Button, ...]:
    """The answer's own buttons; `{output}` in an action is the output that it delivers."""
    made = spoken.outputs[0].id if spoken.outputs else ""
    return tuple(replace(one, action=one.action.replace("{output}", made)) for one in spoken.result.buttons)


def _approvals(spoken: Spoken, locale: Locale) -> tuple[Button, ...]:
    """To put up for approval what is made to be approved, unless the answer offers that itself."""
    if any(one.action.startswith("approve request") for one in spoken.result.buttons):
        return ()
    drafts = [
        one
        for one in spoken.outputs
        if one.status == "draft"
        and one.draft.output_type not in FRAMEWORKS
        and one.draft.body.get("status") != "blocked"
    ]
    if not drafts:
        return ()
    from config.teamwork import teamwork  # noqa: PLC0415 - frameworks are not put up for approval by a button

    offered, label = teamwork().approvals.offered, words("teamwork")("button.request", locale)
    return tuple(
        Button(label, f"approve request {one.id}") for one in drafts[:1] if one.draft.output_type in offered
    )


def _following(spoken: Spoken, locale: Locale) -> tuple[Button, ...]:
    """The next steps that what was delivered allows, of agents on duty, as far as no button offers them yet."""
    if not spoken.outputs:
        return ()
    steps = next_steps(output.draft.output_type for output in spoken.outputs)
    offered = {button.action for button in spoken.result.buttons}
    open_ = [one for one in steps if one.agent in spoken.agents and one.command not in offered]
    return tuple(Button(one.offer[locale], one.command) for one in open_[:_STEPS])


def _tasks(spoken: Spoken, locale: Locale) -> tuple[Button, ...]:
    """What is to be done, as tasks; only for what has a flow to them is the registry built."""
    bearing = frozenset(flowing_to("task"))
    made = [output for output in spoken.outputs if output.draft.output_type in bearing]
    if not made:
        return ()
    from bot.tools.onward import task_buttons  # noqa: PLC0415 - few outputs name actions

    return task_buttons(made, locale)


def _exports(spoken: Spoken, locale: Locale) -> tuple[Button, ...]:
    """[Export] for what was delivered; of several outputs each has its own."""
    label = words("documents")("export.button", locale)
    parted = [output.draft.title.partition(":") for output in spoken.outputs]
    heads = [head for head, _, _ in parted]
    titles = [tail.strip() if tail and heads.count(head) > 1 else head for head, _, tail in parted]
    labels = [label] if len(titles) == 1 else [f"{label}: {title}" for title in titles]
    return tuple(
        Button(name, f"export {output.id}") for name, output in zip(labels, spoken.outputs, strict=True)
    )


def _offline(spoken: Spoken, locale: Locale) -> tuple[str, ...]:
    """Once for a thread: that no model had a part in what was computed."""
    computed = spoken.first and any(output.draft.engine == "rule" for output in spoken.outputs)
    standing = spoken.model.standing
    return (words("turn")(standing, locale),) if computed and standing != "connected" else ()


def _shown(spoken: Spoken, locale: Locale) -> AgentResult:
    """What is shown, of which nothing may be kept or internal where it must not be."""
    result = spoken.result
    lines = (*result.lines, *result.aside)
    sections = outward(result.sections) if spoken.client_safe else result.sections
    degraded = (spoken.model.fault.say(locale),) if spoken.model.fault else result.degraded
    return replace(result, lines=lines, sections=sections, degraded=degraded)


def outward(sections: Iterable[Section]) -> tuple[Section, ...]:
    """What may leave the house of an answer: neither internal sections nor internal columns."""
    return tuple(
        replace(one, blocks=tuple(map(_outward, one.blocks))) for one in sections if not one.internal
    )


def _outward(block: Block) -> Block:
    if not isinstance(block, Table) or not block.internal:
        return block
    kept = [place for place in range(len(block.columns)) if place not in block.internal]
    rows = tuple(tuple(row[place] for place in kept) for row in block.rows)
    return Table(tuple(block.columns[place] for place in kept), rows)


def breadcrumb(place: Place | None, agent: Agent | None, locale: Locale) -> tuple[str, ...]:
    """Names from the client (of an SME: from the business) down to the agent."""
    names = place.names if place else ()
    below = names[1:] if place and place.org_type == "AGENCY" and len(names) > 1 else names
    return (*below, agent.name(locale)) if agent else below


def _header(spoken: Spoken, trail: tuple[str, ...], locale: Locale) -> str:
    say, joined = words("turn"), " › ".join(trail)
    if not spoken.outputs or spoken.agent is None:
        return joined if spoken.agent else ""
    least = min(spoken.outputs, key=lambda output: output.draft.confidence).draft
    return say("header", locale, trail=joined, level=surety(least, locale), engine=engine(least, locale))


def surety(draft: Draft, locale: Locale) -> str:
    """How well it is founded: `medium (0.55)`."""
    return f"{words('turn')(f'level.{level(draft.confidence)}', locale)} ({number(draft.confidence)})"


def engine(draft: Draft, locale: Locale) -> str:
    """What made it: rules, or the model's name."""
    rules = draft.engine == "rule"
    return words("turn")("engine.rule", locale) if rules else draft.engine.removeprefix("llm:")


def markdown(
    header: str,
    lines: Iterable[str],
    sections: Iterable[Section],
    charts: Iterable[Chart],
    notes: Iterable[str] = (),
) -> str:
    """Header, lines, then the long answer; a chart is told in words where no picture is seen."""
    parts = [f"**{header}**" if header else "", "\n\n".join(lines)]
    parts += [_section(section) for section in sections]
    parts += [f"_{chart.alt}_" for chart in charts]
    return "\n\n".join(part for part in (*parts, *notes) if part)


def _section(section: Section) -> str:
    return "\n\n".join([f"### {section.title}", *(block_text(block) for block in section.blocks)])


def block_text(block: Block) -> str:
    """As Markdown."""
    match block:
        case Paragraph(text):
            return text
        case Bullets(items):
            return "\n".join(f"- {_flat(item)}" for item in items)
        case Table(columns, rows):
            return "\n".join([_row(columns), _row("---" for _ in columns), *(_row(row) for row in rows)])


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_flat(cell).replace("|", "\\|") for cell in cells) + " |"


def _flat(text: str) -> str:
    return " ".join(text.split())
