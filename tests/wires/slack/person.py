"""What people do in Slack, as the payloads that Slack makes of it."""

from dataclasses import dataclass
from typing import Any

from tests.wires.slack.delivery import Delivery
from tests.wires.slack.server import Server
from tests.wires.slack.workspace import Json, Upload, Workspace


@dataclass
class Person:
    """One member in one conversation."""

    server: Server
    delivery: Delivery
    user: str = "U0MINA"
    channel: str = "C0CRUMB"
    last: Json | None = None

    @property
    def workspace(self) -> Workspace:
        return self.server.workspace

    async def event(self, event: Json, **more: Any) -> Json:
        """An event of any kind, in its envelope."""
        body = {
            "token": "verification", "team_id": self.workspace.team, "api_app_id": self.workspace.app_id,
            "event": event, "type": "event_callback", "event_id": f"Ev{next(self.workspace.numbers):06d}",
            "event_time": 1, "is_ext_shared_channel": False,
            "authorizations": [{
                "enterprise_id": None, "team_id": self.workspace.team, "user_id": self.workspace.bot_user,
                "is_bot": True, "is_enterprise_install": False,
            }],
        }  # fmt: skip
        body |= more
        await self.delivery.deliver("events_api", body)
        return body

    async def says(self, text: str, thread_ts: str = "", *, kind: str = "message", **more: Any) -> Json:
        """A message in the conversation; as `app_mention` it is the twin that Slack makes of a mention."""
        self.last = self.workspace.said(self.channel, self.user, text, thread_ts, **more)
        await self.tells(self.last, kind=kind)
        return self.last

    async def tells(self, message: Json, *, kind: str = "message") -> Json:
        """The event of a message that is there."""
        room = self.workspace.channels[self.channel]
        event = message | {"type": kind, "channel": self.channel, "event_ts": message["ts"]}
        root = room.message(str(message.get("thread_ts") or ""))
        if root and root["ts"] != message["ts"]:
            event["parent_user_id"] = root["user"]
        return await self.event(event | ({"channel_type": room.kind} if kind == "message" else {}))

    async def mentions(self, text: str, thread_ts: str = "", **more: Any) -> Json:
        return await self.says(f"<@{self.workspace.bot_user}> {text}", thread_ts, kind="app_mention", **more)

    async def edits(self, text: str) -> None:
        before = self.last or {}
        now = before | {"text": text, "edited": {"user": self.user, "ts": self.workspace.ts()}}
        await self.event(
            {
                "type": "message", "subtype": "message_changed", "channel": self.channel,
                "channel_type": self.workspace.channels[self.channel].kind,
                "message": now, "previous_message": dict(before), "ts": self.workspace.ts(), "hidden": True,
            }
        )  # fmt: skip

    async def deletes(self) -> None:
        before = self.last or {}
        await self.event(
            {
                "type": "message", "subtype": "message_deleted", "channel": self.channel,
                "channel_type": self.workspace.channels[self.channel].kind, "deleted_ts": before["ts"],
                "previous_message": before, "ts": self.workspace.ts(), "event_ts": self.workspace.ts(),
            }
        )  # fmt: skip

    async def commands(self, text: str, command: str = "/stratum", *, uses: int = 5) -> str:
        """A slash command; gives its trigger."""
        trigger = self.workspace.trigger()
        payload = {
            "token": "verification", "team_id": self.workspace.team, "team_domain": "studio",
            "channel_id": self.channel, "channel_name": "crumb", "user_id": self.user, "user_name": "mina",
            "command": command, "text": text, "api_app_id": self.workspace.app_id,
            "is_enterprise_install": "false", "response_url": self.server.respond_url(uses), "trigger_id": trigger,
        }  # fmt: skip
        await self.delivery.deliver("slash_commands", payload)
        return trigger

    async def presses(self, label: str) -> None:
        """The button with this label under the newest message of the bot that has one."""
        message, block, element = self._button(label)
        await self.interacts(
            "block_actions",
            actions=[_pressed(block, element, self.workspace.ts())],
            message=message,
            container={"type": "message", "message_ts": message["ts"], "channel_id": self.channel},
            channel={"id": self.channel, "name": "crumb"},
        )

    def _button(self, label: str) -> tuple[Json, Json, Json]:
        for message in reversed(self.workspace.of_bot(self.channel)):
            for block in message.get("blocks", []):
                for element in block.get("elements", []):
                    for button in _buttons(element):
                        if button["text"]["text"] == label:
                            return message, block, element | button
        raise AssertionError(f"no button {label!r}")

    async def presses_at_home(self, label: str) -> None:
        view = self.workspace.homes[self.user]
        for block in view["blocks"]:
            for element in block.get("elements", []):
                if element.get("text", {}).get("text") == label:
                    pressed = _pressed(block, element, self.workspace.ts())
                    await self.interacts(
                        "block_actions", actions=[pressed], view=view, container={"type": "view"}
                    )
                    return
        raise AssertionError(f"no button {label!r}")

    async def takes_shortcut(self, name: str, message: Json | None = None) -> None:
        kind = "message_action" if message else "shortcut"
        more: Json = {"message": message, "channel": {"id": self.channel}} if message else {}
        await self.interacts(kind, callback_id=name, **more)

    async def hands_in(self, view: Json, values: Json) -> None:
        """A window with these values; what the window did not ask cannot be handed in."""
        state = {
            block["block_id"]: {
                block["element"]["action_id"]: _state(block["element"], values.get(block["block_id"]))
            }
            for block in view["blocks"]
        }
        await self.interacts("view_submission", view=view | {"state": {"values": state}})

    async def interacts(self, kind: str, **more: Any) -> None:
        payload = {
            "type": kind, "team": {"id": self.workspace.team, "domain": "studio"}, "enterprise": None,
            "user": {"id": self.user, "name": "mina", "team_id": self.workspace.users[self.user]["team_id"]},
            "api_app_id": self.workspace.app_id, "token": "verification", "trigger_id": self.workspace.trigger(),
            "is_enterprise_install": False, "action_ts": self.workspace.ts(),
        }  # fmt: skip
        await self.delivery.deliver("interactive", payload | more)

    def uploads(self, name: str, content: bytes, media: str = "text/markdown") -> Json:
        """A file as it hangs on a message."""
        made = Upload(f"F{next(self.workspace.numbers)}", name, "", content, done=True, media=media)
        self.workspace.uploads[made.id] = made
        return {"id": made.id, "name": name, "mimetype": media, "size": len(content), "mode": "hosted"}


def _buttons(element: Json) -> list[Json]:
    if element["type"] == "button":
        return [element]
    return [element[name] for name in ("positive_button", "negative_button") if name in element]


def _pressed(block: Json, element: Json, ts: str) -> Json:
    return {
        "type": element["type"], "action_id": element["action_id"], "block_id": block.get("block_id", "made"),
        "text": element["text"], "value": element["value"], "action_ts": ts,
    }  # fmt: skip


def _state(element: Json, value: str | None) -> Json:
    match element["type"]:
        case "static_select":
            chosen = next(
                (one for one in element["options"] if one["value"] == value), element.get("initial_option")
            )
            return {"type": "static_select", "selected_option": chosen}
        case "datepicker":
            return {"type": "datepicker", "selected_date": value or element.get("initial_date")}
        case kind:
            return {"type": kind, "value": value if value is not None else element.get("initial_value")}
