"""How bad a signal is, in whole steps."""

from datetime import date, timedelta

import pytest

from agents.kit.budgeting.signals import Signal, severity


@pytest.mark.parametrize(
    ("signal", "steps"),
    [
        (Signal("pace", "over", {"index": 1.16}), 1),
        (Signal("pace", "over", {"index": 1.19}), 1),
        (Signal("pace", "over", {"index": 1.2}), 2),
        (Signal("pace", "over", {"index": 1.45}), 4),
        (Signal("pace", "under", {"index": 0.55}), 4),
        (Signal("drift", "under", {"change": -0.42}), 4),
        (Signal("runs_out", "over", {"day": date(2026, 11, 20), "ends": date(2026, 11, 30)}), 3),
        (Signal("silent", "unknown", {"age": timedelta(hours=50)}), 1),
        (Signal("silent", "under", {"days": (date(2026, 11, 20),)}), 0),
        (Signal("excess", "over", {"spent": 3, "allowed": 2}), 0),
    ],
)
def test_a_step_is_worth_telling_again(signal: Signal, steps: int) -> None:
    assert severity(signal) == steps
