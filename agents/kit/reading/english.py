"""English sentences cut into statements of one fact each, the subject carried over where a statement lost it."""

import re
from dataclasses import dataclass
from itertools import pairwise

from agents.kit.reading.grammar import Word, grammar, openers, words_of
from agents.kit.reading.piece import Piece, cut, tidy
from config.patterns import regex

_JOINS = frozenset(
    {"and", "&", "but", "while", "whereas", "although", "though", "because", "so", "plus", "yet", "however"}
)
_OUTER = frozenset({"while", "whereas", "although", "though"})
_RELATIVE = frozenset({"that", "who", "which", "where"})
_LEADS_BASE = frozenset({"to", "does", "helps", "lets", "makes"})
"""Words behind which a verb has no ending."""
_BRACKETS = regex(r"\s*\([^)]*\)")
_EXPLETIVE = frozenset({"there", "it's", "nobody", "who", "what"})


@dataclass(frozen=True, slots=True)
class _Place:
    at: int
    """Character at which the later statement begins, its joining word included."""
    kind: str
    """own: it has its subject; shared: it goes on with the earlier one; which: it speaks of what came before."""


def pieces(sentence: str) -> list[Piece]:
    words = words_of(sentence)
    places = _memo(sentence, words) if _is_memo(words) else _places(words)
    spans = cut(sentence, [place.at for place in places])
    kinds = {place.at: place.kind for place in places}
    found: list[Piece] = []
    for start, end in spans:
        kind = next(
            (kinds[at] for at in kinds if at <= start < at + 12 and not sentence[at:start].strip(" ,;–—-/&")),
            "own",
        )
        found.append(_piece(sentence, start, end, kind, found[-1] if found else None))
    return found


def _piece(sentence: str, start: int, end: int, kind: str, before: Piece | None) -> Piece:
    body = tidy(sentence[start:end]).rstrip(".!?… ")
    opener = openers().match(body)
    fact = body[opener.end() :] if opener else body
    subject = _subject(fact)
    if before and kind == "shared" and before.subject.lower() not in _EXPLETIVE:
        subject = before.subject
        fact = f"{subject} {fact}" if subject else fact
    elif before and kind == "which":
        subject = _antecedent(before.statement)
        fact = f"{subject} {fact}" if subject else fact
    return Piece(start, end, fact[:1].upper() + fact[1:], subject)


def _subject(fact: str) -> str:
    """The words before the finite verb: "The owner" of "The owner runs an account"."""
    words = words_of(fact)
    at = _after_opening(words)
    verb = grammar().verb(words, at)
    if verb is None:
        return ""
    if (pronoun := re.split("['’]", words[verb].text)[0]) and pronoun.lower() in grammar().pronouns:
        return pronoun
    if verb == at:
        return ""
    end = verb
    while end > at + 1 and words[end - 1].low in grammar().adverbs:
        end -= 1
    return _BRACKETS.sub("", fact[words[at].start : words[end - 1].end].partition(",")[0])


def _after_opening(words: list[Word]) -> int:
    """Past an opening such as "In spring," or "On weekdays,"."""
    if words and words[0].low in grammar().subordinate:
        return next(
            (at + 1 for at, word in enumerate(words[:12]) if word.text == "," and at + 1 < len(words)), 0
        )
    return 0


def _antecedent(statement: str) -> str:
    """What ", which" speaks of: the object of the statement before, from its article on."""
    words = words_of(statement)
    verb = grammar().verb(words, 0)
    after = words[(verb or 0) + 1 :]
    start = next(
        (at for at, word in enumerate(after) if word.low in grammar().determiners or word.is_figure), None
    )
    if start is None or (start and after[start - 1].low == "by"):
        return ""
    return statement[after[start].start :]


def _is_memo(words: list[Word]) -> bool:
    known = grammar()
    starts = [0, *(at + 1 for at, word in enumerate(words) if word.text in {",", ";"})]
    return all(word.low not in known.finite for word in words) and all(
        known.verb(words, at) is None for at in starts
    )


def _memo(sentence: str, words: list[Word]) -> list[_Place]:
    """Notes without a verb are parted at commas and slashes where both sides are more than a word."""
    places: list[_Place] = []
    last = 0
    for at, word in enumerate(words):
        joined = word.text in {",", ";"} or (
            word.text == "/" and sentence[word.start - 1 : word.start] == " "
        )
        rest = next(
            (n for n, other in enumerate(words[at + 1 :]) if other.text in {",", ";"}), len(words) - at - 1
        )
        if (
            joined
            and at - last >= 2
            and rest >= 2
            and not words[at + 1].is_figure | (words[at + 1].low in {"and", "or"})
            or joined
            and at - last >= 2
            and rest >= 2
            and words[at + 1].is_figure
        ):
            places.append(_Place(word.start, "own"))
            last = at + 1
    return places


def _places(words: list[Word]) -> list[_Place]:
    places: list[_Place] = []
    first, had_verb = 0, False
    for at in range(1, len(words) - 1):
        had_verb = had_verb or _has_verb(words[first:at])
        kind = _joint(words, at, first) if had_verb else None
        if kind and not _open_relative(words[first:at]):
            places.append(_Place(words[at].start, kind))
            first, had_verb = at + 1, kind != "own"
    return places


def _has_verb(words: list[Word]) -> bool:
    starts = [0, *(at + 1 for at, word in enumerate(words) if word.text in {",", ":"})]
    return any(grammar().verb(words, at) is not None for at in starts)


