"""An output as a file of any format, for those inside or for the client."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Literal, get_args

from agents.kit.ports import Agent
from agents.types import Document
from bot import permissions, plugins
from bot.documents import writing
from bot.documents.making import paper_of
from bot.documents.paper import Paper
from bot.ports import Painter
from config.errors import StratumError
from config.patterns import regex
from memory.types import Actor, Binding, Output, Place

Format = Literal["md", "json", "csv", "xlsx", "pptx", "pdf", "docx", "png"]
FORMATS: tuple[Format, ...] = get_args(Format)
_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA: dict[Format, str] = {
    "md": "text/markdown",
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "png": "image/png",
}
_WRITTEN: dict[Format, Callable[[Paper], str]] = {
    "md": writing.markdown,
    "json": writing.as_json,
    "csv": writing.as_csv,
}
TEXTS = tuple(_WRITTEN)
"""The formats that are text, and can be read where they are."""


class NoPicture(StratumError):
    """{title!r} has no picture: {kind} is shown as tables. `--to md` or `--to csv` gives those.

    ko: {title!r}에는 그림이 없습니다. {kind} 결과는 표로 보여 드립니다. `--to md`나 `--to csv`를 쓰세요.
    """


class NoExtra(StratumError):
    """A {format} file needs the extra `{extra}`: pip install 'stratum[{extra}]'. Markdown, CSV and JSON need
    nothing.

    ko: {format} 파일을 만들려면 `{extra}` 추가 구성이 필요합니다: pip install 'stratum[{extra}]'.
    Markdown, CSV, JSON에는 필요 없습니다.
    """


class Press:
    """Makes files of the outputs of one place."""

    def __init__(
        self,
        place: Place,
        *,
        client: bool,
        painter: Painter = plugins.painter,
        binder: plugins.Binder = plugins.binder,
    ) -> None:
        self._place: Place = place
        self._client: bool = client
        self._painter: Painter = painter
        self._binder: plugins.Binder = binder

    def files(self, agent: Agent, output: Output, to: Format) -> tuple[Document, ...]:
        """The output in this format: one file, or one for each of its charts. Blocks: call it in a thread.

        Raises NoPicture where it is shown by tables alone, and NoExtra.
        """
        if to == "json" and not self._client:
            made = [(json.dumps(output.envelope(), ensure_ascii=False, indent=2) + "\n").encode()]
        elif to == "png":
            made = self._pictures(agent, output)
        else:
            made = [self._bound(paper_of(agent, output, self._place, self._painter, client=self._client), to)]
        names = self._names(output, to, len(made))
        return tuple(Document(name, MEDIA[to], content) for name, content in zip(names, made, strict=True))

    def _bound(self, paper: Paper, to: Format) -> bytes:
        if write := _WRITTEN.get(to):
            return write(paper).encode("utf-8-sig" if to == "csv" else "utf-8")
        try:
            bind = self._binder(to)
        except ModuleNotFoundError as missing:
            raise NoExtra(format=to.upper(), extra="documents") from missing
        return bind(paper)

    def _pictures(self, agent: Agent, output: Output) -> list[bytes]:
        charts = agent.show(output).charts
        if not charts:
            raise NoPicture(title=output.draft.title, kind=output.draft.output_type)
        try:
            paint = self._painter()
        except ModuleNotFoundError as missing:
            raise NoExtra(format="PNG", extra="pictures") from missing
        return [paint(chart) for chart in charts]

    def _names(self, output: Output, to: Format, count: int) -> list[str]:
        draft = output.draft
        stem = "-".join(part for part in (draft.output_type, draft.subject, f"v{output.version}") if part)
        stem = f"{stem}-client" if self._client else stem
        return [f"{stem}.{to}" if count == 1 else f"{stem}-{number}.{to}" for number in range(1, count + 1)]


def for_client(actor: Actor, place: Place, now: datetime, binding: Binding | None = None) -> bool:
    """Whether only a client's copy may be given: where clients read along, and to who may read nothing internal."""
    if binding is not None and binding.client_safe:
        return True
    return not permissions.can(actor, "outputs.internal.read", place, now).allowed


def format_of(word: str) -> Format | None:
    """The format that people call so: `word`, `엑셀`, `.pdf`."""
    name = _ENDING.sub("", word.lower().lstrip("."))
    return name if name in FORMATS else _CALLED.get(name)


_ENDING = regex(r"(?<=.)(?:\s?파일)?(?:으로|로)?$")
_CALLED: dict[str, Format] = {
    "word": "docx", "doc": "docx", "워드": "docx", "excel": "xlsx", "엑셀": "xlsx", "xls": "xlsx",
    "powerpoint": "pptx", "ppt": "pptx", "파워포인트": "pptx", "피피티": "pptx", "markdown": "md", "마크다운": "md",
    "picture": "png", "image": "png", "그림": "png", "이미지": "png", "text": "md", "텍스트": "md",
}  # fmt: skip
