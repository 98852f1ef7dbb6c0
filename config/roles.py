"""Who may do what, as data: roles by type of organisation, permissions and money limits."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from config.catalogue import Bilingual
from config.data import Data
from config.tables import read_table

OrgType = Literal["SME", "AGENCY"]
ORG_TYPES: tuple[OrgType, ...] = ("SME", "AGENCY")
Kind = Literal["read", "write", "spend"]
Excess = Literal["over_action", "over_day", "no_limit_in"]
PermissionName = Annotated[str, Field(pattern=r"^[a-z]+\.[a-z]+(_[a-z]+)*\.[a-z]+$")]
"""`area.noun.verb`."""


class Limit(Data):
    """How much may be moved at once and in a day: minor units by class of currencies."""

    action: dict[str, int]
    day: dict[str, int]

    def complete(self, classes: set[str]) -> bool:
        """Whether it names each class of currencies, with a day that allows at least one action."""
        return set(self.action) == set(self.day) == classes and all(
            0 <= self.action[group] <= self.day[group] for group in classes
        )


class Role(Data):
    """A role of one type of organisation."""

    label: Bilingual
    unlimited: bool = False
    limit: Limit | None = None

    @property
    def spends(self) -> bool:
        return self.unlimited or self.limit is not None

    def excess(self, group: str | None, minor: int, today: int) -> Excess | None:
        """Which limit this amount passes, given what the day has moved before it; None when it may be moved.

        A currency of no class (None) is only for the unlimited.
        """
        if self.unlimited:
            return None
        if self.limit is None or group is None:
            return "no_limit_in"
        if minor > self.limit.action[group]:
            return "over_action"
        return "over_day" if today + minor > self.limit.day[group] else None


class Permission(Data):
    """Something that may be done, and the roles that may do it."""

    kind: Kind
    does: Bilingual
    sme: list[str]
    agency: list[str]

    def holders(self, org_type: OrgType) -> list[str]:
        return self.sme if org_type == "SME" else self.agency


class Rights(Data):
    """The whole table: role x permission for both types of organisation."""

    currencies: dict[str, list[str]]
    """Classes of currencies of one order of size in minor units; a class shares its limits."""
    sme: dict[str, Role]
    agency: dict[str, Role]
    permissions: dict[PermissionName, Permission]

    def roles(self, org_type: OrgType) -> dict[str, Role]:
        return self.sme if org_type == "SME" else self.agency

    def grants(self, org_type: OrgType, role: str, permission: str) -> bool:
        """Whether this role of this type of organisation holds the permission.

        Raises KeyError for a permission that does not exist.
        """
        return role in self.permissions[permission].holders(org_type)

    def granted(self, org_type: OrgType, role: str) -> frozenset[str]:
        """Every permission of a role; none for a role that this type of organisation does not have."""
        return frozenset(name for name in self.permissions if self.grants(org_type, role, name))

    def class_of(self, currency: str) -> str | None:
        """The class of currencies that holds this one."""
        return next((name for name, codes in self.currencies.items() if currency in codes), None)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = [fault for org_type in ORG_TYPES for fault in self._faults(org_type)]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _faults(self, org_type: OrgType) -> Iterator[str]:
        roles = self.roles(org_type)
        for name, permission in self.permissions.items():
            holders = permission.holders(org_type)
            if len(set(holders)) < len(holders) or not set(holders) <= set(roles):
                yield f"{name}: {org_type} holders are not each a role, once"
            elif permission.kind == "spend" and not all(roles[role].spends for role in holders):
                yield f"{name}: {org_type} holders may spend without a limit"
        for name, role in roles.items():
            if role.limit and not role.limit.complete(set(self.currencies)):
                yield f"{org_type} {name}: limits for every class of currencies, a day no less than an action"


@cache
def rights() -> Rights:
    """The table of config/roles.toml and config/permissions.toml.

    Raises pydantic.ValidationError when it is incomplete or contradicts itself.
    """
    return Rights.model_validate(_read("roles") | {"permissions": _read("permissions")})


def _read(name: str) -> dict[str, Any]:
    return read_table(f"{name}.toml")
