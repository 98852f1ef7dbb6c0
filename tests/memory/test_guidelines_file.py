"""Guidelines from TOML and Markdown: what is understood, and what is reported with its line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.guidelines import guideline_catalogue
from memory.guidelines import Own, Value, as_json, level
from memory.guidelines_entry import clean
from memory.guidelines_file import GuidelinesFile, read_guidelines
from memory.guidelines_toml import BadToml


def values(read: GuidelinesFile) -> dict[str, Value]:
    return {id: own.value for id, own in read.fields.items()}


def problems(read: GuidelinesFile) -> list[tuple[int, str, str]]:
    return [(each.line, each.fault, each.said) for each in read.problems]


def test_toml_with_sections_inline_tables_lists_and_korean_names() -> None:
    read = read_guidelines(
        """
[voice]
tone = "bold  and\\twarm"
person = { value = "우리", locked = true, reason = "one team" }
do = ["be brief", "be kind"]

["메시지"]
"슬로건" = "Go"

[content]
prohibited_words = "cheap, best"
""",
        "nike.toml",
    )
    assert read.fields == {
        "voice.tone": Own("bold and warm"),
        "voice.person": Own("we", locked=True, reason="one team"),
        "voice.do": Own(("be brief", "be kind")),
        "messaging.tagline": Own("Go"),
        "content.prohibited_words": Own(("cheap", "best")),
    }
    assert read.problems == ()
    assert read.locks


@pytest.mark.parametrize(
    "text",
    [
        'voice.tone = "calm"',
        '"voice.tone" = "calm"',
        '[fields]\n"voice.tone" = "calm"',
        '[fields."voice.tone"]\nvalue = "calm"\nfrom = "acme"',
        '[brand.voice]\ntone = "calm"',
        '[voice.tone]\nvalue = "calm"',
        '\ufeff[voice]\ntone = "calm"',
    ],
)
def test_toml_may_name_a_field_in_any_of_these_ways(text: str) -> None:
    read = read_guidelines(text, "a.TOML")
    assert (values(read), read.problems) == ({"voice.tone": "calm"}, ())


def test_toml_locks_by_a_list_at_the_top() -> None:
    read = read_guidelines(
        'locked = ["voice.tone", "voice.pitch"]\n[voice]\ntone = "calm"\nperson = "we"', "a.toml"
    )
    assert {id: own.locked for id, own in read.fields.items()} == {"voice.tone": True, "voice.person": False}
    assert problems(read) == [(1, "unknown", "voice.pitch")]


def test_toml_reports_each_line_that_it_cannot_take_over() -> None:
    read = read_guidelines(
        '''[voice]
tonne = "calm"
formality = "shouty"
dont = """
tone = "inside a text"
"""
do = ["a", 3]
person = { value = "we", lokced = true }

[wat]
x = 1
''',
        "a.toml",
    )
    assert problems(read) == [
        (2, "unknown_near", "voice.tonne"),
        (3, "not_an_option", "shouty"),
        (7, "not_words", "voice.do"),
        (8, "unknown_near", "voice.person.lokced"),
        (11, "unknown", "wat.x"),
    ]
    assert "the nearest is voice.tone" in read.problems[0].say("en")
    assert "formal, polite, neutral, casual" in read.problems[1].say("ko")
    assert values(read) == {"voice.person": "we", "voice.dont": ('tone = "inside a text"',)}


def test_what_is_no_toml_is_refused_with_its_place() -> None:
    with pytest.raises(BadToml, match="line 2"):
        read_guidelines('[voice]\ntone = = "x"', "a.toml")


ENGLISH = """# Nike brand guidelines

## Voice & Tone
- **Tone:** bold and warm (locked)
- Person: we
- Do:
  - Speak plainly: short words
  - Name the runner
- Don't: never shout; never beg

### Tagline
Just move.

## Content rules
| Field | Value |
|---|---|
| CTA | Start now |
| Emoji | sparingly (reason: minors) |

## Message pillars
1. Sport is for all
2. Progress, not perfection
"""

KOREAN = """# 나이키 브랜드 가이드라인

## 톤앤매너
- **톤**: 대담하고 따뜻하게 [잠금]
- 화자: 우리
- 이렇게:
  - 짧게 씁니다: 쉬운 말로
  - 러너를 부릅니다
- 지양: 소리치지 않습니다; 조르지 않습니다

### 슬로건
그냥 움직여요.

