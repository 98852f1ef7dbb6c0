import pytest

from agents.kit.registry import load_agents
from agents.types import AgentResult, Bullets, Button, Command, Grid, Paragraph, Section, Table
from bot.render import Spoken, markdown, outward, reply_of
from bot.routing.router import Route
from tests.agents.kit.frameworks.outputs import output

ROUTE = Route(Command("business_strategy", "strategy"), 1.0, "command")


def test_nothing_of_an_answer_is_lost() -> None:
    table = Table(("", "문장"), (("S1", "a | b\nc"),))
    section = Section("강점", (Paragraph("p"), Bullets(("one", "two\nthree")), table))
    chart = Grid("SWOT", "네 칸", ())
    text = markdown("나이키 › 여름", ["첫 줄"], [section], [chart], ["note"])
    assert text == (
        "**나이키 › 여름**\n\n첫 줄\n\n### 강점\n\np\n\n- one\n- two three\n\n"
        "|  | 문장 |\n| --- | --- |\n| S1 | a \\| b c |\n\n_네 칸_\n\nnote"
    )


@pytest.mark.parametrize(("kind", "expected"), [("ice", ["strategy okr"]), ("swot", []), ("okr", [])])
def test_an_answer_offers_the_steps_of_agents_on_duty(kind: str, expected: list[str]) -> None:
    agents = {"business_strategy": load_agents()["business_strategy"]}
    made = output(kind, {})
    spoken = Spoken(
        None,
        agents["business_strategy"],
        ROUTE,
        AgentResult((made.draft.title,)),
        (made,),
        first=False,
        agents=agents,
    )
    actions = [button.action for button in reply_of(spoken, "ko").buttons]
    assert [action for action in actions if not action.startswith(("change", "export"))] == expected


def test_a_step_that_is_offered_already_is_not_offered_twice() -> None:
    agents = {"business_strategy": load_agents()["business_strategy"]}
    result = AgentResult(("ICE",), buttons=(Button("OKR", "strategy okr"),))
    spoken = Spoken(
        None, agents["business_strategy"], ROUTE, result, (output("ice", {}),), first=False, agents=agents
    )
    assert [one.label for one in reply_of(spoken, "en").buttons if one.action == "strategy okr"] == ["OKR"]


def test_what_was_delivered_can_be_exported() -> None:
    agents = {"business_strategy": load_agents()["business_strategy"]}

    def exports(*kinds: str) -> list[tuple[str, str]]:
        made = tuple(output(kind, {}) for kind in kinds)
        spoken = Spoken(None, agents["business_strategy"], ROUTE, AgentResult(("",)), made, first=False)
        buttons = reply_of(spoken, "ko").buttons
        return [(one.label, one.action) for one in buttons if one.action.startswith("export")]

    assert exports("swot") == [("내보내기", "export swot")]
    assert exports("swot", "ice") == [("내보내기: swot", "export swot"), ("내보내기: ice", "export ice")]
    assert exports() == []


def test_what_goes_out_has_neither_internal_sections_nor_internal_columns() -> None:
    table = Table(("attribute", "value", "source"), (("name", "Kim", "said on Monday"),), internal=(2,))
    shown = outward([Section("profile", (table, Paragraph("p"))), Section("notes", (), internal=True)])
    assert shown == (Section("profile", (Table(("attribute", "value"), (("name", "Kim"),)), Paragraph("p"))),)
