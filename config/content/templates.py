"""Copy without a model, as data: lines that claim nothing by themselves, by language and politeness."""

from functools import cache

from config.data import Data
from config.errors import Locale
from config.tables import read_table


class Lines(Data):
    """The lines of one level of politeness; `cta` by kind of content."""

    opening: str
    greeting: str
    facts: str
    why: str
    faq: str
    sign: str
    cta: dict[str, str]


class Send(Data):
    """What the law asks of a message that is sent: its label, and how to refuse the next one, by kind."""

    label: str
    email: str
    sms: str
    push: str
    kakao: str

    def refusal(self, kind: str) -> str:
        """How to refuse the next message of a kind that is sent."""
        told: str = getattr(self, kind)
        return told


class Endings(Data):
    """Nouns that become a sentence, and with what."""

    adjectives: list[str]
    formal: str
    polite: str
    plain: str
    casual: str


class Templates(Data):
    lines: dict[Locale, dict[str, Lines]]
    sends: dict[Locale, Send]
    endings: Endings
    lead_ins: dict[Locale, list[str]]


@cache
def templates() -> Templates:
    """Raises pydantic.ValidationError when config/content/templates.toml is not complete."""
    return Templates.model_validate(read_table("content", "templates.toml"))


def lines_of(language: Locale, form: str) -> Lines:
    """The lines of a language in a level of politeness, or in the nearest there is."""
    found = templates().lines[language]
    return found.get(form) or next(iter(found.values()))
