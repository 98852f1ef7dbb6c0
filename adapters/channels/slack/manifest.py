"""The app's manifest: what Slack must know of it, to be pasted when the app is made."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from config.errors import Locale
from config.wording import words

SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "channels:read",
    "chat:write",
    "chat:write.public",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "team:read",
    "users:read",
)
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_id_changed",
    "channel_left",
    "channel_shared",
    "channel_unarchive",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)
COMMANDS = ("/stratum", "/스트라텀")
_BARE = re.compile(r"[a-z][a-z0-9_]*")

Node = Mapping[str, "Node"] | Sequence["Node"] | str | bool


def manifest(locale: Locale, public_url: str = "", name: str = "Stratum") -> dict[str, Node]:
    """For Socket Mode, or with an address for signed requests, which also serve installs in other workspaces."""
    url: dict[str, Node] = {"url": f"{public_url}/slack/events"} if public_url else {}
    asked: dict[str, Node] = {"request_url": f"{public_url}/slack/events"} if public_url else {}
    oauth: dict[str, Node] = {"redirect_urls": [f"{public_url}/slack/oauth_redirect"]} if public_url else {}
    return {
        "display_information": _display(locale, name),
        "features": _features(locale, name, url),
        "oauth_config": oauth | {"scopes": {"bot": SCOPES}},
        "settings": {
            "event_subscriptions": asked | {"bot_events": EVENTS},
            "interactivity": {"is_enabled": True} | asked,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not public_url,
            "token_rotation_enabled": bool(public_url),
        },
    }


def _display(locale: Locale, name: str) -> dict[str, Node]:
    say = words("channels")
    return {
        "name": name,
        "description": say("slack.description", locale),
        "background_color": "#1d3557",
    }


def _features(locale: Locale, name: str, url: dict[str, Node]) -> dict[str, Node]:
    say = words("channels")
    prompts = [
        {"title": say(f"slack.prompt.{n}", locale), "message": say(f"slack.prompt.{n}.text", locale)}
        for n in range(1, 5)
    ]
    commands = [
        {
            "command": command,
            "description": say("slack.command", locale),
            "usage_hint": say("slack.hint", locale),
            "should_escape": True,
        }
        | url
        for command in COMMANDS
    ]
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": name.lower(), "always_online": True},
        "agent_view": {"agent_description": say("slack.description", locale), "suggested_prompts": prompts},
        "shortcuts": _shortcuts(locale),
        "slash_commands": commands,
    }


def _shortcuts(locale: Locale) -> list[Node]:
    say = words("channels")
    kinds = (("ask", "message"), ("form campaign", "global"), ("form digest", "global"))
    return [
        {
            "name": say(f"slack.shortcut.{called.replace(' ', '.')}", locale),
            "type": kind,
            "callback_id": called,
            "description": say("slack.shortcut", locale),
        }
        for called, kind in kinds
    ]


def text(locale: Locale, *, public_url: str = "", name: str = "Stratum", as_json: bool = False) -> str:
    """The manifest as Slack takes it: YAML, or JSON."""
    node = manifest(locale, public_url, name)
    return json.dumps(node, ensure_ascii=False, indent=2) if as_json else "\n".join(_yaml(node, 0))


def _yaml(node: Node, depth: int) -> Iterator[str]:
    """The little of YAML that a manifest needs; every text is quoted as JSON is, which YAML reads as well."""
    pad = "  " * depth
    if isinstance(node, Mapping):
        for key, value in node.items():
            name = key if _BARE.fullmatch(key) else json.dumps(key)
            if _leaf(value):
                yield f"{pad}{name}: {json.dumps(value, ensure_ascii=False)}"
            else:
                yield f"{pad}{name}:"
                yield from _yaml(value, depth + 1)
    elif not isinstance(node, (str, bool)):
        for item in node:
            first, *rest = (
                [json.dumps(item, ensure_ascii=False)] if _leaf(item) else list(_yaml(item, depth + 1))
            )
            yield f"{pad}- {first.lstrip()}"
            yield from rest


def _leaf(node: Node) -> bool:
    return isinstance(node, (str, bool))
