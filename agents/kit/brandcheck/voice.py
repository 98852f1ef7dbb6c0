"""The voice of a text: how it reads, in which tone, who speaks, and whether it keeps its temper."""

from collections.abc import Iterator

from agents.kit.brandcheck.counting import emoji
from agents.kit.brandcheck.folding import fold
from agents.kit.brandcheck.sight import Sentence, Sight, seen
from agents.kit.brandcheck.types import Finding
from agents.kit.brandcheck.wording import found
from agents.kit.figures import number
from config.content.checking import lexicon
from config.guidelines import guideline_catalogue
from config.patterns import regex

_VOWELS = regex(r"[aeiouy]+")
_LATIN = regex(r"[A-Za-z']+")
_QUOTED = regex(r"[\"'“”‘’「『]([^\"'“”‘’「」『』]{1,30})[\"'“”‘’」』]")
_BURST = regex(r"[!！]{2,}|[?？][!！]|[!！][?？]")
_ONE = regex(r"[!！]")
_LOUD = regex(r"\b[A-Z]{4,}\b")
_FEW = 2


def readability(sight: Sight) -> Iterator[Finding]:
    band = lexicon().readability[sight.language]
    for sentence in sight.sentences:
        words = _length(sentence, korean=sight.language == "ko")
        if words > band.long:
            yield seen(
                "voice.readability.long_sentence",
                sight.text,
                sentence.start,
                sentence.end,
                n=words,
                limit=band.words,
            )
    if band.ease is not None and (ease := flesch(sight, band.least)) is not None and ease < band.ease:
        yield Finding("voice.readability.hard", facts={"n": number(round(ease)), "limit": number(band.ease)})


def _length(sentence: Sentence, *, korean: bool) -> int:
    return len(sentence.text.split()) if korean else len(sentence.words)


def flesch(sight: Sight, least: int) -> float | None:
    """Flesch Reading Ease: 206.835 - 1.015 words/sentences - 84.6 syllables/words; None for too few words."""
    words = [word for sentence in sight.sentences for word in _LATIN.findall(sentence.text)]
    if len(words) < least:
        return None
    return (
        206.835 - 1.015 * len(words) / len(sight.sentences) - 84.6 * sum(map(syllables, words)) / len(words)
    )


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; one at least."""
    plain = word.lower().strip("'")
    groups = len(_VOWELS.findall(plain))
    silent = plain.endswith("e") and not plain.endswith(("le", "ee")) and groups > 1
    return max(groups - silent, 1)


def tone(sight: Sight) -> Iterator[Finding] | None:
    """None where the guidelines say nothing of tone."""
    norms = sight.norms
    wanted = " ".join((*norms.texts("voice.tone"), *norms.texts("voice.do")))
    if not wanted and not norms.texts("voice.dont"):
        return None
    return _tone(sight, wanted)


def _tone(sight: Sight, wanted: str) -> Iterator[Finding]:
    told: set[tuple[int, int]] = set()
    for said in sight.norms.texts("voice.dont"):
        for start, end in _discouraged(sight, said):
            if (start, end) not in told:
                told.add((start, end))
                yield seen("voice.tone.discouraged", sight.text, start, end, said=said)
    for one in lexicon().tones.values():
        if one.named.search(wanted):
            for match in one.clashes.finditer(sight.text):
                if match.span() not in told:
                    told.add(match.span())
                    yield seen("voice.tone.clash", sight.text, *match.span(), tone=one.label)


def _discouraged(sight: Sight, said: str) -> Iterator[tuple[int, int]]:
    """The words that a "do not" quotes; of one that names a habit, what the habit looks like."""
    folded = fold(sight.text)
    quoted = _QUOTED.findall(said)
    for word in quoted:
        yield from found(word, folded)
    if quoted:
        return
    for habit in lexicon().habits.values():
        if habit.named.search(said):
            there = [match.span() for match in regex(habit.pattern).finditer(sight.text)]
            yield from there[habit.free : habit.free + _FEW]
    if len(said.split()) <= _FEW:
        yield from found(said, folded)


def person(sight: Sight) -> Iterator[Finding] | None:
    chosen = next(iter(sight.norms.texts("voice.person")), "")
    rules = lexicon().persons.get(chosen)
    return None if rules is None else _person(sight, chosen, rules.others[sight.language])


def _person(sight: Sight, chosen: str, others: str) -> Iterator[Finding]:
    for match in regex(others).finditer(sight.text):
        start = match.end() - len(match[0].lstrip(' \n"“('))
        yield seen("voice.person", sight.text, start, match.end(), wanted=_option("voice.person", chosen))


def _option(field: str, chosen: str) -> object:
    options = guideline_catalogue().fields[field].options
    return next((option.label for option in options if option.id == chosen), chosen)


def restraint(sight: Sight) -> Iterator[Finding]:
    text = sight.text
    burst = _BURST.search(text)
    marks = list(_ONE.finditer(text))
    if burst:
        yield seen("voice.restraint.exclamation", text, *burst.span())
    elif len(marks) > max(1, len(sight.sentences) // 2):
        yield seen("voice.restraint.exclamation", text, *marks[-1].span())
    yield from _capitals(sight)
    yield from _emoji(sight)


def _capitals(sight: Sight) -> Iterator[Finding]:
    names = " ".join(sight.norms.names)
    loud = [one for one in _LOUD.finditer(sight.text) if one[0] not in names and one[0] not in _USUAL]
    if len(loud) >= _FEW or (loud and _BURST.search(sight.text)):
        yield seen("voice.restraint.capitals", sight.text, *loud[0].span())


_USUAL = {"STOP", "HTTP", "HTML", "ASAP", "NASA", "UNESCO", "CORP", "ESG", "SWOT"}


def _emoji(sight: Sight) -> Iterator[Finding]:
    chosen = next(iter(sight.norms.texts("content.emoji")), "")
    most = {"none": 0, "sparing": 2}.get(chosen)
    there = emoji(sight.text)
    if most is not None and len(there) > most:
        at = sight.text.find(there[most])
        end = at + len(there[most])
        said = _option("content.emoji", chosen)
        yield seen("voice.restraint.emoji", sight.text, at, end, said=said, n=len(there))
