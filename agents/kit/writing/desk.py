"""The content agent at work: what each wish does."""

from dataclasses import replace

from agents.kit.brandcheck.types import Copy
from agents.kit.flows import arriving, own
from agents.kit.writing import present as shown
from agents.kit.writing.asset import TYPE, Made, brand_name, checked, draft_of, norms_of, preferred
from agents.kit.writing.body import brief_of, chosen_of
from agents.kit.writing.brief import Brief, choices, of_row, of_words, row_named, voiced
from agents.kit.writing.compose import composed
from agents.kit.writing.gather import Known, gather
from agents.kit.writing.parting import copy_of
from agents.kit.writing.proposing import Grown, grown
from agents.kit.writing.wish import Wish
from agents.types import AgentResult, Ask, Bullets, Button, Section, Table
from config.content.formats import TEXT, format_of, formats
from config.wording import words
from memory.types import Output

_CHECKS = "content check"
_MOST_ROWS = 8
_LONGEST = 40
"""Characters of a topic on a button."""


async def menu(ask: Ask, wish: Wish) -> AgentResult:
    """What can be asked for, and the pieces there are."""
    del wish
    say = words("content")
    examples = Bullets(tuple(say("menu.examples", ask.locale).split(" | ")))
    sections = (Section(say("section.examples", ask.locale), (examples,)), *_pieces(ask))
    return AgentResult(
        (say("menu", ask.locale),),
        sections,
        buttons=shown.offered(choices(4), "", ask.locale),
        status="needs_input",
        verb="menu",
    )


async def list_(ask: Ask, wish: Wish) -> AgentResult:
    del wish
    found = _pieces(ask)
    say = words("content")
    line = say("section.pieces", ask.locale) if found else say("pieces.none", ask.locale)
    return AgentResult((line,), found, verb="list", told="")


def _pieces(ask: Ask) -> tuple[Section, ...]:
    say, found = words("content"), own(ask.context, TYPE)
    if not found:
        return ()
    heads = tuple(say(f"col.{name}", ask.locale) for name in ("format", "part", "score", "status"))
    rows = tuple(
        (
            format_of(one.draft.body["channel"]).label.say(ask.locale),
            one.draft.body["topic"] or one.draft.title.partition(": ")[2],
            str(one.draft.body["brand_check"]["score"]),
            one.status if one.status == "approved" else say(f"status.{one.draft.body['status']}", ask.locale),
        )
        for one in found
    )
    return (Section(say("section.pieces", ask.locale), (Table(heads, rows),)),)


async def limits(ask: Ask, wish: Wish) -> AgentResult:
    """The formats and what each platform takes, with source and date."""
    say = words("content")
    said = wish.rest.casefold().split()
    near = tuple(name for name in formats() if any(word in name.split("_") for word in said))
    chosen = wish.formats or near or tuple(name for name in formats() if name != TEXT)
    heads = tuple(say(f"col.{name}", ask.locale) for name in ("format", "part", "limit", "source", "as_of"))
    rows = tuple(row for name in chosen for row in _limits(name, ask))
    title = say("section.formats", ask.locale)
    return AgentResult((title,), (Section(title, (Table(heads, rows),)),), verb="formats", told="")


def _limits(name: str, ask: Ask) -> list[tuple[str, ...]]:
    say, spec = words("content"), format_of(name)
    rows: list[tuple[str, ...]] = []
    for part in spec.parts:
        unit = say(f"count.{part.count}", ask.locale)
        told = [f"{part.max} {unit}"] if part.max else []
        told += [say("limit.shown", ask.locale, n=part.shown)] if part.shown else []
        told += [f"{part.tags} #"] if part.tags else []
        often = f" × {part.at_least}-{part.at_most}" if part.at_most > 1 else ""
        limit = ", ".join(told) or say("limit.none", ask.locale)
        label = f"{part.label.say(ask.locale)}{often}"
        rows.append((spec.label.say(ask.locale), label, limit, spec.source.say(ask.locale), spec.as_of))
    return rows


