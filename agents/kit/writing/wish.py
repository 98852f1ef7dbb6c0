"""What somebody wants of the content agent, from a command or from plain words in Korean or English."""

import re
from dataclasses import dataclass
from typing import Literal, cast

from agents.kit.brandcheck.honorific import form_of
from config.content.formats import TEXT, formats, named
from config.content.wishes import pattern, verb_words
from config.errors import Locale
from config.patterns import regex

Verb = Literal[
    "check", "brief", "write", "rewrite", "use", "set", "fix", "compare", "show", "list", "formats", "true", "say",
    "told", "menu",
]  # fmt: skip
_COLON = regex(r"[:：](?=\s|[\"'“‘「]|[가-힣(\[])")
_QUOTED = regex(
    r"[\"“「]([^\"”」]{2,})[\"”」]|(?<![\w가-힣])['‘]([^'’]{2,}?)['’](?![\w])|'([^']{2,})'(?=이?라고|란|은|는|을|를)"
)
_SAYS = regex(
    r"\b(?:say|write|claim)\s+(?:that\s+)?(?:it\s+is\s+|we\s+are\s+)?(?P<what>[^?\n]{3,})\?", re.IGNORECASE
)
_SENTENCE = regex(r"[^.!?\n。]+(?:[.!?](?=\d)[^.!?\n。]+)*[.!?。]*\s*")
_REQUEST = regex(
    r"(?:줘|주세요|주십시오|줄래요?|부탁[가-힣]*|드려요|필요해요?|써조)[.!?~]*$|\?$"
    r"|^(?:please|can you|could you|write|draft|create|make|give|need|i need|we need)\b",
    re.IGNORECASE,
)
_STATEMENT = regex(
    r"(?:our|we|the|it|they|i|my|his|her|their|this|that)\b[^?\n]*?\b(?:is|are|was|were|has|have|had|will|never|always"
    r"|do not|don't|does|use|post|goes|go|launch(?:es)?|costs?|opens?|sells?)\b",
    re.IGNORECASE,
)
_HEAD = 60
"""Characters of a request before the text that it is about."""
_BEHIND = 40
"""Characters of a wish behind a text in quotes."""
_SPACE = regex(r"\s+")
_EDGES = " \t\n,.!?~·:;\"'"


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do, with what."""

    verb: Verb
    rest: str = ""
    """The words of the wish, without its verb."""
    text: str = ""
    """The text that was pasted."""
    formats: tuple[str, ...] = ()
    language: Locale | None = None
    """The language that was asked for."""

    @property
    def format(self) -> str:
        return next(iter(self.formats), TEXT)

    @property
    def edits(self) -> bool:
        """Whether it changes what is there."""
        return self.verb in {"use", "set", "fix"}


def understand(text: str, *, explicit: bool, going_on: bool = False) -> Wish:
    """`explicit` words follow the agent's command; `going_on` says that a piece of content is open in the thread."""
    words = text.strip()
    head, _, tail = words.partition(" ")
    if "\n" in head:
        head, _, tail = words.partition("\n")
    verb = cast("Verb | None", verb_words().get(head.lower().rstrip(":：")))
    if verb and (explicit or (verb in {"use", "fix"} and going_on)):
        return _explicit(verb, tail.strip())
    if explicit and not words:
        return Wish("menu")
    return _plain(words, going_on)


def _explicit(verb: Verb, rest: str) -> Wish:
    language, formats = asked_language(rest), named(rest[:_HEAD])
    if verb in {"check", "rewrite"}:
        head, text = _apart(rest)
        return Wish(verb, rest, text or rest, named(head) if text else (), asked_language(head))
    return Wish(verb, rest, formats=formats, language=language)


def _plain(words: str, going_on: bool) -> Wish:
    head, pasted = _apart(words)
    formats, language = named(head or words), asked_language(head or words)
    if going_on and not pasted and pattern("plain", "use").search(words):
        return Wish("use", words)
    if going_on and not pasted and pattern("plain", "fix").search(words):
        return Wish("fix", words)
    if pattern("plain", "compare").search(head or words) and going_on and not pasted:
        return Wish("compare", words)
    if pattern("plain", "check").search(head or words):
        text = pasted or _quoted(words)
        if text or not _writes(words):
            return Wish("check", words, text or _besides(words), formats, language)
    if pattern("plain", "formats").search(words) and formats and len(words) < _HEAD:
        return Wish("formats", words, formats=formats)
    if pattern("plain", "rewrite").search(head or words):
        return Wish("rewrite", words, pasted, formats, language)
    if going_on and not _writes(words):
        return Wish("say", words, formats=formats, language=language)
    verb: Verb = "told" if not pasted and only_tells(words) else "write"
    return Wish(verb, words, pasted, formats, language)


