"""What a wish moves: minor units a week by channel, more or less."""

from collections.abc import Mapping

from agents.kit.budgeting.shares import split
from agents.kit.budgeting.wish import Wish


def shifts_of(wish: Wish, now: Mapping[str, int], weeks: int, currency: str) -> dict[str, int] | None:
    """None where no amount is said, or not what to move. `now` is what each channel spends a week.

    An amount is that of `weeks` weeks, a part is one of what the channel spends. Without a channel all change alike.
    """
    sources, targets = _ends(wish)
    if not sources and not targets and wish.says("generic"):
        return None
    if not sources and not targets:
        return _all(wish, now, weeks, currency)
    amount = _amount(wish, now, (*sources, *targets), weeks, currency)
    if amount is None:
        return None
    found: dict[str, int] = {}
    for names, sign in ((sources, -1), (targets, 1)):
        for name, part in zip(names, split(amount, [1] * len(names)) if names else (), strict=True):
            found[name] = found.get(name, 0) + sign * part
    return found


def _ends(wish: Wish) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who gives and who gets; a channel without a sign gets, unless less is to be spent."""
    sources, targets = wish.sources, wish.targets
    left = tuple(name for name in wish.platforms if name not in (*sources, *targets))
    if left and not sources and (targets or any(wish.says(word) for word in ("less", "half", "drop"))):
        return left, targets
    return sources, targets or left


def _amount(
    wish: Wish, now: Mapping[str, int], names: tuple[str, ...], weeks: int, currency: str
) -> int | None:
    """Minor units a week."""
    if wish.money is not None:
        return round(int(wish.money.value) / weeks) if wish.money.unit == currency else None
    part = _part(wish)
    return None if part is None or names[0] not in now else round(now[names[0]] * part)


def _part(wish: Wish) -> float | None:
    if wish.percent is not None:
        return wish.percent
    if wish.says("drop") or wish.says("double"):
        return 1.0
    return 0.5 if wish.says("half") else None


def _all(wish: Wish, now: Mapping[str, int], weeks: int, currency: str) -> dict[str, int] | None:
    """Every channel by the same part: `double the budget`, `예산을 20% 줄이면`, `200만원 더 쓰면`."""
    sign = -1 if any(wish.says(word) for word in ("less", "half", "drop")) and not wish.says("double") else 1
    part, whole = _part(wish), sum(now.values())
    if not whole:
        return None
    if wish.money is not None and wish.money.unit == currency:
        amount = round(int(wish.money.value) / weeks)
        return dict(zip(now, (sign * one for one in split(amount, list(now.values()))), strict=True))
    return None if part is None else {name: sign * round(spent * part) for name, spent in now.items()}
