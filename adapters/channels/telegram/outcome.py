"""What became of a call to Telegram: known for certain, to be repeated later, or not known."""

from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError

from bot.ports import Ambiguous, Rejected, Rejection, Throttled, Unposted

UNCHANGED = "message is not modified"
_SAID: tuple[tuple[str, Rejection], ...] = (
    ("chat not found", "gone"),
    ("message thread not found", "gone"),
    ("topic_deleted", "gone"),
    ("group chat was deactivated", "gone"),
    ("peer_id_invalid", "gone"),
    ("topic_closed", "archived"),
    ("topic closed", "archived"),
    ("is too long", "too_long"),
    ("too big", "too_long"),
    ("not enough rights", "forbidden"),
    ("have no rights", "forbidden"),
    ("need administrator rights", "forbidden"),
    ("chat_write_forbidden", "forbidden"),
    ("chat_admin_required", "forbidden"),
    ("chat_restricted", "forbidden"),
    ("chat_send_", "forbidden"),
    ("user not found", "gone"),
)
"""Words of a 400 that say more than that the request is not valid."""
_NEVER_WROTE = ("can't initiate conversation", "can't send messages to bots", "rights")
"""Words of a 403 when the bot was not put out, but may not write."""


TOPIC_LOST = ("message thread not found", "topic_deleted", "topic_closed", "topic closed")
"""Words of a 400 that are about a topic of a group, and not about the group."""


def unposted(error: AiogramError) -> Unposted:
    """What a failed call means for the message that it should have posted."""
    if isinstance(error, TelegramRetryAfter):
        return Throttled(float(error.retry_after))
    if isinstance(error, TelegramMigrateToChat):
        return Rejected("gone", "the group is a supergroup now", moved_to=str(error.migrate_to_chat_id))
    return _refused(error, getattr(error, "message", ""))


def _refused(error: AiogramError, said: str) -> Unposted:
    match error:
        case TelegramEntityTooLarge():
            return Rejected("too_long", "the file is too large")
        case TelegramNetworkError():
            return _broken(error)
        case TelegramUnauthorizedError() | TelegramNotFound():
            return Rejected("revoked", said)
        case TelegramForbiddenError():
            return Rejected(_forbidden(said), said)
        case TelegramBadRequest():
            return Rejected(_bad(said), said)
        case TelegramServerError():
            return Ambiguous("the server failed")
        case _:
            return Ambiguous(type(error).__name__)


def _broken(error: TelegramNetworkError) -> Unposted:
    """A connection that never came about carried nothing; one that broke may have."""
    if isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError):
        return Rejected("unavailable", "not connected")
    return Ambiguous("the connection broke")


def _forbidden(said: str) -> Rejection:
    return "forbidden" if any(words in said.lower() for words in _NEVER_WROTE) else "removed"


def _bad(said: str) -> Rejection:
    low = said.lower()
    for words, reason in _SAID:
        if words in low:
            return reason
    return "invalid"
