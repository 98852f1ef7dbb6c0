"""The personas of a place: who is there, and whom a text means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from agents.kit.flows import own_near
from agents.kit.persona.mentions import mentions
from agents.kit.persona.person import TYPE, Person, person_of
from agents.kit.persona.romanise import slug
from agents.kit.reading.clauses import language
from agents.types import Ask


@dataclass(frozen=True, slots=True)
class Roster:
    """Personas of this place and of those above it, the newest first; nearer ones hide their namesakes."""

    people: tuple[Person, ...] = ()
    open: Person | None = None
    """The one that the thread is working on."""
    everybody: tuple[Person, ...] = ()
    """The retired ones as well, whose names stay theirs."""

    def named(self, text: str) -> tuple[Person, ...]:
        """Those whose name, or its spelling in Latin letters, stands in a text, in the order of the text."""
        found = [(at, one) for one in self.people if (at := _stands(one, text)) is not None]
        return tuple(one for _, one in sorted(found, key=lambda each: each[0]))

    def of_group(self, text: str) -> tuple[Person, ...]:
        """Those who stand for a group that a text names: Morgan for "the commuter"."""
        named = [one for one in mentions(text, language(text)) if one.core]
        return tuple(one for one in self.people if any(not each.core.isdisjoint(one.key) for each in named))

    def called(self, word: str) -> Person | None:
        """By exactly this name or slug, in any spelling; by the beginning of its slug where only one has it."""
        wanted = slug(word)
        if not wanted:
            return None
        exact = [one for one in self.people if wanted in (one.slug, slug(one.name))]
        begins = [one for one in self.people if one.slug.startswith(wanted)]
        return exact[0] if exact else begins[0] if len(begins) == 1 else None


def roster(ask: Ask) -> Roster:
    """The personas that may be spoken of here."""
    stored = own_near(ask.context, TYPE)
    every = tuple({one.draft.subject: person_of(one) for one in reversed(stored)}.values())[::-1]
    people = tuple(one for one in every if not _gone(one))
    opened = ask.context.open
    at = next((one for one in people if opened and one.slug == opened.draft.subject), None)
    return Roster(people, at if opened and opened.draft.output_type == TYPE else None, every)


def _gone(person: Person) -> bool:
    return person.retired or (person.output is not None and person.output.status == "archived")


def _stands(person: Person, text: str) -> int | None:
    places = [match.start() for name in _spellings(person) for match in [_word(name).search(text)] if match]
    return min(places, default=None)


def _spellings(person: Person) -> Iterable[str]:
    return dict.fromkeys((person.name, person.slug))


def _word(name: str) -> re.Pattern[str]:
    """A name as a word of its own; Korean particles may follow it."""
    if name.isascii():
        return re.compile(rf"(?<![A-Za-z0-9-]){re.escape(name)}(?:['’]s)?(?![A-Za-z0-9-])", re.IGNORECASE)
    return re.compile(
        rf"(?<![가-힣]){re.escape(name)}(?=(?:이|씨|님)?(?:은|는|이|가|을|를|의|에게|에|도|과|와|랑|이랑|하고|한테|라면|로|나|만|의|\s|,|·|$|[.!?:]))"
    )
