"""What is tended in a conversation: whether a channel is listened to, its campaigns, its brand, what people think."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from agents.kit.figures import minor_digits, money
from agents.types import AgentResult, Button, Paragraph, Section
from bot.arrival.phrase import Phrase, phrase
from bot.arrival.spots import Spot, spots
from bot.arrival.standing import key_of
from bot.errors import NotMapped
from bot.tools.brand import label, not_in_force, show, spoken
from bot.wanted import Wanted
from config.errors import Misused, UnknownScope
from config.guidelines import guideline_catalogue
from memory import naming
from memory.guidelines import Own
from memory.guidelines_file import read_guidelines
from memory.store import campaigns, channels, guidelines
from memory.store.entrance import Entrance, binding_at, enter_scope
from memory.types import CampaignPlan, Scope


class UnknownGuideline(Misused):
    """There is no guideline {said!r}. Near: {near}.

    ko: {said!r}이라는 가이드라인 항목은 없습니다. 비슷한 것: {near}
    """


class NothingToLock(Misused):
    """{place} says nothing of {field} itself, so there is nothing to lock. Set it here first, or lock it above.

    ko: {place} 단계에서 정한 {field} 항목이 없어 잠글 것이 없습니다. 먼저 여기에서 정하시거나 위 단계에서 잠그십시오.
    """


class UnfitGuideline(Misused):
    """{detail}

    ko: {detail}
    """


_SET, _LOCK, _UNLOCK = {"set", "설정"}, {"lock", "잠금", "잠그기"}, {"unlock", "잠금해제", "풀기"}


async def listen(wanted: Wanted) -> AgentResult:
    """`listen`, `listen on`, `listen off`: whether what is not said to the bot is read and kept here."""
    binding = await binding_at(wanted.database, key_of(wanted.heard))
    if binding is None or wanted.entrance is None:
        raise NotMapped()
    word = wanted.rest.strip().lower()
    if word in {"on", "켜기", "off", "끄기"}:
        wanted.permit("listen", "on")
        on = word in {"on", "켜기"}
        entrance = await enter_scope(wanted.database, binding.scope, wanted.entrance.access.actor.user)
        async with wanted.database.writing(entrance.access) as unit:
            await channels.mark(unit, binding, "listens", on)
        return AgentResult((wanted.say("listen.now_on" if on else "listen.now_off"),))
    button = Button(wanted.say("button.listen_off"), "listen off") if binding.listens else None
    other = button or Button(wanted.say("button.listen_on"), "listen on")
    return AgentResult((wanted.say("listen.on" if binding.listens else "listen.off"),), buttons=(other,))


async def campaign(wanted: Wanted) -> AgentResult:
    """`campaign`, `campaign [budget= starts= ends= goal=]: [Client /] Name`."""
    entrance = wanted.entered
    said = phrase(wanted.rest)
    if not said.text:
        wanted.permit("campaign")
        found = [one for one in await _spots(wanted) if one.place.scope.campaign]
        buttons = tuple(Button(one.label, f"use {one.path}") for one in found)
        more = Button(wanted.say("button.campaign"), "form campaign")
        return AgentResult((wanted.say("campaigns", count=len(found)),), buttons=(*buttons, more))
    client, slash, name = (part.strip() for part in said.text.rpartition("/"))
    parent = await _parent(wanted, entrance, client if slash else "")
    wanted.permit_at(parent.access.actor, parent.place, "campaign", "add")
    plan = _plan(said, name, parent)
    async with wanted.database.writing(parent.access) as unit:
        made = await campaigns.add(unit, naming.suggestion(name), plan)
    path = f"{parent.place.path}/{made.slug}"
    lines = [wanted.say("campaign.made", place=" › ".join((*parent.place.names[1:], name)))]
    if plan.budget is not None:
        amount = money(plan.budget, plan.currency or parent.place.currency, wanted.locale)
        lines.append(wanted.say("campaign.budget", amount=amount))
    buttons = (
        Button(wanted.say("button.use"), f"use {path}"),
        Button(wanted.say("button.map"), f"bind {path}"),
    )
    return AgentResult(tuple(lines), buttons=buttons)


async def _parent(wanted: Wanted, entrance: Entrance, client: str) -> Entrance:
    """The client that a campaign belongs to (of an SME: the business). Raises UnknownScope."""
    here, user = entrance.place.scope, entrance.access.actor.user
    if entrance.place.org_type == "SME":
        return await enter_scope(wanted.database, Scope(here.org), user)
    if not client and here.client:
        return await enter_scope(wanted.database, Scope(here.org, here.client), user)
    of = [
        one.place for one in await _spots(wanted) if one.place.scope.client and not one.place.scope.campaign
    ]
    slug = naming.suggestion(client) if client else ""
    found = next((one for one in of if one.names[-1] == client or one.path.endswith(f"/{slug}")), None)
    if found is None or not client:
        raise UnknownScope(scope=client or "?")
    return await enter_scope(wanted.database, found.scope, user)


def _plan(said: Phrase, name: str, parent: Entrance) -> CampaignPlan:
    currency = parent.place.currency
    budget = said.options.get("budget", "")
    minor = int(Decimal(budget).scaleb(minor_digits(currency))) if budget else None
    starts, ends = (_day(said.options.get(key, "")) for key in ("starts", "ends"))
    if starts and ends and ends < starts:
        raise UnfitGuideline(detail=f"{ends} < {starts}")
    goal = said.options.get("goal", "")
    return CampaignPlan(name, budget=minor, currency=currency, goal=goal, starts=starts, ends=ends)


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None


async def brand(wanted: Wanted) -> AgentResult:
    """`brand`, `brand [set] FIELD [locked=yes] [at=client|org] [reason="…"]: VALUE`, `brand lock|unlock FIELD`."""
    said = phrase(wanted.rest)
    verb, words = (said.words[:1] or ("",))[0], said.words[1:]
    if words and verb in _SET or said.opened and said.words:
        return await _set(wanted, replace(said, words=words if verb in _SET else said.words))
    if words and verb in _LOCK | _UNLOCK:
        return await _lock(wanted, said, locked=verb in _LOCK)
    entrance = wanted.entered
    wanted.permit("brand")
    async with wanted.database.reading(entrance.access) as unit:
        found = (await guidelines.in_force(unit)).guidelines
    edit = Button(wanted.say("button.brand"), "form brand")
    if not found.fields:
        return AgentResult((wanted.say("brand.none", place=wanted.here),), buttons=(edit,))
    section = Section(
        wanted.say("brand.title"), (Paragraph(show(found, entrance.place.path, wanted.locale)),)
    )
    line = wanted.say("brand", place=wanted.here, count=len(found.fields))
    return AgentResult((line,), (section,), buttons=(edit,))


async def _set(wanted: Wanted, said: Phrase) -> AgentResult:
    field = _field(" ".join(said.words))
    value = _value(field, said.text, wanted)
    own = Own(value, said.options.get("locked") == "yes", said.options.get("reason", ""))
    entrance, notes = await _put(wanted, said, field, own)
    place = " › ".join(entrance.place.names)
    if not value:
        return AgentResult((wanted.say("brand.removed", field=label(field, wanted.locale), place=place),))
    shown = spoken(field, value, wanted.locale)
    line = wanted.say("brand.set", field=label(field, wanted.locale), value=shown, place=place)
    return AgentResult((line, *notes), buttons=(Button(wanted.say("button.brand.show"), "brand"),))


async def _lock(wanted: Wanted, said: Phrase, *, locked: bool) -> AgentResult:
    """Locks what this level says of a field itself, or undoes that. Raises NothingToLock."""
    field = _field(" ".join(said.words[1:]))
    entrance = await _level(wanted, said.options.get("at", ""))
    async with wanted.database.reading(entrance.access) as unit:
        known = (await guidelines.own(unit)).get(field)
    name, place = label(field, wanted.locale), " › ".join(entrance.place.names)
    if known is None:
        raise NothingToLock(field=name, place=place)
    wanted.permit_at(entrance.access.actor, entrance.place, "brand", "lock")
    await _put(wanted, said, field, replace(known, locked=locked))
    line = wanted.say("brand.locked" if locked else "brand.unlocked", field=name, place=place)
    return AgentResult((line,), buttons=(Button(wanted.say("button.brand.show"), "brand"),))


async def _put(wanted: Wanted, said: Phrase, field: str, own: Own) -> tuple[Entrance, list[str]]:
    """Keeps a level's word on a field; the place, and what holds it back there."""
    entrance = await _level(wanted, said.options.get("at", ""))
    actor, place = entrance.access.actor, entrance.place
    wanted.permit_at(actor, place, "brand", "set")
    async with wanted.database.writing(entrance.access) as unit:
        if own.locked or await guidelines.locked(unit, (field,)):
            wanted.permit_at(actor, place, "brand", "lock")
        await guidelines.put(unit, {field: own})
        found = (await guidelines.in_force(unit)).guidelines
    held = [(one, word) for one, word in found.ignored if one.id == field and word.place == place.path]
    return entrance, [not_in_force(one, word, wanted.locale) for one, word in held]