async def check(ask: Ask, wish: Wish) -> AgentResult:
    """The brand check of a text that was pasted, of a file that came along, or of the piece in this thread."""
    text = wish.text or _handed(ask)
    if not text:
        return _asking(ask, "ask.text", "check", expects=_CHECKS)
    copy = copy_of(text, wish.format)
    told = ask.command.rest.replace(text, " ")
    known = await gather(ask, text)
    brief = Brief(copy.format_id, copy.language)
    made = made_of(ask, (copy,), brief, known, origin="pasted", told=told)
    return replace(shown.present(draft_of(ask, made, known, None)), verb="check", told="")


def _handed(ask: Ask) -> str:
    """The text of a file that came with this message."""
    present = ask.context.turns[-1] if ask.context.turns else None
    new = [one for one in ask.context.briefs if present and one.created_at >= present.created_at]
    named = [
        one
        for one in ask.context.briefs
        if (name := str(one.meta.get("name", ""))) and name in ask.command.rest
    ]
    return next((one.text for one in [*named, *new][::-1]), "")


def made_of(
    ask: Ask,
    copies: tuple[Copy, ...],
    brief: Brief,
    known: Known,
    *,
    origin: str,
    told: str = "",
    slug: str = "",
) -> Made:
    """These texts, checked."""
    variants = checked(copies, norms_of(ask, known, brief, told), ask.locale)
    return Made(brief, variants, preferred(variants).id, origin, slug, told=told)


async def write(ask: Ask, wish: Wish) -> AgentResult:
    """A piece from plain words; where it goes is asked for when nobody said it."""
    brief = of_words(wish, ask.locale)
    if brief.format_id == TEXT:
        return _where(ask, brief)
    return await _written(ask, brief, "brief")


async def noted(ask: Ask, wish: Wish) -> AgentResult:
    """Something was told that copy is to know; it is remembered, and offered as what to write about."""
    line = words("content")("told.noted", ask.locale)
    return AgentResult((line,), buttons=shown.offered(choices(4), "", ask.locale), verb=wish.verb)


def _where(ask: Ask, brief: Brief) -> AgentResult:
    buttons = shown.offered(choices(), brief.topic[:_LONGEST], ask.locale)
    return _asking(ask, "ask.format", "write", buttons)


def _asking(
    ask: Ask, key: str, verb: str, buttons: tuple[Button, ...] = (), expects: str = ""
) -> AgentResult:
    """Something is needed first; nothing of what was said is for remembering."""
    line = words("content")(key, ask.locale)
    return AgentResult((line,), buttons=buttons, status="needs_input", verb=verb, expects=expects, told="")


async def brief(ask: Ask, wish: Wish) -> AgentResult:
    """A piece from a row of the plan: `content brief R1`."""
    rows = arriving("plan.row-content.brief", ask.context)
    if not rows:
        return _asking(ask, "ask.no_plan", "brief")
    row = row_named(rows, wish.rest)
    if row is None:
        buttons = tuple(
            Button(f"{name}: {one.text}"[:75], f"content brief {name}")
            for one in rows[:_MOST_ROWS]
            if (name := one.path.rpartition(".")[2])
        )
        return _asking(ask, "ask.row", "brief", buttons)
    made = of_row(row, wish.rest, ask.locale)
    if made.format_id == TEXT:
        name = row.path.rpartition(".")[2]
        offers = tuple(
            Button(format_of(one).label.say(ask.locale), f"content brief {name} {one}") for one in choices()
        )
        return _asking(ask, "ask.format", "brief", offers)
    return await _written(ask, made, "plan")


async def _written(ask: Ask, wanted: Brief, origin: str, open_: Output | None = None) -> AgentResult:
    """What is computed is shown first; then, where there is a model, what it wrote and the check let stand."""
    known = await gather(ask, wanted.text, wanted.facts)
    voice = voiced(wanted, known)
    slug = open_.draft.subject if open_ else ""
    copies = composed(voice, known, brand_name(ask))
    made = made_of(ask, copies, voice, known, origin=origin, told=wanted.instruct, slug=slug)
    computed = _shown(ask, made, known, open_)
    if ask.llm is None or not ask.llm.connected:
        return computed
    await ask.show(computed)
    norms = norms_of(ask, known, voice, wanted.instruct)
    return _grown(ask, made, known, open_, await grown(ask, ask.llm, voice, known, norms))


