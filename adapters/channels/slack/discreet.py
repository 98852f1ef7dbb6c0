"""What the SDK may log: errors, without bodies, tokens and the addresses of sockets."""

import logging
import re

NAME = "adapters.channels.slack.sdk"
_SECRET = re.compile(
    r"xox[a-z]?[.-][\w.-]+|xapp-[\w-]+|xoxe[\w.-]+|(?:ticket|code|state|client_secret|refresh_token)=[^\s&'\"]+"
    r"|/(?:commands|actions|upload|workflows)/\S+"
)
_LONGEST = 200


class Discreet(logging.Filter):
    """Shortens what is logged and takes out what must stay secret; of an exception only its kind is left."""

    def filter(self, record: logging.LogRecord) -> bool:
        kind = record.exc_info[0] if record.exc_info else None
        text = _SECRET.sub("…", record.getMessage())[:_LONGEST]
        record.msg = f"{text} [{kind.__name__}]" if kind else text
        record.args, record.exc_info, record.exc_text = (), None, None
        return True


def sdk_logger() -> logging.Logger:
    """The logger that is given to the SDK. It has a level of its own, since the SDK logs bodies below it."""
    logger = logging.getLogger(NAME)
    logger.setLevel(logging.ERROR)
    if not any(isinstance(known, Discreet) for known in logger.filters):
        logger.addFilter(Discreet())
    return logger
