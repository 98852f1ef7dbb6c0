"""Questions about a plan: why a tactic is in it or not, what would change, what there is to choose from."""

from agents.kit.figures import money, number
from agents.kit.planning import working
from agents.kit.planning.choices import Order, record_in
from agents.kit.planning.fit import Fit, fit, fits
from agents.kit.planning.gather import Given, known
from agents.kit.planning.money import in_minor
from agents.kit.planning.naming import tactics_named
from agents.kit.planning.picking import record_of
from agents.kit.planning.present import backlog, calendar, headline, writing_buttons
from agents.kit.planning.values import Known
from agents.kit.planning.wish import Doubt
from agents.types import AgentResult, Ask, Block, Bullets, Button, Paragraph, Question, Section, Table
from config.errors import Locale
from config.planning import planning
from config.wording import words
from memory.types import Json

_SHOWN = 4
"""Tactics of one channel that are explained at once."""
_ASKED = 8
"""Rows that have a button under a question which one is meant."""


def why(ask: Ask, at: Given, rest: str) -> AgentResult:
    """The parts of a fit: of a row by its id, of a tactic or a channel by its name.

    Raises UnknownTactic, UnknownRow.
    """
    plan = working.plan_of(ask)
    body: Json = plan.draft.body if plan else {"rows": [], "choices": []}
    name = rest.strip(" ?.")
    if not name:
        return _which(body, ask.locale)
    found = known(ask, at, working.chosen(ask, (), at))
    if name[:1] in "rR" and name[1:].isdigit():
        row = record_in(body, "rows", name)
        sections = (_of_row(row, body, ask.locale), *_parts(found, [row["tactic"]], row["persona"]))
        return AgentResult((_row_line(row, ask.locale),), sections, verb="why", told="")
    tactics = tactics_named(name)[:_SHOWN]
    shown = [fit(found, found.personas[0], planning().tactics[one]) for one in tactics]
    lines = tuple(_line(one, body, ask.locale) for one in sorted(shown, key=lambda one: -one.score))
    return AgentResult(lines[:3], tuple(_parts(found, tactics)), verb="why", told="")


def _which(body: Json, locale: Locale) -> AgentResult:
    say = words("plan")
    buttons = tuple(
        Button(say("button.why_row", locale, row=row["id"]), f"plan why {row['id']}")
        for row in body["rows"][:_ASKED]
    )
    return AgentResult(
        (say("why.which", locale),), buttons=buttons, verb="why", told="", status="needs_input"
    )


def _line(one: Fit, body: Json, locale: Locale) -> str:
    say = words("plan")
    row = next((row["id"] for row in body["rows"] if row["tactic"] == one.tactic.id), "")
    state = say("why.in", locale, row=row) if row else one.blocked or say("why.out", locale)
    facts = {"name": one.tactic.name.say(locale), "persona": one.persona.name, "score": one.score}
    return say("why.line", locale, **facts, state=state)


def _row_line(row: Json, locale: Locale) -> str:
    return words("plan")("why.row", locale, row=row["id"], message=row["message"], proof=row["proof"])


def _of_row(row: Json, body: Json, locale: Locale) -> Section:
    say, currency = words("plan"), body["currency"]
    part = say(f"part.{row['part']}", locale)
    amounts = {
        "budget": money(row["budget"], currency, locale),
        "least": money(row["minimum"], currency, locale),
    }
    lines = [say("why.part", locale, part=part, why=row["record_why"]), row["target_why"]]
    lines += [say("why.money", locale, **amounts)] if row["budget"] else []
    return Section(row["name"], (Bullets(tuple(lines)),))


def _parts(found: Known, tactics: tuple[str, ...] | list[str], persona: str = "") -> list[Section]:
    people = [one for one in found.personas if persona in ("", one.name)]
    book = planning().tactics
    return [_fit(fit(found, each, book[one]), found.locale, found) for one in tactics for each in people]


def _fit(one: Fit, locale: Locale, found: Known) -> Section:
    say, weights = words("plan"), planning().rules.weights
    heads = tuple(say(f"column.{name}", locale) for name in ("part", "weight", "value", "reason"))
    rows = tuple(
        (say(f"fit.{part.part}", locale), number(weights[part.part]),
         say("fit.unknown", locale) if part.value is None else number(part.value), part.why)
        for part in one.parts
    )  # fmt: skip
    name, persona = one.tactic.name.say(locale), one.persona.name
    title = say("section.why", locale, name=name, persona=persona, score=one.score)
    record, record_why, _ = record_of(found, one.tactic)
    told = f"{say(f'part.{record}', locale)}: {record_why}"
    blocks: list[Block] = [Table(heads, rows), Paragraph(told)]
    return Section(title, (*blocks, Paragraph(one.blocked)) if one.blocked else tuple(blocks))


