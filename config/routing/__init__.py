"""What each agent is called for, as data: its domain nouns and example utterances in every language."""

import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import Field

from config.data import Data

AGENTS = (
    "business_strategy", "persona", "marketing_strategy", "content", "campaign_execution", "analytics",
    "roi_budget", "quick_wins", "competitive_intelligence", "client_success", "business_intelligence",
)  # fmt: skip
TALKS = ("thanks", "smalltalk", "abilities")
"""What is no work for an agent: thanks, chat, and the question what can be done here."""
ACTING = "campaign_execution"
"""The agent that acts on ad platforms. A guess never reaches it."""

Language = Literal["en", "ko"]


class Nouns(Data):
    """Words that name what an agent does; hints are words that others use as well."""

    en: list[str]
    ko: list[str]
    hint_en: list[str] = Field(default_factory=list)
    hint_ko: list[str] = Field(default_factory=list)


class Examples(Data):
    en: list[str]
    ko: list[str]


class Order(Data):
    """The parts of an order to act: a verb and an object, and words after which it is none."""

    verbs_en: list[str]
    objects_en: list[str]
    verbs_ko: list[str]
    objects_ko: list[str]
    not_en: list[str]
    not_ko: list[str]


class Routing(Data):
    """What is known of one agent, or of one kind of talk."""

    lexicon: Nouns
    examples: Examples
    order: Order | None = None


@cache
def routing() -> dict[str, Routing]:
    """All classes of a message by id: the eleven agents, then the talks.

    Raises pydantic.ValidationError when a file of config/routing is not complete.
    """
    return {name: _read(name) for name in (*AGENTS, *TALKS)}


def order() -> Order:
    """The words of an order to the agent that acts. Raises LookupError where there are none."""
    found = _read(ACTING).order
    if found is None:
        raise LookupError(f"{ACTING} has no words for an order")
    return found


Kept = Literal["meaning", "spelling"]
"""What was learnt from the examples: for the embedder, and of their letters."""


def kept(name: Kept) -> bytes:
    """What was learnt, as `python -m tests.bot.teach_router` wrote it; it holds for one `digest`."""
    return files("config").joinpath("routing", f"{name}.json").read_bytes()


@cache
def digest() -> str:
    """One word for all that the files of config/routing say."""
    told = hashlib.sha256()
    for name in (*AGENTS, *TALKS):
        told.update(_text(name).encode())
    return told.hexdigest()[:16]


def _read(name: str) -> Routing:
    return Routing.model_validate(tomllib.loads(_text(name)))


def _text(name: str) -> str:
    return files("config").joinpath("routing", f"{name}.toml").read_text("utf-8")
