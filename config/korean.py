"""Templates filled with facts, with the Korean particle that fits each of them."""

from collections.abc import Mapping

from config.patterns import regex

_OPEN = {"은": "는", "이": "가", "을": "를", "과": "와", "으로": "로", "이라": "라"}
_RIEUL = 8
_PARTICLE = regex(r"\{(\w+)((?:![rs])?):(은|이|을|과|으로|이라)\}")


def fill(template: str, facts: Mapping[str, object]) -> str:
    """The template with its facts in place.

    `{name:을}` in a Korean template sets the particle that fits the name: 을 or 를, 이 or 가, 으로 or 로.
    """
    particles = {
        f"{name}__{form}": particle(str(facts[name]), form) for name, _, form in _PARTICLE.findall(template)
    }
    return _PARTICLE.sub(r"{\1\2}{\1__\3}", template).format(**facts, **particles)


def particle(word: str, closed: str) -> str:
    """The form of a Korean particle after this word; `closed` is its form after a final consonant.

    A digit is read as Korean reads it; a Latin word is taken to end as it is spelled, but for
    an r, which Korean reads as a vowel: owner is 오너.
    """
    last = next((c for c in reversed(word) if c.isalnum()), "").lower()
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        closes, rieul = final != 0, final == _RIEUL
    else:
        closes, rieul = last in "013678lmn" and last != "", last in "178l"
    return closed if closes and not (rieul and closed == "으로") else _OPEN[closed]
