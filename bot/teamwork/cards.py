"""An approval as its reader sees it: what is asked, what it says, and what has changed since the last round."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agents.types import AgentResult, Bullets, Button, Section
from bot.digest.period import stamp
from bot.house import House
from bot.teamwork.approvals import mine_to_decide
from bot.teamwork.seeing import comments_for, took_part
from bot.tools.exports import compare
from config.errors import Locale
from config.teamwork import teamwork
from config.wording import words
from memory.collaboration import Approval, Comment
from memory.store import approvals, comments, outputs
from memory.store.entrance import Entrance
from memory.types import Output

_MOST_CHANGES = 12
_LONGEST = 90
_HASH = 12


@dataclass(frozen=True, slots=True)
class _Told:
    """All that a card is made of."""

    approval: Approval
    output: Output
    before: tuple[Approval, Output] | None
    """The round before it, and what that was about."""
    said: tuple[Comment, ...]


async def card(
    house: House,
    entrance: Entrance,
    approval: Approval,
    locale: Locale,
    *,
    internal: bool,
    lead: str = "card",
) -> AgentResult:
    """The card of a request, seen from its own place; without `internal`, no internal part of what it is about."""
    told = await _gather(house, entrance, approval, internal=internal)
    say = words("teamwork")
    lines = [_lead(told, entrance, locale, lead), told.output.draft.summary, _stands(told, entrance, locale)]
    if told.output.stale:
        lines.append(say("card.stale", locale))
    sections = (_changes(told, locale), *_content(house, told.output, internal=internal))
    mine = approval.open_at(house.now()) and mine_to_decide(house, entrance, approval)
    buttons = _buttons(approval, locale) if mine else ()
    return AgentResult(tuple(filter(None, lines)), sections, buttons=buttons, verb="approve")


async def _gather(house: House, entrance: Entrance, approval: Approval, *, internal: bool) -> _Told:
    """Whoever is no insider sees the rounds and comments that they had a part in themselves."""
    actor = entrance.access.actor
    async with house.database.reading(entrance.access) as unit:
        output = await outputs.get(unit, approval.output)
        rounds = [one for one in await approvals.rounds(unit, approval) if one.number < approval.number]
        earlier = [one for one in rounds if one.state not in ("void", "expired")]
        judged = next((one for one in earlier if internal or took_part(actor, one)), None)
        before = (judged, await outputs.get(unit, judged.output)) if judged else None
        said = comments_for(actor, await comments.on(unit, output), internal=internal)
    return _Told(approval, output, before, tuple(one for one in said if one.resolved_at is None))


def _lead(told: _Told, entrance: Entrance, locale: Locale, lead: str) -> str:
    one = told.approval
    return words("teamwork")(
        lead,
        locale,
        by=one.requested_by or "-",
        title=one.title,
        version=one.version,
        place=" › ".join(entrance.place.names),
        round=one.round,
        most=teamwork().approvals.rounds,
    )


def _stands(told: _Told, entrance: Entrance, locale: Locale) -> str:
    until = stamp(told.approval.expires_at, entrance.place.timezone, locale)
    facts = {"hash": told.approval.content_hash[:_HASH], "until": until, "id": told.approval.id[-8:]}
    say = words("teamwork")
    open_ = say("card.comments", locale, count=len(told.said)) if told.said else ""
    return f"{say('card.stands', locale, **facts)}{open_}"


def _changes(told: _Told, locale: Locale) -> Section:
    """What is different from the round before it."""
    say = words("teamwork")
    if told.before is None:
        return Section(say("card.changes", locale), (Bullets((say("card.first", locale),)),))
    judged, old = told.before
    head = say("card.since", locale, round=judged.round, version=judged.version)
    asked = (say("card.asked", locale, by=judged.decided_by, reason=judged.reason),) if judged.reason else ()
    found = compare(old, told.output)
    lines = tuple(_change(one, locale) for one in found[:_MOST_CHANGES])
    more = (say("more", locale, count=len(found) - _MOST_CHANGES),) if len(found) > _MOST_CHANGES else ()
    same = () if found else (say("card.same", locale),)
    return Section(head, (Bullets((*asked, *lines, *more, *same)),))


def _change(one: dict[str, Any], locale: Locale) -> str:
    old, new = one["old"], one["new"]
    key = "change.added" if old is None else "change.removed" if new is None else "change"
    return words("teamwork")(key, locale, path=one["path"], old=_short(old), new=_short(new))


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"


def _content(house: House, output: Output, *, internal: bool) -> Sequence[Section]:
    """What the output says, as it was answered."""
    agent = house.agents.get(output.draft.agent)
    if agent is None:
        return ()
    shown = agent.show(output).sections
    return tuple(one for one in shown if internal or not one.internal)


def _buttons(approval: Approval, locale: Locale) -> tuple[Button, ...]:
    say = words("teamwork")
    return (
        Button(say("button.approve", locale), f"approve {approval.id}"),
        Button(say("button.changes", locale), f"approve changes {approval.id}"),
        Button(say("button.reject", locale), f"approve reject {approval.id}"),
    )
