"""Times down and things across."""

from collections.abc import Mapping

from agents.kit.analysing.crossed import crossed, crosses
from agents.types import Bullets, Table
from memory.types import Json


def row(day: str, platform: str, now: Mapping[str, int | None]) -> Json:
    names = {"day": day, "platform": platform.title()}
    return {
        "key": {"day": day, "platform": platform},
        "names": names,
        "currency": "KRW",
        "value_currency": "KRW",
        "now": now,
    }


def body(rows: list[Json], metrics: list[str], by: tuple[str, ...] = ("day", "platform")) -> Json:
    total = {
        "names": {"platform": "Meta"},
        "currency": "KRW",
        "value_currency": "KRW",
        "now": {"cpa": 7_000_000},
    }
    return {"by": list(by), "metrics": metrics, "rows": rows, "totals": [total], "scope": "acme"}


def tables(told: Json) -> list[Table]:
    return [one for one in crossed(told, "en") if isinstance(one, Table)]


def test_a_metric_of_several_platforms_stands_in_columns_with_their_sums() -> None:
    spent = {"meta": (1, 2), "google": (30, None), "ga4": (None, None)}
    rows = [
        row(f"2026-11-0{n + 1}", name, {"spend": None if value is None else value * 1_000_000})
        for name, values in spent.items()
        for n, value in enumerate(values)
    ]
    (table,) = tables(body(rows, ["spend"]))
    assert table.columns == ("Day", "Google", "Meta")
    assert table.rows == (
        ("2026-11-01", "₩30", "₩1"),
        ("2026-11-02", "–", "₩2"),
        ("Total", "₩30", "₩3"),
    )


def test_a_ratio_has_no_sum_but_that_of_its_platform() -> None:
    rows = [row("2026-11-01", name, {"cpa": 5_000_000}) for name in ("meta", "google")]
    (table,) = tables(body(rows, ["cpa"]))
    assert table.rows[-1] == ("Total", "₩7", "–")


def test_of_many_days_the_last_are_shown_and_the_sum_is_of_all() -> None:
    rows = [
        row(f"2026-{9 + n // 28:02}-{1 + n % 28:02}", name, {"clicks": 1})
        for n in range(40)
        for name in ("a", "b")
    ]
    told = body(rows, ["clicks"])
    (table,), (more,) = tables(told), [one for one in crossed(told, "en") if isinstance(one, Bullets)]
    assert (len(table.rows), table.rows[-1]) == (32, ("Total", "40", "40"))
    assert more.items[0].startswith("9 further")


def test_what_is_too_much_to_stand_beside_each_other_is_left_as_it_is() -> None:
    two = [row("2026-11-01", name, {"clicks": 1}) for name in ("a", "b")]
    assert crosses(body(two, ["clicks"]))
    assert not crosses(body(two[:1], ["clicks"]))
    assert not crosses(body(two, ["clicks"], ("platform", "campaign")))
    assert not crosses(body([row("2026-11-01", str(n), {"clicks": 1}) for n in range(7)], ["clicks"]))
