"""Outputs as files: for those inside and for clients, whatever the format."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as read_docx

from agents.business_strategy import AGENT
from bot.documents.exporting import FORMATS, Format, NoExtra, NoPicture, Press
from bot.documents.saving import save
from bot.documents.tool import Order, understand
from memory.types import CampaignId, ClientId, Evidence, InputUsed, OrgId, Output, Place, Scope
from tests.agents.kit.frameworks.outputs import output, swot

SPRING = Place(
    Scope(OrgId("mill"), ClientId("crumb"), CampaignId("spring")),
    "mill/crumb/spring",
    ("밀앤코", "리틀크럼", "봄"),
    "AGENCY",
    "ko",
    "Asia/Seoul",
    "KRW",
)
INTERNAL = ("신뢰도", "출처", "내부용", "참조 번호", "사용한 근거", "민지가 한 말", "미정인 것", "owner-1")


def delivered() -> Output:
    """A SWOT in Korean, with a source, an assumption and a reading in doubt."""
    made = swot(("S", "국산 밀 사워도우", 4, 3), ("O", "=푸드홀 입점 제안", 3, 4))
    body = made.draft.body | {
        "tray": [{"id": "Y1", "text": "미정인 것", "asks": "어느 쪽?", "readings": ["S", "W"]}]
    }
    draft = replace(
        made.draft,
        locale="ko",
        title="SWOT 분석: 리틀크럼 › 봄",
        body=body,
        evidence=(Evidence("items.S1.statement", "statement", "m1", "민지가 한 말", 0.75),),
        inputs_used=(InputUsed("turn", "m1", "h1"), InputUsed("output", "o1", "h2")),
        confidence=0.5,
    )
    return replace(made, draft=draft, created_by="owner-1")


def press(*, client: bool = False) -> Press:
    return Press(SPRING, client=client)


def said(content: bytes, to: Format) -> str:
    if to != "docx":
        return content.decode()
    word = read_docx(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    heads = [one.text for part in word.sections for one in (*part.header.paragraphs, *part.footer.paragraphs)]
    return "\n".join([*(one.text for one in word.paragraphs), *cells, *heads])


@pytest.mark.parametrize("to", FORMATS)
def test_every_format_is_made_and_named(to: Format) -> None:
    [made] = press().files(AGENT, delivered(), to)
    assert made.name == f"swot-v1.{to}"
    assert len(made.content) > 400


def test_those_inside_read_what_it_rests_on() -> None:
    [made] = press().files(AGENT, delivered(), "md")
    told = said(made.content, "md")
    assert [word for word in INTERNAL if word not in told] == []
    assert "리틀크럼 › 봄 › 전략 에이전트" in told
    assert "중간 (0.5)" in told
    assert "2026-01-01 09:00 KST" in told
    assert "메시지·파일 1건, 앞선 산출물 1건" in told
    assert "밀앤코" not in told


FOR_CLIENTS: tuple[Format, ...] = ("md", "json", "csv", "docx")


@pytest.mark.parametrize("to", FOR_CLIENTS)
def test_a_clients_copy_has_nothing_internal(to: Format) -> None:
    one = replace(delivered(), stale=True)
    [made] = press(client=True).files(AGENT, one, to)
    assert made.name == f"swot-v1-client.{to}"
    told = said(made.content, to)
    assert "국산 밀 사워도우" in told
    assert [word for word in (*INTERNAL, one.content_hash[:12], "바뀜") if word in told] == []


def test_a_stale_output_says_so_inside() -> None:
    [made] = press().files(AGENT, replace(delivered(), stale=True), "md")
    assert "초안(작성 후 근거가 바뀜)" in said(made.content, "md")


def test_a_formula_is_defused_in_csv() -> None:
    [made] = press().files(AGENT, delivered(), "csv")
    assert made.content.startswith(b"\xef\xbb\xbf")
    assert "'=푸드홀 입점 제안" in said(made.content, "csv")
    assert ",=" not in said(made.content, "csv")


def test_the_whole_envelope_is_in_json_for_those_inside() -> None:
    one = delivered()
    [made] = press().files(AGENT, one, "json")
    assert json.loads(made.content) == one.envelope()


def test_what_has_no_picture_says_so() -> None:
    with pytest.raises(NoPicture, match="okr"):
        press().files(AGENT, output("okr", {"objectives": []}), "png")


def test_without_an_extra_it_is_named_and_text_is_made_all_the_same() -> None:
    def absent(*_: str) -> None:
        raise ModuleNotFoundError

    bare = Press(SPRING, client=False, painter=absent, binder=absent)  # type: ignore[arg-type]
    missing: dict[Format, str] = {"pdf": "documents", "png": "pictures"}
    for to, extra in missing.items():
        with pytest.raises(NoExtra) as error:
            bare.files(AGENT, delivered(), to)
        assert f"stratum[{extra}]" in error.value.say("ko")
    [made] = bare.files(AGENT, delivered(), "md")
    assert "국산 밀 사워도우" in said(made.content, "md")


def test_what_is_about_somebody_is_named_after_them() -> None:
    made = delivered()
    about = replace(made, draft=replace(made.draft, subject="minji"))
    assert press().files(AGENT, about, "md")[0].name == "swot-minji-v1.md"


@pytest.mark.parametrize(
    ("rest", "order"),
    [
        ("", Order()),
        ("0198 pdf", Order("0198", "pdf")),
        ("엑셀로", Order("", "xlsx")),
        ("to .docx for client", Order("", "docx", client=True)),
        ("swot 워드 고객용", Order("swot", "docx", client=True)),
        ("파워포인트로 내줘", Order("", "pptx")),
    ],
)
def test_an_order_is_read_in_any_order(rest: str, order: Order) -> None:
    assert understand(rest) == order


def test_files_on_disk_never_replace_others(tmp_path: Path) -> None:
    made = press().files(AGENT, delivered(), "json")
    first = save(made, tmp_path / "out")
    second = save([replace(made[0], name="../swot-v1.json")], tmp_path / "out")
    assert [one.name for one in (*first, *second)] == ["swot-v1.json", "swot-v1 (2).json"]
    assert {one.parent for one in (*first, *second)} == {tmp_path / "out"}
