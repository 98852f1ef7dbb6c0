from collections.abc import Iterator

import click

from bot.cli import COMMANDS, stratum
from bot.cli.help import korean_help


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group) and command is not stratum:
        for name, child in command.commands.items():
            yield from _commands(child, f"{path} {name}")


def _all() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(stratum)
    for name in COMMANDS:
        command = stratum.get_command(context, name)
        assert command is not None
        yield from _commands(command, name)


def test_every_command_and_option_has_its_korean_help() -> None:
    texts = korean_help()
    for path, command in _all():
        assert path in texts["commands"], path
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.opts[-1] in texts["options"], (path, parameter.opts)


def test_no_help_is_left_of_a_command_that_is_gone() -> None:
    assert set(korean_help()["commands"]) == {"stratum", *(path for path, _ in _all())}
