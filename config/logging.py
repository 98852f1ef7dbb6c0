"""Logs: to stderr, one line each, without the bodies of messages."""

import logging
import sys

from config.settings import Settings


def start_logging(settings: Settings) -> None:
    """Sends what is at or above the set level to stderr, so that stdout stays an answer."""
    logging.basicConfig(
        stream=sys.stderr,
        level=settings.log_level,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        force=True,
    )
