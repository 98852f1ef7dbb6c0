"""Help in Korean: the texts of config/help.ko.toml put in the place of the English ones."""

from functools import cache

import click

from config.tables import read_table


@cache
def korean_help() -> dict[str, dict[str, str]]:
    """Texts by the command's path (`org add`), and by the option (`--scope`)."""
    return read_table("help.ko.toml")


def into_korean(command: click.Command, path: str) -> click.Command:
    """The command, and those below it, with Korean help; a text that is not there stays English."""
    texts = korean_help()
    command.help = texts["commands"].get(path, command.help)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            parameter.help = texts["options"].get(parameter.opts[-1], parameter.help)
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            into_korean(child, name if path == "stratum" else f"{path} {name}")
    return command
