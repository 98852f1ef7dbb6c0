"""A model writes, the check decides: drafts in schema, rewritten with their redlines until they pass or rounds end."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from agents.kit.brandcheck.types import Copy, Norms, laid
from agents.kit.errors import ModelError
from agents.kit.fence import harmless, instructs
from agents.kit.llm import LLM, Material, Request
from agents.kit.writing.asset import Variant, against, checked, preferred
from agents.kit.writing.brief import Brief
from agents.kit.writing.gather import Known
from agents.types import Ask
from config.content.checking import lexicon
from config.content.formats import format_in, format_of
from config.content.wishes import write
from config.guidelines import guideline_catalogue
from config.patterns import regex
from config.wording import words
from memory.guidelines import Value
from memory.types import Json

_MOST_PROOFS = 60
_LINK = regex(r"https?://\S+|\bwww\.\S+|\S+@\S+\.\w+|<[@#!]\S+|@(?:everyone|here|channel|all)\b", 2)
_TELLING = 20
_STANDS_STILL = 2
"""Rounds without any gain after which nothing more is asked."""


class WrittenPart(BaseModel):
    """One field of the copy."""

    model_config = ConfigDict(extra="forbid")

    part: str = Field(description="The id of the part, one of those that are asked for.")
    text: str = Field(max_length=12_000)


class WrittenClaim(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(description="The claim, copied from the text.", max_length=400)
    proof_ref: str | None = Field(description="P1, P2, ...: the proof that it rests on, or null.")


class WrittenVariant(BaseModel):
    model_config = ConfigDict(extra="forbid")

    parts: list[WrittenPart] = Field(min_length=1, max_length=40)
    claims: list[WrittenClaim] = Field(default_factory=list[WrittenClaim], max_length=60)


class Written(BaseModel):
    """What a model may give: texts and what they rest on. Scores, lengths and verdicts are not its business."""

    model_config = ConfigDict(extra="forbid")

    variants: list[WrittenVariant] = Field(min_length=1, max_length=4)


@dataclass(frozen=True, slots=True)
class Grown:
    """What came of asking a model."""

    variants: tuple[Variant, ...] = ()
    engine: str = "rule"
    rounds: tuple[Json, ...] = ()
    notes: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    """What went wrong, in the user's words."""


async def grown(ask: Ask, llm: LLM, brief: Brief, known: Known, norms: Norms) -> Grown:
    """Variants by a model, rewritten with their redlines at most `rounds` times. It raises no ModelError.

    The best round is kept; each is recorded with what it changed.
    """
    best, rounds, notes, failed = Grown(), list[Json](), dict[str, None](), ""
    before: tuple[Variant, ...] = ()
    still = 0
    for number in range(1, write().rounds + 1):
        await ask.say(_telling(ask, number, before))
        try:
            answer = await llm.fill(Written, request(brief, known, before))
        except ModelError as error:
            failed = error.say(ask.locale)
            break
        copies, dropped = _copies(answer.value, brief, known)
        if not copies:
            break
        if dropped:
            notes[words("content")("note.removed_links", ask.locale)] = None
        now = checked(copies, norms, ask.locale)
        rounds.append(_round(number, now, before))
        gained = not best.variants or against(preferred(now)) < against(preferred(best.variants))
        if gained:
            best = Grown(now, f"llm:{answer.model}")
        still = 0 if gained else still + 1
        before = now
        if _passes(now) or still >= _STANDS_STILL:
            break
    return Grown(best.variants, best.engine, tuple(rounds), tuple(notes), (failed,) if failed else ())


def _telling(ask: Ask, number: int, before: Sequence[Variant]) -> str:
    say = words("content")
    if number == 1:
        return say("note.asking", ask.locale)
    count = sum(len(one.checked.open) for one in before)
    return say("note.rewriting", ask.locale, round=number, count=count)


def _passes(variants: Sequence[Variant]) -> bool:
    return all(one.checked.status == "passes" for one in variants)


def request(brief: Brief, known: Known, before: Sequence[Variant]) -> Request:
    """What is asked. The instructions are the same for every piece."""
    say, spec = write(), format_of(brief.format_id)
    parts = "; ".join(_part(brief, one.id) for one in spec.parts)
    form = lexicon().honorific.forms.get(brief.form)
    asked = (say.again if before else say.question).format(
        variants=1 if brief.text else say.variants,
        format=spec.label.en,
        parts=parts,
        form=f"Sentences end in {form.label.en}. " if form else "",
        answer_in=say.answer_in.say(brief.language),
    )
    return Request(
        agent="content",
        instructions=say.instructions,
        question=asked,
        material=tuple(_material(brief, known, before)),
        max_tokens=say.max_tokens,
    )