def _grown(ask: Ask, made: Made, known: Known, open_: Output | None, found: Grown) -> AgentResult:
    if not found.variants:
        return _shown(ask, replace(made, rounds=found.rounds), known, open_, found.failed)
    by_model = replace(
        made,
        variants=found.variants,
        chosen=preferred(found.variants).id,
        rounds=found.rounds,
        notes=found.notes,
        engine=found.engine,
    )
    return _shown(ask, by_model, known, open_, found.failed)


def _shown(
    ask: Ask, made: Made, known: Known, open_: Output | None, failed: tuple[str, ...] = ()
) -> AgentResult:
    say, lines = words("content"), list[str]()
    best = made.best.checked
    if len(made.rounds) > 1 and best.status == "passes":
        lines.append(say("line.passed_after", ask.locale, rounds=len(made.rounds)))
    elif made.rounds and best.status != "passes":
        why = "; ".join(dict.fromkeys(one.why for one in best.open[:3]))
        lines.append(say("line.no_pass", ask.locale, rounds=len(made.rounds), why=why))
    if made.engine == "rule" and not known.tellable and made.origin != "pasted":
        lines.append(say("line.facts_few", ask.locale))
    draft = draft_of(ask, made, known, open_)
    told = None if made.brief.facts else ""
    return replace(shown.present(draft, lines=lines, degraded=failed), verb="write", told=told)


def opened(ask: Ask) -> Output | None:
    """The piece that this thread is working on."""
    open_ = ask.context.open
    return open_ if open_ and open_.draft.output_type == TYPE else None


async def nothing_open(ask: Ask, wish: Wish) -> AgentResult:
    """For what can only be done with a piece that is there."""
    return _asking(ask, "edit.no_open", wish.verb)


async def rewrite(ask: Ask, wish: Wish) -> AgentResult:
    """Other words for a text that was pasted, or for the piece in this thread; without a model its check."""
    open_ = opened(ask)
    if not wish.text and open_ is None:
        return _asking(ask, "ask.text", "rewrite", expects="content rewrite")
    if not wish.text and open_ is not None:
        return await _otherwise(ask, open_, wish) if wish.rest.strip() else await _anew(ask, open_)
    copy = copy_of(wish.text, wish.format)
    known = await gather(ask, wish.text)
    told = ask.command.rest.replace(wish.text, " ").strip()
    language = wish.language or copy.language
    wanted = Brief(copy.format_id, language, instruct=told, text=wish.text)
    return await _reworded(ask, copy, voiced(wanted, known), known, None)


async def _anew(ask: Ask, open_: Output) -> AgentResult:
    """The piece put together again from what is known now; of a text that was pasted only the check."""
    origin = open_.draft.body["origin"]
    if origin != "pasted":
        return await _written(ask, brief_of(open_), origin, open_)
    from agents.kit.writing.continuing import rechecked  # noqa: PLC0415 - only a re-run needs it

    return await rechecked(ask, open_, Wish("check"))


async def _otherwise(ask: Ask, open_: Output, wish: Wish) -> AgentResult:
    """The chosen variant in other words, as wished."""
    copy = chosen_of(open_)
    known = await gather(ask, copy.text)
    wanted = replace(
        brief_of(open_), text=copy.text, instruct=wish.rest, language=wish.language or copy.language
    )
    return await _reworded(ask, copy, wanted, known, open_)


async def _reworded(ask: Ask, copy: Copy, wanted: Brief, known: Known, open_: Output | None) -> AgentResult:
    origin = open_.draft.body["origin"] if open_ else "pasted"
    slug = open_.draft.subject if open_ else ""
    made = made_of(ask, (copy,), wanted, known, origin=origin, told=wanted.instruct, slug=slug)
    if ask.llm is None or not ask.llm.connected:
        if open_ is not None:
            return _asking(ask, "edit.no_model", "rewrite")
        line = words("content")("edit.no_model", ask.locale)
        result = shown.present(draft_of(ask, made, known, open_), lines=(line,))
        return replace(result, verb="rewrite", told="")
    norms = norms_of(ask, known, wanted, wanted.instruct)
    found = await grown(ask, ask.llm, wanted, known, norms)
    return replace(_grown(ask, made, known, open_, found), verb="rewrite", told="")
