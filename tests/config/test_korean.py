import pytest

from config.korean import fill, particle


@pytest.mark.parametrize(
    ("word", "closed", "expected"),
    [
        ("리틀크럼", "을", "을"), ("나이키", "을", "를"), ("봄", "이", "이"), ("여름", "으로", "으로"),
        ("서울", "으로", "로"), ("기회", "으로", "로"), ("SWOT", "을", "를"), ("3", "이", "이"), ("2", "이", "가"),
        ("7", "으로", "로"), ("", "은", "는"), ("owner", "이", "가")],
)  # fmt: skip
def test_the_particle_follows_the_sound_of_the_word(word: str, closed: str, expected: str) -> None:
    assert particle(word, closed) == expected


def test_a_template_is_filled_with_facts_and_particles() -> None:
    assert fill("{name:을} {to:으로} 옮기기", {"name": "W2", "to": "위협"}) == "W2를 위협으로 옮기기"
    assert fill("{name!r:은} 없습니다", {"name": "봄"}) == "'봄'은 없습니다"


def test_braces_in_a_fact_are_no_template() -> None:
    assert fill("{name:은}", {"name": "{x}"}) == "{x}는"