def only_tells(words: str) -> bool:
    """Whether words state something and ask for nothing: 'our slogan is …', '블로그는 화요일에 올립니다'."""
    told = [match[0].strip() for match in _SENTENCE.finditer(words) if match[0].strip()]
    return bool(told) and not _writes(words) and all(_states(one) for one in told)


def _states(sentence: str) -> bool:
    if _REQUEST.search(sentence):
        return False
    return form_of(sentence) in {"formal", "polite", "plain"} or _STATEMENT.match(sentence) is not None


def _writes(words: str) -> bool:
    """Whether something new is asked for, rather than a look at what is there."""
    return (
        regex(r"써\s?(?:줘|주|조)|작성|만들어|뽑아|\bwrite\b|\bdraft\b|\bcreate\b", re.IGNORECASE).search(
            words
        )
        is not None
    )


def _apart(words: str) -> tuple[str, str]:
    """The request and the text that it is about, where a colon or a line break parts them."""
    colon = next((match for match in _COLON.finditer(words) if match.start() <= _HEAD), None)
    if colon and _asks(words[: colon.start()]):
        return words[: colon.start()], _unquoted(words[colon.end() :])
    first, _, rest = words.partition("\n")
    if rest.strip() and len(first) <= 2 * _HEAD and _asks(first):
        return first, _unquoted(rest)
    last = words.rstrip().rpartition("\n")
    if last[0].strip() and len(last[2]) <= _HEAD and pattern("plain", "check").search(last[2]):
        return last[2], _unquoted(last[0])
    return "", ""


def _asks(head: str) -> bool:
    """Whether words before a text ask for something to be done with it."""
    return any(pattern("plain", name).search(head) for name in ("check", "rewrite")) or bool(named(head))


def _unquoted(text: str) -> str:
    plain = text.strip()
    pairs = {'"': '"', "'": "'", "“": "”", "‘": "’", "「": "」"}
    closing = pairs.get(plain[:1])
    inside, _, behind = plain[1:].rpartition(closing) if closing else ("", "", "")
    whole = closing is not None and inside and closing not in inside and len(behind) <= _BEHIND
    return inside.strip() if whole else plain


def _quoted(words: str) -> str:
    return " ".join(next(filter(None, groups)) for groups in _QUOTED.findall(words))


def _besides(words: str) -> str:
    """The sentences that are not the request itself, or what it asks to be said."""
    check = pattern("plain", "check")
    kept = "".join(match[0] for match in _SENTENCE.finditer(words) if not check.search(match[0])).strip()
    said = _SAYS.search(words)
    return kept or (said["what"].strip() if said else "")


def asked_language(words: str) -> Locale | None:
    if pattern("languages", "to_en").search(words):
        return "en"
    return "ko" if pattern("languages", "to_ko").search(words) else None


def topic(words: str, language: Locale) -> str:
    """What a request to write is about: its first sentence without the words of asking."""
    first = next((match[0] for match in _SENTENCE.finditer(words) if match[0].strip()), "")
    if language == "en":
        about = pattern("noise", "about").search(first) or pattern("noise", "near").search(first)
        if about:
            return _tidy(first[about.end() :])
    else:
        first = pattern("noise", "tells_ko").sub(" ", pattern("noise", "to_ko").sub("", first))
    plain = pattern("noise", language).sub(" ", _without_formats(first))
    return _tidy(pattern("noise", language).sub(" ", plain))


def _without_formats(text: str) -> str:
    plain = " ".join(word for word in text.split() if word not in formats())
    for one in formats().values():
        for word in one.words:
            plain = regex(rf"(?:{word})(?:에|용|으로|로)?", re.IGNORECASE).sub(" ", plain)
    return plain


def _tidy(text: str) -> str:
    return _SPACE.sub(" ", text).strip(_EDGES)


def facts_of(words: str) -> tuple[str, ...]:
    """The sentences of a request that tell something: all but those that ask, or say where it goes."""
    told = [match[0].strip() for match in _SENTENCE.finditer(words)]
    return tuple(one for one in told if one and not _REQUEST.search(one) and not named(one))
