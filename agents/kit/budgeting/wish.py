"""What somebody wants of their budget: which question, about which platforms, how much money, which days."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

from agents.kit.budgeting.window import Window, named
from agents.kit.reading.quantities import read_quantities
from agents.kit.reading.types import Quantity
from config.budgeting import names, wish_verbs, wish_words
from config.patterns import regex

Verb = Literal[
    "pacing", "forecast", "reconcile", "roi", "reallocate", "what_if", "divide", "attribution", "lift",
]  # fmt: skip
VERBS: tuple[Verb, ...] = (
    "pacing", "forecast", "reconcile", "roi", "reallocate", "what_if", "divide", "attribution", "lift",
)  # fmt: skip
Way = Literal["from", "to", ""]
_GIVES = regex(
    r"^\s?(?:광고|예산)?\s?(?:에서|에게서|쪽에서|(?:를|을|은|는)?\s?(?:예산\s?)?(?:을|를)?\s?(?:빼|줄|깎|덜|끊))"
)
_TAKES = regex(
    r"^\s?(?:광고|예산|쪽)?\s?(?:으로|로(?!는|그)|에다|에(?!서|게서)|(?:를|을)?\s?(?:예산\s?)?(?:을|를)?\s?(?:늘|더))"
)
_GIVES_EN = regex(r"(?:from|off|out of|cut|drop|stop|reduce|less|halve)\s+(?:the\s+|some\s+)?$")
_TAKES_EN = regex(r"(?:to|into|in|on|towards|give|double|increase|raise|more)\s+(?:the\s+|some\s+)?$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A platform (or a system that counts sales) where it is named, and whether money comes from it or goes to it."""

    id: str
    start: int
    end: int
    way: Way = ""


@dataclass(frozen=True, slots=True)
class Wish:
    verb: Verb
    text: str
    money: Quantity | None = None
    """In minor units; `doubt` says what has to be asked about it."""
    percent: float | None = None
    """As a share, 0.15 for 15 %."""
    mentions: tuple[Mention, ...] = ()
    window: Window | None = None

    @property
    def platforms(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.id for one in self.mentions))

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.id for one in self.mentions if one.way == "from"))

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.id for one in self.mentions if one.way == "to"))

    def says(self, word: str) -> bool:
        """Whether the words of this name in wishes.toml are said."""
        return wish_words("words")[word].search(self.text) is not None


def understand(text: str, currency: str, today: date) -> Wish:
    """The wish in a command's words (`what-if …`, `소진 …`) or in plain ones."""
    verb, rest, plain = _verb(text.strip())
    quantities = read_quantities(rest, currency)
    money = next((one for one in quantities if one.kind == "money" and one.value > 0), None)
    percent = next((one for one in quantities if one.kind == "percent"), None)
    share = float(percent.value) / 100 if percent else _part(quantities)
    found = Wish(verb, rest, money, share, mentions(rest, "platforms"), named(rest, today))
    return replace(found, verb=_vague(found)) if plain and verb == "what_if" else found


def _vague(wish: Wish) -> Verb:
    """A move without an amount, a part or a platform asks what to move; or what is left, once costs are taken off."""
    told = wish.money or wish.percent is not None or wish.platforms
    if told or any(wish.says(word) for word in ("double", "half", "drop")):
        return "what_if"
    return "roi" if wish_words("patterns")["roi"].search(wish.text) else "reallocate"


def _verb(text: str) -> tuple[Verb, str, bool]:
    """A command's first word, or the first pattern that fits; and whether it was said in plain words."""
    first, _, rest = text.partition(" ")
    word = wish_verbs().get(first.rstrip(":,").lower())
    for verb in VERBS:
        if verb == word:
            return verb, rest.lstrip(" :"), False
    for name, pattern in wish_words("patterns").items():
        for verb in VERBS:
            if verb == name and pattern.search(text):
                return verb, text, True
    return "pacing", text, True


def asks_itself(text: str) -> bool:
    """Whether the words are a question of their own, rather than the answer to one."""
    return any(pattern.search(text) for pattern in wish_words("patterns").values())


def _part(quantities: tuple[Quantity, ...]) -> float | None:
    found = next((one for one in quantities if one.kind == "fraction"), None)
    return float(found.value) if found else None


def mentions(text: str, kind: Literal["platforms", "systems"]) -> tuple[Mention, ...]:
    """Where platforms, or systems, are named, in the order of the text."""
    pattern, meant = _names(kind)
    low = text.lower()
    return tuple(
        Mention(meant[" ".join(match[0].split())], match.start(), match.end(), _way(low, match))
        for match in pattern.finditer(low)
    )


def _way(text: str, match: re.Match[str]) -> Way:
    before, behind = text[max(0, match.start() - 16) : match.start()], text[match.end() : match.end() + 12]
    if _GIVES.match(behind) or _GIVES_EN.search(before):
        return "from"
    return "to" if _TAKES.match(behind) or _TAKES_EN.search(before) else ""


@cache
def _names(kind: Literal["platforms", "systems"]) -> tuple[re.Pattern[str], dict[str, str]]:
    found = names().platforms if kind == "platforms" else names().systems
    meant = {word: name for name, one in found.items() for word in one.words}
    words_ = sorted(meant, key=lambda word: (-len(word), word))
    latin = "|".join(re.escape(word) for word in words_ if word.isascii())
    korean = "|".join(re.escape(word) for word in words_ if not word.isascii())
    return regex(rf"(?<![a-z0-9])(?:{latin})(?![a-z0-9])|(?:{korean})(?!비)"), meant
