"""Whether something may be done, and why: a value that can say so in both languages."""

from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from agents.kit.figures import money
from config.errors import Locale
from config.roles import rights
from config.wording import words
from memory.types import Membership, Place

Outcome = Literal[
    "granted", "member", "over_day", "over_action", "no_limit_in", "beyond", "expired", "not_granted",
    "foreign_role", "nobody",
]  # fmt: skip
"""What a role comes to, the most telling first: with several roles, one is told the first of these."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money that an action would move, in minor units of its currency; `today`: what was moved before it."""

    minor: int
    currency: str
    today: int = 0

    def __post_init__(self) -> None:
        if min(self.minor, self.today) < 0:
            raise ValueError(f"an amount below zero: {self!r}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something may be done, and which role at which place decided it."""

    outcome: Outcome
    permission: str
    """Empty where any role is enough."""
    place: Place
    held: Membership | None = None
    amount: Amount | None = None
    given: str = ""
    """The role that was to be given, where that was asked."""

    @property
    def allowed(self) -> bool:
        return self.outcome in ("granted", "member")

    def why(self, locale: Locale) -> str:
        """One sentence for the user; where it is refused, with the way out."""
        say = words("permissions")
        if self.held is None:
            return say("nobody", locale)
        facts: dict[str, object] = {
            "role": self._label(self.held.role, locale),
            "at": _at(self.held, self.place),
        }
        if self.outcome == "granted" and self._limit() is not None:
            return say("granted_within", locale, **facts, **(self._does(locale) | self._money(locale)))
        return say(self.outcome, locale, **facts, **self._more(self.held, locale))

    def _more(self, held: Membership, locale: Locale) -> dict[str, str]:
        """What the sentence of this outcome needs besides the role and its place."""
        match self.outcome:
            case "over_action" | "over_day" | "no_limit_in":
                return self._money(locale)
            case "foreign_role":
                return {"type": self.place.org_type, "wrong": self.given or held.role, "roles": self._known()}
            case "expired":
                return {"ended": _ended(held, self.place)}
            case "beyond":
                return {"given": self._label(self.given, locale)}
            case _:
                return self._does(locale)

    def _label(self, role: str, locale: Locale) -> str:
        known = rights().roles(self.place.org_type)
        return known[role].label.say(locale) if role in known else role

    def _does(self, locale: Locale) -> dict[str, str]:
        if not self.permission:
            return {}
        permission = rights().permissions[self.permission]
        holders = permission.holders(self.place.org_type)
        return {
            "permission": self.permission,
            "does": permission.does.say(locale),
            "holders": ", ".join(self._label(role, locale) for role in holders),
        }

    def _known(self) -> str:
        return ", ".join(rights().roles(self.place.org_type))

    def _currency(self) -> str:
        return self.amount.currency if self.amount else self.place.currency

    def _limit(self) -> tuple[int, int] | None:
        """What the role may move at once and in a day; None without a limit in the currency that counts."""
        group = rights().class_of(self._currency())
        spends = self.permission and rights().permissions[self.permission].kind == "spend"
        if not spends or group is None or self.held is None:
            return None
        limit = rights().roles(self.place.org_type)[self.held.role].limit
        return (limit.action[group], limit.day[group]) if limit else None

    def _money(self, locale: Locale) -> dict[str, str]:
        currency = self._currency()
        asked = self.amount or Amount(0, currency)
        at_once, in_a_day = self._limit() or (0, 0)
        return {
            "currency": currency,
            "amount": money(asked.minor, currency, locale),
            "spent": money(asked.today, currency, locale),
            "limit": money(at_once, currency, locale),
            "day": money(in_a_day, currency, locale),
            "holders": ", ".join(self._label(role, locale) for role in self._who_may(asked)),
        }

    def _who_may(self, asked: Amount) -> list[str]:
        """The roles of this permission that may move this amount."""
        roles = rights().roles(self.place.org_type)
        group = rights().class_of(asked.currency)
        holders = rights().permissions[self.permission].holders(self.place.org_type)
        return [name for name in holders if roles[name].excess(group, asked.minor, asked.today) is None]


def _at(held: Membership, place: Place) -> str:
    """The name of the place where the role is held, which is the given place or above it."""
    if held.scope.campaign is not None:
        return " › ".join(place.names)
    return " › ".join(place.names[: 1 if held.scope.client is None else 2])


def _ended(held: Membership, place: Place) -> str:
    if held.expires_at is None:
        return ""
    return f"{held.expires_at.astimezone(ZoneInfo(place.timezone)):%Y-%m-%d %H:%M} ({place.timezone})"
