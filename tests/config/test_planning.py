"""The catalogue of tactics is whole: for every market, objective and stage there is something that costs nothing."""

import pytest

from config.planning import OBJECTIVES, STAGES, Planning, planning


@pytest.mark.parametrize("market", ["KR", ""])
@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_can_be_served_for_nothing(stage: str, market: str) -> None:
    free = [
        one for one in planning().tactics.values() if one.free and (not one.markets or market in one.markets)
    ]
    assert [one for one in free if stage in one.stages]


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_every_objective_has_tactics_of_each_kind(objective: str) -> None:
    serving = [one for one in planning().tactics.values() if objective in one.objectives]
    assert {one.media for one in serving} == {"owned", "earned", "paid"}
    assert set(planning().rules.stage_weights) == set(OBJECTIVES)


def test_shares_and_weights_sum_up() -> None:
    rules = planning().rules
    assert [sum(one) for one in rules.shares.values()] == [100, 100]
    assert round(sum(rules.weights.values()), 9) == 1
    assert all(set(weights) == set(STAGES) for weights in rules.stage_weights.values())


def test_korea_is_covered() -> None:
    korean = {one.channel for one in planning().tactics.values() if "KR" in one.markets}
    wanted = {
        "naver_search",
        "naver_blog",
        "naver_place",
        "naver_store",
        "kakao_moment",
        "kakao_channel",
        "daangn",
        "coupang",
    }
    assert wanted <= korean


def test_a_tactic_without_its_channel_is_refused() -> None:
    whole = planning().model_dump()
    whole["tactics"]["newsletter"]["channel"] = "nowhere"
    with pytest.raises(ValueError, match="newsletter"):
        Planning.model_validate(whole)
