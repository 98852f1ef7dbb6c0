"""How files are read: header maps of platforms and shops, in Korean and English, as data."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict

from config.tables import read_table

PLATFORMS = ("google_ads", "meta", "linkedin", "tiktok", "ga4", "naver_searchad", "kakao_moment")
_BRACKETS = re.compile(r"[(（\[]([^)）\]]*)[)）\]]")
_NOT_WORDS = re.compile(r"[\s_.:/·-]+")


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Events(_Data):
    """A kind of conversion that has columns of its own."""

    event: str
    count: tuple[str, ...]
    value: tuple[str, ...] = ()


class HeaderMap(_Data):
    """The headers of one platform's exports, and what is true of all its numbers."""

    platform: str
    attribution: str
    restates_days: int
    """Younger days may still be restated by the platform."""
    vat_included: bool | None = None
    currency: str = ""
    timezone: str = ""
    truth: str = ""
    actions: tuple[str, ...] = ()
    """The platform's own names of what counts as a conversion, where it tells more than these."""
    no_results: tuple[str, ...] = ()
    """Regular expressions of what a column of results may count that is no conversion."""
    begins: tuple[str, ...] = ()
    """Of rows by event, the events that count sessions; the sessions of the others are not known apart."""
    marks: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    events: tuple[Events, ...] = ()


class Shop(_Data):
    system: str
    currency: str = ""
    timezone: str = ""
    marks: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]


class Orders(_Data):
    cancelled: tuple[str, ...]
    returned: tuple[str, ...]
    shops: tuple[Shop, ...]


def plain(header: str) -> str:
    """A header without case, brackets and what stands between words, so that spellings of it are equal."""
    composed = unicodedata.normalize("NFKC", header).casefold()
    return _NOT_WORDS.sub("", _BRACKETS.sub("", composed))


def full(header: str) -> str:
    """The same with what stands in brackets."""
    return re.sub(r"[\s_.:/·,()\[\]-]+", "", unicodedata.normalize("NFKC", header).casefold())


def bracketed(header: str) -> str:
    """What stands in a header's brackets, such as `VAT포함,원` or `KRW`."""
    return ",".join(_BRACKETS.findall(unicodedata.normalize("NFKC", header)))


@cache
def header_map(platform: str) -> HeaderMap:
    """Raises FileNotFoundError for a platform that has none."""
    return HeaderMap.model_validate(read_table("importing", f"{platform}.toml"))


@cache
def orders() -> Orders:
    return Orders.model_validate(read_table("importing", "orders.toml"))


@cache
def rate_columns() -> Mapping[str, tuple[str, ...]]:
    table = read_table("importing", "rates.toml")["columns"]
    return {name: tuple(headers) for name, headers in table.items()}


class ConnectorTables(_Data):
    prefixes: tuple[str, ...]
    """What their files' names begin with."""
    tables: tuple[str, ...]
    needs: Mapping[str, tuple[str, ...]]
    """Table -> the tables that say what its rows belong to."""


@cache
def connector_tables() -> Mapping[str, ConnectorTables]:
    """Platform -> its tables."""
    table = read_table("importing", "connector.toml")
    return {name: ConnectorTables.model_validate(one) for name, one in table.items()}


@cache
def platform_ids() -> Mapping[str, str]:
    """What connectors call a platform -> its id."""
    return {prefix: name for name, one in connector_tables().items() for prefix in one.prefixes}
