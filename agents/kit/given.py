"""What holds at the place of the present message although nobody says it there: guidelines, the campaign's frame."""

from dataclasses import dataclass
from typing import Protocol

from memory.guidelines import Guidelines
from memory.types import Campaign, InputUsed


@dataclass(frozen=True, slots=True)
class Brand:
    """The guidelines in force, merged field by field, and the stored levels that they are made of."""

    guidelines: Guidelines
    inputs: tuple[InputUsed, ...] = ()
    """For `inputs_used`: a change of one of them makes the output stale."""


class Given(Protocol):
    """As the one who speaks may read it."""

    async def brand(self) -> Brand: ...

    async def campaign(self) -> Campaign | None:
        """The campaign of the place; None at a client or an organisation.

        Its budget is None where there is none, or where the speaker may not read it.
        """
        ...
