"""Guidelines as people read them, in both languages."""

from bot.tools.brand import show, show_differences
from memory.guidelines import Own, level, merge

MERGED = merge(
    [
        level("acme", {"voice.tone": Own("calm", locked=True), "content.prohibited_words": Own(("cheap",))}),
        level(
            "acme/nike",
            {
                "voice.tone": Own("bold"),
                "voice.formality": Own("polite", reason="young readers"),
                "content.prohibited_words": Own(("sale",)),
            },
        ),
    ]
)


def test_each_value_says_where_it_comes_from_and_what_a_lock_made_void() -> None:
    assert show(MERGED, "acme/nike", "en").splitlines() == [
        "**Voice**",
        "- Tone: calm (from acme · locked at acme)",
        "- Formality: polite (from acme/nike · because young readers)",
        "**Content rules**",
        "- Prohibited words (from acme/nike)",
        "  - cheap (acme)",
        "  - sale (acme/nike)",
        "Not in force, since acme has locked the field: Tone of acme/nike (bold)",
    ]


def test_the_same_in_korean() -> None:
    shown = show(MERGED, "acme/nike", "ko")
    assert "**보이스**" in shown
    assert "- 격식: 정중한 구어체(해요체) (출처: acme/nike · 이유: young readers)" in shown
    assert "acme에서 잠근 항목이라 적용되지 않습니다: acme/nike의 톤(bold)" in shown


def test_where_nothing_is_set_it_says_how_to_begin() -> None:
    assert "stratum brand set acme --file FILE" in show(merge([]), "acme", "en")
    assert "stratum brand set acme --file FILE" in show(merge([]), "acme", "ko")


def test_differences_are_told_a_line_each() -> None:
    org = level("acme", {"voice.tone": Own("calm"), "voice.person": Own("we")})
    client = level("acme/nike", {"voice.tone": Own("bold"), "content.emoji": Own("none")})
    assert show_differences(org, client, ("acme", "acme/nike"), "en").splitlines() == [
        "- Tone: calm in acme, bold in acme/nike",
        "- Person: only in acme: we",
        "- Emoji: only in acme/nike: none",
    ]
    assert "이모지: acme/nike에만 있습니다: 쓰지 않음" in show_differences(
        org, client, ("acme", "acme/nike"), "ko"
    )
    assert show_differences(org, org, ("a", "b"), "en") == "a and b have the same guidelines."
