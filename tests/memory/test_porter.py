import pytest

from memory.porter import stem


@pytest.mark.parametrize(
    ("words", "root"),
    [
        (("connect", "connected", "connecting", "connection", "connections"), "connect"),
        (("caresses",), "caress"),
        (("ponies",), "poni"),
        (("plastered",), "plaster"),
        (("hopping",), "hop"),
        (("filing",), "file"),
        (("happy",), "happi"),
        (("relational",), "relat"),
        (("possibly",), "possibl"),
        (("technology",), "technolog"),
        (("adjustment",), "adjust"),
        (("controlling",), "control"),
        (("rate",), "rate"),
    ],
)
def test_stems_are_those_of_the_paper(words: tuple[str, ...], root: str) -> None:
    assert {stem(word) for word in words} == {root}


def test_other_writing_stays_as_it_is() -> None:
    assert [stem(word) for word in ("예산", "q3", "be", "naïve")] == ["예산", "q3", "be", "naïve"]
