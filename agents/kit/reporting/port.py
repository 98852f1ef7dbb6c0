"""What a report needs of how a client is billed."""

from typing import Protocol

from memory.reports import Billing


class Billings(Protocol):
    """The terms of the place of the present message, or of the nearest place above it."""

    async def in_force(self) -> Billing | None: ...
