"""What Slack delivers, as the house hears it. Pure: payloads in, values out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast

from adapters.channels.slack.desk import Badge
from adapters.channels.slack.markup import mentions, plain
from adapters.channels.slack.people import Person
from adapters.channels.slack.render import THREAD
from adapters.channels.slack.threads import Known
from bot.types import File, Heard, HeardKind

Payload = Mapping[str, Any]

_SPOKEN = {None, "file_share", "thread_broadcast", "me_message"}
"""The subtypes of messages that a person wrote."""
_CALLED = re.compile(r"^!\s*(?:stratum|스트라텀)\b\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Where:
    """The workspace of a payload, as its authorisation names it."""

    team: str
    enterprise: str

    @classmethod
    def of(cls, body: Payload) -> "Where":
        granted = cast("list[Payload]", body.get("authorizations") or [{}])[0]
        team = granted.get("team_id") or _id(body.get("team")) or body.get("team_id") or ""
        enterprise = (
            granted.get("enterprise_id") or _id(body.get("enterprise")) or body.get("enterprise_id") or ""
        )
        return cls(str(team), str(enterprise))


def _direct(event: Payload) -> bool:
    """Whether only the bot and one person are there; a mention does not say the kind of its channel."""
    return event.get("channel_type") == "im" or str(event.get("channel") or "").startswith("D")


def _once(body: Payload) -> str:
    """What is the same whenever this click or command is delivered again, and for no other: its trigger."""
    return str(
        body.get("trigger_id")
        or body.get("action_ts")
        or sha256(repr(sorted(body.items())).encode()).hexdigest()
    )


def _id(value: object) -> str:
    return str(cast("Payload", value).get("id") or "") if isinstance(value, Mapping) else ""


def channel_of(body: Payload) -> tuple[str, str]:
    """The channel of an event, by its workspace."""
    channel = cast("Payload", body["event"]).get("channel")
    return Where.of(body).team, _id(channel) or str(channel or "")


def user_of(event: Payload) -> str:
    """Whose event it is; of a change or a deletion the message's author."""
    inner = cast("Payload", event.get("message") or event.get("previous_message") or {})
    return str(event.get("user") or inner.get("user") or "")


def spoken(event: Payload) -> bool:
    """Whether a person wrote it; what bots write is never heard."""
    return event.get("subtype") in _SPOKEN and not event.get("bot_id") and bool(event.get("user"))


def message(body: Payload, badge: Badge, person: Person, thread: Known) -> Heard:
    """A message or a mention."""
    event = cast("Payload", body["event"])
    ts, channel = str(event["ts"]), str(event["channel"])
    raw = str(event.get("text") or "")
    text, direct = plain(raw, badge.user), _direct(event)
    called = _CALLED.match(text)
    files = _files(event)
    root = str(event.get("thread_ts") or ts)
    addressed = (
        direct
        or thread.own
        or bool(called)
        or event.get("type") == "app_mention"
        or mentions(raw, badge.user)
    )
    text = text[called.end() :] if called else text
    return _heard(
        body, badge, person, event,
        channel=channel, text=text, event_id=f"{channel}:{ts}", keys=_keys(body),
        thread=thread.name or root, direct=direct, overheard=not addressed, files=files,
        action="" if text or files else "hello", wide=root == ts,
        reach={"thread_ts": root, "ts": ts},
    )  # fmt: skip


def changed(body: Payload, badge: Badge, person: Person, thread: Known) -> Heard | None:
    """Words that their author changed or took back. None where nothing that somebody wrote has changed."""
    event = cast("Payload", body["event"])
    gone = event.get("subtype") == "message_deleted"
    before = cast("Payload", event.get("previous_message") or {})
    now = before if gone else cast("Payload", event.get("message") or {})
    if not spoken(now) or (not gone and (now.get("text") == before.get("text") or not now.get("edited"))):
        return None
    kind: HeardKind = "deleted" if gone else "edited"
    ts, channel, raw = (
        str(event.get("deleted_ts") or now.get("ts")),
        str(event["channel"]),
        str(now.get("text") or ""),
    )
    root = str(now.get("thread_ts") or ts)
    direct, text = _direct(event), "" if gone else plain(raw, badge.user)
    called = _CALLED.match(text)
    at = event.get("event_ts") if gone else cast("Payload", now["edited"]).get("ts")
    return _heard(
        body, badge, person, now,
        channel=channel, text=text[called.end() :] if called else text, event_id=f"{channel}:{ts}:{kind}:{at}",
        keys=_keys(body), thread=thread.name or root, direct=direct, kind=kind, target=ts,
        overheard=not (direct or thread.own or called or mentions(raw, badge.user)),
        reach={"thread_ts": root, "ts": ts},
    )  # fmt: skip


def command(body: Payload, badge: Badge, person: Person) -> Heard:
    """A slash command. It has no message and no thread of Slack's: its answer begins one."""
    trigger, text = _once(body), plain(str(body.get("text") or ""), badge.user)
    channel = str(body["channel_id"])
    return _heard(
        body, badge, person, body,
        channel=channel, text=f"/stratum {text}" if text else "", action="" if text else "hello",
        event_id=f"command:{trigger}", thread=f"command-{trigger}", direct=channel.startswith("D"), wide=True,
        reach={"response_url": str(body.get("response_url") or ""), "trigger": str(body.get("trigger_id") or "")},
    )  # fmt: skip


