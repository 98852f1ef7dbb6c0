"""Hears: each thing that Slack delivers goes to the inbox first, and is acknowledged when it is there."""

import asyncio
import json
import logging
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, cast

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from adapters.channels.slack import heard as hear
from adapters.channels.slack.desk import Badge, Desk
from adapters.channels.slack.heard import Payload, Where
from adapters.channels.slack.lanes import Lanes
from adapters.channels.slack.modal import faults, filled, held_by, window
from adapters.channels.slack.people import People, Person
from adapters.channels.slack.threads import Known, Threads
from adapters.channels.slack.wire import Wire
from bot.arrival.forms import UnknownForm
from bot.ending import Beside
from bot.errors import InboxFull
from bot.ports import Inbox, Rejected, Unposted
from bot.types import Heard
from config.errors import Locale
from config.wording import words

log = logging.getLogger(__name__)

_ANY = re.compile(".*", re.DOTALL)
_FORM = "form "
_LEFT = ("channel_left", "group_left", "channel_archive", "group_archive", "channel_deleted", "group_deleted")
_PROMPTS = 4
_TOLD, _MOST = 3600.0, 5000


class Ears:
    """Puts its listeners on Bolt's app; Bolt answers Slack when a listener has returned, and not before."""

    def __init__(self, wire: Wire, desk: Desk, threads: Threads, inbox: Inbox) -> None:
        self._wire, self._desk, self._threads, self._inbox = wire, desk, threads, inbox
        self._people = People(wire)
        self._lanes = Lanes()
        """The SDK hands over what it received all at once; a channel's events are taken in their order."""
        self._shared_rooms: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._beside = Beside()

    def listen(self, app: AsyncApp) -> None:
        """Puts all listeners on; the last one takes what nobody else wants."""
        events: Mapping[str, Callable[[Payload, Badge], Awaitable[None]]] = {
            "message": self._message,
            "app_mention": self._message,
            "member_joined_channel": self._joined,
            "app_home_opened": self._opened,
            "channel_id_changed": self._moved,
            "channel_shared": self._shared,
            "channel_unarchive": self._unarchived,
            "group_unarchive": self._unarchived,
            **dict.fromkeys(_LEFT, self._left),
        }
        on: Any = app
        for name, handle in events.items():
            on.event(name)(self._event(handle))
        on.event(re.compile("^(app_uninstalled|tokens_revoked)$"))(self._on(self._gone))
        on.event(_ANY)(self._on(_nothing))
        on.command(_ANY)(self._on(self._command))
        on.action(_ANY)(self._on(self._press))
        on.shortcut(_ANY)(self._on(self._shortcut))
        on.view(_ANY)(self._on(self._view))

    async def settle(self) -> None:
        """Waits, not for long, for what is said beside the turns."""
        await self._beside.done()
        await self._beside.aclose()

    def _on(self, handle: Callable[[AsyncArgs], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def listener(args: AsyncArgs) -> None:
            await handle(args)

        return listener

    def _event(self, handle: Callable[[Payload, Badge], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def listener(args: AsyncArgs) -> None:
            body = cast("Payload", args.body)
            async with self._lanes.lane(hear.channel_of(body)):
                await handle(body, await self._badge(body))

        return listener

    async def _badge(self, body: Payload) -> Badge:
        where = Where.of(body)
        return await self._desk.badge(where.team, where.enterprise)

    async def _message(self, body: Payload, badge: Badge) -> None:
        event = cast("Payload", body["event"])
        if event.get("subtype") in {"message_changed", "message_deleted"}:
            await self._change(body, badge)
        elif hear.spoken(event):
            person = await self._who(badge, hear.user_of(event))
            heard = hear.message(body, badge, person, await self._threads.of(badge, event))
            if not heard.overheard:
                known = Known(own=True)
                self._threads.remember(badge.team, heard.channel, heard.reach["ts"], known)
            if not await self._took(heard):
                self._apologise(badge, heard, person.locale)
            if body.get("is_ext_shared_channel") and not (heard.direct or heard.overheard):
                await self._read_along(body, badge, heard.channel)

    async def _read_along(self, body: Payload, badge: Badge, channel: str) -> None:
        """Another company is in the channel: told once in a while, since it may be mapped later."""
        told, now = self._shared_rooms.get((badge.team, channel), 0.0), time.monotonic()
        if told and now - told < _TOLD:
            return
        self._shared_rooms[badge.team, channel] = now
        self._shared_rooms.move_to_end((badge.team, channel))
        while len(self._shared_rooms) > _MOST:
            self._shared_rooms.popitem(last=False)
        shared = hear.happened(body, badge, "shared", channel=channel, account="")
        await self._took(replace(shared, account="", event_id=f"shared:{shared.event_id}"))

    async def _change(self, body: Payload, badge: Badge) -> None:
        event = cast("Payload", body["event"])
        inner = cast("dict[str, Any]", event.get("message") or event.get("previous_message") or {})
        about = {"channel": event.get("channel"), "channel_type": event.get("channel_type")}
        thread = await self._threads.of(badge, inner | about)
        changed = hear.changed(body, badge, await self._who(badge, hear.user_of(event)), thread)
        if changed:
            await self._took(changed)

    async def _joined(self, body: Payload, badge: Badge) -> None:
        """Of the bot alone. The text is the channel's name, by which its client may be told."""
        event = cast("Payload", body["event"])
        if event.get("user") != badge.user:
            return
        inviter, channel = str(event.get("inviter") or ""), str(event["channel"])
        person = await self._who(badge, inviter) if inviter else Person()
        name = await self._name_of(badge, channel)
        joined = hear.happened(
            body, badge, "joined", channel=channel, account=inviter, person=person, text=name
        )
        await self._took(joined)

    async def _left(self, body: Payload, badge: Badge) -> None:
        await self._took(hear.happened(body, badge, "left", channel=hear.channel_of(body)[1]))

    async def _moved(self, body: Payload, badge: Badge) -> None:
        """A channel that is shared with another company goes on under another id."""
        event = cast("Payload", body["event"])
        old, new = str(event["old_channel_id"]), str(event["new_channel_id"])
        await self._took(hear.happened(body, badge, "moved", channel=old, target=new))

    async def _unarchived(self, body: Payload, badge: Badge) -> None:
        """As if the bot had come into it: where it is no member any more, its first words there will show."""
        event, (_, channel) = cast("Payload", body["event"]), hear.channel_of(body)
        user = str(event.get("user") or "")
        person = await self._who(badge, user) if user else Person()
        await self._took(
            hear.happened(
                body,
                badge,
                "joined",
                channel=channel,
                person=person,
                text=await self._name_of(badge, channel),
            )
        )

    async def _shared(self, body: Payload, badge: Badge) -> None:
        await self._took(hear.happened(body, badge, "shared", channel=hear.channel_of(body)[1]))

    async def _gone(self, args: AsyncArgs) -> None:
        """The whole workspace: its install is dropped when the inbox knows."""
        body = cast("Payload", args.body)
        event, where = cast("Payload", body["event"]), Where.of(body)
        if event["type"] == "tokens_revoked" and not cast("Payload", event.get("tokens") or {}).get("bot"):
            return
        await self._took(
            hear.happened(body, Badge(where.team, where.enterprise, "", "", ""), "left", channel="")
        )
        await self._desk.leave(where.team, where.enterprise)

    async def _opened(self, body: Payload, badge: Badge) -> None:
        event = cast("Payload", body["event"])
        person = await self._who(badge, str(event["user"]))
        channel, home = str(event.get("channel") or ""), event.get("tab") != "messages"
        if not home:
            self._beside.begin(self._greet(badge, channel, person.locale))
            return
        reach = {"surface": "home"}
        await self._took(hear.happened(body, badge, "opened", channel=channel, person=person, reach=reach))

    async def _command(self, args: AsyncArgs) -> None:
        body = cast("Payload", args.body)
        badge = await self._badge(body)
        person = await self._who(badge, str(body["user_id"]))
        heard = hear.command(body, badge, person)
        full = not await self._took(heard)
        await args.ack(InboxFull().say(person.locale) if full else "")

    async def _press(self, args: AsyncArgs) -> None:
        """A button. One whose action is a form opens it at once, since that is allowed for three seconds."""
        body = cast("Payload", args.body)
        badge = await self._badge(body)
        person = await self._who(badge, str(body["user"]["id"]))
        view = cast("Payload", body.get("view") or {})
        heard = hear.press(body, badge, person, held_by(view).get("channel", "") if view else "")
        await self._open_or_take(badge, heard, person.locale)
        await args.ack()

    async def _shortcut(self, args: AsyncArgs) -> None:
        body = cast("Payload", args.body)
        badge = await self._badge(body)
        user = str(body["user"]["id"])
        person = await self._who(badge, user)
        home = "" if body.get("message") else await self._direct(badge, user)
        await self._open_or_take(badge, hear.shortcut(body, badge, person, home), person.locale)
        await args.ack()

    async def _view(self, args: AsyncArgs) -> None:
        body = cast("Payload", args.body)
        view, badge = cast("Payload", body["view"]), await self._badge(body)
        held, values = held_by(view), filled(view)
        name = str(view["callback_id"]).removeprefix(_FORM)
        locale: Locale = "ko" if held.get("locale") == "ko" else "en"
        person = await self._who(badge, str(body["user"]["id"]))
        if wrong := faults(name, values, locale):
            await args.ack(response_action="errors", errors=wrong)
            return
        text = json.dumps(values, ensure_ascii=False)
        if await self._took(hear.handed_in(body, badge, person, held, text)):
            await args.ack()
        else:
            await args.ack(response_action="errors", errors={next(iter(values)): InboxFull().say(locale)})

    async def _open_or_take(self, badge: Badge, heard: Heard, locale: Locale) -> None:
        if heard.action.startswith(_FORM) and await self._open(badge, heard, locale):
            return
        if not await self._took(heard):
            self._apologise(badge, heard, locale)

    async def _open(self, badge: Badge, heard: Heard, locale: Locale) -> bool:
        """Whether there is such a form. Where Slack does not open it any more, its user is told."""
        held = {
            "channel": heard.channel,
            "thread_ts": heard.reach.get("thread_ts", ""),
            "thread": heard.thread,
        }
        try:
            view = window(heard.action.removeprefix(_FORM), locale, held)
        except UnknownForm:
            return False
        try:
            asked = {"trigger_id": heard.reach.get("trigger", ""), "view": view}
            await self._wire.call(badge.token, "views.open", asked)
        except Unposted as error:
            log.warning("views.open: %s", error)
            self._tell(badge, heard, words("channels")("slack.not_opened", locale))
        return True

    async def _who(self, badge: Badge, user: str) -> Person:
        return await self._people.person(badge, user)

    async def _direct(self, badge: Badge, user: str) -> str:
        """The direct channel with somebody; her own id, which Slack takes as well, where it is not told."""
        try:
            answer = await self._wire.call(badge.token, "conversations.open", {"users": user}, form=True)
        except Unposted:
            return user
        return str(cast("Payload", answer.get("channel") or {}).get("id") or user)

    async def _name_of(self, badge: Badge, channel: str) -> str:
        """A channel's name; "" where Slack does not tell it soon."""
        try:
            async with asyncio.timeout(self._wire.soon):
                answer = await self._wire.call(
                    badge.token, "conversations.info", {"channel": channel}, form=True
                )
        except (Unposted, TimeoutError):
            return ""
        return str(cast("Payload", answer.get("channel") or {}).get("name") or "")

    async def _took(self, heard: Heard) -> bool:
        """False when the inbox is full. What else goes wrong goes up: Slack is not answered then, and asks again."""
        try:
            await self._inbox.take(heard)
        except InboxFull:
            return False
        return True

    def _apologise(self, badge: Badge, heard: Heard, locale: Locale) -> None:
        self._tell(badge, heard, InboxFull().say(locale))

    def _tell(self, badge: Badge, heard: Heard, text: str) -> None:
        self._beside.begin(self._whisper(badge, heard, text))

    async def _whisper(self, badge: Badge, heard: Heard, text: str) -> None:
        """Tells one person something; best effort."""
        to = {"channel": heard.channel, "thread_ts": heard.reach.get("thread_ts"), "text": text}
        try:
            await self._wire.call(badge.token, "chat.postEphemeral", to | {"user": heard.account})
        except Rejected:
            await self._quietly(badge, "chat.postMessage", to)
        except Unposted as error:
            log.warning("chat.postEphemeral: %s", type(error).__name__)

    async def _greet(self, badge: Badge, channel: str, locale: Locale) -> None:
        """The first things that somebody may ask, in the agent's own tab."""
        say = words("channels")
        prompts = [
            {"title": say(f"slack.prompt.{n}", locale), "message": say(f"slack.prompt.{n}.text", locale)}
            for n in range(1, _PROMPTS + 1)
        ]
        asked = {"channel_id": channel, "title": say("slack.prompts", locale), "prompts": prompts}
        await self._quietly(badge, "assistant.threads.setSuggestedPrompts", asked)

    async def _quietly(self, badge: Badge, method: str, sent: Mapping[str, object]) -> None:
        try:
            await self._wire.call(badge.token, method, sent)
        except Unposted as error:
            log.warning("%s: %s", method, type(error).__name__)


async def _nothing(args: AsyncArgs) -> None:
    del args
