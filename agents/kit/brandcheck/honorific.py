"""The politeness of Korean sentences: which of the four levels each ends in, and whether they keep to one."""

from collections import Counter
from collections.abc import Iterator

from agents.kit.brandcheck.sight import Sentence, Sight, seen
from agents.kit.brandcheck.types import Finding
from agents.kit.reading.hangul import final
from config.content.checking import joined, lexicon
from config.patterns import regex

_TAIL = regex(r"[\s.!?~…ㅎㅋㅠㅜ^:;)\]\"'”’」』>→▶|·\-\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+$")
_LAST = regex(r"[가-힣ㄱ-ㅎ]+$")
_WRITTEN = regex(r"(?<!니)[가-힣]다$")
_ENDING = 12
"""Syllables of a last word that are looked at."""
_TENSES = {"ㅆ", "ㄴ"}
"""What a verb in 평서체 has before its 다: 구웠다, 굽는다."""
_TAGGED = regex(r"(?:\s*#[\w가-힣]+)+\s*$")


def form_of(sentence: str) -> str | None:
    """formal, polite, plain or casual; None where it ends in a noun, or is a set phrase."""
    plain = _TAIL.sub("", _TAGGED.sub("", sentence))
    rules = lexicon().honorific
    match = _LAST.search(plain)
    if match is None or joined(rules.exempt).fullmatch(plain.split("\n")[-1].strip()):
        return None
    last = match[0][-_ENDING:]
    if _WRITTEN.search(last) and final(last[-2]) in _TENSES:
        return "plain"
    for name, form in rules.forms.items():
        if not regex(rf"(?:.*)(?:{'|'.join(form.endings)})").fullmatch(last):
            continue
        return None if any(regex(one).fullmatch(last) for one in form.nouns) else name
    return None


def honorific(sight: Sight) -> Iterator[Finding] | None:
    """None for texts in other languages, and where no sentence ends in a verb."""
    if sight.language != "ko":
        return None
    formed = [(sentence, form) for sentence in sight.sentences if (form := form_of(sentence.text))]
    return _kept(sight, formed) if formed else None


def _kept(sight: Sight, formed: list[tuple[Sentence, str]]) -> Iterator[Finding]:
    rules, chosen = lexicon().honorific, next(iter(sight.norms.texts("voice.formality")), "")
    wanted = rules.guideline.get(chosen)
    counts = Counter(form for _, form in formed)
    usual = wanted or counts.most_common(1)[0][0]
    mixed = " · ".join(f"{rules.forms[form].label.ko} {n}" for form, n in counts.most_common())
    for sentence, form in formed:
        if form == usual:
            continue
        facts = {"form": rules.forms[usual].label, "found": rules.forms[form].label if wanted else mixed}
        rule = "voice.honorific.level" if wanted else "voice.honorific.mix"
        yield seen(rule, sight.text, sentence.start, sentence.end, **facts)
