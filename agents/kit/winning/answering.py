"""Answers: wins that are there, and what becomes of one."""

from dataclasses import replace
from datetime import date, timedelta

from agents.kit.budgeting.envelope import Grounds, confidence, place_said
from agents.kit.winning import finding, wording
from agents.kit.winning.finding import TYPE, Sheet
from agents.kit.winning.shown import detail, line, shown
from agents.kit.winning.wish import Wish
from agents.types import AgentResult, Ask, Button, Question
from config.winning import library
from config.wording import words
from memory.types import Draft, Json, MissingInput, Output

AGENT = "quick_wins"


async def answer(ask: Ask, wish: Wish) -> AgentResult:
    """The answer to a wish."""
    today = ask.today
    before = finding.earlier(ask)
    if wish.verb == "find" or before is None:
        return _found(ask, wish, await finding.find(ask, today))
    if wish.verb == "check":
        return await _check(ask, before, today)
    win = next((one for one in before.draft.body["wins"] if one["id"] == wish.win), None)
    if win is None:
        return _which(ask, wish, before)
    if wish.verb == "why":
        return replace(detail(win, before.draft, ask.locale), told="")
    return await _done_to(ask, wish, before, win, today)


def _found(ask: Ask, wish: Wish, sheet: Sheet) -> AgentResult:
    """Wins that were looked for; where there is nothing at all, nothing is kept of it."""
    result = shown(_draft(ask, sheet))
    if wish.verb != "find":
        lines = (words("wins")("none_yet", ask.locale), *result.lines)
        result = replace(result, lines=lines[:3])
    if ask.facts is None:
        result = replace(result, degraded=(words("wins")("closed", ask.locale),))
    return result if sheet.body["wins"] else replace(result, outputs=())


def _draft(ask: Ask, sheet: Sheet) -> Draft:
    say = words("wins")
    paths = tuple(f"wins.{win['id']}.{part}" for win in sheet.body["wins"] for part in _required(win))
    assumptions = (
        [say("assumed.recovers", ask.locale)] if any(_sized(win) for win in sheet.body["wins"]) else []
    )
    return Draft(
        agent=AGENT,
        output_type=TYPE,
        schema_version=1,
        locale=ask.locale,
        title=say("title", ask.locale, place=place_said(ask)),
        summary=say("summary", ask.locale, count=len(sheet.body["wins"])),
        body=sheet.body | {"wins": [_worded(win, ask) for win in sheet.body["wins"]]},
        inputs_used=sheet.inputs,
        evidence=sheet.evidence,
        assumptions=tuple(assumptions),
        missing_inputs=_missing(ask, sheet.body),
        confidence=confidence(Grounds(sheet.evidence, required=paths)),
        stale_after=ask.now + timedelta(days=7),
    )


def _worded(win: Json, ask: Ask) -> Json:
    return win | {"title": wording.title(win, ask.locale), "first_step": wording.step(win, ask.locale)}


def _required(win: Json) -> tuple[str, ...]:
    return ("trigger", "impact") if _sized(win) or win["brings"] != "none" else ("trigger",)


def _sized(win: Json) -> bool:
    return win["impact"]["high"] is not None


def _missing(ask: Ask, body: Json) -> tuple[MissingInput, ...]:
    say = words("wins")
    return tuple(
        MissingInput(
            f"facts.{name}", say(f"missing.{name}.why", ask.locale), say(f"missing.{name}.ask", ask.locale)
        )
        for name in body["insufficient"]
    )


async def _done_to(ask: Ask, wish: Wish, before: Output, win: Json, today: date) -> AgentResult:
    say = words("wins")
    if wish.verb == "assign" and not wish.rest:
        text = say("ask.whom", ask.locale, win=win["id"])
        question = Question(f"owner.{win['id']}", text)
        return AgentResult(
            (text,),
            questions=(question,),
            status="needs_input",
            verb="assign",
            expects=f"wins assign {win['id']} :",
            told="",
        )
    now = await _changed(ask, wish, before, win, today)
    rest = [now if one["id"] == win["id"] else one for one in before.draft.body["wins"]]
    body = before.draft.body | await finding.scored(ask, rest)
    draft = replace(before.draft, body=body, supersedes=None)
    facts = {
        "title": wording.title(now, ask.locale),
        "owner": now["owner"] or "–",
        "due": now["due"] or "–",
        "days": now["check_after_days"],
    }
    result = AgentResult((say(_key(now), ask.locale, **facts),), outputs=(draft,), verb=wish.verb, told="")
    return replace(result, buttons=_after(ask, now))


