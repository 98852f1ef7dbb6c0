from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.learning.extract import extract
from agents.kit.learning.types import Author, Candidate

SAID = datetime.fromisoformat("2026-03-04T10:00:00+09:00")


def learnt(text: str, author: Author = "member", currency: str = "KRW") -> list[Candidate]:
    return list(extract(text, author, SAID, currency, "Asia/Seoul"))


def facts(text: str, currency: str = "KRW") -> list[tuple[str, str, str, str]]:
    return [(one.subject_key, one.predicate, one.value, one.unit) for one in learnt(text, currency=currency)]


def test_a_budget_is_counted_in_minor_units() -> None:
    assert facts("구글 광고 예산은 월 200만원입니다") == [
        ("budget:google_ads", "amount", "2000000", "KRW/month")
    ]
    assert facts("Our budget is $5k a month.", "EUR") == [("budget:total", "amount", "500000", "USD/month")]


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("The budget is $12k, not $10k as I said", "1200000"),
        ("The budget is not $10k but $12k", "1200000"),
        ("예산은 2천만 원이 아니라 3천만 원입니다", "30000000"),
        ("예산을 500만원에서 700만원으로 올렸습니다", "7000000"),
    ],
)
def test_of_two_amounts_the_one_that_holds_is_taken(text: str, minor: str) -> None:
    (budget,) = [one for one in learnt(text) if one.category == "budget"]
    assert budget.value == minor


def test_a_day_is_counted_from_when_and_where_it_was_said() -> None:
    late = datetime.fromisoformat("2026-03-04T23:30:00-08:00")
    (here,) = extract("The photo shoot is tomorrow.", "member", late, "USD", "America/Los_Angeles")
    (there,) = extract("The photo shoot is tomorrow.", "member", late, "USD", "Asia/Seoul")
    assert (here.value, there.value) == ("2026-03-05", "2026-03-06")


def test_a_guessed_year_is_said_to_be_uncertain() -> None:
    (ahead,) = learnt("박람회는 1월 1일입니다")
    assert (ahead.value, ahead.certain) == ("2027-01-01", False)
    (autumn,) = learnt("The launch is next spring.")
    assert (autumn.valid_from, autumn.certain) == (date(2027, 3, 1), False)
    assert autumn.confidence < learnt("The launch is on 2026-05-03.")[0].confidence


@pytest.mark.parametrize(
    "text",
    [
        "SWOT 분석해줘",
        "예산 500만 원으로 계획 짜줘",
        "make a plan, budget is 20k",
        "What is our budget?",
        "우리 예산 얼마였죠",
        "If the budget is 50k we can do TV",
        "예산이 1억이면 TV도 할 수 있을 텐데요",
        "Budget isn't decided yet",
        "예산은 아직 미정입니다",
        "lol monday again",
        "오늘 점심 뭐 먹죠",
        "I never sleep before a pitch",
        "> the budget is 40k",
        "```\nbudget is 40k\n```",
        "",
    ],
)
def test_nothing_is_learnt_from_orders_questions_dreams_and_chat(text: str) -> None:
    assert learnt(text) == []


@pytest.mark.parametrize(
    "secret",
    [
        "sk-ant-" + "a1B2" * 6,
        "xoxb-123456789012-abcdefGHIJKL",
        "AKIAABCDEFGHIJKLMNOP",
        "password is hunter2hunter2",
        "비밀번호는 qwer1234!",
        "postgresql://user:pass@host/db",
    ],
)
def test_a_message_with_a_secret_teaches_nothing(secret: str) -> None:
    assert learnt(f"Our budget is 5000 dollars. {secret}") == []


def test_a_talk_of_secrets_is_no_secret() -> None:
    assert facts("We decided that the API key is not shared by mail.") != []


def test_personal_data_is_masked_and_marked() -> None:
    text = "담당자는 윤세라 차장님입니다 010-1234-5678 sera@onyu.co.kr"
    (person,) = learnt(text)
    assert person.sensitivity == "personal"
    shown = repr(replace(person))
    assert "1234-5678" not in shown
    assert "onyu.co.kr" not in shown


def test_what_the_bot_put_in_is_not_learnt_again() -> None:
    text = "Known: the budget is $40k. The launch is on May 3rd."
    injected = (0, text.index("The launch"))
    learned = extract(text, "member", SAID, "USD", "UTC", (injected,))
    assert [one.category for one in learned] == ["date"]


