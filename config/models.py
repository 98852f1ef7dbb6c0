"""Language models: which are connected, by keys and `STRATUM_MODEL`; the patience with them; their prices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal

from pydantic import NonNegativeFloat, PositiveFloat, PositiveInt

from config.data import Data
from config.errors import Misused
from config.patterns import regex
from config.tables import read_table

VendorId = Literal["anthropic", "gemini", "local"]
OFFLINE = "offline"
_LOCAL = regex(r"(?P<name>[^@\s]+)@(?P<url>https?://\S+)")


class BadModel(Misused):
    """STRATUM_MODEL is {model!r}, which names no model. It is `offline`, `anthropic`, `gemini`, one of their
    models such as `anthropic:claude-sonnet-5-5`, or `local:MODEL@ADDRESS` for an OpenAI-compatible server.

    ko: STRATUM_MODEL이 {model!r}인데, 모델 이름이 아닙니다. `offline`, `anthropic`, `gemini`, 모델까지 적은
    `anthropic:claude-sonnet-5-5`, 또는 OpenAI 호환 서버의 `local:모델@주소` 중 하나로 적으세요.
    """


class NoKey(Misused):
    """STRATUM_MODEL is {model!r}, but {key} is not set. Set it, or set STRATUM_MODEL to `offline`.

    ko: STRATUM_MODEL이 {model!r}인데 {key}가 없습니다. 키를 넣거나 STRATUM_MODEL을 `offline`으로 바꾸세요.
    """


class Vendor(Data):
    """One that models can be asked of; `key` and `address` name environment variables."""

    name: str
    key: str
    address: str = ""
    agent: str = ""
    quick: str = ""
    failover: VendorId | None = None
    thinking_tokens: int = 0
    """Allowed besides the answer, for models that cannot help thinking."""


class Patience(Data):
    """How long a vendor is waited for, and how often it is asked again; times in seconds."""

    connect: PositiveFloat
    read: PositiveFloat
    whole: PositiveFloat
    attempts: PositiveInt
    first_wait: NonNegativeFloat
    longest_wait: NonNegativeFloat


class Price(Data):
    """For a million tokens."""

    input: NonNegativeFloat
    output: NonNegativeFloat
    cache_read: NonNegativeFloat
    cache_write: NonNegativeFloat


class Prices(Data):
    as_of: date
    source: str
    currency: str
    models: dict[str, Price]
    unknown: Price
    local: Price

    def of(self, vendor: VendorId, model: str) -> Price:
        """A model's own price; that of a dated version (`claude-sonnet-5-5-20261001`) is its model's."""
        if vendor == "local":
            return self.local
        known = (name for name in sorted(self.models, key=len, reverse=True) if model.startswith(name))
        return self.models.get(next(known, ""), self.unknown)


class Catalogue(Data):
    """All of config/models.toml."""

    vendors: dict[VendorId, Vendor]
    patience: Patience
    prices: Prices


@cache
def catalogue() -> Catalogue:
    """Raises pydantic.ValidationError when config/models.toml is incomplete."""
    return Catalogue.model_validate(read_table("models.toml"))


@dataclass(frozen=True, slots=True)
class Connection:
    """A vendor that may be asked, with the key to it and the models to ask for."""

    id: VendorId
    vendor: Vendor
    agent: str
    quick: str
    key: str = field(default="", repr=False)
    url: str = ""
    """Empty is the vendor's own address."""

    @property
    def title(self) -> str:
        """What the vendor is called; a local model is named with its address."""
        return self.vendor.name or f"{self.agent} ({self.url})"


@dataclass(frozen=True, slots=True)
class Connections:
    """The vendors to ask, the first one first; none is the offline mode."""

    vendors: tuple[Connection, ...]
    patience: Patience
    prices: Prices


def connections(model: str, environ: Mapping[str, str]) -> Connections:
    """What is connected. `model` is `STRATUM_MODEL`; empty takes whom there is a key for, or nobody.

    Raises BadModel when it is of no known form, NoKey when it names a vendor that there is no key for.
    """
    known = catalogue()
    return Connections(tuple(_chain(model.strip(), environ, known.vendors)), known.patience, known.prices)


def _chain(
    model: str, environ: Mapping[str, str], vendors: Mapping[VendorId, Vendor]
) -> Iterator[Connection]:
    kind, _, name = model.partition(":")
    if kind == "local":
        yield _local(model, name, environ, vendors["local"])
    elif kind in ("anthropic", "gemini"):
        first = _keyed(kind, environ, vendors[kind], name)
        if first is None:
            raise NoKey(model=model, key=vendors[kind].key)
        yield from _with_failover(first, environ, vendors)
    elif not model:
        hosted: tuple[VendorId, ...] = ("anthropic", "gemini")
        found = [one for one in (_keyed(each, environ, vendors[each]) for each in hosted) if one]
        if found:
            yield from _with_failover(found[0], environ, vendors)
    elif model != OFFLINE:
        raise BadModel(model=model)


def _with_failover(
    first: Connection, environ: Mapping[str, str], vendors: Mapping[VendorId, Vendor]
) -> Iterator[Connection]:
    yield first
    after = first.vendor.failover
    if after and (second := _keyed(after, environ, vendors[after])):
        yield second


def _keyed(
    vendor_id: VendorId, environ: Mapping[str, str], vendor: Vendor, name: str = ""
) -> Connection | None:
    """The connection to this vendor, when there is a key; `name` is the model for agents."""
    key = environ.get(vendor.key, "").strip()
    url = environ.get(vendor.address, "").strip().rstrip("/")
    return Connection(vendor_id, vendor, name or vendor.agent, vendor.quick, key, url) if key else None


def _local(model: str, rest: str, environ: Mapping[str, str], vendor: Vendor) -> Connection:
    found = _LOCAL.fullmatch(rest)
    if found is None:
        raise BadModel(model=model)
    key = environ.get(vendor.key, "").strip()
    return Connection("local", vendor, found["name"], found["name"], key, found["url"].rstrip("/"))
