"""What each agent is called for, as data: its domain nouns and example utterances in every language."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

AGENTS = (
    "business_strategy", "persona", "marketing_strategy", "content", "campaign_execution", "analytics",
    "roi_budget", "quick_wins", "competitive_intelligence", "client_success", "business_intelligence",
)  # fmt: skip
TALKS = ("thanks", "smalltalk", "abilities")
"""What is no work for an agent: thanks, chat, and the question what can be done here."""
ACTING = "campaign_execution"
"""The agent that acts on ad platforms. A guess never reaches it."""

Language = Literal["en", "ko"]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Nouns(_Data):
    """Words that name what an agent does; hints are words that others use as well."""

    en: list[str]
    ko: list[str]
    hint_en: list[str] = Field(default_factory=list)
    hint_ko: list[str] = Field(default_factory=list)


class Examples(_Data):
    en: list[str]
    ko: list[str]


class Order(_Data):
    """The parts of an order to act: a verb and an object, and words after which it is none."""

    verbs_en: list[str]
    objects_en: list[str]
    verbs_ko: list[str]
    objects_ko: list[str]
    not_en: list[str]
    not_ko: list[str]


class Routing(_Data):
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


def learnt() -> bytes:
    """What was learnt from the examples for the embedder, as `python -m tests.bot.teach_router` wrote it."""
    return files("config").joinpath("routing", "meaning.json").read_bytes()


def _read(name: str) -> Routing:
    text = files("config").joinpath("routing", f"{name}.toml").read_text("utf-8")
    return Routing.model_validate(tomllib.loads(text))