def _field(said: str) -> str:
    """Raises UnknownGuideline."""
    catalogue = guideline_catalogue()
    found = said if said in catalogue.fields else catalogue.find(said)
    if found is None:
        raise UnknownGuideline(said=said, near=catalogue.near(said) or "-")
    return found


def _value(field: str, text: str, wanted: Wanted) -> str | tuple[str, ...]:
    """The words as the field holds them; read as a file would be. Raises UnfitGuideline."""
    if not text.strip():
        return ""
    spec = guideline_catalogue().fields[field]
    items = [line.lstrip("-•* ").strip() for line in text.splitlines() if line.strip()]
    quoted = [_toml(item) for item in items] if spec.type == "list" else [_toml(text.strip())]
    said = f"[{', '.join(quoted)}]" if spec.type == "list" else quoted[0]
    read = read_guidelines(f"{field} = {said}\n", "said.toml")
    if read.problems:
        raise UnfitGuideline(detail=read.problems[0].say(wanted.locale))
    return read.fields[field].value


def _toml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "")
    return f'"{escaped}"'.replace("\t", "\\t")


async def _level(wanted: Wanted, at: str) -> Entrance:
    """This place, or the level above it that is named."""
    entrance = wanted.entered
    here, user = entrance.place.scope, entrance.access.actor.user
    match at:
        case "org" | "조직":
            return await enter_scope(wanted.database, Scope(here.org), user)
        case "client" | "광고주" if here.client:
            return await enter_scope(wanted.database, Scope(here.org, here.client), user)
        case _:
            return entrance


async def feedback(wanted: Wanted) -> AgentResult:
    """Thanks for it. What was said is kept where it was said, as the turn it is."""
    if not wanted.rest.strip():
        buttons = (
            Button(wanted.say("button.good"), "feedback good"),
            Button(wanted.say("button.bad"), "feedback bad"),
        )
        return AgentResult(
            (wanted.say("feedback"),), buttons=buttons, status="needs_input", expects="feedback :"
        )
    bad = wanted.rest.strip().lower() in {"bad", "별로"}
    line, expects = ("feedback.why", "feedback :") if bad else ("feedback.thanks", "")
    return AgentResult((wanted.say(line),), expects=expects)


async def stop(wanted: Wanted) -> AgentResult:
    """Nothing runs any more when this is reached: whatever ran was ended before."""
    return AgentResult((wanted.say("stop.nothing"),))


async def _spots(wanted: Wanted) -> tuple[Spot, ...]:
    entrance = wanted.entered
    return await spots(wanted.house, [(entrance.place.scope.org, entrance.access.actor.user)])
