"""`stratum brand` and `can`, as one would use them: on both databases, in both languages."""

import json
from pathlib import Path

import pytest

from tests.bot.cli.test_erase import Run, postgres, stratum, url

__all__ = ["postgres", "stratum", "url"]

LOCKED = '[voice.tone]\nvalue = "calm"\nlocked = true\n'
OVER = '[voice.tone]\nvalue = "loud"\n\n[messaging.tagline]\nvalue = "Run"\nreason = "season"\n'
MARKDOWN = "# 브랜드\n## 금지 표현\n- 최고\n- 최저가\n"


def write(name: str, text: str) -> str:
    Path(name).write_text(text, "utf-8")
    return name


def test_what_is_locked_above_is_told_when_it_is_set_below_and_levels_are_compared(stratum: Run) -> None:
    assert stratum("brand", "set", "acme", "--file", write("a.toml", LOCKED))[0] == 0
    status, out, err = stratum("brand", "set", "acme/nike", "--file", write("b.toml", OVER))
    assert (status, out.strip()) == (0, "messaging.tagline, voice.tone")
    assert "acme" in err
    again = json.loads(stratum("brand", "set", "acme/nike", "--file", "b.toml", "--json")[1])
    assert again["ignored"] == [{"field": "voice.tone", "locked_at": "acme"}]
    assert "Run" in stratum("brand", "diff", "acme", "acme/nike")[1]
    told = json.loads(stratum("brand", "diff", "acme", "acme/nike", "--json")[1])
    assert [(each["field"], each["kind"], each["after"]) for each in told["items"]] == [
        ("messaging.tagline", "added", "Run")
    ]
    shown = json.loads(stratum("brand", "show", "acme/nike/summer", "--json")[1])["fields"]
    assert (shown["voice.tone"]["value"], shown["voice.tone"]["locked"]) == ("calm", True)
    assert shown["messaging.tagline"]["from"] == "acme/nike"


def test_a_lock_is_not_undone_by_who_may_not_lock(stratum: Run) -> None:
    assert stratum("user", "add", "acme", "amy", "--role", "account_manager", "--scope", "acme/nike")[0] == 0
    assert stratum("brand", "set", "acme/nike", "--file", write("a.toml", LOCKED))[0] == 0
    loud = write("b.toml", '[voice]\ntone = "loud"\n')
    assert stratum("brand", "set", "acme/nike", "--file", loud, "--as", "amy")[0] == 3
    other = write("c.toml", '[messaging]\ntagline = "Run"\n')
    assert stratum("brand", "set", "acme/nike", "--file", other, "--as", "amy")[0] == 0
    shown = json.loads(stratum("brand", "show", "acme/nike", "--json")[1])["fields"]
    assert (shown["voice.tone"]["value"], shown["voice.tone"]["locked"]) == ("calm", True)


def test_markdown_in_korean_goes_in(stratum: Run) -> None:
    status, out, _ = stratum("brand", "set", "acme/nike", "--file", write("a.md", MARKDOWN), locale="ko")
    assert (status, out.strip()) == (0, "content.prohibited_words")
    shown = json.loads(stratum("brand", "show", "acme/nike/summer", "--json")[1])["fields"]
    assert shown["content.prohibited_words"]["value"] == ["최고", "최저가"]


def test_no_comparison_shows_what_one_may_not_see(stratum: Run) -> None:
    stratum("brand", "set", "acme/nike", "--file", write("b.toml", OVER))
    hidden = stratum("brand", "diff", "acme/adidas", "acme/nike", "--as", "frida")
    unknown = stratum("brand", "diff", "acme/adidas", "acme/wonka", "--as", "frida")
    assert hidden[:2] == unknown[:2] == (3, "")
    assert hidden[2].replace("nike", "X") == unknown[2].replace("wonka", "X")


@pytest.mark.parametrize(("locale", "no"), [("en", "may not"), ("ko", "권한")])
def test_can_takes_a_command_as_well_as_a_permission(stratum: Run, locale: str, no: str) -> None:
    by_command = stratum("can", "frida", "launch", "--scope", "acme/adidas", locale=locale)
    by_name = stratum("can", "frida", "campaigns.campaign.execute", "--scope", "acme/adidas", locale=locale)
    assert by_command == by_name
    assert by_command[0] == 3
    assert no in by_command[1]
    assert stratum("can", "owner", "launch", "--scope", "acme/adidas", locale=locale)[0] == 0


def test_a_campaign_without_its_own_currency_counts_in_that_of_its_organisation(stratum: Run) -> None:
    assert stratum("campaign", "add", "acme/nike", "spring", "--budget", "500")[0] == 0
    told = json.loads(stratum("context", "acme/nike/spring", "--json")[1])["campaign"]
    assert (told["budget"], told["currency"], told["timezone"]) == (500, "KRW", "Asia/Seoul")
