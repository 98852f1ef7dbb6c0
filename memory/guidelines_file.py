"""A file of brand guidelines, TOML or Markdown, as a level's own fields."""

from collections.abc import Mapping
from dataclasses import dataclass

from memory.guidelines import Own
from memory.guidelines_entry import Problem
from memory.guidelines_markdown import read_markdown
from memory.guidelines_toml import read_toml


@dataclass(frozen=True, slots=True)
class GuidelinesFile:
    """What a file says, by field, and what of it could not be taken over, by line."""

    fields: Mapping[str, Own]
    problems: tuple[Problem, ...]

    @property
    def locks(self) -> bool:
        """Whether it locks a field, which needs a permission of its own."""
        return any(own.locked for own in self.fields.values())


def read_guidelines(text: str, name: str) -> GuidelinesFile:
    """The guidelines in a file of this name: `.toml` is read as TOML, everything else as Markdown.

    Raises BadToml where a TOML file cannot be read at all; anything less is a problem with its line.
    """
    read = read_toml if name.lower().endswith(".toml") else read_markdown
    entries = read(text.removeprefix("\ufeff"))
    problems = sorted(entries.problems, key=lambda problem: problem.line)
    return GuidelinesFile(entries.fields, tuple(problems))
