import sqlite3
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.terms import match, query_terms, scope_tokens, terms, terms_of
from memory.types import CampaignId, ClientId, OrgId, Scope

ORG, OTHER = OrgId("0a-1"), OrgId("0b-2")
SCOPES = {
    "org": Scope(ORG),
    "client": Scope(ORG, ClientId("c1")),
    "campaign": Scope(ORG, ClientId("c1"), CampaignId("k1")),
    "sibling": Scope(ORG, ClientId("c1"), CampaignId("k2")),
    "rival": Scope(ORG, ClientId("c2"), CampaignId("k3")),
    "own": Scope(ORG, None, CampaignId("k4")),
    "stranger": Scope(OTHER),
}
SEEN = {
    "org": {"org", "client", "campaign", "sibling", "rival", "own"},
    "client": {"org", "client", "campaign", "sibling"},
    "campaign": {"org", "client", "campaign"},
    "rival": {"org", "rival"},
    "own": {"org", "own"},
    "stranger": {"stranger"},
}


def test_english_is_stemmed_and_rid_of_stop_words() -> None:
    assert list(terms("What's the café's launching budget? Don't ask.")) == [
        "cafe",
        "launch",
        "budget",
        "ask",
    ]


def test_korean_gives_pairs_of_syllables_without_endings() -> None:
    assert list(terms("봄예산이 300만원입니다")) == ["봄예", "예산", "산이", "300", "만원", "원입"]


def test_a_particle_does_not_hide_a_word() -> None:
    assert set(terms("예산은")) & set(terms("예산을"))


def test_the_speaker_counts_as_a_word() -> None:
    assert terms_of("Ingrid", "no slides").split() == ["ingrid", "slide"]


@given(st.text())
def test_terms_are_safe_inside_a_match_expression(text: str) -> None:
    assert all(term.isalnum() and term == term.strip() for term in terms(text))
    assert len(query_terms(text)) <= 32


@given(st.text(max_size=40))
def test_terms_of_terms_find_themselves(text: str) -> None:
    """FTS5 splits what is stored exactly where it was joined, and finds each term."""
    stored = terms_of("", text)
    base = sqlite3.connect(":memory:")
    base.execute(
        "CREATE VIRTUAL TABLE found USING fts5(scope, terms, tokenize='unicode61 remove_diacritics 0')"
    )
    base.execute("INSERT INTO found VALUES (?, ?)", (scope_tokens(SCOPES["campaign"]), stored))
    for term in query_terms(text):
        asked = match(SCOPES["campaign"], [term])
        assert base.execute("SELECT count(*) FROM found WHERE found MATCH ?", (asked,)).fetchone() == (1,)
    base.close()


@pytest.mark.parametrize(("session", "row"), list(product(SEEN, SCOPES)))
def test_a_session_finds_its_own_level_what_is_below_and_what_is_above(session: str, row: str) -> None:
    base = sqlite3.connect(":memory:")
    base.execute(
        "CREATE VIRTUAL TABLE found USING fts5(scope, terms, tokenize='unicode61 remove_diacritics 0')"
    )
    base.execute("INSERT INTO found VALUES (?, 'budget')", (scope_tokens(SCOPES[row]),))
    asked = match(SCOPES[session], ["budget", "예산"])
    found = base.execute("SELECT count(*) FROM found WHERE found MATCH ?", (asked,)).fetchone()
    base.close()
    assert found == (int(row in SEEN[session]),)
