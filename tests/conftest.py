"""No test leaves this machine: a connection to any other is refused, whichever library asks for it. And none fails
because the machine is slow: the properties' examples have no deadline.
"""

import sys
from typing import Any

from hypothesis import HealthCheck, settings

HERE = {"", "localhost", "127.0.0.1", "::1", "0.0.0.0", "::", None}  # noqa: S104


class LeftTheMachine(RuntimeError):
    """A test asked for another machine; no real model, chat or ad platform is ever asked in a test."""


def _stay_here(event: str, args: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(args[1], tuple) and args[1][0] not in HERE:
        raise LeftTheMachine(f"connect to {args[1]}")
    if event == "socket.getaddrinfo" and _name(args[0]) not in HERE:
        raise LeftTheMachine(f"look up {args[0]}")


def _name(host: object) -> object:
    return host.decode() if isinstance(host, bytes) else host


sys.addaudithook(_stay_here)
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
