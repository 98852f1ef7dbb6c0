"""The manifest that `stratum init slack` prints, and what `doctor` finds where it was not followed."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.channels.slack import manifest
from adapters.channels.slack.channel import Slack
from bot.cli import execute
from bot.ports import Finding
from config.channels import Slack as Settings
from config.wording import words
from tests.contracts.channel import Spool
from tests.wires.slack.methods import Methods
from tests.wires.slack.server import Fate, Server, Trouble, serving
from tests.wires.slack.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Workspace


def printed(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert execute(["init", "slack", *args]) == 0
    return capsys.readouterr().out


def test_the_manifest_for_socket_mode_needs_no_address(capsys: pytest.CaptureFixture[str]) -> None:
    made = json.loads(printed(capsys, "--json"))
    assert made["settings"]["socket_mode_enabled"]
    assert "url" not in made["features"]["slash_commands"][0]
    assert [one["command"] for one in made["features"]["slash_commands"]] == ["/stratum", "/스트라텀"]
    assert set(made["oauth_config"]["scopes"]["bot"]) == set(manifest.SCOPES)
    assert "agent_view" in made["features"]


def test_with_an_address_it_is_for_signed_requests_and_installs(capsys: pytest.CaptureFixture[str]) -> None:
    made = json.loads(printed(capsys, "--json", "--url", "https://stratum.example/"))
    address = "https://stratum.example/slack/events"
    assert not made["settings"]["socket_mode_enabled"]
    assert made["settings"]["event_subscriptions"]["request_url"] == address
    assert made["settings"]["interactivity"]["request_url"] == address
    assert {one["url"] for one in made["features"]["slash_commands"]} == {address}
    assert made["oauth_config"]["redirect_urls"] == ["https://stratum.example/slack/oauth_redirect"]


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_it_keeps_the_limits_of_the_vendor(locale: str) -> None:
    made = json.loads(manifest.text(locale, as_json=True))  # type: ignore[arg-type]
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    shortcuts = made["features"]["shortcuts"]
    assert all(len(one["name"]) <= 24 and len(one["description"]) <= 150 for one in shortcuts)
    assert len({one["callback_id"] for one in shortcuts}) == len(shortcuts)
    assert all(len(one["description"]) <= 2000 for one in made["features"]["slash_commands"])
    assert len(made["features"]["agent_view"]["suggested_prompts"]) <= 4


def test_every_event_has_the_scope_that_it_needs() -> None:
    needed = {
        "app_mention": "app_mentions:read", "message.channels": "channels:history", "message.groups": "groups:history",
        "message.im": "im:history", "message.mpim": "mpim:history", "member_joined_channel": "channels:read",
        "channel_left": "channels:read", "group_left": "groups:read", "channel_archive": "channels:read",
        "channel_deleted": "channels:read", "group_archive": "groups:read", "group_deleted": "groups:read",
        "channel_unarchive": "channels:read", "group_unarchive": "groups:read", "channel_shared": "channels:read",
        "app_home_opened": "", "channel_id_changed": "channels:read", "app_uninstalled": "", "tokens_revoked": "",
    }  # fmt: skip
    assert set(manifest.EVENTS) == set(needed)
    assert set(needed.values()) - {""} <= set(manifest.SCOPES)


def test_every_method_that_is_called_has_its_scope() -> None:
    scopes = {scope for scope, _ in Methods(Workspace()).table.values()} - {"", "connections:write"}
    assert scopes <= set(manifest.SCOPES)


def test_as_yaml_it_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys).splitlines()
    assert "  bot_user:" in lines
    assert '      - "app_mentions:read"' in lines
    assert '    - command: "/스트라텀"' in lines
    assert "  socket_mode_enabled: true" in lines
    assert _read(lines) == json.loads(printed(capsys, "--json"))


def _read(lines: Sequence[str]) -> object:
    """Reads the little of YAML that the manifest uses."""
    value, rest = _node([line for line in lines if line.strip()], 0)
    assert rest == []
    return value


def _node(lines: list[str], depth: int) -> tuple[object, list[str]]:
    found: object = None
    while lines and len(lines[0]) - len(lines[0].lstrip()) == depth:
        line = lines[0].lstrip()
        if line.startswith("- "):
            assert found is None or isinstance(found, list)
            found = found or []
            lines = [" " * (depth + 2) + line[2:], *lines[1:]]
            item, lines = _item(lines, depth + 2)
            found.append(item)
        else:
            assert found is None or isinstance(found, dict)
            found = found or {}
            key, _, value = line.partition(": ") if ": " in line else (line.removesuffix(":"), "", "")
            if value:
                found[key], lines = json.loads(value), lines[1:]
            else:
                found[key], lines = _node(
                    lines[1:], depth + 2 if lines[1].lstrip()[0] != "-" else _depth(lines[1])
                )
    return found, lines


def _item(lines: list[str], depth: int) -> tuple[object, list[str]]:
    if lines[0].lstrip().startswith('"'):
        return json.loads(lines[0].strip()), lines[1:]
    return _node(lines, depth)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def test_a_platform_without_a_manifest_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["init", "nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err
    assert execute(["init", "../slack"]) == 2


def test_it_is_printed_without_the_sdk() -> None:
    script = (
        "import sys, bot.cli; bot.cli.execute(['init', 'slack', '--json']);"
        "print(*sorted({'slack_bolt', 'slack_sdk', 'aiohttp'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)
    assert done.stderr.split() == []


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving(Workspace()) as made:
        yield made


async def findings(server: Server, **more: str) -> dict[str, Finding]:
    settings = Settings(
        bot_token=BOT_TOKEN, app_token=APP_TOKEN, signing_secret=SIGNING_SECRET, api_url=server.api_url
    )
    slack = Slack(Spool(), replace(settings, **more), lambda: lambda _chart: b"")
    found = await slack.check()
    await slack.aclose()
    assert all(finding.name in words("channels") for finding in found)
    return {finding.name: finding for finding in found}


async def test_all_is_well(server: Server) -> None:
    found = await findings(server)
    assert all(finding.ok for finding in found.values())
    assert found["slack.token"].detail == "Studio / stratum"


@pytest.mark.parametrize("trouble", ["broken", "html", "dropped"])
async def test_a_slack_that_does_not_answer_says_nothing_of_the_token(
    server: Server, trouble: Trouble
) -> None:
    server.fates.append(Fate(trouble, method="auth.test"))
    assert set(await findings(server)) == {"slack.reached"}


async def test_scopes_that_are_not_told_are_no_fault(server: Server) -> None:
    server.telling = False
    assert "slack.scopes" not in await findings(server)


async def test_a_token_that_does_not_count(server: Server) -> None:
    found = await findings(server, bot_token="xoxb-other")  # noqa: S106 - of the loopback
    assert not found["slack.token"].ok
    assert "invalid_auth" in found["slack.token"].detail
    assert "xoxb" not in found["slack.token"].detail


async def test_rights_that_are_missing_are_named(server: Server) -> None:
    server.workspace.grants[BOT_TOKEN].scopes = ",".join(set(manifest.SCOPES) - {"files:write", "users:read"})
    found = await findings(server)
    assert not found["slack.scopes"].ok
    assert found["slack.scopes"].detail == "files:write, users:read"


async def test_an_app_token_of_another_kind(server: Server) -> None:
    found = await findings(server, app_token=BOT_TOKEN)
    assert not found["slack.app_token"].ok


async def test_a_clock_that_is_off(server: Server) -> None:
    server.skew = 600
    found = await findings(server)
    assert not found["slack.clock"].ok
    assert found["slack.clock"].detail.startswith("-")


async def test_a_secret_that_was_copied_wrong(server: Server) -> None:
    assert not (await findings(server, signing_secret="not a secret"))["slack.signing_secret"].ok  # noqa: S106


async def test_without_a_socket_the_world_must_reach_the_house(server: Server) -> None:
    assert not (await findings(server, app_token=""))["slack.public_url"].ok
    assert (await findings(server, app_token="", public_url="https://a.example"))["slack.public_url"].ok


async def test_installs_need_a_vault(server: Server) -> None:
    found = await findings(server, client_id="1.2", client_secret="shh")  # noqa: S106 - of the loopback
    assert not found["slack.installs"].ok


async def test_a_slack_that_is_away_is_no_crash(server: Server) -> None:
    server.fates.append(Fate("lost", method="apps.connections.open"))
    found = await findings(server)
    assert found["slack.token"].ok
    assert not found["slack.reached"].ok


async def test_doctor_says_it_all_with_its_mends(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {
        "STRATUM_HOME": str(tmp_path), "STRATUM_LOCALE": "ko", "SLACK_API_URL": server.api_url,
        "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": "xapp-wrong",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    assert await asyncio.to_thread(execute, ["doctor", "--json"]) == 1
    told = {one["name"]: one for one in json.loads(capsys.readouterr().out)["checks"]}
    assert told["slack.token"]["ok"]
    assert not told["slack.app_token"]["ok"]
    assert "SLACK_APP_TOKEN" in told["slack.app_token"]["mend"]
    assert BOT_TOKEN not in str(told)
