"""A row that states values is not drafted from as well; prose beside it is."""

import pytest

from agents.kit.frameworks import bmc, seven_s
from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.overlap import unstated
from agents.kit.frameworks.records.reader import read as read_records
from agents.kit.frameworks.schema import body_model
from agents.kit.frameworks.tree import spots
from agents.kit.reading.types import Source
from config.catalogue import framework_spec
from memory.types import Evidence


def _stated(framework_id: str, text: str) -> Sheet:
    return read_records(Source("statement", "m1", text), framework_spec(framework_id), "KRW", "ko")


def _drafted(path: str, quote: str, ref: str = "m1") -> Sheet:
    name, option, child, record_id, title = path.split(".")
    key = {"elements": "element", "blocks": "block"}[name]
    body = {name: [{"id": option, key: option, child: [{"id": record_id, title: quote}]}]}
    return Sheet(body, (Evidence(path, "statement", ref, quote, 0.75),))


def _left(sheet: Sheet, framework_id: str) -> int:
    return sum(not spot.spec.key for spot in spots(sheet.body, framework_spec(framework_id)))


@pytest.mark.parametrize(
    ("framework_id", "path", "row"),
    [
        ("bmc", "blocks.channels.entries.B1.text", "가치 제안: 천천히 발효한 빵"),
        ("bmc", "blocks.key_resources.entries.B1.text", "고객 세그먼트: 직장인, 근처 카페"),
        ("seven_s", "elements.strategy.findings.N1.text", "Systems now 2, target 4"),
        ("seven_s", "elements.strategy.findings.N1.text", "전략 현재 4 목표 5"),
    ],
)
def test_a_row_of_values_is_not_read_twice(framework_id: str, path: str, row: str) -> None:
    sheet = unstated(_drafted(path, row), _stated(framework_id, row), framework_spec(framework_id))
    assert _left(sheet, framework_id) == 0
    assert sheet.evidence == ()
    body_model(framework_id).model_validate(
        {"bmc": bmc, "seven_s": seven_s}[framework_id].compute(sheet.body)
    )


def test_prose_beside_such_a_row_stays() -> None:
    text = "채널: 매장\n매장 두 곳과 직원 아홉 명이 있습니다."
    drafted = _drafted("blocks.key_resources.entries.B1.text", "매장 두 곳과 직원 아홉 명이 있습니다.")
    assert unstated(drafted, _stated("bmc", text), framework_spec("bmc")) == drafted


def test_another_source_states_nothing_here() -> None:
    drafted = _drafted("blocks.channels.entries.B1.text", "가치 제안: 천천히 발효한 빵", ref="m2")
    assert unstated(drafted, _stated("bmc", "가치 제안: 천천히 발효한 빵"), framework_spec("bmc")) == drafted
