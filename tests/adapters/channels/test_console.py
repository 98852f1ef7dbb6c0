"""The console as somebody at a terminal uses it: keys go in, what is shown comes out."""

import asyncio
import os
import signal
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from adapters.channels.console import Console, fetch
from agents.types import Button, Grid
from bot.ports import Say, unheard
from bot.types import Heard, Reply

GRID = Grid("SWOT", "four cells", ())


class Ear:
    """Answers with what it heard, and with buttons, a chart or a question when asked to."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.stopped = False

    async def __call__(self, heard: Heard, say: Say, *, show: Say = unheard) -> Reply:
        self.heard.append(heard)
        await say("working on it")
        await show("**half** of it")
        if heard.text == "slow":
            try:
                os.kill(os.getpid(), signal.SIGINT)
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                self.stopped = True
                raise
        return Reply(
            status="ok",
            text=f"**heard** {heard.text or heard.action}",
            thread=heard.thread or "thread-1",
            message_id="m1",
            scope="acme/nike" if heard.text == "go" else heard.channel,
            buttons=(Button("Yes", "strategy confirm"), Button("No", "strategy fix")),
            charts=(GRID,) if heard.text == "draw" else (),
            expects="start agency:" if heard.text == "begin" else "",
        )


@pytest.fixture
def shown(tmp_path: Path) -> Callable[..., str]:
    """Types these lines, then Ctrl-D; gives what the screen showed."""

    def talk(ear: Ear, *lines: str) -> str:
        screen = StringIO()
        with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
            asyncio.run(_talk(ear, keys, lines, tmp_path, screen))
        return screen.getvalue()

    return talk


async def _talk(ear: Ear, keys: PipeInput, lines: tuple[str, ...], home: Path, screen: StringIO) -> None:
    console = Console(
        ear,
        scope="acme",
        account="mina",
        home=home,
        locale="en",
        painter=lambda: lambda _chart: b"PNG",
        to=screen,
    )
    for line in lines:
        keys.send_text(f"{line}\n")
    keys.send_text("\x04")
    await asyncio.wait_for(console.run(), 120)


def test_words_reach_the_ear_as_this_person_in_this_place(shown: Callable[..., str]) -> None:
    ear = Ear()
    screen = shown(ear, "안녕하세요")
    hello, first = ear.heard
    assert hello.action == "hello"
    assert (first.platform, first.channel, first.account, first.text) == (
        "console",
        "acme",
        "mina",
        "안녕하세요",
    )
    assert "heard 안녕하세요" in screen
    assert "working on it" in screen
    assert "half of it" in screen


def test_a_number_presses_the_button_of_that_number_in_the_same_thread(shown: Callable[..., str]) -> None:
    ear = Ear()
    screen = shown(ear, "swot", "2", "7")
    assert "1  Yes" in screen
    assert "2  No" in screen
    assert (ear.heard[2].action, ear.heard[2].text, ear.heard[2].thread) == ("strategy fix", "No", "thread-1")
    assert (ear.heard[3].action, ear.heard[3].text) == ("", "7")


def test_words_complete_what_was_asked_for_and_a_command_breaks_out(shown: Callable[..., str]) -> None:
    ear = Ear()
    shown(ear, "begin", "리틀크럼 / 봄", "begin", "/help")
    assert (ear.heard[2].action, ear.heard[2].text) == ("start agency:", "리틀크럼 / 봄")
    assert (ear.heard[4].action, ear.heard[4].text) == ("", "/help")


def test_a_move_to_another_place_stays(shown: Callable[..., str]) -> None:
    ear = Ear()
    shown(ear, "go", "there")
    assert ear.heard[2].channel == "acme/nike"


def test_a_new_thread_on_request_and_leaving_by_a_word(shown: Callable[..., str]) -> None:
    ear = Ear()
    shown(ear, "one", "/new", "two", "/quit", "never")
    assert [heard.thread for heard in ear.heard] == ["", "thread-1", ""]


def test_pictures_are_files_that_are_named(shown: Callable[..., str], tmp_path: Path) -> None:
    screen = shown(Ear(), "draw")
    picture = tmp_path / "pictures" / "m1-1.png"
    assert picture.read_bytes() == b"PNG"
    assert picture.name in screen.replace("\n", "")


def test_ctrl_c_ends_the_turn_and_not_the_program(shown: Callable[..., str]) -> None:
    ear = Ear()
    screen = shown(ear, "slow", "again")
    assert ear.stopped
    assert "Stopped." in screen
    assert ear.heard[-1].text == "again"


def test_a_path_is_a_file(shown: Callable[..., str], tmp_path: Path) -> None:
    brief = tmp_path / "our brief.md"
    brief.write_text("We bake.", "utf-8")
    ear = Ear()
    shown(ear, f"/import {brief}", f"'{brief}'", "and/or is no path", "/import nowhere.md")
    sent = [heard.files for heard in ear.heard[1:]]
    assert [[file.name for file in files] for files in sent] == [["our brief.md"], ["our brief.md"], [], []]
    assert asyncio.run(fetch(ear.heard[1], sent[0][0])) == b"We bake."
