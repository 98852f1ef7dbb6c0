"""What "it" stands for, where only one thing can be meant: half of it is half of the wholesale line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from agents.kit.reading.concepts import lexicon
from agents.kit.reading.quantities import read_quantities
from agents.kit.reading.types import Clause, Derivation
from config.patterns import regex

_IT = regex(r"\b(?:of\s)(?:it|that|this|them|these)\b", re.IGNORECASE)
_THAT_KO = regex(r"(?<![가-힣])(?:그중|그 중|이 중|그)\s?(?=절반|\d|대부분)")
_ARTICLE = regex(r"^an?\s", re.IGNORECASE)


def resolved(found: Sequence[Clause], derived: Iterable[Derivation], currency: str) -> list[Clause]:
    """The clauses, those that point back at a share said in the words that they point at."""
    meant = {one.clauses[0]: one.clauses[1] for one in derived if one.kind == "share_of_share"}
    subjects = {clause.id: clause.subject for clause in found}
    return [_said(clause, subjects.get(meant.get(clause.id, ""), ""), currency) for clause in found]


def _said(clause: Clause, subject: str, currency: str) -> Clause:
    if not subject:
        return clause
    if clause.language == "ko":
        text = _THAT_KO.sub(f"{subject}의 ", clause.text, count=1)
    else:
        text = _IT.sub(f"of {_ARTICLE.sub('the ', subject)}", clause.text, count=1)
    return replace(clause, text=text, quantities=read_quantities(text, currency), hits=lexicon().hits(text))
