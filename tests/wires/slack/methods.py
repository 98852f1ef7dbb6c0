"""The methods of the Web API that a bot of ours calls, with Slack's own errors."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from tests.wires.slack.limits import fault_of_message, fault_of_view
from tests.wires.slack.workspace import Channel, Grant, Json, Upload, Workspace


class Failed(Exception):
    """An answer that is not ok."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer = {"ok": False, "error": error} | more


class Methods:
    """Each method takes what was sent and whose token it was; gives the answer without its `ok`."""

    def __init__(self, workspace: Workspace) -> None:
        self._all = workspace
        self.address = ""
        self.tickets: set[str] = set()
        self.table: Mapping[str, tuple[str, Callable[[Json, Grant], Json]]] = {
            "auth.test": ("", self._auth_test),
            "apps.connections.open": ("connections:write", self._connections_open),
            "users.info": ("users:read", self._users_info),
            "conversations.info": ("channels:read", self._conversations_info),
            "conversations.open": ("im:write", self._conversations_open),
            "conversations.history": ("channels:history", self._history),
            "conversations.replies": ("channels:history", self._replies),
            "chat.postMessage": ("chat:write", self._post),
            "chat.postEphemeral": ("chat:write", self._whisper),
            "chat.update": ("chat:write", self._update),
            "chat.startStream": ("chat:write", self._start_stream),
            "chat.appendStream": ("chat:write", self._append_stream),
            "chat.stopStream": ("chat:write", self._stop_stream),
            "assistant.threads.setStatus": ("assistant:write", self._status),
            "assistant.threads.setSuggestedPrompts": ("assistant:write", self._prompts),
            "views.open": ("", self._open),
            "views.publish": ("", self._publish),
            "files.getUploadURLExternal": ("files:write", self._upload_url),
            "files.completeUploadExternal": ("files:write", self._upload_done),
            "files.info": ("files:read", self._file_info),
        }

    def answer(self, method: str, sent: Json, token: str) -> Json:
        """Raises Failed."""
        if method not in self.table:
            raise Failed("unknown_method", req_method=method)
        scope, call = self.table[method]
        if not token:
            raise Failed("not_authed")
        grant = self._all.grants.get(token)
        if grant is None:
            raise Failed("invalid_auth")
        if grant.error:
            raise Failed(grant.error)
        if (grant.kind == "app") != (method == "apps.connections.open"):
            raise Failed("not_allowed_token_type")
        if scope and scope not in grant.scopes.split(","):
            raise Failed("missing_scope", needed=scope, provided=grant.scopes)
        return {"ok": True} | call(sent, grant)

    def _auth_test(self, sent: Json, grant: Grant) -> Json:
        del sent
        return {
            "url": f"{self.address}/", "team": "Studio", "user": "stratum", "team_id": grant.team,
            "user_id": grant.user, "bot_id": grant.bot, "is_enterprise_install": False,
        }  # fmt: skip

    def _connections_open(self, sent: Json, grant: Grant) -> Json:
        del sent, grant
        ticket = f"{next(self._all.numbers)}-{time.monotonic_ns():x}"
        self.tickets.add(ticket)
        return {
            "url": f"{self.address.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self._all.app_id}"
        }

    def _users_info(self, sent: Json, grant: Grant) -> Json:
        del grant
        user = self._all.users.get(str(sent.get("user")))
        if user is None:
            raise Failed("user_not_found")
        with_locale = str(sent.get("include_locale", "")).lower() in {"true", "1"}
        return {
            "user": user if with_locale else {name: value for name, value in user.items() if name != "locale"}
        }

    def _conversations_info(self, sent: Json, grant: Grant) -> Json:
        channel = self._seen(sent, grant)
        return {"channel": {"id": channel.id, "name": channel.name, "is_archived": channel.archived}}

    def _conversations_open(self, sent: Json, grant: Grant) -> Json:
        del grant
        if sent.get("users") not in self._all.users:
            raise Failed("user_not_found")
        return {"channel": {"id": self._all.direct(str(sent["users"])).id}}

    def _history(self, sent: Json, grant: Grant) -> Json:
        channel = self._seen(sent, grant)
        roots = [one for one in channel.messages if one.get("thread_ts", one["ts"]) == one["ts"]]
        return self._page(list(reversed(roots)), sent)

    def _replies(self, sent: Json, grant: Grant) -> Json:
        channel, root = self._seen(sent, grant), str(sent.get("ts", ""))
        if channel.message(root) is None:
            raise Failed("thread_not_found")
        found = [one for one in channel.messages if root in {one["ts"], one.get("thread_ts")}]
        return self._page(found, sent, keep=root)

    def _page(self, found: list[Json], sent: Json, keep: str = "") -> Json:
        oldest = str(sent.get("oldest") or "0")
        kept = [one for one in found if one["ts"] > oldest or one["ts"] == keep]
        start, limit = int(sent.get("cursor") or 0), int(sent.get("limit") or 100)
        more = len(kept) > start + limit
        whole = str(sent.get("include_all_metadata", "")).lower() in {"true", "1"}
        page = [
            {name: value for name, value in one.items() if whole or name != "metadata"}
            for one in kept[start : start + limit]
        ]
        return {
            "messages": page, "has_more": more,
            "response_metadata": {"next_cursor": str(start + limit) if more else ""},
        }  # fmt: skip

    def _seen(self, sent: Json, grant: Grant) -> Channel:
        channel = self._all.channels.get(str(sent.get("channel")))
        if channel is None or (channel.kind != "channel" and grant.user not in channel.members):
            raise Failed("channel_not_found")
        return channel

    def _speaking(self, sent: Json, grant: Grant) -> Channel:
        named = str(sent.get("channel"))
        channel = self._all.direct(named) if named in self._all.users else self._seen(sent, grant)
        if channel.archived:
            raise Failed("is_archived")
        if grant.user not in channel.members and "chat:write.public" not in grant.scopes:
            raise Failed("not_in_channel")
        return channel

    def _post(self, sent: Json, grant: Grant) -> Json:
        channel = self._speaking(sent, grant)
        if fault := fault_of_message(sent):
            raise Failed(fault)
        root = sent.get("thread_ts")
        if root and channel.message(str(root)) is None:
            raise Failed("thread_not_found")
        kept = {name: sent[name] for name in ("text", "blocks", "metadata", "thread_ts") if sent.get(name)}
        message = {"type": "message", "ts": self._all.ts(), "text": ""} | kept | self._own(grant)
        if root:
            parent = channel.message(str(root))
            message["parent_user_id"] = parent["user"] if parent else ""
        channel.messages.append(message)
        return {"channel": channel.id, "ts": message["ts"], "message": message}

    def _own(self, grant: Grant) -> Json:
        return {"user": grant.user, "bot_id": grant.bot, "app_id": self._all.app_id, "team": grant.team}

    def _whisper(self, sent: Json, grant: Grant) -> Json:
        channel = self._speaking(sent, grant)
        if sent.get("user") not in channel.members:
            raise Failed("user_not_in_channel")
        self._all.whispers.append(dict(sent))
        return {"message_ts": self._all.ts()}

    def _update(self, sent: Json, grant: Grant) -> Json:
        channel = self._speaking(sent, grant)
        message = channel.message(str(sent.get("ts")))
        if message is None:
            raise Failed("message_not_found")
        if message.get("user") != grant.user:
            raise Failed("cant_update_message")
        if message["ts"] in self._all.streaming:
            raise Failed("streaming_state_conflict")
        if fault := fault_of_message(sent):
            raise Failed(fault)
        message.pop("blocks", None)
        message |= {name: sent[name] for name in ("text", "blocks", "metadata") if sent.get(name)}
        return {"channel": channel.id, "ts": message["ts"], "text": message["text"]}

    def _start_stream(self, sent: Json, grant: Grant) -> Json:
        channel = self._speaking(sent, grant)
        if not sent.get("thread_ts"):
            raise Failed("invalid_arguments")
        if channel.kind != "im" and not (sent.get("recipient_team_id") and sent.get("recipient_user_id")):
            raise Failed("missing_recipient_user_id")
        if channel.message(str(sent["thread_ts"])) is None:
            raise Failed("thread_not_found")
        message = {
            "type": "message",
            "ts": self._all.ts(),
            "thread_ts": sent["thread_ts"],
            "text": _streamed(sent),
        }
        channel.messages.append(message | self._own(grant))
        self._all.streaming.add(message["ts"])
        return {"channel": channel.id, "ts": message["ts"]}

    def _append_stream(self, sent: Json, grant: Grant) -> Json:
        message = self._stream(sent, grant)
        message["text"] += _streamed(sent)
        return {"channel": sent["channel"], "ts": message["ts"]}

    def _stop_stream(self, sent: Json, grant: Grant) -> Json:
        message = self._stream(sent, grant)
        message["text"] += _streamed(sent)
        message |= {name: sent[name] for name in ("blocks", "metadata") if sent.get(name)}
        self._all.streaming.discard(message["ts"])
        return {"channel": sent["channel"], "ts": message["ts"], "message": message}

    def _stream(self, sent: Json, grant: Grant) -> Json:
        message = self._speaking(sent, grant).message(str(sent.get("ts")))
        if message is None:
            raise Failed("message_not_found")
        if message["ts"] not in self._all.streaming:
            raise Failed("message_not_in_streaming_state")
        return message

    def _status(self, sent: Json, grant: Grant) -> Json:
        channel = self._seen({"channel": sent.get("channel_id")}, grant)
        if "status" not in sent or channel.message(str(sent.get("thread_ts"))) is None:
            raise Failed("invalid_arguments")
        self._all.statuses.append(dict(sent))
        return {}

    def _prompts(self, sent: Json, grant: Grant) -> Json:
        self._seen({"channel": sent.get("channel_id")}, grant)
        if not 0 < len(sent["prompts"]) <= 4:
            raise Failed("invalid_arguments")
        self._all.prompts.append(dict(sent))
        return {}

    def _open(self, sent: Json, grant: Grant) -> Json:
        trigger = self._all.triggers.get(str(sent.get("trigger_id")))
        if trigger is None:
            raise Failed("invalid_trigger_id")
        if trigger == "used":
            raise Failed("exchanged_trigger_id")
        if trigger == "expired":
            raise Failed("expired_trigger_id")
        if fault := fault_of_view(sent["view"]):
            raise Failed(fault)
        self._all.triggers[str(sent["trigger_id"])] = "used"
        view = sent["view"] | {"id": f"V{next(self._all.numbers)}", "team_id": grant.team, "hash": "1.abc"}
        self._all.views[view["id"]] = view
        return {"view": view}

    def _publish(self, sent: Json, grant: Grant) -> Json:
        del grant
        if sent.get("user_id") not in self._all.users:
            raise Failed("user_not_found")
        if fault := fault_of_view(sent["view"]):
            raise Failed(fault)
        view = sent["view"] | {"id": f"V{next(self._all.numbers)}"}
        self._all.homes[str(sent["user_id"])] = view
        return {"view": view}

    def _upload_url(self, sent: Json, grant: Grant) -> Json:
        del grant
        if not sent.get("filename") or not int(sent.get("length") or 0):
            raise Failed("invalid_arguments")
        made = Upload(f"F{next(self._all.numbers)}", str(sent["filename"]), str(sent.get("alt_txt") or ""))
        self._all.uploads[made.id] = made
        return {"upload_url": f"{self.address}/upload/v1/{made.id}", "file_id": made.id}

    def _upload_done(self, sent: Json, grant: Grant) -> Json:
        files = sent["files"]
        if any(
            one["id"] not in self._all.uploads or not self._all.uploads[one["id"]].content for one in files
        ):
            raise Failed("file_not_found")
        shown = [{"id": one["id"], "title": one.get("title")} for one in files]
        for one in files:
            self._all.uploads[one["id"]].done = True
        if sent.get("channel_id"):
            channel = self._speaking({"channel": sent["channel_id"]}, grant)
            message: Json = {
                "type": "message",
                "subtype": "file_share",
                "ts": self._all.ts(),
                "text": "",
                "files": shown,
            }
            root = {"thread_ts": sent["thread_ts"]} if sent.get("thread_ts") else {}
            channel.messages.append(message | root | self._own(grant))
        return {"files": shown}

    def _file_info(self, sent: Json, grant: Grant) -> Json:
        del grant
        upload = self._all.uploads.get(str(sent.get("file")))
        if upload is None:
            raise Failed("file_not_found")
        address = f"{self.address}/files-pri/{upload.id}"
        return {
            "file": {
                "id": upload.id,
                "name": upload.name,
                "mimetype": upload.media,
                "url_private_download": address,
            }
        }


def _streamed(sent: Json) -> str:
    chunks = sent.get("chunks") or []
    text = (sent.get("markdown_text") or "") + "".join(one.get("text", "") for one in chunks)
    if len(text) > 12_000:
        raise Failed("msg_too_long")
    return text
