"""Whether a change is more than chance: two-sided, by normal approximations, None where there is too little."""

from math import erfc, sqrt

from config.analysing import limits


def of_counts(before: float, now: float, days: tuple[int, int]) -> float | None:
    """The p-value of two counts over so many days each, given their sum (Przyborowski and Wilenski, 1940)."""
    total = before + now
    if total < limits().least_events or min(days) < 1:
        return None
    share = days[1] / (days[0] + days[1])
    return _p((now - total * share) / sqrt(total * share * (1 - share)))


def of_rates(before: tuple[float, float], now: tuple[float, float]) -> float | None:
    """The p-value of two shares, each as (events, trials), by the pooled two-proportion test."""
    events, trials = before[0] + now[0], before[1] + now[1]
    if events < limits().least_events or not before[1] or not now[1] or events >= trials:
        return None
    pooled = events / trials
    spread = sqrt(pooled * (1 - pooled) * (1 / before[1] + 1 / now[1]))
    return _p((now[0] / now[1] - before[0] / before[1]) / spread)


def _p(z: float) -> float:
    return erfc(abs(z) / sqrt(2))
