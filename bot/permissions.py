"""Who may do what where: the committed table of roles, read for one actor at one place and time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import get_args

from bot.verdict import Amount, Outcome, Verdict
from config.admission import admission
from config.errors import Misused
from config.roles import Role, rights
from memory.types import Actor, Membership, Place

_ASSIGN = "members.role.assign"


class UnknownPermission(Misused):
    """There is no permission {name!r}. Near: {near}. `stratum role show` lists all of them.

    ko: {name!r} 권한은 없습니다. 비슷한 것: {near}. `stratum role show`가 모두 보여 줍니다.
    """


def needed(word: str) -> str | None:
    """The permission of this name, or the one that the command of this name needs; None for neither."""
    if word in rights().permissions:
        return word
    needs = admission().needs
    return needs.get(word) or next((needs[key] for key in needs if key.split()[-1] == word), None)


def named(word: str) -> str:
    """The same; else the word itself."""
    return needed(word) or word


def can(actor: Actor, permission: str, place: Place, now: datetime, amount: Amount | None = None) -> Verdict:
    """Whether the actor may do this at this place, by any role held there or above it.

    An amount counts only where the permission moves money.
    Raises UnknownPermission, which names the nearest ones.
    """
    if permission not in rights().permissions:
        near = get_close_matches(permission, rights().permissions, n=3, cutoff=0.3)
        raise UnknownPermission(name=permission, near=", ".join(near) or "-")
    question = _Question(place, now, permission)

    def judge(held: Membership) -> Verdict:
        return Verdict(question.outcome(held, amount), permission, place, held, amount)

    return _best(actor, question, judge)


def admit(actor: Actor, command: tuple[str, ...], place: Place, now: datetime) -> Verdict:
    """Whether the actor may give this command here: an agent's id or a word of the command line, then a verb.

    Raises KeyError for a command that config/admission.toml does not list.
    """
    needed = admission().needed(*command)
    if needed is not None:
        return can(actor, needed, place, now)
    question = _Question(place, now, "")
    return _best(actor, question, lambda held: Verdict(question.standing(held) or "member", "", place, held))


def can_give(actor: Actor, role: str, place: Place, now: datetime) -> Verdict:
    """Whether the actor may give this role here: nobody gives a role that may do more than their own."""
    question = _Question(place, now, _ASSIGN)

    def judge(held: Membership) -> Verdict:
        return Verdict(question.giving(held, role), _ASSIGN, place, held, given=role)

    return _best(actor, question, judge)


def _best(actor: Actor, question: "_Question", judge: Callable[[Membership], Verdict]) -> Verdict:
    """The most telling verdict over the roles that count here: those held at this place or above it."""
    order = get_args(Outcome)
    found = [judge(held) for held in actor.memberships if held.scope in question.place.scope.chain]
    nobody = Verdict("nobody", question.permission, question.place)
    return min([*found, nobody], key=lambda verdict: order.index(verdict.outcome))


@dataclass(frozen=True, slots=True)
class _Question:
    """May this be done here and now? Answered for one role at a time."""

    place: Place
    now: datetime
    permission: str

    def standing(self, held: Membership) -> Outcome | None:
        """What is wrong with the role itself, if anything."""
        if held.role not in rights().roles(self.place.org_type):
            return "foreign_role"
        if held.expires_at is not None and held.expires_at <= self.now:
            return "expired"
        return None

    def outcome(self, held: Membership, amount: Amount | None = None) -> Outcome:
        standing = self.standing(held)
        if standing == "foreign_role":
            return standing
        if not rights().grants(self.place.org_type, held.role, self.permission):
            return "not_granted"
        if standing is not None or amount is None or rights().permissions[self.permission].kind != "spend":
            return standing or "granted"
        role = rights().roles(self.place.org_type)[held.role]
        return role.excess(rights().class_of(amount.currency), amount.minor, amount.today) or "granted"

    def giving(self, held: Membership, given: str) -> Outcome:
        own = self.outcome(held)
        roles = rights().roles(self.place.org_type)
        if own != "granted" or given not in roles:
            return own if own != "granted" else "foreign_role"
        org_type = self.place.org_type
        more = rights().granted(org_type, given) - rights().granted(org_type, held.role)
        return "beyond" if more or not _reaches(roles[held.role], roles[given]) else "granted"


def _reaches(own: Role, other: Role) -> bool:
    """Whether a role may move at least as much money as another."""
    if own.unlimited or not other.spends:
        return True
    if other.unlimited or own.limit is None or other.limit is None:
        return False
    mine, theirs = own.limit, other.limit
    return all(
        mine.action[group] >= theirs.action[group] and mine.day[group] >= theirs.day[group]
        for group in theirs.action
    )
