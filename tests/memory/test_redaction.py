"""Words are taken out wherever they stand, and what is left keeps its place."""

from hypothesis import given
from hypothesis import strategies as st

from memory.redaction import GONE, Cut, Words, telling

TEXT = st.text("abc ", max_size=40)
SPAN = st.tuples(st.integers(0, 40), st.integers(0, 40)).filter(lambda span: span[0] < span[1])


def test_any_case_and_any_white_space() -> None:
    words = Words.of(['"The budget is 12 million."'])
    assert words.out_of("So: the Budget  is\n12 million, they said") == f"So: {GONE}, they said"


def test_numbers_in_every_spelling_but_not_inside_others() -> None:
    words = Words.of(telling("12000000"))
    assert words.out_of("12,000,000 or 12000000, not 312000000") == f"{GONE} or {GONE}, not 312000000"
    assert not Words.of(telling("12"))


def test_all_texts_of_a_document_and_no_keys() -> None:
    document = {"secret": ["a Secret", 3, None, {"x": ("my secret",)}]}
    assert Words.of(["secret"]).out_of_all(document) == {
        "secret": [f"a {GONE}", 3, None, {"x": [f"my {GONE}"]}]
    }


@given(TEXT, st.lists(SPAN, max_size=4))
def test_what_is_left_stands_where_it_is_said_to_stand(text: str, spans: list[tuple[int, int]]) -> None:
    spans = [(start, min(end, len(text))) for start, end in spans if start < min(end, len(text))]
    cut = Cut(text, spans)
    for place in range(len(text)):
        if not any(start <= place < end for start, end in spans):
            assert cut.text[cut.at(place)] == text[place]


@given(TEXT, SPAN, SPAN)
def test_a_quote_stands_in_what_is_left(text: str, gone: tuple[int, int], quoted: tuple[int, int]) -> None:
    gone, quoted = ((min(start, len(text)), min(end, len(text))) for start, end in (gone, quoted))
    cut, quote = Cut(text, [gone]), text[slice(*quoted)]
    left = cut.part(quote, quoted[0])
    begins = cut.at(quoted[0])
    assert cut.text[begins : begins + len(left)] == left
