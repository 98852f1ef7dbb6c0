"""Analytics: numbers over platforms in one definition each, what changed and why, and what stands out.

What only some questions need is imported for them.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agents.kit.commands import without_command
from agents.types import AgentResult, Ask
from config.errors import Locale
from config.patterns import regex
from config.wording import words

if TYPE_CHECKING:
    from agents.kit.analysing.inquiry import Inquiry
    from memory.types import Output

_LONGEST = 120
"""Letters of a question; longer words tell a story."""
_NUMBERS = regex(
    r"\b(?:spend|spent|costs?|revenue|clicks?|impressions|conversions?|cp[acm]|ctr|cvr|roas)\b"
    r"|광고비|지출|비용|매출|클릭|노출|전환|객단가|cp[acm]|ctr|cvr|roas"
)
_SHAPES = regex(
    r"\b(?:by|per) (?:platform|channel|campaign|account|ad|ad (?:set|group)|keyword|day|week|month)s?\b"
    r"|\b(?:anomal\w+|outliers?)\b|\bcompar(?:e|ed)\b|\b(?:spend|spent|revenue|cost) (?:yesterday|last|in|from|on)\b"
    r"|\bhow much did we (?:spend|earn) (?:yesterday|last|in|on)\b"
    r"|(?:매체|채널|캠페인|계정|소재|키워드|광고그룹|일|주|월)\s?별"
    r"|이상\s?(?:징후|치)|튄|(?:전월|전주|전일|전년|작년|지난달|지난주)\s?(?:동기\s?)?(?:대비|보다|같은)"
    r"|(?:어제|지난\s?주|지난\s?달|이번\s?달|작년|\d월)\s?(?:의\s?)?(?:광고비|지출|매출)(?:이|은)?\s?(?:얼마|$|\?|이?\s?늘|이?\s?줄)"
)
_BUDGETS = regex(
    r"budget|pac(?:e|ing)|forecast|projec|reallocat|profit|margin|break[ -]?even|goal|target|rival|competitor|shop|crm"
    r"|예산|소진|예측|전망|재배분|손익|마진|남|목표|경쟁|주문|옮기|집행률|대사|까지 (?:쓴|쓰)|획득|건데|래요|라는데"
)


class Analytics:
    """Answers questions about what was measured, by queries that are shown with their answers."""

    id = "analytics"
    command = "stats"
    aliases = ("분석", "성과")

    def name(self, locale: Locale) -> str:
        return words("analytics")("agent", locale)

    def has_verb(self, word: str) -> bool:
        return word in {"anomalies", "chart", "이상", "이상치", "차트", "지표"}

    def called_by(self, text: str) -> bool:
        """Whether numbers are asked for by a breakdown, a comparison of times or a past period; budgets are not its."""
        low = " ".join(text.lower().split())
        if len(low) > _LONGEST or _BUDGETS.search(low) or not _NUMBERS.search(low):
            return False
        return _SHAPES.search(low) is not None

    def verb(self, ask: Ask) -> str:
        return self._asked(ask).kind

    async def answer(self, ask: Ask) -> AgentResult:
        """One answer."""
        from agents.kit.analysing import answering

        return await answering.answer(ask, _said(ask), self._asked(ask))

    def show(self, output: Output) -> AgentResult:
        from agents.kit.analysing.shown import shown

        return shown(output.draft)

    def _asked(self, ask: Ask) -> Inquiry:
        from agents.kit.analysing.understanding import understand

        today = ask.now.astimezone(ZoneInfo(ask.context.place.timezone)).date()
        return understand(_said(ask), today)


def _said(ask: Ask) -> str:
    """The words behind the command; a verb that was a command by itself stays the first of them."""
    rest = ask.command.rest.strip()
    verb = ask.command.verb
    if verb and not rest.lower().startswith(verb.lower()):
        return f"{verb} {rest}".strip()
    return rest or without_command(ask.text)


AGENT = Analytics()
