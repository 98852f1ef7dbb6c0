"""The console: a channel like the others, for one person at a terminal."""

import asyncio
import contextlib
import re
from dataclasses import replace
from pathlib import Path
from typing import TextIO
from uuid import uuid4

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.patch_stdout import patch_stdout
from rich.console import Console as Screen
from rich.markdown import Markdown
from rich.text import Text

from bot.documents.saving import save
from bot.ports import Ear, Painter, Rejected
from bot.types import File, Heard, Reply
from config.errors import Locale
from config.wording import words

_ANEW = {"/new", "/새로"}
_IMPORT = ("/import", "/가져오기")
_DROPPED = re.compile(r"^\s*(?:/import|/가져오기)\s*", re.IGNORECASE)
_LEAVE = {"/quit", "/exit", "/q", "/끝", "/나가기"}


class Console:
    """Reads lines, numbers the buttons, shows Markdown. Ctrl-C ends a turn, Ctrl-D the talk."""

    def __init__(  # noqa: PLR0913 - all but the ear are keywords
        self,
        ear: Ear,
        *,
        scope: str,
        account: str,
        home: Path,
        locale: Locale,
        painter: Painter,
        to: TextIO | None = None,
    ) -> None:
        self._ear = ear
        self._scope = scope
        self._account = account
        self._home = home
        self._say = words("console")
        self._locale: Locale = locale
        self._painter = painter
        self._screen = Screen(file=to)
        self._last: Reply | None = None

    async def run(self) -> None:
        """Talks until the person leaves."""
        session = PromptSession[str](history=self._history())
        await self._turn(Heard("console", "local", self._scope, self._account, "", _event(), action="hello"))
        while (line := await self._read(session)) is not None:
            if line.strip().lower() in _LEAVE:
                return
            if line.strip().lower() in _ANEW:
                self._last = None
            elif line.strip():
                await self._turn(self._heard(line.strip()))

    def _history(self) -> History:
        with contextlib.suppress(OSError):
            self._home.mkdir(parents=True, exist_ok=True)
            return FileHistory(str(self._home / "console.history"))
        return InMemoryHistory()

    async def _read(self, session: PromptSession[str]) -> str | None:
        place = self._scope or "stratum"
        while True:
            try:
                with patch_stdout():
                    return await session.prompt_async(f"{place}> ")
            except KeyboardInterrupt:
                self._screen.print(Text(self._say("leave", self._locale), style="dim"))
            except EOFError:
                return None

    def _heard(self, line: str) -> Heard:
        """A number presses the button of that number; words after a question that expects them answer it."""
        last = self._last
        thread = last.thread if last else ""
        if file := handed_in(line):
            return Heard("console", "local", self._scope, self._account, "", _event(), thread, files=(file,))
        heard = Heard("console", "local", self._scope, self._account, line, _event(), thread)
        if last and line.isdigit() and 1 <= int(line) <= len(last.buttons):
            button = last.buttons[int(line) - 1]
            return replace(heard, text=button.label, action=button.action)
        if last and last.expects and not line.startswith("/"):
            return replace(heard, action=last.expects)
        return heard

    async def _turn(self, heard: Heard) -> None:
        work = asyncio.ensure_future(self._ear(heard, self._progress, show=self._preview))
        loop = asyncio.get_running_loop()
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(2, work.cancel)
        try:
            await self._show(await work)
        except asyncio.CancelledError:
            self._screen.print(Text(self._say("stopped", self._locale), style="yellow"))
        finally:
            with contextlib.suppress(NotImplementedError):
                loop.remove_signal_handler(2)

    async def _progress(self, text: str) -> None:
        self._screen.print(Text(f"… {text}", style="dim"))

    async def _preview(self, text: str) -> None:
        self._screen.print(Markdown(text), style="dim")

    async def _show(self, reply: Reply) -> None:
        self._last = reply
        self._scope = reply.scope or self._scope
        self._screen.print(Markdown(reply.text))
        for path in await self._draw(reply):
            self._screen.print(Text(self._say("picture", self._locale, path=path)))
        for path in save(reply.documents, self._home / "exports"):
            self._screen.print(Text(self._say("document", self._locale, path=path)))
        for number, button in enumerate(reply.buttons, start=1):
            self._screen.print(Text(f"  {number}  {button.label}", style="cyan"))

    async def _draw(self, reply: Reply) -> list[Path]:
        """The pictures of a reply, as files. Without the extra `pictures` their words have to do."""
        if not reply.charts:
            return []
        try:
            paint = self._painter()
        except ModuleNotFoundError:
            return []
        folder = self._home / "pictures"
        folder.mkdir(parents=True, exist_ok=True)
        paths = [
            folder / f"{reply.message_id}-{number}.png" for number, _ in enumerate(reply.charts, start=1)
        ]
        for path, chart in zip(paths, reply.charts, strict=True):
            path.write_bytes(await asyncio.to_thread(paint, chart))
        return paths


def handed_in(line: str) -> File | None:
    """The file that a line names, as `/import PATH` or dropped into the window as its path; else None."""
    path = Path(_DROPPED.sub("", line).strip().strip("'\"").replace("\\ ", " ")).expanduser()
    named = line.lower().startswith(_IMPORT) or ("/" in line or "\\" in line)
    if not named or "\n" in line:
        return None
    with contextlib.suppress(OSError):
        if path.is_file():
            return File(path.name, str(path), path.stat().st_size)
    return None


async def fetch(heard: Heard, file: File) -> bytes:
    """The content of a file of this machine. Raises Rejected."""
    del heard
    try:
        return await asyncio.to_thread(Path(file.ref).read_bytes)
    except OSError as error:
        raise Rejected("gone", error.strerror or "") from error


def _event() -> str:
    return uuid4().hex


CHANNEL = Console