def tactics(ask: Ask, at: Given) -> AgentResult:
    """The whole catalogue, by how well it fits the first persona; what cannot be done says why."""
    say, locale = words("plan"), ask.locale
    found = known(ask, at, working.chosen(ask, (), at))
    mine = [one for one in fits(found) if one.persona.id == found.personas[0].id]
    mine.sort(key=lambda one: (bool(one.blocked), -one.score))
    heads = tuple(say(f"column.{name}", locale) for name in ("tactic", "stage", "fit", "hours", "reason"))
    rows = tuple(
        (one.tactic.name.say(locale), say(f"stage.{one.stage}", locale), str(one.score), number(one.tactic.hours),
         one.blocked or "–")
        for one in mine
    )  # fmt: skip
    line = say("tactics.line", locale, count=len(mine), channels=len({one.tactic.channel for one in mine}))
    return AgentResult(
        (line,), (Section(say("section.tactics", locale), (Table(heads, rows),)),), verb="tactics", told=""
    )


def whatif(ask: Ask, at: Given, orders: tuple[Order, ...]) -> AgentResult:
    """The plan under other decisions, beside the one that stands. Nothing is saved."""
    say, locale = words("plan"), ask.locale
    if not orders:
        return _suppose(ask)
    now = working.make(ask, at).draft.body
    then = working.make(ask, at, orders).draft.body
    facts = {"mode": planning().modes[then["mode"]].name.say(locale), "rows": len(then["rows"]),
             "total": money(then["budget"]["total"] or 0, then["currency"], locale),
             "hours": number(then["hours"]["planned"])}  # fmt: skip
    said = ", ".join(_spoken(one, then["currency"], locale) for one in orders)
    line = say("whatif.head", locale, said=said, **facts)
    sections = (Section(say("section.differs", locale), (_differs(now, then, locale),)),)
    take = "plan " + "; ".join(_spoken(one, then["currency"], locale) for one in orders)
    return AgentResult(
        (line,), sections, buttons=(Button(say("whatif.take", locale), take),), verb="whatif", told=""
    )


def _suppose(ask: Ask) -> AgentResult:
    """Three budgets to try."""
    say, locale, currency = words("plan"), ask.locale, ask.context.place.currency
    one = in_minor({"KRW": 1_000_000, "USD": 800}, currency)
    tried = [Order("budget", value=f"{one * times // 2} {currency} month") for times in (1, 2, 6)]
    said = [_spoken(order, currency, locale) for order in tried]
    buttons = tuple(Button(each, f"plan whatif {each}") for each in said)
    return AgentResult(
        (say("whatif.how", locale),), buttons=buttons, verb="whatif", told="", status="needs_input"
    )


_SAID = {
    "hours": ("hours {0}", "주 {0}시간"),
    "weeks": ("{0} weeks", "{0}주 계획"),
    "dropped": ("drop {0}", "{0} 빼기"),
    "exclude": ("no {0}", "{0} 빼기"),
    "pinned": ("{0} budget {1}", "{0} 예산 {1}"),
    "month": ("budget {0} a month", "예산 월 {0}"),
    "budget": ("budget {0}", "예산 {0}"),
}
"""Orders in words that are read back as the same orders: English, Korean."""


def _spoken(order: Order, currency: str, locale: Locale) -> str:
    kind, told = order.kind, (order.target or order.value,)
    if kind == "budget":
        kind, told = _budget_spoken(order, currency, locale)
    elif kind == "pinned":
        told = (order.target, money(int(order.value), currency, locale))
    elif kind == "exclude":
        told = (planning().channels[order.target].name.say(locale),)
    elif kind == "skills":
        told = (order.value.replace(" ", ", "),)
    english, korean = _SAID.get(kind, (f"{kind} {{0}}", f"{kind} {{0}}"))
    return (korean if locale == "ko" else english).format(*told)


