"""Redlines mended without inventing a word: what is added is the law's or the guidelines', the rest goes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.kit.brandcheck.check import Checked, Redline
from agents.kit.brandcheck.honorific import form_of
from agents.kit.brandcheck.types import Copy, laid
from agents.kit.reading.sentences import sentences
from agents.kit.writing.edits import tidy
from agents.kit.writing.politeness import turned
from config.content.checking import lexicon
from config.content.legal import legal_rules
from config.content.templates import templates
from config.errors import Locale
from config.patterns import regex
from config.wording import words

_BURST = regex(r"[!！]+(?:[?？])?|[?？][!！]+")
_REPLY = regex(r"^\s*(?:(?:re|fwd?)\s*:\s*)+", 2)
_BENT = regex(r"^\s*[\(\[<{〔［（\"“]?\s*광\s*[.\-_·*/]?\s*고\s*[\)\]>}〕］）\"”:：]\s*")
_DROPS = {
    "claims.number.unproved", "claims.superlative.unproved", "claims.absolute", "governance.prohibited",
    "governance.never_do", "governance.rival", "voice.tone.discouraged", "voice.tone.clash",
}  # fmt: skip
"""What goes with its sentence: words that may not stand, and claims that nobody has proved."""
_LOUD = {"voice.restraint.exclamation", "voice.tone.discouraged"}
_POLITENESS = {"voice.honorific.mix", "voice.honorific.level"}


@dataclass(frozen=True, slots=True)
class Mended:
    copy: Copy
    said: tuple[str, ...]
    """What was done, in the user's words."""


def mend(copy: Copy, found: Checked, brand: str, locale: Locale, formality: str = "") -> Mended:
    """The copy with every redline mended that needs no new words."""
    said: list[str] = []
    texts = [piece.text for piece in copy.pieces]
    for n, piece in enumerate(copy.pieces):
        inside = [
            one for one in found.redlines if piece.start <= one.start < piece.start + max(len(piece.text), 1)
        ]
        texts[n], told = _dropped(
            piece.text,
            piece.start,
            [one for one in inside if one.rule_id in _DROPS and not _only_marks(one)],
            locale,
        )
        said += told
    rules = {one.rule_id for one in found.redlines}
    if rules & _POLITENESS:
        texts, told = _polite(texts, formality, locale)
        said += told
    texts, told = _marks(texts, rules, locale)
    said += told
    texts, told = _put(texts, copy, found.redlines, brand, locale)
    parts = tuple((piece.id, text) for piece, text in zip(copy.pieces, texts, strict=True) if text.strip())
    return Mended(laid(parts or ((copy.pieces[0].id, ""),), copy.language, copy.format_id), (*said, *told))


def _dropped(text: str, start: int, redlines: Sequence[Redline], locale: Locale) -> tuple[str, list[str]]:
    """Without the sentences that hold these, where another one is left."""
    spans = [(one.start, one.end) for one in sentences(text)]
    bad = [(a, b) for a, b in spans if any(a < one.end - start and one.start - start < b for one in redlines)]
    if not bad or len(bad) == len(spans):
        return text, []
    kept, said = text, list[str]()
    for a, b in reversed(bad):
        kept = kept[:a].rstrip(" \t·-•") + " " + kept[b:].lstrip(" \t")
        said.insert(0, words("content")("mended.dropped", locale, said=text[a:b]))
    return tidy(kept), said


def _only_marks(redline: Redline) -> bool:
    return not any(c.isalnum() for c in redline.quote)


def _polite(texts: list[str], formality: str, locale: Locale) -> tuple[list[str], list[str]]:
    """All sentences in the guideline's level of politeness, or in that of most of them, as far as rules know how."""
    forms = Counter(form for text in texts for one in _spoken(text) if (form := form_of(one)))
    wanted = lexicon().honorific.guideline.get(formality) or next(
        (form for form, _ in forms.most_common(1)), ""
    )
    said: list[str] = []
    for n, text in enumerate(texts):
        for one in _spoken(text):
            if form_of(one) not in {None, wanted} and (new := turned(one, wanted)) != one:
                texts[n] = texts[n].replace(one, new)
                said.append(words("content")("mended.swapped", locale, before=one, after=new))
    return texts, said


def _spoken(text: str) -> list[str]:
    return [text[one.start : one.end] for one in sentences(text)]


def _marks(texts: list[str], rules: set[str], locale: Locale) -> tuple[list[str], list[str]]:
    if not rules & _LOUD:
        return texts, []
    return [_BURST.sub(".", one) for one in texts], [words("content")("mended.marks", locale)]


def _put(
    texts: list[str], copy: Copy, redlines: Sequence[Redline], brand: str, locale: Locale
) -> tuple[list[str], list[str]]:
    """With what the law and the guidelines ask for: a label at the front, the rest at the end."""
    rules, said, say = {one.rule_id for one in redlines}, list[str](), words("content")
    if "us.canspam.subject" in rules:
        texts[0] = _REPLY.sub("", texts[0])
    if "kr.send.label" in rules:
        label = legal_rules()["kr.send.label"][1].facts["label"]
        rest = _BENT.sub("", texts[0])
        named = "kr.send.sender" in rules and copy.pieces[0].id not in {"subject", "title"}
        texts[0] = f"{label} {brand}\n{rest}" if named else f"{label} {rest}"
        said.append(say("mended.label", locale, said=label))
    for line in _behind(copy, redlines):
        texts[-1] = f"{texts[-1].rstrip()}\n{line}"
        said.append(say("mended.added", locale, said=line))
    return texts, said


def _behind(copy: Copy, redlines: Sequence[Redline]) -> Iterator[str]:
    rules = {one.rule_id for one in redlines}
    if copy.format.sent and rules & {"kr.send.optout", "us.canspam.optout", "us.tcpa.stop", "eu.gdpr.object"}:
        yield templates().sends[copy.language].refusal(copy.format.kind)
    elif copy.format_id == "email" and "us.canspam.address" in rules:
        yield "{address}"
    for one in redlines:
        if one.rule_id in {"governance.required", "governance.disclaimer"} and one.severity != "note":
            yield one.fix.partition(": ")[2]
