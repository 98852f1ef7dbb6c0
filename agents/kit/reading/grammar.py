"""As much English grammar as finding statements takes: which word is a finite verb, and where a statement begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from config.patterns import regex
from config.reading import entries, table

REACH = 14
"""Words within which a statement shows its verb."""
_WORD = regex(r"[A-Za-z][A-Za-z'’\-]*|[£$€₩]?\d[\d.,]*\w*%?|[^\w\s]")
_CONTRACTED = regex(r"['’](?:s|re|ve|m|d|ll)$")
_MONTH_AFTER = frozenset({"in", "since", "from", "by", "until", "last", "next", "of", "this"})
_RELATIVE = frozenset({"who", "that", "which", "where", "whose", "whom", "when", "if", "because"})
_PARTICIPLE_BEFORE = frozenset({"by", "with"})


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        return self.text.lower().replace("’", "'")

    @property
    def is_mark(self) -> bool:
        return not self.text[-1].isalnum() and self.text[0] not in "£$€₩"

    @property
    def is_figure(self) -> bool:
        return any(char.isdigit() for char in self.text)


def words_of(text: str) -> list[Word]:
    return [Word(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The words of config/reading/english.toml."""

    finite: frozenset[str]
    maybe: frozenset[str]
    plain: frozenset[str]
    past: frozenset[str]
    adverbs: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    subordinate: frozenset[str]
    prepositions: frozenset[str]
    pairs: frozenset[str]

    def verb(self, words: list[Word], at: int) -> int | None:
        """Where the first finite verb of the statement that begins at this word stands; None without one.

        A verb inside a relative clause ("customers who buy online") is not the statement's.
        """
        bracketed = set(_bracketed(words, at))
        if bracketed:
            kept = [place for place in range(at, len(words)) if place not in bracketed]
            found = self.verb([words[place] for place in kept], 0)
            return None if found is None else kept[found]
        skipping, likely, aside = 0, None, _aside(words, at)
        for place in range(at, min(at + REACH + len(aside), len(words))):
            word = words[place]
            if place in aside:
                continue
            if word.text in ";:—–" or (word.text == "," and not skipping):
                break
            if word.low in _RELATIVE and place > at:
                skipping += 1
            elif self._finite(words, place, at):
                if not skipping:
                    return place
                skipping -= 1
            elif likely is None and not skipping and self._likely(words, place, at):
                likely = place
        return likely

    def _likely(self, words: list[Word], place: int, first: int) -> bool:
        """A word that is a noun as often, in the place of a verb: "the council offers grants"."""
        low = words[place].low
        if place == first or place + 1 == len(words) or not (low in self.maybe or low in self.past):
            return False
        before, after = words[place - 1], words[place + 1]
        led = words[first].low in self.determiners or words[first].low in self.pronouns
        fits = not after.is_mark and after.low not in self.prepositions | {"and", "or"}
        return led and fits and before.low not in self.determiners | self.prepositions

    def _finite(self, words: list[Word], place: int, first: int) -> bool:
        word, before = words[place], words[place - 1] if place > first else None
        after = words[place + 1] if place + 1 < len(words) else None
        if word.low in self.finite:
            return not (word.low == "may" and before is not None and before.low in _MONTH_AFTER)
        if before is None or before.is_mark:
            return _CONTRACTED.search(word.low) is not None and word.low.split("'")[0] in self.pronouns
        if _CONTRACTED.search(word.low):
            return word.low.split("'")[0] in self.pronouns
        if before.low in self.determiners or before.low in self.prepositions or before.low == "to":
            return False
        if word.low in self.plain:
            return self._plural(before) or self._plural_head(words[first:place])
        if word.low in self.maybe:
            return self._opens_object(after) or self._intends(words, place)
        return self._past(word, before, after)

    def _plural(self, before: Word) -> bool:
        low = before.low
        return (
            low in self.pronouns
            or low in self.adverbs
            or low in {"people", "staff", "men", "women", "children", "police"}
            or (low[-1] == "s" and low[-2:] != "ss")
        )

    def _plural_head(self, subject: list[Word]) -> bool:
        """Whether the head of the subject is plural: "breakages in delivery"."""
        before = next((at for at, word in enumerate(subject) if at and word.low in self.prepositions), None)
        return before is not None and self._plural(subject[before - 1])

    def _opens_object(self, after: Word | None) -> bool:
        if after is None:
            return False
        return (
            after.is_figure
            or after.low in self.determiners | self.pronouns | self.adverbs
            or after.low
            in {
                "us",
                "them",
                "me",
                "him",
                "twice",
                "daily",
                "less",
                "at",
                "free",
                "in",
                "on",
                "half",
                "most",
                "all",
                "last",
                "next",
                "early",
                "late",
            }
        )

    def _intends(self, words: list[Word], place: int) -> bool:
        """The council plans to open."""
        return (
            place + 2 < len(words)
            and words[place + 1].low == "to"
            and words[place + 2].low in self.plain
            and not words[place - 1].low.endswith("'s")
        )

    def _past(self, word: Word, before: Word, after: Word | None) -> bool:
        regular = word.low.endswith("ed") and len(word.low) > 4 and "-" not in word.low
        if not regular and word.low not in self.past:
            return False
        if after is not None and after.low in _PARTICIPLE_BEFORE:
            return False
        if before.low in self.pronouns:
            return True
        return (
            after is None
            or after.is_mark
            or self._opens_object(after)
            or (regular and after.low in self.prepositions)
        )

    def predicate(self, words: list[Word], at: int) -> bool:
        """Whether the words from here on are a predicate that shares an earlier subject: "has never paid"."""
        while at < len(words) and words[at].low in self.adverbs:
            at += 1
        if at == len(words) or words[at].is_mark:
            return False
        low, after = words[at].low, words[at + 1] if at + 1 < len(words) else None
        if low in self.finite or low in self.past:
            return True
        if low in self.maybe or low in self.plain:
            return (
                after is None
                or after.is_mark
                or not (after.low in self.finite or after.low in {"of", "and", "or"})
            )
        return (
            low.endswith("ed")
            and len(low) > 4
            and "-" not in low
            and (self._opens_object(after) or (after is not None and after.low in self.prepositions))
        )

    def statement(self, words: list[Word], at: int) -> bool:
        """Whether a statement with its own subject begins here."""
        while at < len(words) and words[at].low in self.adverbs:
            at += 1
        return (
            at < len(words)
            and words[at].low not in self.prepositions
            and self.verb(words, at) not in {None, at}
        )

    def subject(self, words: list[Word], at: int) -> bool:
        """Whether a word that may be a verb begins a statement as its subject: "support answers within the hour"."""
        if words[at].low in self.maybe:
            return self.statement(words, at)
        if words[at].low not in self.plain | self.past:
            return False
        after = words[at + 1] if at + 1 < len(words) else None
        if after is None or after.is_mark or after.low == "to" or self._opens_object(after):
            return False
        verb = self.verb(words, at)
        return verb is not None and verb > at and words[verb].low in self.finite | self.maybe


