"""Wins as they are answered: out of the output's body alone, so that they can be shown again."""

from agents.kit.figures import number
from agents.kit.winning import wording
from agents.types import AgentResult, Bullets, Button, Paragraph, Section, Table
from config.errors import Locale
from config.winning import library
from config.wording import words
from memory.types import Draft, Json

_MOST_INSUFFICIENT = 3


def shown(draft: Draft) -> AgentResult:
    """The whole answer for one output."""
    body, locale = draft.body, draft.locale
    every = [win for win in body["wins"] if win["status"] == "open"]
    now, open_ = every[: library().limits.shown], len(every)
    going = [win for win in body["wins"] if win["status"] in ("accepted", "done", "measured")]
    sections = (
        *_table(now, open_ - len(now) + body["more"], locale),
        *_why(now, locale),
        *_going(going, locale),
        *_candidates(body, locale),
        *_insufficient(body, locale),
        _limits(body, locale),
    )
    return AgentResult(
        _lines(body, now, locale), sections, (draft,), buttons=_buttons(body, now, locale), verb="find"
    )


def _lines(body: Json, now: list[Json], locale: Locale) -> tuple[str, ...]:
    say = words("wins")
    if not now:
        return (say(f"nothing.{body['basis']}", locale), *_missing_line(body, locale))
    first, fired = now[0], any(one["trigger"]["kind"] not in {"told", "idea"} for one in now)
    basis = say(
        "basis.told" if body["basis"] == "figures" and not fired else f"basis.{body['basis']}", locale
    )
    return (
        say("head", locale, count=len(now), basis=basis),
        say(
            "first",
            locale,
            id=first["id"],
            title=wording.title(first, locale),
            impact=wording.impact(first, locale),
        ),
        say("today", locale, step=wording.step(first, locale)),
    )


def _missing_line(body: Json, locale: Locale) -> tuple[str, ...]:
    return tuple(words("wins")(f"missing.{name}.ask", locale) for name in body["insufficient"][:2])


def _table(wins: list[Json], more: int, locale: Locale) -> tuple[Section, ...]:
    if not wins:
        return ()
    say = words("wins")
    columns = tuple(
        say(f"column.{name}", locale) for name in ("id", "title", "area", "effort", "impact", "ice")
    )
    rows = tuple(
        (
            win["id"],
            wording.title(win, locale),
            say(f"area.{win['area']}", locale),
            say("minutes", locale, count=win["minutes"]) if win["minutes"] else "–",
            wording.impact(win, locale),
            f"{win['ice']['ice']} = {win['ice']['impact']} x {win['ice']['confidence_used']} x {win['ice']['ease']}",
        )
        for win in wins
    )
    beside = (Paragraph(say("more", locale, count=more)),) if more else ()
    return (Section(say("section.wins", locale), (Table(columns, rows), *beside)),)


def _why(wins: list[Json], locale: Locale) -> tuple[Section, ...]:
    if not wins:
        return ()
    say = words("wins")
    lines = tuple(
        f"{win['id']}: {wording.trigger(win, locale)} {say('step', locale, step=wording.step(win, locale))}"
        for win in wins
    )
    return (Section(say("section.why", locale), (Bullets(lines),)),)


def _going(wins: list[Json], locale: Locale) -> tuple[Section, ...]:
    if not wins:
        return ()
    lines = Bullets(tuple(line(win, locale) for win in wins))
    return (Section(words("wins")("section.going", locale), (lines,), internal=True),)


def line(win: Json, locale: Locale) -> str:
    """Where a win that was taken up stands, and what came of it."""
    say, title = words("wins"), wording.title(win, locale)
    facts = {"id": win["id"], "title": title, "owner": win["owner"] or "–", "due": win["due"] or "–"}
    told = win["measured_result"]
    if told is None:
        key = win["status"] if win["status"] != "done" or win["baseline"] else "done_unmeasured"
        return say(f"state.{key}", locale, **facts, done=win["done_on"] or "–", days=win["check_after_days"])
    unit, currency = told["unit"] or "conversions", told["currency"]
    measured = wording.amount(told["measured"], unit, currency, locale)
    predicted = wording.span_of(told["predicted_low"], told["predicted_high"], unit, currency, locale)
    window = f"{told['since']} – {told['until']}"
    told_ = {"measured": measured, "predicted": predicted, "window": window, "query": told["query"]}
    return say("state.measured", locale, **facts, **told_)


def _candidates(body: Json, locale: Locale) -> tuple[Section, ...]:
    if not body["candidates"]:
        return ()
    say, texts = words("wins"), tuple(one["text"] for one in body["candidates"])
    blocks = (Paragraph(say("candidates", locale)), Bullets(texts))
    return (Section(say("section.candidates", locale), blocks, internal=True),)


def _insufficient(body: Json, locale: Locale) -> tuple[Section, ...]:
    if not body["insufficient"]:
        return ()
    say = words("wins")
    lines = tuple(
        f"{say(f'missing.{name}.ask', locale)} {say(f'missing.{name}.why', locale)}"
        for name in body["insufficient"][:_MOST_INSUFFICIENT]
    )
    return (Section(say("section.insufficient", locale), (Bullets(lines),)),)


def _limits(body: Json, locale: Locale) -> Section:
    say, tuned = words("wins"), body["calibration"]
    return Section(
        say("section.limits", locale),
        (Bullets((say("calibration", locale, **tuned), say("impact.how", locale), say("caps", locale))),),
        internal=True,
    )


def _buttons(body: Json, now: list[Json], locale: Locale) -> tuple[Button, ...]:
    say = words("wins")
    first = now[0]["id"] if now else ""
    verbs = ("accept", "assign", "dismiss", "why") if first else ()
    own = tuple(Button(say(f"button.{verb}", locale, id=first), f"wins {verb} {first}") for verb in verbs)
    measure = any(win["status"] == "done" for win in body["wins"])
    check = (Button(say("button.check", locale), "wins check"),) if measure else ()
    upload = (Button(say("button.import", locale), "import"),) if body["insufficient"] else ()
    return (*own, *check, *upload)


def detail(win: Json, draft: Draft, locale: Locale) -> AgentResult:
    """Why a win was named: its rule, its figures with their query, how its impact and ICE are computed."""
    say, ice = words("wins"), win["ice"]
    refs = [one.ref for one in draft.evidence if one.path.startswith(f"wins.{win['id']}.")]
    facts = {name: ice[name] for name in ("impact", "confidence", "confidence_used", "ease", "ice")}
    evidence = say(f"evidence.{ice['evidence']}", locale)
    parts = [wording.trigger(win, locale), say("impact.line", locale, impact=wording.impact(win, locale))]
    if win["impact"]["gap"] is not None:
        low, high = (number(part * 100) for part in win["impact"]["recovers"])
        gap = wording.amount(win["impact"]["gap"], win["impact"]["unit"], win["impact"]["currency"], locale)
        parts.append(
            say("impact.range", locale, gap=gap, low=low, high=high, days=win["impact"]["period_days"])
        )
    parts.append(say("ice", locale, **facts, evidence=evidence, factor=draft.body["calibration"]["factor"]))
    parts.append(say("rule", locale, rule=win["rule"], refs=", ".join(dict.fromkeys(refs)) or "–"))
    section = Section(say("section.why", locale), (Bullets(tuple(parts)),))
    return AgentResult(
        (say("why", locale, id=win["id"], title=wording.title(win, locale)),), (section,), verb="why"
    )
