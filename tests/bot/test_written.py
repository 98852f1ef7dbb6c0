"""What was heard and what is said come back from JSON as they were."""

import json

from hypothesis import given
from hypothesis import strategies as st

from agents.types import (
    Bubble,
    Bullets,
    Button,
    Curves,
    Grid,
    Links,
    Matrix,
    Paragraph,
    Question,
    Radar,
    Section,
    Table,
)
from bot.delivery.written import heard_document, heard_of, reply_document, reply_of
from bot.types import Document, File, Heard, Reply

TEXT = st.text(max_size=40)
WORDS = st.tuples(TEXT, TEXT)
NUMBERS = st.floats(-1e6, 1e6)
SERIES = st.tuples(st.tuples(TEXT, st.tuples(NUMBERS, st.none())))
BLOCKS = st.one_of(
    st.builds(Paragraph, TEXT),
    st.builds(Bullets, WORDS),
    st.builds(Table, WORDS, st.tuples(WORDS, WORDS)),
)
CHARTS = st.one_of(
    st.builds(Grid, TEXT, TEXT, st.tuples(st.tuples(TEXT, WORDS))),
    st.builds(
        Matrix,
        *(TEXT, TEXT, TEXT, TEXT, NUMBERS, NUMBERS),
        st.tuples(TEXT, TEXT, TEXT, TEXT),
        st.tuples(st.builds(Bubble, TEXT, NUMBERS, NUMBERS, NUMBERS, TEXT)),
        st.booleans(),
    ),
    st.builds(Curves, TEXT, TEXT, TEXT, WORDS, SERIES, NUMBERS),
    st.builds(Radar, TEXT, TEXT, WORDS, SERIES, NUMBERS),
    st.builds(
        Links,
        TEXT,
        TEXT,
        *[st.tuples(st.tuples(TEXT, WORDS))] * 2,
        st.tuples(st.tuples(TEXT, TEXT, st.booleans())),
    ),
)
REPLIES = st.builds(
    Reply,
    st.sampled_from(["ok", "needs_input", "refused", "failed"]),
    *(TEXT, TEXT, TEXT),
    lines=WORDS,
    sections=st.tuples(st.builds(Section, TEXT, st.lists(BLOCKS, max_size=3).map(tuple), st.booleans())),
    questions=st.tuples(st.builds(Question, TEXT, TEXT, WORDS)),
    buttons=st.tuples(st.builds(Button, TEXT, TEXT)),
    charts=st.lists(CHARTS, max_size=2).map(tuple),
    documents=st.tuples(st.builds(Document, TEXT, TEXT, st.binary(max_size=30))),
    error=st.one_of(st.none(), TEXT),
)
HEARDS = st.builds(
    Heard,
    *(TEXT, TEXT, TEXT, TEXT, TEXT, TEXT),
    kind=st.sampled_from(["message", "form", "stop"]),
    keys=WORDS,
    direct=st.booleans(),
    files=st.tuples(st.builds(File, TEXT, TEXT, st.integers(0, 10**9), TEXT)),
    reach=st.dictionaries(TEXT, TEXT, max_size=3),
)


@given(REPLIES)
def test_a_reply_comes_back_as_it_was(reply: Reply) -> None:
    assert reply_of(json.loads(json.dumps(reply_document(reply)))) == reply


@given(HEARDS)
def test_what_was_heard_comes_back_as_it_was(heard: Heard) -> None:
    assert heard_of(json.loads(json.dumps(heard_document(heard)))) == heard


def test_half_a_character_is_replaced_and_the_rest_is_kept() -> None:
    heard = Heard("telegram", "B", "C", "U", "안녕 \ud83d 하세요", "e1")
    assert heard_of(json.loads(json.dumps(heard_document(heard)))).text == "안녕 \ufffd 하세요"