def _open_relative(words: list[Word]) -> bool:
    """Whether a relative clause still lacks its verb, as in "a shop that my brother" and I opened."""
    at = max((at for at, word in enumerate(words) if at and word.low in _RELATIVE), default=None)
    known = grammar()
    return at is not None and known.verb(words, at + 1) is None and not known.predicate(words, at + 1)


def _joint(words: list[Word], at: int, first: int) -> str | None:
    """Whether a statement ends before this word, and how the next one goes on."""
    word, before = words[at], words[at - 1]
    if word.text in {";", "—", "–"}:
        return _goes_on(words, at + 1, first) or ("own" if word.text == ";" and len(words) - at > 2 else None)
    if word.text == ",":
        return _comma(words, at, first)
    if word.low not in _JOINS or before.low in {"a", "both", "between"} or _one_name(words, at):
        return None
    if word.low == "because" and words[at + 1].low == "of":
        return None
    if word.low == "&" and word.start == before.end:
        return None
    if word.low in {"so", "yet", "however"} and before.text != ",":
        return None
    if word.low in {"but", "and"} and words[at + 1].low in {"no", "not", "nothing"} and before.text == ",":
        return "own"
    return _goes_on(words, at + 1, first)


def _one_name(words: list[Word], at: int) -> bool:
    """Whether the words around "and" are one name: click and collect."""
    return f"{words[at - 1].low} and {words[at + 1].low}" in grammar().pairs


def _goes_on(words: list[Word], at: int, first: int) -> str | None:
    known, before = grammar(), at - 1
    if at < len(words) and words[at].low in {"which", "then"}:
        at += 1
    if at >= len(words):
        return None
    if known.predicate(words, at) and not (
        known.subject(words, at) or _disagrees(words[first:before], words[at])
    ):
        return None if _intended(words[first:before], words[at]) else "shared"
    noun = known.predicate(words, at) and len(words) - at > 2  # noqa: PLR2004 - a subject and what it does
    return "own" if noun or known.statement(words, at) else None


def _intended(said: list[Word], verb: Word) -> bool:
    """Whether the word only goes on with what is meant to be done: "wants to bake bread and sell it"."""
    known = grammar()
    meant = any(one.low == "to" and after.low in known.plain for one, after in pairwise(said))
    return meant and verb.low in known.plain and verb.low not in known.past | known.finite


def _disagrees(said: list[Word], verb: Word) -> bool:
    """Whether the statement so far is about one thing, and the word the form for many: "retention is high and support"
    goes on with a new subject, "wants to bake and sell" does not.
    """
    known = grammar()
    at = known.verb(said, 0)
    one = at is not None and said[at].low[-1] == "s" and said[at].low[-2:] not in {"ss", "'s"}
    led = any(word.low in _LEADS_BASE for word in said)
    return one and not led and verb.low in known.plain and verb.low not in known.past | known.finite


def _comma(words: list[Word], at: int, first: int) -> str | None:
    known, after = grammar(), words[at + 1]
    if after.low == "which" and known.predicate(words, at + 2):
        return None if _encloses(words, at) else "which"
    if after.low in {"who", "whose", "which"} or _closes_aside(words, at):
        return None
    if words[first].low in _OUTER and known.statement(words, at + 1):
        return "own"
    if words[first].low in known.subordinate or after.low in _JOINS:
        return None
    if (
        after.low in known.pronouns
        and after.low not in {"this", "that", "these", "those"}
        and known.statement(words, at + 1)
    ):
        return "own"
    if known.predicate(words, at + 1) and _series(words, at + 1):
        return "shared"
    if known.statement(words, at + 1) and _statements(words, at + 1):
        return "own"
    return _spliced(words, at)


def _spliced(words: list[Word], at: int) -> str | None:
    """Statements with nothing but a comma between them, as one writes in a chat: "we're full, the phone never stops"."""
    known, after = grammar(), words[at + 1]
    if after.low == "no" and len(words) - at > 2:  # noqa: PLR2004 - more than the word itself
        return "own"
    if after.low in {"never", "not"} and known.predicate(words, at + 1):
        return "shared"
    verb = known.verb(words, at + 1)
    strong = verb is not None and verb > at + 1 and words[verb].low in known.finite
    return "own" if strong and after.low not in known.prepositions else None


def _encloses(words: list[Word], at: int) -> bool:
    """Whether the clause that this comma opens is closed by another one with the statement's verb behind it."""
    close = next((n for n in range(at + 1, len(words) - 1) if words[n].text == ","), None)
    return close is not None and grammar().predicate(words, close + 1)


def _closes_aside(words: list[Word], at: int) -> bool:
    opened = next((n for n in range(at - 1, -1, -1) if words[n].text == ","), None)
    return opened is not None and words[opened + 1].low in {"who", "whose", "which"}


def _statements(words: list[Word], at: int) -> bool:
    """Whether a later ", and" closes a series of statements with subjects of their own."""
    joins = (
        n for n in range(at, len(words) - 2) if words[n].text == "," and words[n + 1].low in {"and", "but"}
    )
    return any(grammar().statement(words, n + 2) for n in joins)


def _series(words: list[Word], at: int) -> bool:
    """Whether a later "and" closes a series of predicates: runs an account, posts daily, and has ..."""
    joins = (place for place in range(at, len(words) - 1) if words[place].low == "and")
    return any(grammar().predicate(words, place + 1) for place in joins)