## 콘텐츠 규칙
| 항목 | 값 |
|---|---|
| 행동 유도 | 지금 시작하기 |
| 이모지 | 드물게 (이유: 청소년 대상) |

## 핵심 주제
1. 모두의 운동
2. 완벽보다 한 걸음
"""


@pytest.mark.parametrize("text", [ENGLISH, KOREAN])
def test_markdown_in_both_languages_says_the_same_fields(text: str) -> None:
    read = read_guidelines(text, "brand.md")
    assert read.problems == ()
    assert list(read.fields) == [
        "voice.tone",
        "voice.person",
        "voice.do",
        "voice.dont",
        "messaging.tagline",
        "content.cta",
        "content.emoji",
        "messaging.pillars",
    ]
    assert read.fields["voice.tone"].locked
    assert read.fields["voice.person"].value == "we"
    assert len(read.fields["voice.do"].value) == len(read.fields["voice.dont"].value) == 2
    assert read.fields["content.emoji"].value == "sparing"
    assert read.fields["content.emoji"].reason in ("minors", "청소년 대상")
    assert len(read.fields["messaging.pillars"].value) == 2


def test_markdown_keeps_sentences_whole_and_parts_words() -> None:
    read = read_guidelines(
        "- Prohibited words: cheap, best、 sale\n- Do: speak plainly, never shout\n- Fonts: A; B", "x"
    )
    assert values(read) == {
        "content.prohibited_words": ("cheap", "best", "sale"),
        "voice.do": ("speak plainly, never shout",),
        "visual.fonts": ("A", "B"),
    }


def test_markdown_reports_what_no_field_takes() -> None:
    read = read_guidelines(
        """# Guide
Written by our friends.

## Voice
- Energy: high
- Tone: calm
- Tonne: loud

## Wierd
- one
- two

```
- Person: we
```
""",
        "brand.md",
    )
    assert problems(read) == [
        (2, "stray", "Written by our friends."),
        (5, "unknown", "Energy"),
        (7, "unknown_near", "Tonne"),
        (9, "unknown", "Wierd"),
    ]
    assert values(read) == {"voice.tone": "calm"}


def test_a_locked_heading_locks_its_list() -> None:
    read = read_guidelines(
        "## Never do (locked)\n- mock\n- spam (locked)\n\n## 로고 🔒\n둘레를 비웁니다", "x.md"
    )
    assert read.fields == {
        "strategy.never_do": Own(("mock", "spam"), locked=True),
        "visual.logo_rules": Own(("둘레를 비웁니다",), locked=True),
    }


@pytest.mark.parametrize(
    "text", [f"## Tagline\n{'x' * 2001}", "Hashtags: " + ",".join(f"#t{i}" for i in range(101))]
)
def test_what_is_too_long_is_not_taken_over(text: str) -> None:
    read = read_guidelines(text, "x.md")
    assert [each.fault for each in read.problems] == ["too_long"]
    assert not any(own.value for own in read.fields.values())


@pytest.mark.parametrize("name", ["x.md", "x.toml"])
@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment"])
def test_an_empty_file_says_nothing(name: str, text: str) -> None:
    assert read_guidelines(text, name) == GuidelinesFile({}, ())


LINES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Z", "S", "Cc")), max_size=40)


@given(st.lists(LINES, max_size=12))
def test_no_markdown_makes_it_fall_over_or_take_an_unknown_field(lines: list[str]) -> None:
    text = "\n".join(lines)
    read = read_guidelines(text, "x.md")
    assert set(read.fields) <= set(guideline_catalogue().fields)
    assert all(1 <= each.line <= len(text.splitlines()) for each in read.problems)
    assert all(each.say(locale) for each in read.problems for locale in ("en", "ko"))


SAFE = st.text(st.sampled_from("abcdefg 가나다"), min_size=1, max_size=12).map(clean).filter(bool)


@given(st.dictionaries(st.sampled_from(["voice.tone", "messaging.positioning", "strategy.audience"]), SAFE))
def test_what_is_shown_can_be_set_again(own: dict[str, str]) -> None:
    shown = as_json(level("acme", {id: Own(value) for id, value in own.items()}))["fields"]
    toml = "\n".join(
        f'[fields."{id}"]\n' + "\n".join(f"{key} = {json.dumps(value)}" for key, value in entry.items())
        for id, entry in shown.items()
    )
    assert values(read_guidelines(toml, "a.toml")) == own
