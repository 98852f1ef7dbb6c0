"""What can go wrong, said once. The docstring of a class is what the user reads, in both languages."""

import inspect
from typing import ClassVar, Literal

from config.korean import fill

Locale = Literal["en", "ko"]


class StratumError(Exception):
    """Something went wrong: {detail}

    ko: 문제가 생겼습니다: {detail}
    """

    exit_status: ClassVar[int] = 1

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.say("en"))

    def say(self, locale: Locale) -> str:
        """The message in the user's language, with the way out in it."""
        english, _, korean = (inspect.getdoc(type(self)) or "").partition("\n\nko: ")
        text = korean if locale == "ko" and korean else english
        return fill(text.replace("\n", " "), self.facts)


class Misused(StratumError):
    """{detail}

    ko: {detail}
    """

    exit_status = 2


class Refused(StratumError):
    """You may not do this here: {detail}

    ko: 여기서는 할 수 없습니다: {detail}
    """

    exit_status = 3


class UnknownScope(Refused):
    """There is no {scope!r}, or you may not see it. `stratum org list` shows what you can use.

    ko: {scope!r}: 없는 곳이거나 볼 수 없는 곳입니다. `stratum org list`로 쓸 수 있는 곳을 확인하세요.
    """