def _part(brief: Brief, part: str) -> str:
    spec = format_in(brief.format_id, brief.language).part(part)
    if spec is None:
        return part
    most = f"at most {spec.max} {spec.count}" if spec.max else f"about {spec.shown}" if spec.shown else "free"
    often = f", {spec.at_least} to {spec.at_most} of them" if spec.at_most > 1 else ""
    return f"{part} ({spec.label.en}; {most}{often}{'; may be left out' if spec.optional else ''})"


def _material(brief: Brief, known: Known, before: Sequence[Variant]) -> list[Material]:
    told = [Material("message", _briefed(brief))]
    if brief.text:
        told.append(Material("message", f"Text to rewrite:\n{brief.text}"))
    told.append(Material("output", f"Proofs:\n{_proofs(known)}"))
    told += [Material("output", text) for text in (_cautions(known), _guidelines(known)) if text]
    for one in before:
        told.append(Material("reply", f"Variant {one.id}:\n{one.copy.text}"))
        told.append(Material("output", f"Redlines of {one.id}:\n{_redlines(one)}"))
    return told


def _briefed(brief: Brief) -> str:
    named = ("topic", "message", "audience", "stage", "cta", "instruct")
    return "\n".join(f"{name}: {value}" for name in named if (value := getattr(brief, name)))


def _proofs(known: Known) -> str:
    usable = [one for one in (*known.tellable, *known.of("fact")) if not one.inward]
    return "\n".join(f"{one.id}: {one.text}" for one in usable[:_MOST_PROOFS]) or "none"


def _cautions(known: Known) -> str:
    lines = [f"Do not lead with: {one}" for one in known.avoid]
    named = (
        ("outcome", "Customers are not served with"),
        ("angle", "Angle"),
        ("counter", "Counter-angle"),
        ("tone", "Customers want to feel"),
        ("voice", "Persona's language"),
    )
    lines += [f"{label}: {one.text}" for role, label in named for one in known.of(role)]
    lines += [f"Objection to answer, if a proof does: {one.text}" for one in known.of("objection")]
    return "\n".join(lines)


def _guidelines(known: Known) -> str:
    catalogue = guideline_catalogue().fields
    lines = [
        f"{catalogue[name].label.en}: {_said(field.value)}" for name, field in known.guidelines.fields.items()
    ]
    return "Guidelines in force:\n" + "\n".join(lines) if lines else ""


def _said(value: Value) -> str:
    return "; ".join(value) if isinstance(value, tuple) else value


def _redlines(variant: Variant) -> str:
    return (
        "\n".join(f"- {one.quote!r} [{one.rule_id}]: {one.why} {one.fix}" for one in variant.checked.open)
        or "none"
    )


def _copies(value: Written, brief: Brief, known: Known) -> tuple[tuple[Copy, ...], bool]:
    """The variants as texts, without lines that reach out or speak to the machine; and whether any was taken out."""
    spec, dropped, copies = format_of(brief.format_id), False, list[Copy]()
    for one in value.variants:
        parts: list[tuple[str, str]] = []
        for part in one.parts:
            text, fewer = _vetted(part.text, known)
            dropped = dropped or fewer
            if text.strip():
                parts.append((part.part if spec.part(part.part) else spec.main.id, text))
        if parts:
            copies.append(laid(tuple(parts), brief.language, brief.format_id))
    return tuple(copies), dropped


def _vetted(text: str, known: Known) -> tuple[str, bool]:
    lines = text.replace("\r", "").split("\n")
    kept = [line for line in lines if _allowed(line, known)]
    return "\n".join(kept).strip(), len(kept) < len(lines)


def _allowed(line: str, known: Known) -> bool:
    if not line.strip():
        return True
    if harmless(line) != line or instructs(line) or _tells_own(line):
        return False
    given = " ".join(one.text for one in known.proofs) + " ".join(
        _said(field.value) for field in known.guidelines.fields.values()
    )
    return all(match[0] in given for match in _LINK.finditer(line))


def _tells_own(line: str) -> bool:
    """Whether it gives away the house's own words to the model."""
    plain = " ".join(line.casefold().split())
    return len(plain) >= _TELLING and plain in " ".join(write().instructions.casefold().split())


def _round(number: int, now: Sequence[Variant], before: Sequence[Variant]) -> Json:
    """A round for the record: its best score, what is open, and what it changed in the chosen text."""
    best = preferred(now)
    old = next((one for one in before if one.id == best.id), None)
    return {
        "id": f"N{number}",
        "round": number,
        "score": best.checked.score,
        "status": best.checked.status,
        "open": len(best.checked.open),
        "rules": sorted({one.rule_id for one in best.checked.open}),
        "text": best.copy.text,
        "diff": difference(old.copy.text, best.copy.text) if old else [],
    }


def difference(before: str, after: str) -> list[str]:
    """The lines that went (- ) and came (+ )."""
    told = difflib.ndiff(before.split("\n"), after.split("\n"))
    return [line for line in told if line[:2] in {"- ", "+ "}]
