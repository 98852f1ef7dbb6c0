"""`stratum digest` as one would type it, in both languages."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


class Shell:
    """A machine with an agency of two clients, and a channel for each."""

    def __init__(self, home: Path) -> None:
        self.home = home
        for words in (
            "org add acme --type agency --timezone Asia/Seoul",
            "client add acme nike",
            "client add acme adidas",
            "bind slack T1 C1 acme/nike",
            "bind slack T1 C2 acme/adidas",
        ):
            assert self.run(*words.split()).returncode == 0

    def run(self, *words: str, locale: str = "en") -> subprocess.CompletedProcess[str]:
        environ = {**os.environ, "STRATUM_HOME": str(self.home), "STRATUM_LOCALE": locale}
        program = [sys.executable, "-c", "from bot.cli import main; main()", *words]
        return subprocess.run(
            program,
            check=False,
            capture_output=True,
            text=True,
            env=environ | {"PYTHONPATH": str(Path.cwd())},
            cwd=self.home,
        )

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json").stdout)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    return Shell(tmp_path_factory.mktemp("home"))


def test_add_list_pause_resume_and_remove(shell: Shell) -> None:
    made = shell.json(
        "digest", "add", "acme/nike", "--days", "mon,thu", "--at", "17:30", "--quiet", "22:00-07:00"
    )
    (one,) = shell.json("digest", "list", "acme/nike")["items"]
    assert made == {"id": one["id"], "slug": "acme/nike"}
    assert {name: one[name] for name in ("days", "at", "zone", "quiet", "channel", "state")} == {
        "days": ["mon", "thu"],
        "at": "17:30",
        "zone": "Asia/Seoul",
        "quiet": "22:00-07:00",
        "channel": "C1",
        "state": "active",
    }
    assert one["next"]
    assert shell.json("digest", "list", "acme/adidas") == {"items": []}
    assert [each["id"] for each in shell.json("digest", "list", "acme")["items"]] == [one["id"]]
    paused = shell.json("digest", "pause", "acme/nike", one["id"][-8:], "--until", "2030-01-31")
    assert (paused["state"], paused["paused_until"]) == ("paused", "2030-01-31")
    assert shell.json("digest", "resume", "acme/nike", one["id"])["state"] == "active"
    assert shell.json("digest", "remove", "acme/nike", one["id"])["removed"]
    assert shell.json("digest", "list", "acme") == {"items": []}


def test_what_was_learnt_comes_on_mondays(shell: Shell) -> None:
    made = shell.json("digest", "add", "acme/nike", "--about", "learnt", "--channel", "slack", "T1", "C1")
    (one,) = shell.json("digest", "list", "acme/nike")["items"]
    assert (one["about"], one["days"], one["at"]) == ("learnt", ["mon"], "09:00")
    shell.json("digest", "remove", "acme/nike", made["id"])


def test_a_preview_says_in_one_line_that_there_is_nothing(shell: Shell) -> None:
    told = shell.run("digest", "preview", "acme/nike")
    assert told.returncode == 0
    assert told.stdout.count("\n") == 1
    assert "nothing new since" in told.stdout
    assert "새로운 소식이 없습니다" in shell.run("digest", "preview", "acme/nike", locale="ko").stdout
    assert shell.json("digest", "preview", "acme/nike")["scope"] == "acme/nike"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("add acme/nike --channel slack T1 C2", 3, "does not work on this place"),
        ("add acme", 3, "does not work on this place"),
        ("add acme/nike --at 25:00", 2, "25:00"),
        ("add acme/nike --zone Mars/Olympus", 2, "Mars/Olympus"),
        ("add acme/nike --days sometimes", 2, "sometimes"),
        ("add acme/nike --dm telegram", 2, "telegram"),
        ("pause acme/nike nosuch", 3, "nosuch"),
        ("list acme/puma", 3, "acme/puma"),
    ],
)
def test_what_cannot_be_is_said_with_its_status(shell: Shell, words: str, status: int, said: str) -> None:
    done = shell.run("digest", *words.split())
    assert done.returncode == status
    assert said in done.stderr
    korean = shell.run("digest", *words.split(), locale="ko")
    assert korean.returncode == status
    assert any("가" <= letter <= "힣" for letter in korean.stderr)