def _aside(words: list[Word], at: int) -> range:
    """The places of a clause between commas that only describes the subject: ", who brings in the work,"."""
    for place in range(at + 1, min(at + REACH, len(words) - 1)):
        if words[place].text == "," and words[place + 1].low in {"who", "which", "whose"}:
            close = next(
                (n for n in range(place + 1, min(place + REACH, len(words))) if words[n].text == ","), None
            )
            return range(place, close + 1) if close else range(0)
        if words[place].text in {",", ";"}:
            break
    return range(0)


def _bracketed(words: list[Word], at: int) -> Iterator[int]:
    """The places of words in brackets, and of the brackets: NHS contract (a quarter of income) ends in June."""
    depth = 0
    for place in range(at, len(words)):
        depth += words[place].text == "("
        if depth:
            yield place
        depth -= words[place].text == ")" and depth > 0


@cache
def grammar() -> Grammar:
    data = table("english")
    sets = [frozenset(entries(data[name])) for name in Grammar.__slots__]
    return Grammar(*sets)


@cache
def openers() -> re.Pattern[str]:
    """Joining words at the head of a statement, which say nothing of its fact."""
    listed = sorted(entries(table("english")["openers"]), key=len, reverse=True)
    return regex(rf"(?:(?:{'|'.join(listed)})\b,?\s+)+", re.IGNORECASE)