def test_words_of_an_outsider_wait_for_a_confirmation() -> None:
    (ours,), (theirs,) = learnt("예산은 300만원입니다"), learnt("예산은 300만원입니다", "outsider")
    assert (ours.to_confirm, theirs.to_confirm) == (False, True)
    assert theirs.confidence < ours.confidence


def test_one_message_can_teach_several_things() -> None:
    budget_and_date = "budget 500만원인데 launch는 3/25로 confirm 났어요."
    text = f"{budget_and_date} 경쟁사는 면사랑이랑 국수나무예요. 타깃은 직장인입니다."
    assert {key for key, *_ in facts(text)} >= {
        "budget:total",
        "date:launch",
        "competitor:면사랑",
        "competitor:국수나무",
        "audience:target",
    }


def test_a_market_carries_its_day() -> None:
    (market,) = [one for one in learnt("내년 3월에 유럽에 진출합니다") if one.category == "market"]
    assert (market.subject_key, market.predicate) == ("market:europe", "enters")
    assert market.valid_from == date(2027, 3, 1)


def test_standing_instructions_are_rules() -> None:
    assert [f[:2] for f in facts('never use the word "cheap"')] == [("rule:cheap", "never")]
    assert [f[:2] for f in facts("앞으로 항상 존댓말로 써주세요")] == [("rule:address", "always")]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("No TikTok for this client.", ["rule:tiktok"]),
        ("No influencers or radio for us", ["rule:influencers", "rule:radio"]),
        ("We don't do Facebook ads.", ["rule:facebook"]),
        ("TikTok is off the table", ["rule:tiktok"]),
        ("No giveaways, ever.", ["rule:giveaways"]),
        ("이 고객은 틱톡 안 해요", ["rule:tiktok"]),
        ("틱톡이랑 페이스북은 안 합니다", ["rule:tiktok", "rule:facebook"]),
        ("인플루언서 협찬은 안 받습니다", ["rule:influencers"]),
        ("경품 이벤트 금지", ["rule:giveaways"]),
    ],
)
def test_what_is_refused_in_few_words_is_a_rule_of_its_own(text: str, subjects: list[str]) -> None:
    assert [f[:2] for f in facts(text)] == [(one, "never") for one in subjects]


@pytest.mark.parametrize(
    "text",
    [
        "No TikTok sales last week",
        "We don't use TikTok yet",
        "Our customers don't use Facebook",
        "No TikTok on Mondays",
        "아직 틱톡 안 해요",
        "손님들은 틱톡을 안 써요",
        "경쟁사는 틱톡 안 해요",
        "틱톡 매출이 안 나와요",
    ],
)
def test_what_is_not_there_or_others_do_without_is_no_rule(text: str) -> None:
    assert [f for f in facts(text) if f[0].startswith("rule:")] == []


def test_the_same_fact_said_twice_is_one() -> None:
    assert len(learnt("예산은 300만원입니다. 네, 예산은 300만원입니다.")) == 1


WORDS = st.sampled_from(
    [
        *(
            "budget",
            "예산은",
            "is",
            "300만원",
            "$5k",
            "launch",
            "런칭은",
            "May",
            "3rd",
            "다음",
            "주",
            "화요일",
            "never",
            "절대",
        ),
        *(
            "use",
            "쓰지",
            "마세요",
            "80%",
            "of",
            "sales",
            "매출의",
            "competitor",
            "경쟁사는",
            "X",
            "Y,",
            ".",
            "?",
            "\n",
            ">",
        ),
        *(
            "```",
            "010-1234-5678",
            "a@b.co",
            "if",
            "만약",
            "Europe",
            "유럽",
            "진출",
            "타깃은",
            "담당자는",
            "김도윤",
            "님",
        ),
    ]
)


@given(st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=40).map(" ".join))
def test_every_quote_stands_in_its_message(text: str) -> None:
    for candidate in learnt(text):
        assert len(candidate.quote) == candidate.end - candidate.start > 0
        written = text[candidate.start : candidate.end]
        assert all(a in (b, "•") for a, b in zip(candidate.quote, written, strict=True))


def test_a_long_message_is_read_in_time() -> None:
    long = "우리 예산은 300만원 정도이고 타깃은 " * 3000 + "a " * 20000
    assert len(learnt(long)) < 5
