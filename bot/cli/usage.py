"""Wrong usage, said in the user's language."""

import click

from config.errors import Locale, Misused
from config.wording import words


class WrongUsage(Misused):
    """{detail}

    ko: {detail}
    """


def wrong_usage(error: click.UsageError, locale: Locale) -> WrongUsage:
    """What click found wrong, with the command whose help shows the way."""
    say = words("cli")
    path = error.ctx.command_path if error.ctx else "stratum"
    return WrongUsage(detail=f"{_fault(error, locale)} {say('usage.help', locale, command=path)}")


def _fault(error: click.UsageError, locale: Locale) -> str:
    say = words("cli")
    match error:
        case click.NoSuchOption():
            near = ", ".join(error.possibilities or ())
            key = "usage.no_option_near" if near else "usage.no_option"
            return say(key, locale, option=error.option_name, near=near)
        case click.MissingParameter(param=click.Parameter() as param):
            return say("usage.missing", locale, name=param.make_metavar(error.ctx or _nowhere()))
        case click.BadParameter(param=click.Parameter() as param):
            return say("usage.bad", locale, name=param.name or "", detail=error.message)
        case _:
            return say("usage.other", locale, detail=error.format_message())


def _nowhere() -> click.Context:
    return click.Context(click.Command("stratum"))
