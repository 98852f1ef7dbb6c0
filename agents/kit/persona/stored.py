"""What was delivered before, as it was answered, by the type of the output."""

from agents.kit.persona import comparing, panel, pretest, voicing
from agents.kit.persona.person import person_of
from agents.kit.persona.present import present
from agents.types import AgentResult
from memory.types import Output

_REPORTS = {
    comparing.TYPE: comparing.present,
    panel.TYPE: panel.present,
    pretest.TYPE: pretest.present,
    voicing.TYPE: voicing.present,
}


def shown(output: Output) -> AgentResult:
    report = _REPORTS.get(output.draft.output_type)
    if report:
        return report(output.draft.body, output.draft.locale)
    return present((person_of(output),), output.draft.locale, "show", asking=False)
