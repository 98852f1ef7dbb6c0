"""The command line: the same turn as in chat, and the keeping of the house."""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from config.errors import Locale, StratumError
from config.home import environment_locale
from config.kept import compile_once, kept

COMMANDS = {
    "ask": "ask:ask",
    "chat": "chat:chat",
    "run": "run:run",
    "demo": "demo:demo",
    "init": "install:init",
    "doctor": "install:doctor",
    "db": "install:db",
    "org": "tenancy:org",
    "client": "tenancy:client",
    "campaign": "tenancy:campaign",
    "user": "people:user",
    "role": "people:role",
    "can": "people:can",
    "audit": "audits:audit",
    "invite": "invite:invite",
    "bind": "bindings:bind",
    "binding": "bindings:binding",
    "brand": "brand:brand",
    "context": "context:context",
    "route": "route:route",
    "cost": "cost:cost",
    "import": "imports:import_",
    "metrics": "metrics:metrics",
    "connect": "connections:connect",
    "connection": "connections:connection",
    "pull": "connections:pull_command",
    "recall": "recall:recall",
    "insight": "insights:insight",
    "output": "outputs:output",
    "persona": "personas:persona",
    "map": "map:map_",
    "attribution": "attribution:attribution",
    "pacing": "budget:pacing",
    "reconcile": "budget:reconcile",
    "reallocate": "budget:reallocate",
    "wins": "wins:wins",
    "report": "reports:report",
    "erase": "erase:erase",
    "eval": "evaluate:evaluate",
    "digest": "digest:digest",
    "approve": "approvals:approve",
    "approval": "approvals:approval",
    "comment": "comments:comment",
    "task": "tasks:task",
    "keys": "keys:keys",
}
"""Where each command lives below bot/cli: only the one that is called is imported."""


class Lazy(click.Group):
    """A group that imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(f"bot.cli.{module}"), name)
        return _spoken(command, cmd_name)


@click.group(cls=Lazy, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="stratum")
@click.pass_context
def stratum(ctx: click.Context) -> None:
    """A marketing department that lives in your team's chat. Without a command: the console."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(ctx.command.get_command(ctx, "chat"))  # type: ignore[attr-defined]


def main(args: Sequence[str] | None = None) -> None:
    """The program: runs a command and exits with its status, 0 to 3 as documented.

    A command is over in less time than a collector's run, a search of the disk for pydantic's plugins, or the
    interpreter's own clearing up would take.
    """
    gc.disable()
    compile_once()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    status = execute(sys.argv[1:] if args is None else args)
    kept().save()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def execute(args: Sequence[str]) -> int:
    locale = _locale()
    try:
        _spoken(stratum, "stratum")
        status: Any = stratum.main(args=list(args), prog_name="stratum", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except click.UsageError as error:
        from bot.cli.usage import wrong_usage

        return _fail(wrong_usage(error, locale), locale)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except StratumError as error:
        return _fail(error, locale)


def _spoken(command: click.Command, path: str) -> click.Command:
    if _locale() == "en":
        return command
    from bot.cli.help import into_korean  # noqa: PLC0415 - only Korean needs it

    return into_korean(command, path)


def _fail(error: StratumError, locale: Locale) -> int:
    click.echo(error.say(locale), err=True)
    return error.exit_status


def _locale() -> Locale:
    chosen = os.environ.get("STRATUM_LOCALE")
    return "ko" if chosen == "ko" else "en" if chosen == "en" else environment_locale(os.environ)
