"""Plain words that ask for approvals and tasks, and the many that only sound like it."""

import pytest

from bot.teamwork.spoken import asked_for


@pytest.mark.parametrize(
    ("said", "tool", "told"),
    [
        ("Ask mina to approve this", "approve_request", "@mina"),
        ("Please put this up for approval.", "approve_request", ""),
        ("send it for approval to @carl", "approve_request", "@carl"),
        ("이거 승인 요청해줘", "approve_request", ""),
        ("send the plan for approval", "approve_request", "plan"),
        ("please get the marketing plan approved by Dana", "approve_request", "marketing plan @Dana"),
        ("request approval for the plan", "approve_request", "plan"),
        ("계획 승인 요청해 주세요", "approve_request", "계획"),
        ("마케팅 계획을 민서님께 승인 요청해 주세요", "approve_request", "마케팅 계획 @민서"),
        ("민수님께 승인 요청해 주세요", "approve_request", "@민수"),
        ("approve the weekly report", "approve", "show weekly report"),
        ("I approve this", "approvals", ""),
        ("주간 리포트 승인할게요", "approve", "show 주간 리포트"),
        ("이거 승인합니다", "approvals", ""),
        ("승인할 거 있어?", "approvals", ""),
        ("what is waiting for my approval?", "approvals", ""),
        ("show me my tasks", "tasks", ""),
        ("남은 할 일 뭐 있어?", "tasks", ""),
        ("add a task: call the printer due Friday", "task", "add call the printer due Friday"),
        ("remind nina to send it due Friday", "task", "add send it @nina due Friday"),
        ("시안 보내기를 할 일로 추가해 주세요", "task", "add 시안 보내기"),
    ],
)
def test_what_is_asked_for(said: str, tool: str, told: str) -> None:
    assert asked_for(said) == (tool, told)


@pytest.mark.parametrize(
    "said",
    [
        "which launches wait for approval",
        "승인 대기 중인 집행 있어?",
        "submit the launch manifest for approval",
        "approve all posts before they go out",
        "대표님이 승인해 주셨어요",
        "내일 아침에 제일 먼저 할 일",
        "그때 슬로건 누가 승인했지",
        "할 일 이론으로 정리해줘",
        "고객이 해결하려는 할 일 알려줘",
        "승인 났으니 런칭하자",
        "All posts must be approved by legal before they go out",
        "the task for our team is to grow",
    ],
)
def test_what_only_sounds_like_it(said: str) -> None:
    assert asked_for(said) is None
