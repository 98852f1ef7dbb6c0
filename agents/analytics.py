"""Analytics: numbers over platforms in one definition each, what changed and why, and what stands out.

What only some questions need is imported for them.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.kit.commands import without_command
from agents.types import AgentResult, Ask
from config.errors import Locale
from config.wording import words

if TYPE_CHECKING:
    from agents.kit.analysing.inquiry import Inquiry
    from memory.types import Output

_REPORTS = ("report", "리포트", "레포트", "보고서", "주간리포트", "월간리포트", "주간보고서", "월간보고서")
"""The words for a report."""


class Analytics:
    """Answers questions about what was measured, by queries that are shown with their answers."""

    id = "analytics"
    command = "stats"
    aliases = ("분석", "성과")

    def name(self, locale: Locale) -> str:
        return words("analytics")("agent", locale)

    def has_verb(self, word: str) -> bool:
        return word in {"anomalies", "chart", "이상", "이상치", "차트", "지표"} or word in _REPORTS

    def takes(self, word: str) -> bool:
        from config.analysing import verbs

        return word in verbs()

    def called_by(self, text: str) -> bool:
        """The router's lexicon knows its words."""
        del text
        return False

    def verb(self, ask: Ask) -> str:
        return "report" if _reports(ask) else self._asked(ask).kind

    async def answer(self, ask: Ask) -> AgentResult:
        """One answer."""
        if _reports(ask):
            from agents.kit.reporting import answering as reporting

            return await reporting.answer(ask, _said(ask))
        from agents.kit.analysing import answering

        return await answering.answer(ask, _said(ask), self._asked(ask))

    def show(self, output: Output) -> AgentResult:
        if output.draft.output_type == "report":
            from agents.kit.reporting.shown import shown as report

            return report(output.draft)
        from agents.kit.analysing.shown import shown

        return shown(output.draft)

    def _asked(self, ask: Ask) -> Inquiry:
        from agents.kit.analysing.understanding import understand

        return understand(_said(ask), ask.today)


def _reports(ask: Ask) -> bool:
    """Whether a report is asked for, by its command or in words; most questions name none."""
    said = _said(ask)
    if not any(word in said.lower() for word in _REPORTS):
        return False
    from agents.kit.reporting.wish import wants_report

    return wants_report(said)


def _said(ask: Ask) -> str:
    """The words behind the command; a verb that was a command by itself stays the first of them."""
    rest = ask.command.rest.strip()
    verb = ask.command.verb
    if verb and not rest.lower().startswith(verb.lower()):
        return f"{verb} {rest}".strip()
    return rest or without_command(ask.text)


AGENT = Analytics()
