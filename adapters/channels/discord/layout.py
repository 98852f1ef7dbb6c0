"""A reply as messages of components v2: texts, pictures, files and buttons, within what one message holds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

import discord
from discord import ui

from adapters.channels.discord.buttons import fits, rows, shortened
from adapters.channels.discord.render import rendered
from adapters.channels.discord.stamp import Stamp
from agents.types import Button
from bot.types import Document, Reply, Status

_BUTTONS = 20
_FILES = 10
_ALT = 256
_PLAIN_NAME = re.compile(r"[^A-Za-z0-9_.-]+")
_ACCENT: Mapping[Status, int] = {
    "ok": 0x2F6F5E,
    "needs_input": 0xC98A1B,
    "refused": 0x8A8F98,
    "failed": 0xB3392F,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A painted chart: PNG bytes and what it shows, in words."""

    name: str
    alt: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Leaf:
    """What one message shows."""

    text: str
    accent: int
    pictures: tuple[Picture, ...] = ()
    documents: tuple[Document, ...] = ()
    buttons: tuple[Button, ...] = ()


def leaves(reply: Reply, pictures: tuple[Picture, ...], code: str) -> tuple[Leaf, ...]:
    """The messages of a reply, in their order; pictures, files and buttons are with the last."""
    accent = _ACCENT[reply.status]
    buttons = tuple({button.action: button for button in reply.buttons if fits(button, code)}.values())
    texts = rendered(_with_commands(reply, code)) or ("…",)
    body = [Leaf(text, accent) for text in texts]
    return (*body[:-1], *_filled(body[-1], pictures, reply.documents, buttons))


def _with_commands(reply: Reply, code: str) -> str:
    """The text, and below it the commands of the buttons that no button can hold."""
    unfit = [button for button in reply.buttons if not fits(button, code)]
    return "\n\n".join([reply.text, *(f"**{one.label}**\n```\n{one.action}\n```" for one in unfit)])


def _filled(
    leaf: Leaf, pictures: tuple[Picture, ...], documents: tuple[Document, ...], buttons: tuple[Button, ...]
) -> Iterator[Leaf]:
    """The leaf with what belongs to it, and as many more as that takes."""
    while len(pictures) + len(documents) > _FILES:
        shown, pictures = pictures[:_FILES], pictures[_FILES:]
        room = _FILES - len(shown)
        yield replace(leaf, pictures=shown, documents=documents[:room])
        documents, leaf = documents[room:], replace(leaf, text="…")
    while len(buttons) > _BUTTONS:
        yield replace(leaf, pictures=pictures, documents=documents, buttons=buttons[:_BUTTONS])
        pictures, documents, buttons, leaf = (), (), buttons[_BUTTONS:], replace(leaf, text="…")
    yield replace(leaf, pictures=pictures, documents=documents, buttons=buttons)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A message ready to go out, as often as it takes."""

    leaf: Leaf
    stamp: Stamp
    code: str

    @property
    def view(self) -> ui.LayoutView:
        return _view(self.leaf, self.stamp, self.code)

    @property
    def files(self) -> list[discord.File]:
        """The attachments that the view names. Made anew for each attempt: a sent one is used up."""
        return _files(self.leaf)


def _view(leaf: Leaf, stamp: Stamp, code: str) -> ui.LayoutView:
    """The message as components. It is told to listen to nothing: clicks come by their template."""
    words = ui.TextDisplay[Any](leaf.text, id=stamp.text)
    box = ui.Container[Any](words, accent_colour=leaf.accent, id=stamp.container)
    if leaf.pictures:
        box.add_item(ui.MediaGallery(*(_shown(picture) for picture in leaf.pictures)))
    for place, document in enumerate(leaf.documents):
        box.add_item(ui.File(f"attachment://{plain_name(document.name, place)}"))
    for row in rows(leaf.buttons, code):
        box.add_item(row)
    made = ui.LayoutView(timeout=None)
    made.add_item(box)
    made.stop()
    return made


def _files(leaf: Leaf) -> list[discord.File]:
    pictures = [
        discord.File(BytesIO(one.content), one.name, description=shortened(one.alt, 1024))
        for one in leaf.pictures
    ]
    documents = [
        discord.File(BytesIO(one.content), plain_name(one.name, place))
        for place, one in enumerate(leaf.documents)
    ]
    return pictures + documents


def _shown(picture: Picture) -> discord.MediaGalleryItem:
    return discord.MediaGalleryItem(
        f"attachment://{picture.name}", description=shortened(picture.alt, _ALT) or None
    )


def plain_name(name: str, place: int) -> str:
    """A file's name in the characters that Discord keeps; where none is left, its place."""
    path = PurePosixPath(name)
    stem = _PLAIN_NAME.sub("_", path.stem).strip("_.") or f"file-{place + 1}"
    return f"{stem}{_PLAIN_NAME.sub('', path.suffix)}"
