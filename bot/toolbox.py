"""What the bot itself can do: help, finding the way, starting, keeping a brief. Tools answer as agents do."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from importlib import import_module

from agents.types import AgentResult, Button
from bot.arrival import onboarding
from bot.place import places
from bot.routing.desks import talk
from bot.wanted import Wanted
from config.errors import Locale
from config.wording import words
from memory.store import users
from memory.store.entrance import enter

NAMES: Mapping[str, str] = {
    "audit": "audit", "감사기록": "audit", "감사 기록": "audit", "감사로그": "audit", "감사 로그": "audit",
    "cost": "cost", "비용": "cost", "change": "change", "pass": "change",
    "help": "help", "도움말": "help", "도움": "help", "what can you do": "help", "뭐 할 수 있어": "help",
    "hello": "hello", "start": "start", "시작": "start", "data": "data", "데이터": "data",
    "privacy": "privacy", "개인정보": "privacy", "데이터 처리": "privacy", "form": "form", "입력": "form",
    "bind": "bind", "map-channel": "bind", "map_channel": "bind",
    "연결": "bind", "채널 연결": "bind", "채널연결": "bind",
    "team": "team", "팀": "team", "구성원": "team", "invite": "invite", "초대": "invite",
    "role": "role", "역할": "role", "can": "can", "권한": "can", "join": "join", "wish": "wish",
    "link": "link", "계정연결": "link", "계정 연결": "link",
    "brand": "brand", "브랜드": "brand", "가이드라인": "brand", "campaign": "campaign", "캠페인": "campaign",
    "listen": "listen", "듣기": "listen", "home": "home", "홈": "home", "feedback": "feedback", "의견": "feedback",
    "export": "export", "내보내기": "export", "import": "import", "가져오기": "import",
    "map": "map", "flows": "map", "흐름": "map", "흐름도": "map",
    "stop": "stop", "중지": "stop", "멈춰": "stop",
    "approve": "approve", "승인": "approve", "결재": "approve", "approvals": "approvals", "결재함": "approvals",
    "승인목록": "approvals", "승인 목록": "approvals", "승인요청": "approve_request", "승인 요청": "approve_request",
    "수정요청": "approve_changes", "수정 요청": "approve_changes", "반려": "approve_reject",
    "comment": "comment", "댓글": "comment", "코멘트": "comment", "comments": "comments",
    "댓글목록": "comments", "댓글 목록": "comments",
    "notices": "notices", "notifications": "notices", "알림": "notices",
    "task": "task", "할일": "task", "할 일": "task", "tasks": "tasks", "할일목록": "tasks", "할일 목록": "tasks",
    "할 일 목록": "tasks",
    "digest": "digest", "다이제스트": "digest",
    "report template": "report_template", "report templates": "report_template", "리포트 양식": "report_template",
    "리포트 템플릿": "report_template", "보고서 양식": "report_template", "report terms": "report_terms",
    "report billing": "report_terms", "리포트 청구조건": "report_terms", "리포트 청구": "report_terms",
    "report schedule": "report_schedule", "리포트예약": "report_schedule", "리포트 예약": "report_schedule",
    "보고서 예약": "report_schedule", "report send": "report_send", "리포트 보내기": "report_send",
    "리포트 발송": "report_send", "보고서 발송": "report_send",
    "report show": "report_show", "리포트 보기": "report_show",
    "connect": "connect", "매체연결": "connect", "매체 연결": "connect", "pull": "pull", "성과가져오기": "pull",
    "성과 가져오기": "pull",
    "where": "where", "어디": "where", "use": "use", "이동": "use", "lang": "lang", "언어": "lang",
}  # fmt: skip


UNPLACED = frozenset(
    {
        "help",
        "hello",
        "start",
        "bind",
        "use",
        "join",
        "joined",
        "left",
        "moved",
        "shared",
        "opened",
        "home",
        "link",
        "wish",
    }
    | {"approve", "approvals", "approve_request", "approve_changes", "approve_reject"}
    | {"comment", "comments", "task", "tasks", "notices"}
    | {"where", "map", "data", "privacy", "form", "lang", "stop", "unknown", "noplace"}
)
"""What a chat platform's channel may ask for while it is mapped to nothing."""
BARRED = frozenset(
    {"help", "start", "join", "joined", "left", "moved", "shared", "link", "privacy", "stop", "wish"}
)
"""What somebody may ask for who has no role where they speak."""


