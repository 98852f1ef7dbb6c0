"""What a text may not say and must say: prohibited words, required elements, rivals' names, the brand's languages."""

from collections.abc import Iterator

from agents.kit.brandcheck.folding import Folded, fold
from agents.kit.brandcheck.sight import Sight, seen
from agents.kit.brandcheck.types import Copy, Finding, Norms
from agents.kit.brandcheck.wording import found, heard, holds
from agents.kit.frameworks.likeness import content, likeness
from config.patterns import regex

_QUOTED = regex(r"[\"'“”‘’「『]([^\"'“”‘’「」『』]{1,60})[\"'“”‘’」』]")
_LITERAL = regex(r"^[#@(\[]|https?://|www\.|\d{2,}")
_MUCH = 0.6
"""Share of a required sentence's content words that stand for the whole of it."""
_BROKEN = 0.75
"""The same for what is never done: a likeness that is no chance."""
_LANGUAGES = {
    "ko": ("한국어", "한글", "국문", "korean", "ko"),
    "en": ("영어", "영문", "english", "en"),
}
_SHORT = {"sms", "push", "ad"}


def prohibited(copy: Copy, norms: Norms) -> Iterator[Finding]:
    """Each prohibited word where it stands, however it is written, once for each place."""
    folded, told = fold(copy.text), set[tuple[int, int]]()
    field = norms.guidelines.fields.get("content.prohibited_words")
    for word, place in field.items if field else ():
        for start, end in found(word, folded):
            if not any(a < end and start < b for a, b in told):
                told.add((start, end))
                yield seen("governance.prohibited", copy.text, start, end, said=word, place=place)


def never(sight: Sight) -> Iterator[Finding]:
    """What is never done, where a sentence does it, or a word that it quotes is there."""
    folded = fold(sight.text)
    for said in sight.norms.texts("strategy.never_do"):
        for word in _QUOTED.findall(said):
            for start, end in found(word, folded):
                yield seen("governance.never_do", sight.text, start, end, said=said)
        for sentence in sight.sentences:
            if len(content(said)) > 1 and likeness(said, sentence.text) >= _BROKEN:
                yield seen("governance.never_do", sight.text, sentence.start, sentence.end, said=said)


def required(sight: Sight) -> Iterator[Finding]:
    """The elements and disclaimers that are missing. A short format may leave the disclaimers to its page."""
    folded = fold(sight.text)
    for said in sight.norms.texts("content.required_elements"):
        if not _there(said, sight.text, folded):
            yield Finding("governance.required", facts={"said": said})
    severity = "note" if sight.copy.format.kind in _SHORT else None
    for said in sight.norms.texts("content.disclaimers"):
        if not _there(said, sight.text, folded):
            yield Finding("governance.disclaimer", facts={"said": said}, severity=severity)
    yield from _language(sight)


def _there(said: str, text: str, folded: Folded) -> bool:
    quoted = _QUOTED.findall(said)
    if quoted:
        return all(holds(folded, one) for one in quoted)
    if holds(folded, said):
        return True
    return not _LITERAL.search(said) and heard(said, text) >= _MUCH


def _language(sight: Sight) -> Iterator[Finding]:
    allowed = [one.casefold().strip() for one in sight.norms.texts("content.languages")]
    if allowed and not any(name in one for one in allowed for name in _LANGUAGES[sight.language]):
        yield Finding("governance.language", facts={"said": ", ".join(allowed)})


def rivals(sight: Sight) -> Iterator[Finding]:
    folded = fold(sight.text)
    for name in sight.norms.texts("strategy.competitors"):
        for start, end in found(name, folded):
            yield seen("governance.rival", sight.text, start, end, said=name)
            break