def _budget_spoken(order: Order, currency: str, locale: Locale) -> tuple[str, tuple[str]]:
    minor, _, rest = order.value.partition(" ")
    amount = money(int(minor), rest.split()[0] if rest else currency, locale) if minor != "0" else "0"
    return ("month" if rest.endswith("month") else "budget"), (amount,)


def _differs(now: Json, then: Json, locale: Locale) -> Block:
    say = words("plan")
    before: dict[str, Json] = {row["key"]: row for row in now["rows"]}
    after: dict[str, Json] = {row["key"]: row for row in then["rows"]}

    def told(row: Json | None, gone: str) -> str:
        return money(row["budget"], then["currency"], locale) if row else say(f"whatif.{gone}", locale)

    keys = [key for key in dict.fromkeys([*after, *before]) if _cost(before, key) != _cost(after, key)]
    rows = [
        ((after.get(key) or before[key])["name"], told(before.get(key), "new"), told(after.get(key), "gone"))
        for key in keys
    ]
    if not rows:
        return Paragraph(say("whatif.same", locale))
    return Table(tuple(say(f"column.{name}", locale) for name in ("tactic", "now", "then")), tuple(rows))


def doubt(ask: Ask, found: Doubt) -> AgentResult:
    """ "월 300": both readings as buttons; each is the whole wish again, with the amount said."""
    say, locale = words("plan"), ask.locale
    plain = found.number.replace(",", "")
    period = {"month": {"ko": "월 ", "en": "monthly "}}.get(found.per, {"ko": "", "en": ""})[locale]
    options = (f"{found.number}만원", f"{found.number}원")
    text = say(
        "ask.manwon", locale, per=period, number=found.number, tenthousands=options[0], plain=options[1]
    )
    said = ask.command.rest.strip()
    buttons = tuple(
        Button(f"{period}{one}", f"plan {_said_with(said, found.number, plain, one)}") for one in options
    )
    asked = Question(f"budget.{found.per}".rstrip("."), text, options)
    return AgentResult(
        (text,), questions=(asked,), buttons=buttons, status="needs_input", verb="doubt", told=""
    )


def _said_with(said: str, shown: str, plain: str, option: str) -> str:
    number_ = shown if shown in said else plain
    head, _, tail = said.rpartition(number_)
    rest = tail.lstrip("원 ")
    words_ = f"{head}{option} {rest}".strip()
    return words_ if any(word in words_ for word in ("예산", "budget", "월")) else f"예산 {words_}"


def part(ask: Ask, name: str) -> AgentResult:
    """One part of the plan that stands: its calendar or its backlog. Raises NoPlan."""
    plan = working.standing(ask)
    body, locale, say = plan.draft.body, ask.locale, words("plan")
    if name == "calendar":
        days = body["period"]
        line = say("calendar.line", locale, weeks=days["weeks"], starts=days["starts"], ends=days["ends"])
        return AgentResult(
            (line,),
            (Section(say("section.calendar", locale), tuple(calendar(body, locale))),),
            verb=name,
            told="",
        )
    if not body["backlog"]:
        return AgentResult((say("backlog.none", locale),), verb=name, told="")
    line = say("backlog.line", locale, count=len(body["backlog"]))
    buttons = tuple(
        Button(say("button.accept", locale, row=one["id"]), f"plan accept {one['id']}")
        for one in body["backlog"][:_ASKED]
    )
    return AgentResult(
        (line,),
        (Section(say("section.backlog", locale), (backlog(body, locale),)),),
        buttons=buttons,
        verb=name,
        told="",
    )


def write(ask: Ask) -> AgentResult:
    """Every row with a button that hands it to whoever writes. Raises NoPlan."""
    plan, say, locale = working.standing(ask), words("plan"), ask.locale
    buttons = tuple(writing_buttons(plan.draft.body["rows"], locale, plan.id))
    return AgentResult(
        (say("write.line", locale),), buttons=buttons, verb="write", told="", status="needs_input"
    )


def unchanged(ask: Ask) -> AgentResult:
    """Nothing in the words changes the plan. Raises NoPlan."""
    plan = working.standing(ask)
    lines = (words("plan")("unchanged", ask.locale), *headline(plan.draft.body, ask.locale)[:1])
    return AgentResult(lines, verb="unchanged", told=None, status="needs_input")


def _cost(rows: dict[str, Json], key: str) -> int | None:
    """What a row costs; None where there is none."""
    return rows[key]["budget"] if key in rows else None
