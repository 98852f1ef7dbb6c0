"""What users read, in every language: TOML tables of templates, checked to be complete when loaded."""

from collections.abc import Mapping
from functools import cache

from config.errors import Locale
from config.korean import fill
from config.tables import read_table


class Words:
    """The wordings of one part of the product: `words("saved", "ko", version=2)`."""

    def __init__(self, entries: Mapping[str, Mapping[str, str]]) -> None:
        gaps = [key for key, entry in entries.items() if set(entry) != {"en", "ko"}]
        if gaps:
            raise ValueError(f"wordings without both languages: {', '.join(gaps)}")
        self._entries = entries

    def __call__(self, key: str, locale: Locale, **facts: object) -> str:
        return fill(self._entries[key][locale], facts)

    def __contains__(self, key: str) -> bool:
        return key in self._entries


@cache
def words(part: str) -> Words:
    """The wordings in config/words/<part>.toml."""
    return Words(read_table("words", f"{part}.toml"))
