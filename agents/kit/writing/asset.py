"""A piece of content: variants with their claims, lengths and brand check, in the envelope of every output."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agents.kit.brandcheck.check import Checked, check
from agents.kit.brandcheck.types import Copy, Norms, Proof, Status
from agents.kit.flows import own
from agents.kit.frameworks.confidence import GRADES
from agents.kit.writing.body import changes, faq, outline, variant_json
from agents.kit.writing.brief import Brief
from agents.kit.writing.gather import Known
from agents.kit.writing.present import short
from agents.types import Ask
from config.content.formats import format_of
from config.errors import Locale
from config.patterns import regex
from config.wording import words
from memory.naming import suggestion
from memory.types import Draft, Evidence, InputUsed, Json, MissingInput, Output, OutputId

TYPE = "content_asset"
_PLACEHOLDER = regex(r"\{[\w가-힣\- ]+\}")
_SLUG = 48
_NAMES = "ABCDEFGH"
_MOST_MISSING = 6
_NO_CALL = {"text"}
_STATUSES: tuple[Status, ...] = ("passes", "revise", "blocked")


@dataclass(frozen=True, slots=True)
class Variant:
    """One version of the text, checked."""

    id: str
    copy: Copy
    checked: Checked


@dataclass(frozen=True, slots=True)
class Made:
    """A piece of content before it is put into its envelope."""

    brief: Brief
    variants: tuple[Variant, ...]
    chosen: str
    origin: str
    """brief, plan or pasted."""
    slug: str = ""
    rounds: tuple[Json, ...] = ()
    notes: tuple[str, ...] = ()
    engine: str = "rule"
    told: str = ""
    """What was said beside the text, for the legal packs."""

    @property
    def best(self) -> Variant:
        return next(one for one in self.variants if one.id == self.chosen)


def brand_name(ask: Ask) -> str:
    """What the brand is called: an agency's client, else the business itself."""
    place = ask.context.place
    below = place.names[1:] if place.org_type == "AGENCY" else place.names
    return next(iter(below or place.names), "")


def norms_of(ask: Ask, known: Known, brief: Brief, told: str) -> Norms:
    """What texts at this place are measured against."""
    return Norms(
        known.guidelines,
        known.proofs,
        known.avoid,
        (brand_name(ask),),
        told,
        wants_call=format_of(brief.format_id).kind not in _NO_CALL,
    )


def checked(copies: Sequence[Copy], norms: Norms, locale: Locale) -> tuple[Variant, ...]:
    return tuple(Variant(_NAMES[n], copy, check(copy, norms, locale)) for n, copy in enumerate(copies))


def preferred(variants: Sequence[Variant]) -> Variant:
    """The variant that has least against it."""
    return min(variants, key=lambda one: (*against(one), one.id))


def against(variant: Variant) -> tuple[int, int]:
    """Less is better: whether it is blocked, and how far it is from 100."""
    return _STATUSES.index(variant.checked.status), -variant.checked.score


def draft_of(ask: Ask, made: Made, known: Known, previous: Output | None) -> Draft:
    """The piece in its envelope. A version of an earlier piece tells what changed in the text."""
    locale, brief = ask.locale, made.brief
    slug = made.slug or new_slug(ask, made)
    subject = brief.topic or brief.message or made.best.copy.text.split("\n")[0]
    label = format_of(brief.format_id).label.say(locale)
    key = "title.check" if made.origin == "pasted" else "title.asset"
    return Draft(
        agent="content",
        output_type=TYPE,
        schema_version=1,
        locale=locale,
        title=words("content")(key, locale, format=label, topic=short(subject)),
        summary=summary(made, locale),
        body=body_of(ask, made, known, slug, previous),
        inputs_used=_inputs(known, brief),
        evidence=tuple(_evidence(ask, made, known)),
        missing_inputs=tuple(_missing(made, known, locale))[:_MOST_MISSING],
        confidence=_confidence(ask, made, known),
        engine=made.engine,
        supersedes=OutputId(previous.id) if previous else None,
        subject=slug,
    )


def _inputs(known: Known, brief: Brief) -> tuple[InputUsed, ...]:
    return tuple(dict.fromkeys((*known.inputs, *(one.used() for one in brief.flowing))))


def summary(made: Made, locale: Locale) -> str:
    say, best = words("content"), made.best.checked
    return say("line.score", locale, score=best.score, status=say(f"status.{best.status}", locale)).replace(
        "**", ""
    )


