"""`connect` and `pull` in a conversation: what is connected here, how to connect more, and reading the numbers.

Keys are never taken in chat: the answer names the variables, and the command that seals them.
"""

from agents.types import AgentResult, Button, Section, Table
from bot.measuring import connections
from bot.measuring.pulling import Wanted as Window
from bot.measuring.pulling import pull as pull_all
from bot.measuring.telling import moment, named, pulled
from bot.wanted import Wanted
from config.connecting import Connectable, connecting
from config.wording import words
from memory.store.entrance import Entrance

_COLUMNS = ("scope", "platform", "account", "currency", "timezone", "last", "next", "expires")


async def connect(wanted: Wanted) -> AgentResult:
    """What is connected at the place and below it; of a platform that is named, what connecting it takes."""
    if wanted.entrance is None:
        return AgentResult((wanted.say("unmapped"),), status="needs_input")
    wanted.permit("connect")
    say, place = words("connecting"), wanted.entrance.place.path
    rows = await _rows(wanted, wanted.entrance)
    lines = [say("chat.some" if rows else "chat.none", wanted.locale, scope=place)]
    lines += [say("chat.how", wanted.locale, scope=place), _needed(wanted, place)]
    heads = tuple(say(f"column.{name}", wanted.locale) for name in _COLUMNS)
    sections = (Section(say("chat.title", wanted.locale), (Table(heads, rows),)),) if rows else ()
    buttons = (Button(say("chat.pull", wanted.locale), "pull"),) if rows else ()
    return AgentResult(tuple(lines), sections, buttons=buttons)


async def _rows(wanted: Wanted, entrance: Entrance) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    turns = await connections.turns(wanted.house, entrance)
    for one, made in await connections.reached(wanted.house, entrance):
        told = named(made, wanted.locale)
        ends = f"{made.expires:%Y-%m-%d}" if made.expires else "-"
        cells = (told[name] for name in ("platform", "account", "currency", "timezone"))
        turn = turns.get((one.scope.level, made.platform, made.account.ref))
        course = turn.course if turn else None
        when = (moment(at, course) for at in ((turn.last_at, turn.next_at) if turn else (None, None)))
        rows.append((one.path, *cells, *when, ends))
    return tuple(rows)


def _needed(wanted: Wanted, place: str) -> str:
    say, known = words("connecting"), connecting().platforms
    slug = next((name for name, told in known.items() if _names(wanted.rest, name, told)), "")
    if not slug:
        return say("chat.which", wanted.locale, known=", ".join(known))
    keys = known[slug].keys.values()
    required = ", ".join(f"`{key.variable}`" for key in keys if key.required)
    more = ", ".join(f"`{key.variable}`" for key in keys if not key.required) or "-"
    facts = {"platform": known[slug].name, "slug": slug, "scope": place}
    return say("chat.needed", wanted.locale, required=required, more=more, **facts)


def _names(text: str, slug: str, told: Connectable) -> bool:
    said = text.strip().casefold()
    return bool(said) and said in {slug, slug.replace("_", " "), told.name.casefold(), *told.aliases}


async def pull(wanted: Wanted) -> AgentResult:
    """Reads the last thirty days of every connection at the place and below it. Raises the error of an only one."""
    if wanted.entrance is None:
        return AgentResult((wanted.say("unmapped"),), status="needs_input")
    wanted.permit("pull")
    outcomes = await pull_all(wanted.house, wanted.entrance, Window())
    if not outcomes:
        facts, say = {"scope": wanted.entrance.place.path}, words("connecting")
        return AgentResult(tuple(say(key, wanted.locale, **facts) for key in ("chat.none", "chat.how")))
    if len(outcomes) == 1 and outcomes[0].error:
        raise outcomes[0].error
    return AgentResult(tuple(line.strip() for one in outcomes for line in pulled(one, wanted.locale)))
