"""The fields of brand guidelines, as data: what each is called, what it may hold, how it merges."""

import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache, cached_property
from typing import Literal, Self

from pydantic import model_validator

from config.catalogue import Bilingual, Option
from config.data import Data
from config.patterns import regex
from config.tables import read_table

_NOISE = regex(r"[\W_]+")


class GuidelineField(Data):
    """One field: a text, one of some options, or a list."""

    type: Literal["text", "choice", "list"]
    label: Bilingual
    aliases: list[str]
    """What people call it, in any language."""
    merge: Literal["add", "replace"] = "replace"
    """Of a list: whether a level adds to what the levels above say, or says all of it anew."""
    split: bool = False
    """Of a list: whether its items are words that commas part, rather than sentences."""
    options: list[Option] = []

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.type == "choice") != bool(self.options):
            raise ValueError("a choice has options, nothing else has")
        if self.type != "list" and (self.merge == "add" or self.split):
            raise ValueError("only a list adds or is split")
        return self

    def option(self, said: str) -> str | None:
        """The id of the option that these words mean, if any."""
        named = plain(said)
        for option in self.options:
            if named in {
                plain(word) for word in (option.id, option.label.en, option.label.ko, *option.words)
            }:
                return option.id
        return None


class GuidelineSection(Data):
    label: Bilingual
    aliases: list[str]
    fields: dict[str, GuidelineField]

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(plain(word) for word in (self.label.en, self.label.ko, *self.aliases))


class GuidelineCatalogue(Data):
    """Every field, by `section.name`."""

    sections: dict[str, GuidelineSection]

    @cached_property
    def fields(self) -> dict[str, GuidelineField]:
        """Fields by id such as `voice.tone`, in the order in which they are shown."""
        return {
            f"{section}.{name}": field
            for section, part in self.sections.items()
            for name, field in part.fields.items()
        }

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """Field ids by each of their plain names; a name that several sections use has several."""
        found: dict[str, list[str]] = {}
        for field_id, field in self.fields.items():
            section, _, name = field_id.partition(".")
            own = {plain(word) for word in (name, field.label.en, field.label.ko, *field.aliases)}
            full = {plain(section) + word for word in own} | {plain(field_id)}
            for word in own | full:
                found.setdefault(word, []).append(field_id)
        return found

    def section(self, said: str) -> str | None:
        """The section that people call so."""
        named = plain(said)
        return next(
            (id for id, part in self.sections.items() if named == plain(id) or named in part.names), None
        )

    def find(self, said: str, section: str | None = None) -> str | None:
        """The id of the field that people call so; in this section first, else where the name is unique."""
        found = self._by_name.get(plain(said), [])
        here = [field_id for field_id in found if field_id.partition(".")[0] == section]
        return next(iter(here), found[0] if len(found) == 1 else None)

    def near(self, said: str) -> str | None:
        """The id of the field whose name is nearest, for one that is not found."""
        close = get_close_matches(plain(said), self._by_name, n=1, cutoff=0.75)
        return self._by_name[close[0]][0] if close else None

    @model_validator(mode="after")
    def _unambiguous(self) -> Self:
        faults = list(self._clashes())
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _clashes(self) -> Iterator[str]:
        for name, found in self._by_name.items():
            sections = [field_id.partition(".")[0] for field_id in found]
            if len(set(sections)) < len(sections):
                yield f"{name!r} names {' and '.join(found)}"


def plain(words: str) -> str:
    """A name without case, spaces and signs: "Don't" and "dont", "태그 라인" and "태그라인" are the same."""
    return _NOISE.sub("", unicodedata.normalize("NFC", words).casefold())


@cache
def guideline_catalogue() -> GuidelineCatalogue:
    """The fields of config/guidelines.toml.

    Raises pydantic.ValidationError when a field is incomplete or a name is ambiguous within its section.
    """
    return GuidelineCatalogue.model_validate({"sections": read_table("guidelines.toml")})
