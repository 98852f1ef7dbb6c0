"""A brief: what is to be written, for whom, with what to say and in which voice; from a plan or from plain words."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from agents.kit.brandcheck.honorific import form_of
from agents.kit.brandcheck.types import texts
from agents.kit.flows import Flowing
from agents.kit.writing.gather import Known
from agents.kit.writing.wish import Wish, asked_language, facts_of, topic
from config.content.checking import lexicon
from config.content.formats import TEXT, format_of, formats, named
from config.errors import Locale
from config.patterns import regex
from memory.types import Json

Form = Literal["formal", "polite", "plain", "casual", "any"]
FormWhy = Literal["guideline", "persona", "usual"]
_USUAL: dict[str, Form] = {"social": "polite", "video": "polite", "blog": "polite", "push": "polite"}
_STYLES: tuple[tuple[str, Form], ...] = (
    (r"합니다체|격식|formal|존댓말", "formal"),
    (r"해요체|polite|친근한 존댓말", "polite"),
    (r"반말|casual|편한 말|친구처럼", "casual"),
    (r"한다체|평서|plain", "plain"),
)


@dataclass(frozen=True, slots=True)
class Brief:
    """What is to be written."""

    format_id: str
    language: Locale
    topic: str = ""
    message: str = ""
    cta: str = ""
    audience: str = ""
    stage: str = ""
    row: str = ""
    """The plan's row that it comes from, as a reference: `0198...#rows.R1`."""
    proof_ref: str = ""
    """The proof that the row names."""
    form: Form = "any"
    form_why: FormWhy = "usual"
    instruct: str = ""
    """What was wished of the wording, for a model."""
    text: str = ""
    """A text that is to be put in other words."""
    facts: tuple[str, ...] = ()
    """Sentences of the request that tell something."""
    flowing: tuple[Flowing, ...] = field(default=(), repr=False)

    def json(self) -> Json:
        kept = ("format_id", "language", "topic", "message", "cta", "audience", "stage", "row", "proof_ref")
        told = ("form", "form_why", "instruct")
        return {name: getattr(self, name) for name in (*kept, *told)} | {"facts": list(self.facts)}


def of_json(body: Json) -> Brief:
    """The brief that a piece of content was written from."""
    known = {
        name: body[name] for name in body if name in Brief.__slots__ and name not in {"facts", "flowing"}
    }
    return Brief(**known, facts=tuple(body.get("facts", ())))


def of_words(wish: Wish, locale: Locale) -> Brief:
    """The brief in plain words: '인스타 봄 신메뉴 글 써줘'."""
    language = wish.language or asked_language(wish.rest) or locale
    said = topic(wish.rest, locale)
    return Brief(
        wish.format, language, topic=said, facts=facts_of(wish.rest), instruct=wish.rest, text=wish.text
    )


def row_named(rows: Iterable[Flowing], said: str) -> Flowing | None:
    """The row of the plan that these words name, by its id or its number."""
    known = list(rows)
    for token in regex(r"[A-Za-z]*\d+").findall(said):
        for one in known:
            if one.path.rpartition(".")[2].casefold() == token.casefold():
                return one
        if token.isdigit() and 0 < int(token) <= len(known):
            return known[int(token) - 1]
    return None


def of_row(row: Flowing, said: str, locale: Locale) -> Brief:
    """The brief in a plan's row; what was said besides (another format) comes first."""
    record = cast("Json", row.value)
    where = " ".join(str(record.get(name) or "") for name in ("format", "channel", "tactic", "title"))
    found = named(said) or named(where)
    audience = record.get("persona_name") or record.get("persona") or ""
    return Brief(
        next(iter(found), TEXT),
        asked_language(said) or locale,
        topic=str(record.get("topic") or ""),
        message=row.text,
        cta=str(record.get("cta") or ""),
        audience=str(audience),
        stage=str(record.get("stage") or ""),
        row=row.ref,
        proof_ref=str(record.get("proof_ref") or record.get("proof") or ""),
        flowing=(row,),
    )


def voiced(brief: Brief, known: Known) -> Brief:
    """The brief with its level of politeness: the guideline's, else the persona's, else what is usual."""
    if brief.language != "ko":
        return brief
    chosen = next(iter(texts(known.guidelines, "voice.formality")), "")
    guided = lexicon().honorific.guideline.get(chosen)
    if guided:
        return replace(brief, form=cast("Form", guided), form_why="guideline")
    for one in known.of("voice"):
        if style := _style(one.text):
            return replace(brief, form=style, form_why="persona")
    return replace(brief, form=_USUAL.get(format_of(brief.format_id).kind, "formal"), form_why="usual")


def _style(said: str) -> Form | None:
    called = next((form for words, form in _STYLES if regex(words, 2).search(said)), None)
    return cast("Form | None", called or form_of(said))


def choices(limit: int = 8) -> tuple[str, ...]:
    """The formats that are offered where none was named."""
    first = (
        "instagram",
        "blog",
        "email",
        "google_rsa",
        "meta_ad",
        "naver_ad",
        "lms",
        "kakao",
        "landing",
        "video",
    )
    return tuple(name for name in first if name in formats())[:limit]
