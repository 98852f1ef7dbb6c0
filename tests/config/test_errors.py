import inspect
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest

import adapters
import agents
import bot
import config
import memory
from config.errors import StratumError


def _errors() -> Iterator[type[StratumError]]:
    for room in (config, memory, agents, bot, adapters):
        for module in walk_packages(room.__path__, f"{room.__name__}."):
            if ".versions." not in module.name and not module.name.endswith(".env"):
                import_module(module.name)
    pending = [StratumError]
    while pending:
        one = pending.pop()
        yield one
        pending += one.__subclasses__()


@pytest.mark.parametrize("error", sorted(set(_errors()), key=lambda one: one.__qualname__))
def test_every_error_speaks_both_languages(error: type[StratumError]) -> None:
    english, marker, korean = (inspect.getdoc(error) or "").partition("\n\nko: ")
    assert english
    assert marker
    assert "{" in korean.split("}")[0] or any("가" <= character <= "힣" for character in korean)
    assert error.exit_status in {1, 2, 3}
