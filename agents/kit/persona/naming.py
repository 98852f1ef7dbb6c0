"""What a persona is called: a name that is made up, fits what is known, and is nobody else's here."""

import hashlib
from collections.abc import Collection

from agents.kit.persona.romanise import slug
from config.errors import Locale
from config.persona import names


def name_for(label: str, gender: str | None, locale: Locale, taken: Collection[str]) -> str:
    """The same for the same group; `taken` are slugs. With all names taken, one gets a number."""
    known = names()[locale]
    listed = known.female if gender == "female" else known.male if gender == "male" else known.any
    start = int.from_bytes(hashlib.blake2b(label.encode(), digest_size=4).digest(), "big") % len(listed)
    turned = [*listed[start:], *listed[:start]]
    free = next((one for one in turned if slug(one) not in taken), None)
    return free or next(
        f"{turned[0]} {number}"
        for number in range(2, len(taken) + 3)
        if slug(f"{turned[0]} {number}") not in taken
    )