def new_slug(ask: Ask, made: Made) -> str:
    """A short name that no other piece of this place has."""
    subject = made.brief.topic or made.brief.message or made.best.copy.text
    base = suggestion(f"{made.brief.format_id.replace('_', ' ')} {subject}"[:_SLUG]).strip("-")
    taken = {one.draft.subject for one in own(ask.context, TYPE)}
    return next(
        name for n in range(1, len(taken) + 2) if (name := base if n == 1 else f"{base}-{n}") not in taken
    )


def body_of(ask: Ask, made: Made, known: Known, slug: str, previous: Output | None) -> Json:
    best, brief = made.best, made.brief
    path = ask.context.place.path
    variants = [variant_json(one.id, one.copy, one.checked, path, slug) for one in made.variants]
    chosen = next(one for one in variants if one["id"] == made.chosen)
    return {
        "slug": slug,
        "kind": format_of(brief.format_id).kind,
        "channel": brief.format_id,
        "language": brief.language,
        "topic": brief.topic,
        "origin": made.origin,
        "brief": brief.json(),
        "outline": outline(brief, known, ask.locale) if made.origin != "pasted" else [],
        "variants": variants,
        "chosen": made.chosen,
        "text": best.copy.text,
        "claims": chosen["claims"],
        "brand_check": chosen["brand_check"],
        "limits_ok": best.checked.limits_ok,
        "utm": chosen["utm"],
        "faq": faq(known) if made.origin != "pasted" else [],
        "rounds": list(made.rounds),
        "notes": list(made.notes),
        "told": made.told,
        "changes": changes(previous, best.copy) if previous else [],
        "status": best.checked.status,
    }


def _grounds(ask: Ask, made: Made, known: Known) -> dict[str, tuple[float, Evidence | None]]:
    """The fields that a piece rests on, each with the grade of what is under it; 0 where there is nothing."""
    turn = ask.context.turns[-1] if ask.context.turns else None
    said = GRADES["statement"] if turn else 0.0
    quote = turn.text if turn else ""
    stated = Evidence("brief.topic", "statement", turn.id if turn else "", quote, said)
    voice = known.guidelines["voice.tone"] or known.guidelines["voice.formality"]
    used = known.inputs[0] if known.inputs and known.inputs[0].kind == "guideline" else None
    guided = Evidence(
        "brief.voice", "statement", used.ref if used else "", str(voice or ""), GRADES["statement"]
    )
    grounds: dict[str, tuple[float, Evidence | None]] = {
        "brief.topic": (said, stated if turn else None),
        "brief.voice": (GRADES["statement"] if voice else 0.0, guided if voice else None),
    }
    for n, claim in enumerate(made.best.checked.claims, start=1):
        path = f"variants.{made.chosen}.claims.C{n}.text"
        proof = claim.proof
        grounds[path] = (proof.grade, evidence(path, proof)) if proof else (0.0, None)
    if made.origin != "pasted":
        best = next(iter(known.tellable), None)
        grounds["brief.proof"] = (best.grade, evidence("brief.proof", best)) if best else (0.0, None)
    return grounds


def evidence(path: str, proof: Proof) -> Evidence:
    return Evidence(path, proof.kind, proof.ref, proof.text, proof.grade)


def _evidence(ask: Ask, made: Made, known: Known) -> Iterable[Evidence]:
    yield from (found for _, found in _grounds(ask, made, known).values() if found)
    for one in made.brief.flowing:
        yield one.evidence("brief.message")


def _confidence(ask: Ask, made: Made, known: Known) -> float:
    """The mean over what the piece rests on of the grade under it; what is missing counts 0."""
    grades = [grade for grade, _ in _grounds(ask, made, known).values()]
    return round(sum(grades) / len(grades), 2) if grades else 0.0


def _missing(made: Made, known: Known, locale: Locale) -> Iterable[MissingInput]:
    say = words("content")
    if made.origin != "pasted" and not known.tellable:
        yield MissingInput("brief.proof", say("missing.facts", locale), say("ask.facts", locale))
    for n, claim in enumerate(made.best.checked.claims, start=1):
        if claim.proof is None and claim.kind != "date":
            path = f"variants.{made.chosen}.claims.C{n}.proof_ref"
            yield MissingInput(path, say("missing.proof", locale), say("ask.proof", locale, quote=claim.text))
    for name in placeholders(made.best.copy.text):
        yield MissingInput(
            f"placeholder.{name}",
            say("missing.placeholder", locale),
            say("ask.placeholder", locale, quote=name),
        )


def placeholders(text: str) -> tuple[str, ...]:
    """What the sender has to put in: {unsubscribe}, {address}."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(text)))