async def use(wanted: Wanted) -> AgentResult:
    """The answer of the tool that the route names; of an agent's question without a place: which place?"""
    command = wanted.route.command
    tool = command.verb if not command.agent else "absent" if wanted.entrance else "noplace"
    wanted = replace(wanted, tool=_within(tool, wanted), rest=command.rest)
    result = await _TOOLS[wanted.tool](wanted)
    return replace(result, verb=result.verb or tool)


def _within(tool: str, wanted: Wanted) -> str:
    """The tool, or what is said instead to whom it is not open."""
    if wanted.standing.barred and tool not in BARRED:
        return "barred"
    return "noplace" if wanted.entrance is None and tool not in UNPLACED else tool


async def _help(wanted: Wanted) -> AgentResult:
    return AgentResult((wanted.say("help.chat" if wanted.in_chat else "help"),))


async def _hello(wanted: Wanted) -> AgentResult:
    if wanted.in_chat:
        from bot.tools.home import hello  # noqa: PLC0415 - only chats need it

        return await hello(wanted)
    if wanted.entrance:
        return AgentResult((wanted.say("hello", place=" › ".join(wanted.entrance.place.names)),))
    return await _noplace(wanted)


async def _noplace(wanted: Wanted) -> AgentResult:
    """Offers the places there are; where there is none, to make one."""
    if wanted.in_chat:
        return await _tool("bot.tools.home", "hello")(wanted)
    choices = await places(wanted.house, wanted.user)
    if choices:
        buttons = tuple(Button(path, f"use {path}") for path in choices)
        return AgentResult((wanted.say("noplace"),), buttons=buttons, status="needs_input")
    return onboarding.welcome(wanted.locale)


async def _start(wanted: Wanted) -> AgentResult:
    if wanted.in_chat:
        return await _tool("bot.arrival.beginning", "start")(wanted)
    return await onboarding.start(wanted.rest, wanted.locale, wanted.house)


async def _data(wanted: Wanted) -> AgentResult:
    if wanted.in_chat:
        return await _tool("bot.tools.privacy", "privacy_of")(wanted)
    return AgentResult((wanted.say("data", home=wanted.house.settings.home),))


async def _where(wanted: Wanted) -> AgentResult:
    if wanted.entrance is None:
        return await _noplace(wanted)
    place = wanted.entrance.place
    names = " › ".join(place.names)
    line = wanted.say("where", names=names, timezone=place.timezone, currency=place.currency, path=place.path)
    marks = wanted.binding
    notes = (
        ()
        if marks is None
        else tuple(wanted.say(f"where.{mark}") for mark in ("listens", "client_safe") if getattr(marks, mark))
    )
    return AgentResult((line, *notes))


async def _use(wanted: Wanted) -> AgentResult:
    if wanted.in_chat:
        return await _tool("bot.arrival.mapping", "use")(wanted)
    if not wanted.rest:
        choices = await places(wanted.house, wanted.user)
        buttons = tuple(Button(path, f"use {path}") for path in choices)
        return AgentResult((wanted.say("use.which"),), buttons=buttons, status="needs_input")
    found = await enter(wanted.house.database, wanted.rest, wanted.user)
    return AgentResult((wanted.say("use", names=" › ".join(found.place.names)),), place=found.place.path)


async def _form(wanted: Wanted) -> AgentResult:
    """The next question of a form, where no window opened."""
    from bot.arrival.filling import CANCEL, ask, filling  # noqa: PLC0415 - only forms need it

    if wanted.rest.strip() == CANCEL:
        return AgentResult((wanted.say("form.cancelled"),))
    return ask(filling(wanted.rest, wanted.expected, wanted.locale), wanted.locale)


async def _digest(wanted: Wanted) -> AgentResult:
    if wanted.entrance is None:
        return await _noplace(wanted)
    from bot.digest.tool import answer  # noqa: PLC0415 - only digests need it
    from bot.teamwork.seeing import sees_internal  # noqa: PLC0415

    safe = not sees_internal(wanted, wanted.entrance)
    return await answer(wanted.rest, wanted.heard, wanted.entrance, wanted.locale, wanted.house, safe=safe)


async def _lang(wanted: Wanted) -> AgentResult:
    chosen: Locale | None = {
        "ko": "ko",
        "한국어": "ko",
        "korean": "ko",
        "en": "en",
        "영어": "en",
        "english": "en",
    }.get(  # pyright: ignore[reportAssignmentType]
        wanted.rest.lower()
    )
    if chosen is None or wanted.entrance is None:
        buttons = (Button("한국어", "lang ko"), Button("English", "lang en"))
        return AgentResult((wanted.say("lang.which"),), buttons=buttons, status="needs_input")
    async with wanted.house.database.writing(wanted.entrance.access) as unit:
        await users.speak(unit, chosen)
    return AgentResult((words("tools")("lang", chosen),))


