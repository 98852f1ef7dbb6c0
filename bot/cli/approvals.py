"""`stratum approve` and `stratum approval`: one asks, another decides."""

import click

from bot.cli.refs import found
from bot.cli.session import as_option, at, json_option, language, print_json, print_table, wait
from bot.render import markdown
from bot.teamwork import approvals as desk
from bot.teamwork.approving import ended
from bot.teamwork.cards import card
from bot.teamwork.people import named as person_named
from bot.teamwork.people import names, present
from bot.teamwork.seeing import approvals_for, insider
from config.errors import Refused
from config.wording import words
from memory.collaboration import Approval
from memory.store import approvals, outputs

_OPEN = frozenset({"requested"})


@click.command()
@click.argument("ref", metavar="ID")
@click.option("--changes", default="", metavar="REASON", help="Sends it back for another round instead.")
@click.option("--reject", default="", metavar="REASON", help="Rejects it instead.")
@click.option("--alone", is_flag=True, help="As an owner whom nobody else can approve for.")
@as_option
@json_option
def approve(ref: str, changes: str, reject: str, alone: bool, user: str, as_json: bool) -> int:
    """Decides about a request: approves exactly what was asked about. Who asked does not decide."""
    if changes and reject:
        raise click.UsageError("--changes or --reject, not both")
    decision: desk.Decision = "changes" if changes else "reject" if reject else "approve"
    return wait(_approve(ref, decision, changes or reject, alone, user, as_json))


async def _approve(
    ref: str, decision: desk.Decision, reason: str, alone: bool, user: str, as_json: bool
) -> int:
    locale = language()
    async with found(approvals.get, ref, user) as (house, entrance, one):
        now, done = await desk.decide(house, entrance, one, decision, reason, locale, alone=alone)
        if as_json:
            print_json(document(now) | {"decided_now": done})
        else:
            click.echo(ended(now, entrance, locale, "decided" if done else "ended"), err=not done)
    return 0 if done else Refused.exit_status


@click.group()
def approval() -> None:
    """Approvals of what was delivered: request, list, show."""


@approval.command("request")
@click.argument("ref", metavar="OUTPUT")
@click.option("--approver", "name", default="", metavar="NAME", help="Who decides; else whoever may.")
@as_option
@json_option
def request(ref: str, name: str, user: str, as_json: bool) -> int:
    """Puts a draft up for approval. The end of its id will do."""
    return wait(_request(ref, name, user, as_json))


async def _request(ref: str, name: str, user: str, as_json: bool) -> int:
    locale = language()
    async with found(outputs.get, ref, user) as (house, entrance, output):
        person = person_named(await present(house, output.scope), name) if name else None
        made = await desk.request(house, entrance, output, person, locale)
        one = made.approval
        if as_json:
            print_json(document(one) | {"asked": [each.name for each in made.asked], "sole": made.sole})
            return 0
        shown = await card(house, entrance, one, locale, internal=True)
        key = "asked" if made.asked else "asked.nobody"
        click.echo("\n".join(shown.lines))
        click.echo(words("teamwork")(key, locale, names=names(made.asked)))
    return 0


@approval.command("list")
@click.argument("scope", metavar="SCOPE")
@click.option("--ended", "every", is_flag=True, help="Those that have ended, too.")
@as_option
@json_option
def list_approvals(scope: str, every: bool, user: str, as_json: bool) -> int:
    """What waits for a decision at a place and below it, the newest first."""
    return wait(_list(scope, every, user, as_json))


async def _list(scope: str, every: bool, user: str, as_json: bool) -> int:
    async with at(scope, user) as (house, entrance):
        desk.permit(house, entrance, language(), "approvals")
        async with house.database.reading(entrance.access) as unit:
            known = await approvals.every(unit)
        internal = insider(house, entrance)
        shown = [
            one
            for one in approvals_for(entrance.access.actor, known, internal=internal)
            if every or one.open_at(house.now())
        ]
    if as_json:
        print_json({"items": [document(one) for one in shown]})
        return 0
    rows: list[tuple[object, ...]] = [
        (one.id, one.title, one.version, one.round, one.state, one.requested_by, one.approver_name, one.place)
        for one in shown
    ]
    print_table(("id", "title", "version", "round", "state", "by", "to", "scope"), rows)
    return 0


@approval.command("show")
@click.argument("ref", metavar="ID")
@as_option
@json_option
def show(ref: str, user: str, as_json: bool) -> int:
    """A request with what it is about, and what has changed since the round before it."""
    return wait(_show(ref, user, as_json))


async def _show(ref: str, user: str, as_json: bool) -> int:
    async with found(approvals.get, ref, user) as (house, entrance, one):
        desk.permit(house, entrance, language(), "approvals")
        if as_json:
            print_json(document(one))
            return 0
        shown = await card(house, entrance, one, language(), internal=insider(house, entrance))
        click.echo(markdown("", shown.lines, shown.sections, ()))
    return 0


def document(one: Approval) -> dict[str, object]:
    """A round as JSON; times are ISO 8601."""
    return {
        "id": one.id,
        "scope": one.place,
        "output": one.output,
        "output_type": one.output_type,
        "title": one.title,
        "version": one.version,
        "content_hash": one.content_hash,
        "round": one.round,
        "state": one.state,
        "requested_by": one.requested_by,
        "approver": one.approver_name or None,
        "reason": one.reason or None,
        "alone": one.alone,
        "requested_at": one.requested_at.isoformat(),
        "expires_at": one.expires_at.isoformat(),
        "decided_at": one.decided_at.isoformat() if one.decided_at else None,
        "decided_by": one.decided_by or None,
    }
