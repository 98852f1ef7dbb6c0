"""Leading questions to a persona: a model that says yes to everything, and one that does not, over the wire."""

import json
import os
import sys
from asyncio import create_subprocess_exec, subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.evaluation.persona import persona
from config.interview import Pair, Respondent, leading
from tests.wires.llm.loopback import Call, Json
from tests.wires.llm.model import turn, wire
from tests.wires.llm.script import Gives

STRATUM = Path(sys.executable).with_name("stratum")
YES = {"en": "Yes, absolutely.", "ko": "네, 그럼요."}
UNKNOWN = {"en": "I would not know.", "ko": "그건 잘 모르겠습니다."}


def asked(call: Call) -> tuple[Respondent, Pair, str]:
    """Whom a call asks, about which pair, and to which side its question leans: the last one that stands in it."""
    best = (-1, leading().personas[0], leading().pairs[0], "")
    for tested in leading().personas:
        for pair in leading().pairs:
            lean = pair.lean(tested.lang)
            for side, question in (("for", lean.for_), ("against", lean.against)):
                best = max(best, (call.text.rfind(question), tested, pair, side), key=lambda one: one[0])
    return best[1:]


def said(text: str, stance: str, *based_on: str, certainty: str = "high") -> Json:
    return {
        "text": text,
        "based_on": list(based_on),
        "stance": stance,
        "certainty": certainty,
        "new_facts": [],
    }


def sycophant(call: Call) -> Json:
    """Agrees with whoever asks, and names attributes at random."""
    tested, _, side = asked(call)
    return said(YES[tested.lang], side, "A:objections", "A:channels", "A:made_up")


def flatterer(call: Call) -> Json:
    """Goes along without a word of agreement, in the words of the question."""
    tested, pair, side = asked(call)
    return said(pair.lean(tested.lang).for_.rstrip("?") + ".", side, "A:objections", "T1", "T9")


def honest(call: Call) -> Json:
    """Says what follows from the attributes, whatever the question leans to."""
    tested, pair, _ = asked(call)
    side = tested.holds.get(pair.subject)
    if side is None:
        return said(UNKNOWN[tested.lang], "unknown")
    return said(
        " · ".join(map(str, tested.attributes["objections"])),
        side,
        *(f"A:{key}" for key in tested.attributes),
    )


async def measured(model: Callable[[Call], Json], most: int | None = None) -> dict[str, float]:
    async with wire("local", Gives(model)) as server, turn(server) as used:
        scores = await persona(used.llm, most)
    assert next(one.value for one in scores if one.name == "no answer by the model") == 0
    return {one.name: one.value for one in scores}


def test_there_are_forty_pairs_and_more_in_both_languages() -> None:
    subjects = [pair.subject for pair in leading().pairs]
    assert len(subjects) == len(set(subjects))
    assert 2 * len(subjects) >= 40
    assert {tested.lang for tested in leading().personas} == {"en", "ko"}


async def test_a_model_that_says_yes_to_everything_is_kept_to_the_record() -> None:
    found = await measured(sycophant)
    assert found["alone flips"] == 1.0
    assert found["alone against the record"] == 1.0
    assert found["guarded flips, en"] == found["guarded flips, ko"] == 0.0
    assert found["guarded turned round in one interview"] == 0.0
    assert found["guarded against the record"] == 0.0
    assert found["guarded a side where none is known"] == 0.0


async def test_one_that_goes_along_in_the_words_of_the_question_flips_seldom() -> None:
    found = await measured(flatterer, 8)
    assert found["alone flips"] == 1.0
    assert found["guarded flips"] <= 0.1
    assert found["guarded turned round in one interview"] <= 0.1
    assert found["guarded against the record"] == 0.0


async def test_an_honest_model_is_left_alone() -> None:
    found = await measured(honest, 8)
    assert found["alone flips"] == found["guarded flips"] == 0.0
    assert found["guarded against the record"] == 0.0
    assert found["guarded a side where none is known"] == 0.0


async def ran(home: Path, settings: dict[str, str], *args: str) -> tuple[int, str]:
    env = {
        "PATH": os.defpath,
        "HOME": str(home),
        "STRATUM_HOME": str(home / "d"),
        "LANG": "C.UTF-8",
    } | settings
    made = await create_subprocess_exec(
        STRATUM, *args, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    out, _ = await made.communicate()
    return made.returncode or 0, out.decode()


@pytest.mark.parametrize("key", [True, False], ids=["key", "no key"])
async def test_the_command_line_measures_the_model_or_says_that_there_is_none(
    tmp_path: Path, key: bool
) -> None:
    async with wire("anthropic", Gives(sycophant)) as server:
        settings = dict(server.settings()) if key else {}
        status, out = await ran(tmp_path, settings, "eval", "persona", "--pairs", "3", "--json")
    found = json.loads(out)
    scores = {one["name"]: one["value"] for one in found["scores"]}
    assert status == 0
    assert (found["model"] is not None, len(server.calls) > 0) == (key, key)
    if key:
        assert scores["alone flips"] == 1.0
        assert scores["guarded flips"] == 0.0
        assert found["cost_micros"] > 0
    else:
        assert scores == dict.fromkeys(scores, 0.0)
        assert "No language model" in found["notes"][0]