def press(body: Payload, badge: Badge, person: Person, home: str = "") -> Heard:
    """A button that was pressed, under a message or, `home` being the direct channel then, on the bot's own page."""
    pressed = cast("Payload", body["actions"][0])
    said = cast("Payload", body.get("message") or {})
    ts = str(said.get("ts") or cast("Payload", body.get("container") or {}).get("message_ts") or "")
    root = str(said.get("thread_ts") or ts)
    value, label = _pressed(pressed)
    block = str(pressed.get("block_id") or "")
    own = block.removeprefix(THREAD).rpartition("#")[0] if block.startswith(THREAD) else ""
    at = f"{pressed.get('action_ts') or _once(body)}:{pressed.get('action_id')}"
    return _heard(
        body, badge, person, body,
        channel=home or _id(body.get("channel")), text=label, action=value,
        event_id=f"press:{ts}:{body['user']['id']}:{at}", thread=own or root or f"press-{at}", target=ts,
        direct=bool(home) or _id(body.get("channel")).startswith("D"),
        reach={"thread_ts": root, "trigger": str(body.get("trigger_id") or ""),
               "response_url": str(body.get("response_url") or "")},
    )  # fmt: skip


def _pressed(pressed: Payload) -> tuple[str, str]:
    """The action, and what the button said."""
    chosen = cast("Payload", pressed.get("selected_option") or pressed)
    label = cast("Payload", chosen.get("text") or {}).get("text") or ""
    return str(chosen.get("value") or ""), str(label)


def shortcut(body: Payload, badge: Badge, person: Person, home: str) -> Heard:
    """A shortcut: its name is an action; that of a message hands the message's words over."""
    said = cast("Payload", body.get("message") or {})
    at, ts = _once(body), str(said.get("ts") or "")
    channel, root = (_id(body.get("channel")), str(said.get("thread_ts") or ts)) if said else (home, "")
    name = str(body["callback_id"])
    return _heard(
        body, badge, person, body,
        channel=channel, text=plain(str(said.get("text") or ""), badge.user), action="" if said else name,
        event_id=f"shortcut:{at}", thread=root or f"shortcut-{at}", target=ts, direct=channel.startswith("D"),
        files=_files(said), reach={"thread_ts": root, "trigger": str(body.get("trigger_id") or ""),
                                   "response_url": str(body.get("response_url") or "")},
    )  # fmt: skip


def handed_in(body: Payload, badge: Badge, person: Person, held: Mapping[str, str], text: str) -> Heard:
    """A form that was filled; `held` is what its window kept of the place where it was opened."""
    view = cast("Payload", body["view"])
    name, channel = str(view["callback_id"]), held.get("channel", "")
    root = held.get("thread_ts", "")
    return _heard(
        body, badge, person, body,
        channel=channel, text=text, action=name, kind="form", event_id=f"form:{view['id']}:{view.get('hash', '')}",
        thread=held.get("thread") or root or f"form-{view['id']}", direct=channel.startswith("D"),
        reach={"thread_ts": root},
    )  # fmt: skip


def happened(
    body: Payload, badge: Badge, kind: HeardKind, *, person: Person | None = None, **facts: Any
) -> Heard:
    """The bot came or went, its channel has another key, or its page was opened. `channel`, and what else is known."""
    event, channel = str(body.get("event_id") or ""), str(facts["channel"])
    more: dict[str, Any] = {
        "text": "",
        "reach": {},
        "thread": f"{kind}-{event}",
        "direct": channel.startswith("D"),
    }
    more.update(facts)
    return _heard(
        body, badge, person or Person(), cast("Payload", body.get("event") or {}),
        kind=kind, event_id=event, **more,
    )  # fmt: skip


def _heard(body: Payload, badge: Badge, person: Person, author: Payload, **facts: Any) -> Heard:
    where = Where.of(body)
    user: object = author.get("user") or author.get("user_id")
    account = facts.pop("account", "") or _id(user) or str(user or "")
    reach = {"team": where.team, "enterprise": where.enterprise, "user": account} | dict(facts.pop("reach"))
    return Heard(
        platform="slack",
        workspace=where.team or badge.team or where.enterprise,
        account=account,
        name=person.name,
        locale="ko" if person.locale == "ko" else None,
        outsider=person.outsider or _foreign(author, where),
        reach={name: value for name, value in reach.items() if value},
        **facts,
    )


def _foreign(author: Payload, where: Where) -> bool:
    """Whether the payload itself says that the author is of another workspace, as in Slack Connect."""
    user = author.get("user")
    inner = cast("Payload", user).get("team_id") if isinstance(user, Mapping) else None
    team = author.get("user_team") or inner or author.get("source_team")
    return bool(team) and team not in {where.team, where.enterprise}


def _keys(body: Payload) -> tuple[str, ...]:
    return (str(body["event_id"]),) if body.get("event_id") else ()


def _files(event: Payload) -> tuple[File, ...]:
    found = cast("list[Payload]", event.get("files") or [])
    return tuple(
        File(
            name=str(one.get("name") or one.get("title") or one["id"]),
            ref=str(one["id"]),
            size=int(one.get("size") or 0),
            media=str(one.get("mimetype") or ""),
        )
        for one in found
        if one.get("id") and one.get("mode") != "tombstone"
    )
