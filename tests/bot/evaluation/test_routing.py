"""The router's own measure."""

from pathlib import Path

import pytest

from bot.evaluation.routing import BadUtterances, Labelled, labelled, routing, shipped


async def test_it_measures_what_it_is_given(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text('persona\tcreate a persona\n\n{"agent": "content", "text": "SWOT 분석"}\n', "utf-8")
    scores = {one.name: (one.value, one.of) for one in await routing(labelled(path), None)}
    assert scores["letters right, all"] == (0.5, 2)
    assert scores["letters right, ko"] == (0.0, 1)
    assert scores["letters launched by mistake"] == (0.0, 2)


def test_what_ships_is_in_both_languages_and_for_every_agent() -> None:
    found = shipped()
    assert len(found) >= 500
    assert len({one.agent for one in found}) == 14
    assert Labelled("business_strategy", "스키 학교 SWOT 만들어주세요") in found


@pytest.mark.parametrize("line", ["nobody\thello", "persona", '{"agent": "persona"}', "{"])
def test_a_line_of_another_form_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(f"persona\tfine\n{line}\n", "utf-8")
    with pytest.raises(BadUtterances, match="line 2"):
        labelled(path)
