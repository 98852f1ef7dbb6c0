from agents.types import Bullets, Grid, Paragraph, Section, Table
from bot.render import markdown


def test_nothing_of_an_answer_is_lost() -> None:
    table = Table(("", "문장"), (("S1", "a | b\nc"),))
    section = Section("강점", (Paragraph("p"), Bullets(("one", "two\nthree")), table))
    chart = Grid("SWOT", "네 칸", ())
    text = markdown("나이키 › 여름", ["첫 줄"], [section], [chart], ["note"])
    assert text == (
        "**나이키 › 여름**\n\n첫 줄\n\n### 강점\n\np\n\n- one\n- two three\n\n"
        "|  | 문장 |\n| --- | --- |\n| S1 | a \\| b c |\n\n_네 칸_\n\nnote"
    )
