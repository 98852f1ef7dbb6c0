"""Which permission each command needs, as data."""

from functools import cache
from typing import Self

from pydantic import model_validator

from config.data import Data
from config.roles import rights
from config.tables import read_table


class Admission(Data):
    """The commands that need a permission, and those that need none but a role at the place."""

    free: list[str]
    needs: dict[str, str]

    def needed(self, *words: str) -> str | None:
        """The permission that a command needs: `needed("output", "export")`; None when any role will do.

        Words that no entry knows are taken away from the end, so an agent's verb needs what the agent needs.
        Raises KeyError for a command that is not listed: what nobody thought of is not allowed.
        """
        for count in range(len(words), 0, -1):
            command = " ".join(words[:count]).strip()
            if command in self.needs:
                return self.needs[command]
            if command in self.free:
                return None
        raise KeyError(" ".join(words))

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        unknown = sorted(set(self.needs.values()) - set(rights().permissions))
        twice = sorted(set(self.free) & set(self.needs))
        if unknown or twice:
            raise ValueError(f"permissions that do not exist: {unknown}; both free and not: {twice}")
        return self


@cache
def admission() -> Admission:
    """The table of config/admission.toml.

    Raises pydantic.ValidationError when it names a permission that does not exist.
    """
    return Admission.model_validate(read_table("admission.toml"))
