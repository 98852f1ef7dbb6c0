"""Discord's objects as its interface gives them, and what it refuses of a message."""

import itertools
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]
EPOCH = 1420070400000
BOT, APP, OWNER, USER, OTHER = (
    str(number << 22) for number in (140000000001, 140000000002, 140000000003, 140000000004, 140000000005)
)
GUILD, TOWN, FRONT, ROLE = (
    str(number << 22) for number in (150000000001, 150000000002, 150000000003, 150000000004)
)
DM = str(150000000005 << 22)
V2, EPHEMERAL, LOADING = 1 << 15, 1 << 6, 1 << 7
EVERYTHING = str((1 << 50) - 1)
_count = itertools.count(1)


class Refused(Exception):
    """What Discord answers instead of doing it."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.body = status, {"message": message, "code": code}


def snowflake(age: float = 0.0) -> str:
    """An id that was made `age` seconds ago."""
    return str((int((time.time() - age) * 1000) - EPOCH) << 22 | next(_count) & 0x3FFFFF)


def stamp(at: float | None = None) -> str:
    return datetime.fromtimestamp(time.time() if at is None else at, UTC).isoformat()


def user(key: str, name: str, *, bot: bool = False) -> Json:
    return {
        "id": key,
        "username": name,
        "discriminator": "0",
        "global_name": name,
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
    }


def member(key: str, name: str, *, bot: bool = False) -> Json:
    return {
        "user": user(key, name, bot=bot),
        "nick": None,
        "avatar": None,
        "roles": [ROLE] if bot else [],
        "joined_at": stamp(1_700_000_000),
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": EVERYTHING,
    }


def channel(key: str, guild: str, name: str, kind: int = 0, **more: Any) -> Json:
    return {
        "id": key,
        "guild_id": guild,
        "name": name,
        "type": kind,
        "position": 0,
        "permission_overwrites": [],
        "parent_id": None,
        "nsfw": False,
        "topic": None,
        "last_message_id": None,
        **more,
    }


def thread(key: str, guild: str, parent: str, name: str, owner: str) -> Json:
    archived = {
        "archived": False,
        "auto_archive_duration": 4320,
        "archive_timestamp": stamp(),
        "locked": False,
        "create_timestamp": stamp(),
    }
    return {
        "id": key,
        "guild_id": guild,
        "parent_id": parent,
        "owner_id": owner,
        "name": name,
        "type": 11,
        "message_count": 0,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "thread_metadata": archived,
    }


def guild(key: str, name: str, channels: list[Json], threads: list[Json]) -> Json:
    def role(role_id: str, role_name: str, tags: Json | None) -> Json:
        made = {
            "id": role_id,
            "name": role_name,
            "color": 0,
            "hoist": False,
            "position": 0,
            "mentionable": False,
        }
        return {
            **made,
            "permissions": EVERYTHING,
            "managed": bool(tags),
            "flags": 0,
            **({"tags": tags} if tags else {}),
        }

    return {
        "id": key,
        "name": name,
        "icon": None,
        "owner_id": OWNER,
        "region": "",
        "afk_timeout": 300,
        "afk_channel_id": None,
        "system_channel_id": FRONT,
        "system_channel_flags": 0,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "ko",
        "features": [],
        "emojis": [],
        "stickers": [],
        "roles": [role(key, "@everyone", None), role(ROLE, "Stratum", {"bot_id": BOT})],
        "channels": channels,
        "threads": threads,
        "members": [member(BOT, "stratum", bot=True)],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "member_count": 5,
        "large": False,
        "joined_at": stamp(1_700_000_000),
    }


def message(place: str, author: Json, content: str, **more: Any) -> Json:
    return {
        "id": snowflake(),
        "channel_id": place,
        "author": author,
        "content": content,
        "timestamp": stamp(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
        **more,
    }


def walk(components: list[Json]) -> Iterator[Json]:
    """All components, those within others too."""
    for one in components:
        yield one
        yield from walk(one.get("components", []))
        if inner := one.get("component") or one.get("accessory"):
            yield from walk([inner])


def words(posted: Json) -> str:
    """What a user reads of a message."""
    texts = [one["content"] for one in walk(posted["components"]) if one["type"] == 10]
    return "\n".join([posted["content"], *texts] if posted["content"] else texts)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _invalid(what: str) -> Refused:
    return Refused(400, 50035, f"Invalid Form Body\n{what}")


def check(body: Json, names: set[str]) -> None:
    """Raises Refused for what Discord would refuse of a message with these attached files."""
    parts, text = list(walk(body.get("components") or [])), body.get("content") or ""
    if units(text) > 2000:
        raise _invalid("In content: Must be 2000 or fewer in length.")
    if not text and not parts and not names:
        raise Refused(400, 50006, "Cannot send an empty message")
    if int(body.get("flags") or 0) & V2:
        _check_v2(parts, text, names)
    elif any(one["type"] >= 9 for one in parts):
        raise _invalid("In components: these need the flag of components v2.")
    _check_ids(parts)


def _check_v2(parts: list[Json], text: str, names: set[str]) -> None:
    if text:
        raise _invalid("In content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2")
    if len(parts) > 40:
        raise _invalid("In components: Must be 40 or fewer in length.")
    said = [one["content"] for one in parts if one["type"] == 10]
    if any(not one.strip() for one in said) or sum(map(units, said)) > 4000:
        raise _invalid("In components: COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED must be less than 4000")
    shown = [item["media"]["url"] for one in parts for item in one.get("items", [])]
    shown += [one["file"]["url"] for one in parts if one["type"] == 13]
    if {url.removeprefix("attachment://") for url in shown} != names:
        raise _invalid("In components: UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND")
    if any(units(item.get("description") or "") > 256 for one in parts for item in one.get("items", [])):
        raise _invalid("In components: description must be 256 or fewer in length.")


def _check_ids(parts: list[Json]) -> None:
    ids = [one["id"] for one in parts if one.get("id")]
    custom = [one["custom_id"] for one in parts if "custom_id" in one]
    if len(ids) != len(set(ids)) or any(not 0 < one < 1 << 31 for one in ids):
        raise _invalid("In components: COMPONENT_ID")
    if len(custom) != len(set(custom)) or any(not 0 < len(one) <= 100 for one in custom):
        raise _invalid("In components: COMPONENT_CUSTOM_ID_DUPLICATED or too long")
    if any(len(one.get("label") or "") > 80 for one in parts if one["type"] == 2):
        raise _invalid("In components: label must be 80 or fewer in length.")
    for choice in (option for one in parts for option in one.get("options", [])):
        if not 0 < len(choice["value"]) <= 100 or not 0 < len(choice["label"]) <= 100:
            raise _invalid("In components: option must be between 1 and 100 in length.")


def with_ids(components: list[Json]) -> list[Json]:
    """Discord numbers the components that came without an id."""
    parts = list(walk(components))
    taken, free = {one["id"] for one in parts if one.get("id")}, itertools.count(1)
    for one in parts:
        if not one.get("id"):
            one["id"] = next(number for number in free if number not in taken)
    return components