def _key(win: Json) -> str:
    return (
        "said.done_unmeasured" if win["status"] == "done" and not win["baseline"] else f"said.{win['status']}"
    )


async def _changed(ask: Ask, wish: Wish, before: Output, win: Json, today: date) -> Json:
    """The win after it, and its task in the tasks' store."""
    if wish.verb in ("accept", "assign"):
        return await _given(ask, wish, before, win, today)
    if win["task"] and ask.tasks:
        await ask.tasks.end(win["task"], {"done": "done", "dismiss": "dropped"}.get(wish.verb, "open"))  # type: ignore[arg-type]
    if wish.verb == "done":
        return win | {"status": "done", "done_on": today.isoformat(), "owner": win["owner"]}
    if wish.verb == "dismiss":
        return win | {"status": "dismissed"}
    state = "accepted" if win["task"] else "open"
    return win | {"status": state, "done_on": None, "measured_result": None}


async def _given(ask: Ask, wish: Wish, before: Output, win: Json, today: date) -> Json:
    due = today + timedelta(days=library().limits.due_days)
    if ask.tasks is None:
        return win | {"status": "accepted", "due": due.isoformat()}
    if win["task"] and win["status"] == "accepted":
        await ask.tasks.end(win["task"], "dropped")
    title = wording.title(win, ask.locale)
    about = (before.id, f"wins.{win['id']}")
    made = await ask.tasks.add(title, wish.rest, due, win["check_after_days"], about)
    told = {"owner": made.owner or None, "due": made.due.isoformat() if made.due else None, "task": made.id}
    return win | told | {"status": "accepted", "done_on": None, "measured_result": None}


def _after(ask: Ask, win: Json) -> tuple[Button, ...]:
    say, name = words("wins"), win["id"]
    done = Button(say("button.done", ask.locale), f"wins done {name}")
    back = Button(say("button.reopen", ask.locale), f"wins reopen {name}")
    first = {"accepted": (done,), "done": (back,), "dismissed": (back,)}.get(win["status"], ())
    return (*first, Button(say("button.all", ask.locale), "wins"))


async def _check(ask: Ask, before: Output, today: date) -> AgentResult:
    """What came of the wins that were done: measured where their days are over, else when they will be."""
    wins = await finding.settle(ask, before.draft.body["wins"], today)
    body = before.draft.body | await finding.scored(ask, wins)
    done = [win for win in body["wins"] if win["status"] in ("done", "measured")]
    say = words("wins")
    if not done:
        return AgentResult(
            (say("check.nothing", ask.locale),),
            verb="check",
            told="",
            buttons=(Button(say("button.all", ask.locale), "wins"),),
        )
    lines = tuple(line(win, ask.locale) for win in done)
    tuned = say("calibration", ask.locale, **body["calibration"])
    changed = body["wins"] != before.draft.body["wins"]
    outputs = (replace(before.draft, body=body, supersedes=None),) if changed else ()
    return AgentResult((*lines[:5], tuned), outputs=outputs, verb="check", told="")


def _which(ask: Ask, wish: Wish, before: Output) -> AgentResult:
    say = words("wins")
    open_ = [win for win in before.draft.body["wins"] if win["status"] in ("open", "accepted", "done")][:5]
    buttons = tuple(
        Button(f"{win['id']} {wording.title(win, ask.locale)}"[:70], f"wins {wish.verb} {win['id']}")
        for win in open_
    )
    return AgentResult(
        (say("ask.which", ask.locale),), buttons=buttons, status="needs_input", verb=wish.verb, told=""
    )
