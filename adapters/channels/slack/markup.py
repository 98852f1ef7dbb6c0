"""Slack's own way of writing: what it sends as plain text, and plain text as what it must be sent."""

import re
from collections.abc import Iterable

_TAG = re.compile(r"<([^<>]+)>")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_ENTITY = re.compile("|".join(_ENTITIES))
_ALL = re.compile(r"@(?=(?:channel|here|everyone)\b)")
JOINER = "\u2060"
"""Between an @ and a word that would call everybody: it is not seen, and nobody is called."""
_QUOTE = re.compile(r"^(?:&gt; ?)+", re.MULTILINE)
_FENCED = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^\s)]+)\)")
_ITEM = re.compile(r"^( *)[-*+] ", re.MULTILINE)


def plain(text: str, bot: str = "") -> str:
    """What a user wrote: mentions of the bot taken out, tags as they are read, entities undone."""
    return _ENTITY.sub(
        lambda found: _ENTITIES[found[0]], _TAG.sub(lambda tag: _tag(tag[1], bot), text)
    ).strip()


def _tag(inner: str, bot: str) -> str:
    target, _, label = inner.partition("|")
    match target[0]:
        case "@":
            return "" if bot and target[1:] == bot else f"@{label or target[1:]}"
        case "#":
            return f"#{label or target[1:]}"
        case "!":
            return label or f"@{target[1:]}"
        case _:
            address = target.removeprefix("mailto:")
            return (
                address
                if label in {"", address, target} or address.endswith(f"//{label}")
                else f"{label} ({target})"
            )


def mentions(text: str, user: str) -> bool:
    return bool(user) and re.search(rf"<@{re.escape(user)}(?:\|[^>]*)?>", text) is not None


def calm(text: str) -> str:
    """The text with words that would call everybody made harmless."""
    return _ALL.sub(f"@{JOINER}", text)


def escaped(text: str) -> str:
    """Text in which nothing is a tag of Slack's; a quotation's mark at the start of a line stays one."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _QUOTE.sub(lambda mark: mark[0].replace("&gt;", ">"), safe)


def unescaped(text: str) -> str:
    """What `escaped` and `calm` were given."""
    return _ENTITY.sub(lambda found: _ENTITIES[found[0]], text).replace(f"@{JOINER}", "@")


def units(text: str) -> int:
    """How long Slack takes a text to be: UTF-16 units, which are never fewer than characters."""
    return len(text) + sum(character > "\uffff" for character in text)


def mrkdwn(markdown: str) -> str:
    """Markdown as Slack's older dialect, for places that know no other."""
    return "".join(_outside(part) for part in _FENCED.split(calm(markdown)))


def _outside(part: str) -> str:
    if part.startswith("`"):
        return escaped(part)
    links: list[str] = []

    def keep(found: re.Match[str]) -> str:
        links.append(f"<{escaped(found[2])}|{escaped(found[1])}>")
        return f"\0{len(links) - 1}\0"

    text = escaped(_LINK.sub(keep, part))
    text = _ITEM.sub(r"\1• ", _HEADING.sub(r"*\1*", _BOLD.sub(r"*\1*", text)))
    return _restored(text, links)


def _restored(text: str, links: Iterable[str]) -> str:
    for place, link in enumerate(links):
        text = text.replace(f"\0{place}\0", link)
    return text
