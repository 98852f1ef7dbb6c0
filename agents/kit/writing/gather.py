"""What copy may rest on: the proofs, angles and cautions that are known at a place, each with its source."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from agents.kit.brandcheck.types import Proof
from agents.kit.commands import without_command
from agents.kit.flows import Flowing, arriving
from agents.kit.frameworks.confidence import GRADES
from agents.kit.given import Brand
from agents.kit.reading.sentences import sentences
from agents.kit.writing.wish import facts_of, understand
from agents.types import Ask
from config.content.checking import lexicon, whole_words
from memory.guidelines import Guidelines
from memory.insight import STANDING
from memory.types import InputUsed

_ROLES = {
    "swot.strength-content.proof": "proof",
    "vrio.advantage-content.proof": "proof",
    "vrio.parity-content.avoid": "avoid",
    "blue_ocean.dropped-content.never": "avoid",
    "blue_ocean.added-content.angle": "angle",
    "competitor.moves-content.counter_angle": "counter",
    "jtbd.outcome-content.brief": "outcome",
    "jtbd.emotional-content.tone": "tone",
    "jtbd.social-content.tone": "tone",
    "persona.objections-content.faq": "objection",
    "persona.language_style-content.voice": "voice",
}
"""Every flow that copy takes from, and what for."""
_PASTES = {"check", "rewrite"}
"""What hands in a text to be looked at: its claims are what is in question."""
_MOST_SENTENCES = 300


@dataclass(frozen=True, slots=True)
class Known:
    """All that copy at this place may use or must heed."""

    proofs: tuple[Proof, ...]
    guidelines: Guidelines
    inputs: tuple[InputUsed, ...]
    """Everything that was read: a change of it makes what is written stale."""

    def of(self, role: str) -> tuple[Proof, ...]:
        return tuple(one for one in self.proofs if one.role == role)

    @property
    def tellable(self) -> tuple[Proof, ...]:
        """Proofs that copy may tell outside, best first."""
        found = [one for one in self.of("proof") if not one.inward]
        return tuple(sorted(found, key=lambda one: -one.grade))

    @property
    def kept_back(self) -> tuple[Proof, ...]:
        return tuple(one for one in self.of("proof") if one.inward)

    @property
    def avoid(self) -> tuple[str, ...]:
        return tuple(one.text for one in self.of("avoid"))

    def proof(self, ref: str) -> Proof | None:
        """The proof with this id or reference."""
        return next((one for one in self.proofs if ref and ref in {one.id, one.ref}), None)


async def gather(ask: Ask, pasted: str = "", own: Iterable[str] = ()) -> Known:
    """What is known here. What was pasted for a check proves nothing, least of all itself; `own` are told facts."""
    brand = await ask.given.brand() if ask.given else Brand(Guidelines({}))
    found = [*_of_guidelines(brand), *_flowing(ask), *_insights(ask), *_documents(ask, pasted)]
    found += _said(ask, pasted, tuple(own))
    numbered = tuple(replace(one, id=f"P{n}") for n, one in enumerate(_distinct(found), start=1))
    return Known(numbered, brand.guidelines, _inputs(brand, found, ask))


def _flowing(ask: Ask) -> Iterator[Proof]:
    for flow_id, role in _ROLES.items():
        for one in arriving(flow_id, ask.context):
            if one.text.strip():
                yield _of_flow(one, role)


def _of_flow(flowing: Flowing, role: str) -> Proof:
    text = flowing.text
    return Proof(
        "",
        "output",
        flowing.ref,
        text,
        flowing.grade,
        flowing.path,
        flowing.used(),
        role == "proof" and inward(text),
        role,
    )


def _of_guidelines(brand: Brand) -> Iterator[Proof]:
    used = brand.inputs[-1] if brand.inputs else None
    field = brand.guidelines.fields.get("messaging.proof_points")
    for item, _place in field.items if field else ():
        ref = used.ref if used else "guideline"
        yield Proof("", "statement", ref, item, GRADES["statement"], "messaging.proof_points", used)


def _insights(ask: Ask) -> Iterator[Proof]:
    for one in ask.context.known:
        if one.category not in STANDING:
            used = InputUsed("insight", one.id, one.content_hash)
            yield Proof(
                "", "statement", one.id, one.text, min(one.grade, GRADES["statement"]), "", used, role="fact"
            )


def _documents(ask: Ask, pasted: str) -> Iterator[Proof]:
    for brief in ask.context.briefs:
        if pasted and _flat(pasted) in _flat(brief.text):
            continue
        for text in _sentences(brief.text):
            used = InputUsed("turn", brief.id, brief.content_hash)
            yield Proof("", "document", brief.id, text, GRADES["document"], "", used, inward(text), "fact")


def _said(ask: Ask, pasted: str, own: tuple[str, ...]) -> Iterator[Proof]:
    """What was told in this thread. The facts of the present request may be told; others only prove."""
    for turn in ask.context.turns:
        wish = understand(without_command(turn.text), explicit=turn.text.lstrip()[:1] in {"/", "!"})
        if turn.kind != "turn" or (wish.verb in _PASTES and wish.text):
            continue
        told = {*own, *(facts_of(turn.text) if wish.verb == "write" else ())}
        used = InputUsed("turn", turn.id, turn.content_hash)
        for text in _sentences(without_command(turn.text)):
            if pasted and _flat(text) in _flat(pasted):
                continue
            role = "proof" if text in told else "fact"
            yield Proof("", "statement", turn.id, text, GRADES["statement"], "", used, False, role)


def inward(text: str) -> bool:
    """Whether words tell a figure of the business itself, which is nothing for the street."""
    known = lexicon().inward
    return any(whole_words(words).search(text) for words in known.values())


def _sentences(text: str) -> list[str]:
    found = [text[span.start : span.end].strip() for span in sentences(text)]
    return [one for one in found if one][:_MOST_SENTENCES]


def _distinct(found: Iterable[Proof]) -> Iterator[Proof]:
    seen = set[tuple[str, str]]()
    for one in found:
        key = (one.role, _flat(one.text))
        if key not in seen:
            seen.add(key)
            yield one


def _inputs(brand: Brand, found: Iterable[Proof], ask: Ask) -> tuple[InputUsed, ...]:
    turns = [InputUsed("turn", one.id, one.content_hash) for one in ask.context.turns if one.kind == "turn"]
    used = [*brand.inputs, *(one.used for one in found if one.used), *turns]
    return tuple(dict.fromkeys(used))


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()
