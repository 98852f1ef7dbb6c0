"""Secrets and personal numbers: found in both languages, and nothing else taken for one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.kit.secrets import findings, luhn, redacted, secrets_in
from config.sensitive import sensitive
from tests.agents.kit.costing import in_step

A, D = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ", "0123456789"
MIX = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6kL9nP2rS5tU8wX"

# Put together here, so that no scanner of secrets stumbles over this file.
SECRETS = {
    "anthropic_key": ["sk-" + "ant-api03-" + MIX, "내 키는 sk-" + "ant-" + MIX + " 입니다"],
    "openai_key": ["sk-" + "proj-" + MIX, "sk-" + MIX[:48], "sk-" + "or-v1-" + MIX],
    "google_key": ["AI" + "za" + MIX[:35], "ya29" + "." + MIX, "GOC" + "SPX-" + MIX[:28]],
    "aws_key": ["AKIA" + "IOSFODNN7ABCDEFG", "액세스 키 AKIA" + "IOSFODNN7ABCDEFG요"],
    "github_token": ["ghp_" + MIX[:36], "github_pat_" + MIX + MIX, "glpat-" + MIX[:20]],
    "slack_token": [
        "xoxb-" + "123456789012-1234567890123-" + MIX[:24],
        "xapp-1-" + "A012345678-" + MIX,
        "https://hooks.slack.com/services/" + "T012AB3CD/B012AB3CD/" + MIX[:24],
    ],
    "discord_token": [
        "MTA" + MIX[:21] + "." + MIX[:6] + "." + MIX[:38],
        "https://discord.com/api/webhooks/" + D + "12345678/" + MIX,
    ],
    "telegram_token": ["봇 토큰 " + "123456789:AA" + MIX[:33]],
    "meta_token": ["EAA" + MIX + MIX],
    "payment_key": ["sk_" + "live_" + MIX[:24], "rk_" + "test_" + MIX[:24]],
    "service_key": ["SG." + MIX[:22] + "." + MIX[:43], "hf_" + A[:34]],
    "jwt": ["eyJ" + MIX[:20] + ".eyJ" + MIX[:30] + "." + MIX[:30]],
    "private_key": [
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz",
    ],
    "bearer": ["Authorization: Bearer " + MIX, "curl -H 'Authorization: Basic " + MIX[:30] + "=='"],
    "url_password": ["postgresql://stratum:pa55w0rd@db.example/x", "redis://default:s3cr3t@10.0.0.1:6379"],
    "password": [
        "password: hunter2!",
        "The password is Tr0ub4dor&3",
        "pw = spring2026!",
        '"password": "Stratum#77"',
        "비밀번호는 stratum2026! 입니다",
        "비번 qwer1234!!",
        "패스워드: Bread#2026",
        "인스타 비번은 littlecrumb99 이에요",
        "암호(관리자): Adm1n!pass",
        "passphrase -> correct7horse",
    ],
    "labelled_key": [
        "api_key = " + MIX[:32],
        "API 키: " + MIX[:20],
        "aws_secret_access_key=" + MIX[:40],
        "네이버 검색광고 비밀키: " + MIX[:40],
        "client secret is " + MIX[:24],
        "액세스 토큰은 " + MIX[:32] + " 이거 쓰세요",
        "시크릿: " + MIX[:20],
        '{"refresh_token": "' + MIX + '"}',
    ],
}
CASES = [(kind, text) for kind, texts in SECRETS.items() for text in texts]

HARMLESS = """
Password: at least 8 characters, one digit.
The password policy changes in March 2026.
Reset your password here if you forgot it.
password: ********
password: <your-password>
password=${DB_PASSWORD}
PASSWORD = os.environ["PASSWORD"]
Our secret is slow fermentation.
The secret: 36-hour fermentation and Korean wheat.
We sold 128000 tokens of the loyalty programme.
Token: a stamp for every coffee.
API key: see the vault of the team.
api_key = YOUR_API_KEY_GOES_HERE_123
The access key to the store is with Jimin.
We use AES-256; the passphrase is AES-256-GCM.
sk-learn is a library; risk-adjusted-return-of-the-marketing-portfolio-in-general.
Follow sk-bakery-in-seoul-and-busan-and-elsewhere-now for updates.
Bearer of good news since 1998.
https://example.org/menu?utm_source=newsletter&utm_campaign=spring_2026
ftp://files.example.org:2121/briefs
git@github.com:acme/site.git
ROAS 4.2, CPA 12,300원, 11,000 followers, 80 % before noon.
Call 02-123-4567 or 010-1234-5678.
Business number 123-45-67890, invoice 2026-000123456.
Order 20260101123456 of campaign 23851234567890123.
The campaign id is 1234567890123456.
UUID 0198f2c4-7d1a-7c3e-9b2a-5d6e7f8a9b0c
commit 9fceb02d0ae598e95dc970b74767f19372d61af8
사업자등록번호 123-45-67890, 계좌 110-123-456789
비밀번호는 8자 이상, 숫자를 포함해야 합니다.
비밀번호를 잊어버렸어요. 재설정해 주세요.
비밀번호 변경 주기를 90일로 정했습니다.
암호화폐는 취급하지 않습니다.
암호는 AES-256 방식으로 저장합니다.
우리의 비밀은 36시간 발효입니다.
토큰은 적립 도장을 말합니다. 토큰은 총 100만 개입니다.
API 키는 관리자에게 요청하세요.
시크릿 메뉴는 소금빵입니다.
열쇠는 지민 님에게 있습니다. 인증 키는 지급하지 않습니다.
비번 없이 들어갈 수 있습니다.
2026-11-22 13:45 회의, 010-9876-5432
만 19세 이상, 월 300만원, 1억 2천
제품 번호 900101-ABC, 문서 12345678-1234567
""".strip().splitlines()


@pytest.mark.parametrize(("kind", "text"), CASES, ids=lambda value: str(value)[:24])
def test_a_secret_is_found_and_taken_out(kind: str, text: str) -> None:
    found = secrets_in(text)
    assert [finding.kind for finding in found] == [kind]
    clean = redacted(text)
    assert f"[redacted: {kind}]" in clean
    assert text[found[0].start : found[0].end] not in clean
    assert secrets_in(clean) == ()


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_secret_is_left_alone(text: str) -> None:
    assert redacted(text) == text


def test_a_brief_is_left_as_it_is() -> None:
    text = "\n".join(HARMLESS)
    assert redacted(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "주민번호 900101-1234568",
        "900101 - 2234567입니다",
        "010203-4123456",
        "9001011234568",
        "외국인 850505-5123456",
    ],
)
def test_a_resident_number_is_found(text: str) -> None:
    [finding] = findings(text)
    assert (finding.kind, finding.sort) == ("resident_number", "personal")
    assert secrets_in(text) == ()
    assert "[redacted: resident_number]" in redacted(text)


@pytest.mark.parametrize(
    "text",
    [
        "901301-1234567",
        "900132-1234567",
        "900101-9234567",
        "9001011234567",
        "1900101-1234568",
        "900101-12345678",
    ],
    ids=["month 13", "day 32", "no such sex", "check digit", "longer before", "longer after"],
)
def test_what_only_looks_like_a_resident_number(text: str) -> None:
    assert findings(text) == ()


@pytest.mark.parametrize(
    "number",
    ["4111 1111 1111 1111", "5500-0000-0000-0004", "3782 822463 10005", "4111111111111111",
     "3530111333300000", "6011 1111 1111 1117", "9400 1111 1111 1110"],
)  # fmt: skip
def test_a_card_number_is_found(number: str) -> None:
    [finding] = findings(f"카드는 {number} 입니다")
    assert (finding.kind, finding.sort) == ("card_number", "personal")


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",
        "1111 1111 1111 1117",
        "4111-1111 1111-1111",
        "41111111111111110",
        "4111.1111.1111.1111",
    ],
    ids=["check digit", "no issuer", "mixed", "too long", "dots"],
)
def test_what_only_looks_like_a_card(text: str) -> None:
    assert findings(text) == ()


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**15 - 1), st.integers(min_value=0, max_value=9))
def test_exactly_one_check_digit_is_right(payload: int, other: int) -> None:
    """ISO/IEC 7812-1: of ten last digits, one fits."""
    fitting = [digit for digit in range(10) if luhn(f"{payload:015}{digit}")]
    assert len(fitting) == 1
    assert luhn(f"{payload:015}{other}") == (other == fitting[0])


@settings(deadline=None)
@given(st.lists(st.sampled_from([text for _, text in CASES] + HARMLESS), max_size=6))
def test_redaction_is_final_and_findings_stand_apart(parts: list[str]) -> None:
    text = "\n".join(parts)
    found = findings(text)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    assert redacted(redacted(text)) == redacted(text)


@pytest.mark.parametrize("kind", [*(p.id for p in sensitive().patterns), "resident_number", "card_number"])
def test_every_kind_has_a_name_in_both_languages(kind: str) -> None:
    label = sensitive().label(kind)
    assert label.en
    assert label.ko


def test_a_long_brief_costs_little_however_it_is_made() -> None:
    """A megabyte of what patterns try hardest on."""
    for unit in (
        "password: aaaaaaaa ",
        "a_" * 50,
        "-----BEGIN PRIVATE KEY----- ",
        "eyJ" + "a" * 40,
        "1 " * 50,
    ):
        assert in_step(lambda size, unit=unit: findings(unit * (size // len(unit))), 125_000), unit