async def _unknown(wanted: Wanted) -> AgentResult:
    near = wanted.route.alternatives
    lines = (wanted.say("unknown", word=wanted.rest), *([wanted.say("unknown.near")] if near else []))
    buttons = tuple(Button(f"/{name}", name) for name in near) or (Button("/help", "help"),)
    return AgentResult(lines, buttons=buttons, status="needs_input")


async def _cost(wanted: Wanted) -> AgentResult:
    if wanted.entrance is None:
        return await _noplace(wanted)
    from bot.tools.costs import bill  # noqa: PLC0415 - few ask

    wanted.permit("cost")
    return (await bill(wanted.house, wanted.entrance)).result(wanted.locale)


async def _unsure(wanted: Wanted) -> AgentResult:
    return wanted.desks.unsure(wanted.route)


async def _absent(wanted: Wanted) -> AgentResult:
    return wanted.desks.absent(wanted.route)


async def _change(wanted: Wanted) -> AgentResult:
    return wanted.desks.others(wanted.route)


async def _talk(wanted: Wanted) -> AgentResult:
    return talk(wanted.tool, wanted.locale)


Tool = Callable[[Wanted], Awaitable[AgentResult]]


def _tool(module: str, name: str) -> Tool:
    """A tool that is imported when it is used."""

    async def use(wanted: Wanted) -> AgentResult:
        return await getattr(import_module(module), name)(wanted)

    return use


_TOOLS: Mapping[str, Tool] = {
    "help": _help,
    "hello": _hello,
    "noplace": _noplace,
    "start": _start,
    "data": _data,
    "where": _where,
    "use": _use,
    "digest": _digest,
    "lang": _lang,
    "unknown": _unknown,
    "unsure": _unsure,
    "cost": _cost,
    "absent": _absent,
    "change": _change,
    "thanks": _talk,
    "smalltalk": _talk,
    "form": _form,
    "privacy": _tool("bot.tools.privacy", "privacy_of"),
    "bind": _tool("bot.arrival.mapping", "bind"),
    "joined": _tool("bot.arrival.mapping", "joined"),
    "left": _tool("bot.arrival.mapping", "left"),
    "moved": _tool("bot.arrival.mapping", "moved"),
    "shared": _tool("bot.arrival.mapping", "shared"),
    "opened": _tool("bot.tools.home", "home"),
    "home": _tool("bot.tools.home", "home"),
    "barred": _tool("bot.arrival.wishing", "barred"),
    "join": _tool("bot.arrival.wishing", "join"),
    "wish": _tool("bot.arrival.wishing", "wish"),
    "team": _tool("bot.tools.members", "team"),
    "invite": _tool("bot.tools.members", "invite"),
    "role": _tool("bot.tools.members", "role"),
    "can": _tool("bot.tools.allowed", "can"),
    "audit": _tool("bot.tools.audits", "audit"),
    "link": _tool("bot.tools.members", "link"),
    "export": _tool("bot.documents.tool", "export"),
    "map": _tool("bot.tools.flow_map", "tell"),
    "import": _tool("bot.tools.tables", "take"),
    "connect": _tool("bot.tools.connections", "connect"),
    "pull": _tool("bot.tools.connections", "pull"),
    "listen": _tool("bot.tools.tending", "listen"),
    "campaign": _tool("bot.tools.tending", "campaign"),
    "brand": _tool("bot.tools.tending", "brand"),
    "feedback": _tool("bot.tools.tending", "feedback"),
    "stop": _tool("bot.tools.tending", "stop"),
    "report_template": _tool("bot.reports.tool", "template"),
    "report_terms": _tool("bot.reports.tool", "terms"),
    "report_schedule": _tool("bot.reports.tool", "schedule"),
    "report_send": _tool("bot.reports.tool", "dispatch"),
    "report_show": _tool("bot.reports.tool", "show"),
    "approve": _tool("bot.teamwork.approving", "approve"),
    "approve_request": _tool("bot.teamwork.approving", "request"),
    "approve_changes": _tool("bot.teamwork.approving", "changes"),
    "approve_reject": _tool("bot.teamwork.approving", "reject"),
    "approvals": _tool("bot.teamwork.approving", "listed"),
    "comment": _tool("bot.teamwork.commenting", "comment"),
    "comments": _tool("bot.teamwork.commenting", "listed"),
    "task": _tool("bot.teamwork.tasking", "task"),
    "tasks": _tool("bot.teamwork.tasking", "listed"),
    "notices": _tool("bot.teamwork.notifying", "notify"),
}
