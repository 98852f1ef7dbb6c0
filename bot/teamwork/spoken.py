"""Approvals and tasks asked for in plain words: `ask mina to approve this`, `이거 승인 요청해 줘`, `할 일 보여 줘`."""

import re
from collections.abc import Callable

_HINT = re.compile(r"approv|승인|\btasks?\b|\bto-?dos?\b|\bremind\b|할\s?일", re.IGNORECASE)
_ACTS = re.compile(r"\blaunch|\bmanifest|\bcampaign|집행|캠페인|런칭|라이브|광고\s?시작", re.IGNORECASE)
"""What is launched is asked of the agent that launches."""
_KIND = r"(?:please\s+|pls\s+|can you\s+|could you\s+|let'?s\s+)?"
_THIS = r"(?:this|it|that|(?:this|that|the|our|my)\s+(?P<what>[\w-]+(?:\s[\w-]+){0,2}?))"
"""What is to be approved: what the thread is about, or something by what it is called."""
_DO = r"(?:해|을|좀|바로)*\s*(?:줘|주세요|주십시오|줄래요?|드려\s?\S*|부탁\S*|해\S*|할게\S*|합시다|하자)"

_ASK = re.compile(rf"{_KIND}(?:ask|get|have)\s+@?(?P<name>\S+)\s+(?:to\s+)?approve\s+{_THIS}", re.IGNORECASE)
_PUT = re.compile(
    rf"{_KIND}(?:put|send|submit)\s+{_THIS}\s+(?:up\s+|in\s+)?for\s+approval(?:\s+(?:to|by|from)\s+@?(?P<name>\S+))?",
    re.IGNORECASE,
)
_GET = re.compile(
    rf"{_KIND}(?:(?:request|ask\s+for|get)\s+(?:an?\s+)?approval\s+(?:for|of|on)\s+{_THIS}"
    rf"(?:\s+from\s+@?(?P<name>\S+))?"
    rf"|get\s+{_THIS.replace('what', 'thing')}\s+approved(?:\s+by\s+@?(?P<by>\S+))?)",
    re.IGNORECASE,
)
_THING = r"(?!\S{1,20}(?:에게|께|한테))[가-힣A-Za-z]{2,12}?"
_ASK_KO = re.compile(
    rf"(?:(?:이거|이것|이\s?안|이\s?결과물?|이\s?내용|위\s?내용)|(?:[이그위]\s)?(?P<what>{_THING}(?:\s{_THING})?))?"
    rf"(?:을|를|도)?\s*(?:@?(?P<name>\S{{1,20}}?)\s?(?:님)?\s?(?:에게|께|한테)\s*)?"
    rf"승인\s?(?:을\s?)?(?:요청|받아|올려)\s?{_DO}"
)
_YES = re.compile(rf"{_KIND}(?:i\s+|i'?d like to\s+|let me\s+)?approve\s+{_THIS}(?:\s+now)?", re.IGNORECASE)
_YES_KO = re.compile(
    rf"(?:(?:이거|이것|이\s?안|이\s?결과물?|이\s?내용|위\s?내용)|(?:[이그위]\s)?(?P<what>{_THING}(?:\s{_THING})?))"
    r"(?:을|를|도|은|는)?\s*승인\s?(?:합니다|할게\S*|하겠습니다|해\s?(?:줘|주세요)|하자|해)"
)
_OPEN = re.compile(
    r"(?:what|anything|is there anything|show(?: me)? what)\s+(?:is\s+|'s\s+)?(?:waiting|waits?|open)\s+for\s+"
    r"(?:my\s+)?(?:approval|decision)|what (?:do|should) i (?:have to )?approve",
    re.IGNORECASE,
)
_OPEN_KO = re.compile(
    r"(?:내가\s*|제가\s*)?승인(?:할|해야\s?할|\s?기다리는|\s?대기\s?중인)\s?(?:것|거|건|게)\s*(?:이|은|좀)?\s*\S{0,8}(?:\s\S{1,6})?"
)
_TASKS = re.compile(
    r"(?:show(?: me)?\s+|list\s+|what are\s+)(?:the\s+|my\s+|our\s+|all\s+)*(?:open\s+)?(?:tasks|to-?dos?)"
    r"|(?:my|open|our) (?:tasks|to-?dos?)",
    re.IGNORECASE,
)
_TASKS_KO = re.compile(
    r"(?:내|제|우리|열린|남은)?\s*할\s?일\s*(?:목록|리스트)?(?:을|이|은)?\s*(?:좀\s*)?"
    r"(?:보여\s?\S+|알려\s?\S+|뭐\S*(?:\s?\S{1,5})?|목록|리스트)"
)
_ADD = re.compile(
    rf"{_KIND}(?:add|create|make|note)\s+(?:a\s+)?(?:task|to-?do)\s*[:,]?\s+(?P<what>.+)", re.IGNORECASE
)
_REMIND = re.compile(rf"{_KIND}remind\s+@?(?P<name>\S+)\s+to\s+(?P<what>.+)", re.IGNORECASE)
_ADD_KO = re.compile(rf"(?P<what>.+?)(?:을|를)?\s*할\s?일(?:로|에|목록에)\s*(?:추가|등록|적어)\s?{_DO}")
_ME = frozenset({"me", "us"})

Asked = tuple[str, str]
"""A tool, and what it is told."""


def asked_for(text: str) -> Asked | None:
    """The command that these words come to; None where they are about something else."""
    said = text.strip(" ?!.~")
    if not _HINT.search(said) or _ACTS.search(said):
        return None
    for pattern, meaning in _MEANINGS:
        if found := pattern.fullmatch(said):
            return meaning(found)
    return None


def _request(found: re.Match[str]) -> Asked:
    parts = found.groupdict()
    name, what = parts.get("name") or parts.get("by"), parts.get("what") or parts.get("thing") or ""
    return "approve_request", f"{what} {f'@{name}' if name else ''}".strip()


def _decide(found: re.Match[str]) -> Asked:
    """Shows what is to be decided; the decision itself is a button below what is decided."""
    what = found["what"] or ""
    return ("approve", f"show {what}") if what else ("approvals", "")


def _add(found: re.Match[str]) -> Asked:
    name = found.groupdict().get("name") or ""
    called = f" @{'me' if name.casefold() in _ME else name}" if name else ""
    return "task", f"add {_whom(found['what'], called)}"


def _whom(what: str, called: str) -> str:
    """The name goes before a day, which is read to the end."""
    head, due, day = what.partition(" due ")
    return f"{head}{called}{due}{day}"


def _tool(name: str) -> Callable[[re.Match[str]], Asked]:
    return lambda _found: (name, "")


_MEANINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Asked]], ...] = (
    (_ASK, _request),
    (_PUT, _request),
    (_GET, _request),
    (_ASK_KO, _request),
    (_YES, _decide),
    (_YES_KO, _decide),
    (_OPEN, _tool("approvals")),
    (_OPEN_KO, _tool("approvals")),
    (_TASKS, _tool("tasks")),
    (_TASKS_KO, _tool("tasks")),
    (_ADD, _add),
    (_REMIND, _add),
    (_ADD_KO, _add),
)
