"""What a text says: the brand's messages, its proofs, what to do next, and what it begins with."""

from collections.abc import Iterable, Iterator

from agents.kit.brandcheck.folding import fold
from agents.kit.brandcheck.sight import Sight, seen
from agents.kit.brandcheck.types import Finding
from agents.kit.brandcheck.wording import heard, holds
from agents.kit.frameworks.likeness import content, likeness
from config.content.checking import lexicon, whole_words
from config.patterns import regex

ECHO = 0.34
"""Share of a message's content words that are heard where it is echoed."""
_PILLARS = ("messaging.pillars", "messaging.value_proposition", "messaging.tagline", "messaging.positioning")
_SHOWN = 2


def pillars(sight: Sight) -> Iterator[Finding] | None:
    said = [item for field in _PILLARS for item in sight.norms.texts(field)]
    return _pillars(sight, said) if said else None


def _pillars(sight: Sight, said: list[str]) -> Iterator[Finding]:
    if not any(echoes(one, sight.text) for one in said):
        yield Finding("messaging.pillars.absent", facts={"said": "; ".join(said[:_SHOWN])})


def echoes(message: str, text: str) -> bool:
    """Whether a message is heard in a text, in whatever words around it."""
    if not content(message):
        return message.strip().casefold() in text.casefold()
    return heard(message, text) >= ECHO


def proof(sight: Sight) -> Iterator[Finding] | None:
    """Whether a proof that may be told is told."""
    known = [one.text for one in sight.norms.proofs if one.role == "proof" and not one.inward]
    return _proof(sight, known) if known else None


def _proof(sight: Sight, known: list[str]) -> Iterator[Finding]:
    if not any(echoes(one, sight.text) for one in known):
        yield Finding("messaging.proof.absent", facts={"said": known[0]})


def call(sight: Sight) -> Iterator[Finding] | None:
    """What to do next; None where a text of this kind needs none."""
    return _call(sight) if sight.norms.wants_call else None


def _call(sight: Sight) -> Iterator[Finding]:
    own = sight.norms.texts("content.cta")
    folded = fold(sight.text)
    if any(holds(folded, one) for one in own):
        return
    if not calls(sight):
        examples = {"ko": "자세한 내용은 프로필 링크에서 확인하세요.", "en": "Read more at the link."}
        yield Finding(
            "messaging.cta.absent", facts={"said": "; ".join(own[:_SHOWN]) or examples[sight.language]}
        )
    elif own:
        yield Finding("messaging.cta.other", facts={"said": "; ".join(own[:_SHOWN])})


def calls(sight: Sight) -> bool:
    """Whether something is asked of the reader."""
    words = lexicon().calls[sight.language]
    if sight.language == "ko":
        return whole_words(words).search(sight.text) is not None
    begins = lexicon().calls_opening["pattern"]
    pattern = regex(rf"(?i:{begins}(?:{'|'.join(words)}))")
    return pattern.search(sight.text) is not None


def lead(sight: Sight) -> Iterator[Finding] | None:
    avoid = sight.norms.avoid
    return _lead(sight, avoid) if avoid and sight.sentences else None


def _lead(sight: Sight, avoid: Iterable[str]) -> Iterator[Finding]:
    first = sight.sentences[0]
    for one in avoid:
        if content(one) and likeness(one, first.text) >= ECHO * 2:
            yield seen("messaging.lead.parity", sight.text, first.start, first.end, said=one)
            return


def words(sight: Sight) -> Iterator[Finding] | None:
    preferred = sight.norms.texts("content.preferred_words")
    return _words(sight, preferred) if preferred else None


def _words(sight: Sight, preferred: tuple[str, ...]) -> Iterator[Finding]:
    folded = fold(sight.text)
    if not any(holds(folded, one) for one in preferred):
        yield Finding("messaging.words.preferred", facts={"said": ", ".join(preferred[: 2 * _SHOWN])})
