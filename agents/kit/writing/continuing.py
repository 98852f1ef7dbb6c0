"""What goes on with a piece of content: a variant chosen, a part changed, redlines mended, facts that prove it."""

from dataclasses import replace

from agents.kit.brandcheck.types import Copy, texts
from agents.kit.writing import present as shown
from agents.kit.writing.asset import Made, brand_name, checked, draft_of, norms_of
from agents.kit.writing.body import brief_of, chosen_of, copies_of
from agents.kit.writing.edits import edited
from agents.kit.writing.gather import Known, gather
from agents.kit.writing.mending import mend
from agents.kit.writing.wish import Wish
from agents.types import AgentResult, Ask
from config.content.wishes import pattern
from config.wording import words
from memory.types import Output


async def use(ask: Ask, open_: Output, wish: Wish) -> AgentResult:
    """The piece with another variant chosen."""
    say, name = words("content"), _variant(wish.rest)
    known, made = await _again(ask, open_)
    if name not in {one.id for one in made.variants}:
        return _said(ask, "edit.nothing", quote=wish.rest.strip() or "?")
    return _next(ask, replace(made, chosen=name), known, open_, say("edit.used", ask.locale, id=name))


def _variant(said: str) -> str:
    match = pattern("plain", "use").search(said)
    if match:
        return (match["en"] or match["ko"]).upper()
    word = next((one for one in said.replace("안", " ").split() if len(one) == 1), "")
    return word.upper()


async def change(ask: Ask, open_: Output, wish: Wish) -> AgentResult:
    """The chosen variant changed by words; what was said in it for a fact is checked anew."""
    found = edited(chosen_of(open_), wish, ask.locale)
    if found is None:
        return _said(ask, "edit.nothing", quote=wish.rest.strip())
    known = await _known(ask, open_)
    made = _replaced(ask, open_, known, found.copy)
    return _next(ask, made, known, open_, words("content")("edit.done", ask.locale, said=found.said))


async def fix(ask: Ask, open_: Output, wish: Wish) -> AgentResult:
    """Everything mended that needs no new words."""
    del wish
    known, made = await _again(ask, open_)
    said = next(iter(texts(known.guidelines, "voice.formality")), "")
    mended = mend(made.best.copy, made.best.checked, brand_name(ask), ask.locale, said)
    if not mended.said:
        return _said(ask, "edit.none_fixed")
    done = _replaced(ask, open_, known, mended.copy)
    line = words("content")("edit.done", ask.locale, said="; ".join(dict.fromkeys(mended.said)))
    return _next(ask, done, known, open_, line)


async def rechecked(ask: Ask, open_: Output, wish: Wish) -> AgentResult:
    """The same texts against what is known now: what was told since may prove a claim."""
    del wish
    known, made = await _again(ask, open_)
    before = {one["text"] for one in open_.draft.body["claims"] if one["proof_ref"]}
    proved = [one for one in made.best.checked.claims if one.proof and one.text not in before]
    line = words("content")("recheck.proved", ask.locale) if proved else ""
    result = _next(ask, made, known, open_, line)
    return replace(result, told=None)


async def compare(ask: Ask, open_: Output, wish: Wish) -> AgentResult:
    """What changed since the version before, and the variants side by side."""
    del wish
    body, say = open_.draft.body, words("content")
    sections = [*shown.changed(body, ask.locale)] if body["changes"] else []
    if len(body["variants"]) > 1:
        sections.append(shown.compared(body, ask.locale))
    line = sections[0].title if sections else say("compare.none", ask.locale)
    return AgentResult((line,), tuple(sections), verb="compare", told="")


async def _again(ask: Ask, open_: Output) -> tuple[Known, Made]:
    """What is known now, and the piece against it."""
    known = await _known(ask, open_)
    return known, _remade(ask, open_, known, copies_of(open_.draft.body))


async def _known(ask: Ask, open_: Output) -> Known:
    """What is known; the words of a piece that was pasted prove nothing."""
    body = open_.draft.body
    pasted = "\n".join(one.text for one in copies_of(body)) if body["origin"] == "pasted" else ""
    return await gather(ask, pasted, brief_of(open_).facts)


def _remade(ask: Ask, open_: Output, known: Known, copies: tuple[Copy, ...]) -> Made:
    body, brief = open_.draft.body, brief_of(open_)
    variants = checked(copies, norms_of(ask, known, brief, body["told"]), ask.locale)
    named = tuple(replace(one, id=old["id"]) for one, old in zip(variants, body["variants"], strict=True))
    return Made(
        brief,
        named,
        body["chosen"],
        body["origin"],
        open_.draft.subject,
        tuple(body["rounds"]),
        tuple(body["notes"]),
        open_.draft.engine,
        body["told"],
    )


def _replaced(ask: Ask, open_: Output, known: Known, copy: Copy) -> Made:
    """With another text for the chosen variant."""
    body = open_.draft.body
    copies = tuple(
        copy if one["id"] == body["chosen"] else old
        for one, old in zip(body["variants"], copies_of(body), strict=True)
    )
    return _remade(ask, open_, known, copies)


def _next(ask: Ask, made: Made, known: Known, open_: Output, line: str) -> AgentResult:
    draft = draft_of(ask, made, known, open_)
    result = shown.present(draft, lines=(line,) if line else ())
    return replace(result, verb="edit", told="")


def _said(ask: Ask, key: str, **facts: object) -> AgentResult:
    return AgentResult(
        (words("content")(key, ask.locale, **facts),), status="needs_input", verb="edit", told=""
    )


async def show(ask: Ask, open_: Output, wish: Wish) -> AgentResult:
    """The piece as it was answered; nothing is saved anew."""
    del ask, wish
    return replace(shown.present(open_.draft), outputs=(), verb="show", told="")
