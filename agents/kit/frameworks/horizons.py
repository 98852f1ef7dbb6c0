"""Three Horizons: initiatives by the time to their revenue, and how the money lies over the three.

Source: Mehrdad Baghai, Stephen Coley, David White, The Alchemy of Growth (1999), for the horizons; Bansi
Nagji, Geoff Tuff, Managing Your Innovation Portfolio (HBR, May 2012), for 70/20/10. The cuts in months and
the alert at ten points are ours.
"""

from collections.abc import Iterable

from agents.kit.figures import number
from agents.kit.frameworks.base import Framework
from agents.kit.frameworks.horizons_draft import draft
from agents.kit.frameworks.keyed import keyed, label
from agents.types import Question
from config.catalogue import framework_spec
from config.errors import Locale
from memory.types import Json

HORIZONS = ("H1", "H2", "H3")
UNTIL = {"H1": 12, "H2": 36}
"""The last month to revenue that still belongs to the horizon."""
TARGET = {"H1": 70.0, "H2": 20.0, "H3": 10.0}
ALERT = 10.0
"""Points from the target."""
EXPECTED = {"H1": "profit", "H2": "growth", "H3": "learning"}


def compute(body: Json) -> Json:
    """Each initiative's horizon, stated or by its months; money and shares by horizon, which sum to 100.0."""
    initiatives = [_placed(one) for one in body.get("initiatives") or ()]
    return body | {"initiatives": initiatives, "allocation": _allocation(body, initiatives)}


def suggested(months: float | None) -> str | None:
    if months is None:
        return None
    return next((horizon for horizon, last in UNTIL.items() if months <= last), "H3")


def _placed(one: Json) -> Json:
    horizon = one.get("stated_horizon") or suggested(one.get("months_to_revenue"))
    metric = one.get("metric_kind")
    fits = None if metric is None or horizon is None else metric == EXPECTED[horizon] or horizon != "H3"
    return one | {"horizon": horizon, "metric_fits": fits}


def _allocation(body: Json, initiatives: list[Json]) -> list[Json]:
    """Sums per horizon; shares only when every initiative has a horizon and an amount in one currency."""
    currencies = {one.get("currency") for one in initiatives}
    known = all(one["horizon"] and one.get("investment") is not None for one in initiatives)
    comparable = bool(initiatives) and known and len(currencies) == 1
    sums = [sum(one.get("investment") or 0 for one in initiatives if one["horizon"] == h) for h in HORIZONS]
    shares = _shares(sums) if comparable and sum(sums) else [None] * 3
    rows = keyed(body, "horizons", "allocation")
    return [
        row
        | {
            "count": sum(one["horizon"] == row["id"] for one in initiatives),
            "investment": total if comparable else None,
            "currency": next(iter(currencies)) if comparable else None,
        }
        | _against(share, TARGET[row["id"]])
        for row, total, share in zip(rows, sums, shares, strict=True)
    ]


def _shares(sums: list[int]) -> list[float]:
    """Per cent to one decimal by the largest remainder, so that they sum to 100.0 exactly."""
    total = sum(sums)
    tenths = [1000 * one // total for one in sums]
    rest = sorted(range(len(sums)), key=lambda place: -(1000 * sums[place] % total))
    for place in rest[: 1000 - sum(tenths)]:
        tenths[place] += 1
    return [one / 10 for one in tenths]


def _against(share: float | None, target: float) -> Json:
    deviation = None if share is None else round(share - target, 1)
    alert = None if deviation is None else abs(deviation) >= ALERT
    return {"share_pct": share, "target_pct": target, "deviation": deviation, "alert": alert}


def headline(body: Json, locale: Locale) -> tuple[str, ...]:
    """How the money lies, where it is furthest from the target, and what is called by the wrong horizon."""
    say = framework_spec("horizons").say
    rows = body["allocation"]
    lines = _shared(rows, locale) if any(one["horizon"] for one in body["initiatives"]) else []
    alerts = sorted((row for row in rows if row["alert"]), key=lambda row: -abs(row["deviation"]))
    lines += [_deviates(row, locale) for row in alerts[:1]]
    lines += [_misplaced("misplaced", one, locale) for one in _doubtful(body)]
    lines += [_judged(one, locale) for one in body["initiatives"] if one["metric_fits"] is False]
    unplaced = [one.get("name") or one["id"] for one in body["initiatives"] if one["horizon"] is None]
    lines += [say("unplaced", locale, names=", ".join(unplaced))] if unplaced else []
    return tuple(lines[:3])


def _shared(rows: list[Json], locale: Locale) -> list[str]:
    """The money of each horizon in percent; the number of initiatives while the money is not known."""
    key, shown = ("counted", "count") if rows[0]["share_pct"] is None else ("split", "share_pct")
    return [framework_spec("horizons").say(key, locale, **{row["id"]: number(row[shown]) for row in rows})]


def _deviates(row: Json, locale: Locale) -> str:
    key = "over" if row["deviation"] > 0 else "under"
    horizon = label("horizons", "allocation.horizon", row["id"], locale)
    return framework_spec("horizons").say(
        key, locale, horizon=horizon, deviation=number(abs(row["deviation"]))
    )


def _doubtful(body: Json) -> Iterable[Json]:
    """Those whose months say another horizon than the user does."""
    for one in body["initiatives"]:
        stated, by_months = one.get("stated_horizon"), suggested(one.get("months_to_revenue"))
        if stated and by_months and stated != by_months:
            yield one


def _misplaced(key: str, one: Json, locale: Locale) -> str:
    months = one["months_to_revenue"]
    facts = {"stated": one["stated_horizon"], "suggested": suggested(months), "months": number(months)}
    return framework_spec("horizons").say(key, locale, name=one.get("name") or one["id"], **facts)


def _judged(one: Json, locale: Locale) -> str:
    metric = label("horizons", "initiatives.metric_kind", one["metric_kind"], locale)
    return framework_spec("horizons").say("judged", locale, name=one.get("name") or one["id"], metric=metric)


def questions(body: Json, locale: Locale) -> tuple[Question, ...]:
    """Where words and months disagree; what an initiative of H3 is to teach."""
    asked = [
        Question(
            f"initiatives.{one['id']}.stated_horizon",
            _misplaced("ask_misplaced", one, locale),
            (one["stated_horizon"], str(suggested(one["months_to_revenue"]))),
        )
        for one in _doubtful(body)
    ]
    say = framework_spec("horizons").say
    for one in body["initiatives"]:
        if one["horizon"] == "H3" and not one.get("milestone"):
            text = say("ask_metric", locale, name=one.get("name") or one["id"])
            asked.append(Question(f"initiatives.{one['id']}.milestone", text))
    return tuple(asked)


FRAMEWORK = Framework("horizons", compute, headline, draft, questions=questions)
