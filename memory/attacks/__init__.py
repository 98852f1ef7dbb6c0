"""Attacks on the walls between tenants, tried on a live database by tests and by `stratum doctor --tenancy`.

The statements run in one transaction that is rolled back, against two organisations planted there; the
attacks on the pool use organisations that are removed afterwards.
"""

from memory.attacks.run import Outcome, attack

__all__ = ["Outcome", "attack"]
