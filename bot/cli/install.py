"""`stratum init`, `doctor` and `db`: setting up, and looking after it."""

from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

import click

from bot.cli.session import json_option, language, print_json, settings, wait
from bot.doctor.examine import Check, examine
from bot.plugins import manifest
from config.errors import Misused, StratumError
from config.wording import words
from memory import upgrade
from memory.keyring import keyring
from memory.migrations import HEAD


class AlreadyThere(StratumError):
    """{path!r} exists already and was left as it is. `--force` writes it anew.

    ko: {path!r} 파일이 이미 있어 그대로 두었습니다. 새로 쓰려면 `--force`를 붙이세요.
    """


class NoManifest(Misused):
    """{platform!r} has no manifest to print. There is one for: slack.

    ko: {platform!r}에는 출력할 매니페스트가 없습니다. slack에는 있습니다.
    """


@click.command()
@click.argument("platform", default="", metavar="[PLATFORM]")
@click.option("--force", is_flag=True, help="Writes over a stratum.toml that is there.")
@click.option("--url", default="", help="The https address at which the platform reaches this house.")
@click.option("--app-name", default="Stratum", help="What the app is called there.")
@json_option
def init(platform: str, force: bool, url: str, app_name: str, as_json: bool) -> int:
    """Writes a stratum.toml with every setting explained, and the keys for stored credentials where there are none.

    With a platform it prints the manifest with which the app is made there.
    """
    if platform:
        return _manifest(platform, url, app_name, as_json)
    chosen = settings()
    ring = keyring(chosen.keyring, chosen.home)
    if ring.make():
        click.echo(ring.path)
    path = Path("stratum.toml")
    if path.exists() and not force:
        raise AlreadyThere(path=str(path))
    path.write_text(files("config").joinpath("stratum.example.toml").read_text("utf-8"), "utf-8")
    click.echo(path)
    return 0


def _manifest(platform: str, url: str, name: str, as_json: bool) -> int:
    write = manifest(platform) if platform.isidentifier() else None
    if write is None:
        raise NoManifest(platform=platform)
    click.echo(write(language(), public_url=url.rstrip("/"), name=name, as_json=as_json))
    return 0


@click.command()
@click.option("--tenancy", is_flag=True, help="Attacks the walls between tenants, live, on this database.")
@click.option(
    "--live", is_flag=True, help="Asks each connected language model one word; that costs next to nothing."
)
@json_option
def doctor(tenancy: bool, live: bool, as_json: bool) -> int:
    """What is well and what is not, each with its mend."""
    return wait(_doctor(tenancy, live, as_json))


async def _doctor(tenancy: bool, live: bool, as_json: bool) -> int:
    locale = language()
    checks = await examine(settings(), locale, live=live)
    if tenancy:
        from bot.doctor.siege import besiege  # noqa: PLC0415 - the attacks are imported when they are wanted

        checks = (*checks, *await besiege(settings(), locale))
    if as_json:
        print_json({"checks": [asdict(check) for check in checks]})
    else:
        _show(checks)
    return 0 if all(check.ok for check in checks) else 1


def _show(checks: tuple[Check, ...]) -> None:
    for check in checks:
        click.secho(
            f"{'✓' if check.ok else '✗'} {check.name}: {check.detail}", fg=None if check.ok else "red"
        )
        if check.mend and (not check.ok or check.name == "model"):
            click.echo(f"    {check.mend}")
    well = sum(check.ok for check in checks)
    click.echo(words("doctor")("summary", language(), well=well, all=len(checks)))


@click.group()
def db() -> None:
    """The database's tables."""


@db.command("upgrade")
def upgrade_database() -> int:
    """Brings the tables to this version; PostgreSQL needs STRATUM_DATABASE_OWNER_URL for it."""
    return wait(_upgrade())


async def _upgrade() -> int:
    chosen = settings()
    await upgrade.bring_up(chosen.database, chosen.database_owner_url)
    click.echo(HEAD)
    return 0


@db.command("status")
@json_option
def status(as_json: bool) -> int:
    """The version of the tables, and the one that this program needs."""
    return wait(_status(as_json))


async def _status(as_json: bool) -> int:
    found = await upgrade.revision_of(settings().database)
    if as_json:
        print_json({"revision": found, "head": HEAD, "ok": found == HEAD})
    else:
        click.echo(f"{found or '-'} / {HEAD}")
    return 0 if found == HEAD else 1
