"""A piece of content as an answer: the score in a line, the texts, the redlines with their rules, the proofs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from agents.kit.figures import number
from agents.types import AgentResult, Block, Bullets, Button, Paragraph, Question, Section, Table
from config.content.checking import scoring
from config.content.formats import format_of
from config.errors import Locale
from config.wording import words
from memory.types import Draft, Json

_SHOWN = 60
_MOST_QUOTES = 3
_MOST_ASKED = 3
_HARD = {"breach", "block", "must", "should"}


def present(draft: Draft, *, lines: Sequence[str] = (), degraded: Sequence[str] = ()) -> AgentResult:
    """The whole answer for one piece; `lines` come first."""
    body, locale = draft.body, draft.locale
    asked = tuple(_asked(draft))
    told = (*lines, *_lines(body, locale))
    return AgentResult(
        lines=told[:4],
        sections=tuple(_sections(draft)),
        outputs=(draft,),
        questions=asked,
        buttons=tuple(_buttons(body, locale)),
        status="needs_input" if asked and body["status"] != "passes" else "ok",
        degraded=tuple(degraded),
    )


def _lines(body: Json, locale: Locale) -> Iterator[str]:
    say, found = words("content"), body["brand_check"]
    if body["origin"] == "pasted":
        yield say("line.score", locale, score=found["score"], status=say(f"status.{body['status']}", locale))
    else:
        yield _headline(body, locale)
    yield from _blocked(found, locale)
    hard = [one for one in found["redlines"] if one["severity"] in _HARD]
    if hard and body["status"] != "blocked":
        yield say("line.open", locale, count=len(hard), why=hard[0]["why"], fix=hard[0]["fix"])
    elif not hard:
        yield say("line.clean", locale)
    if body["claims"]:
        proved = sum(1 for one in body["claims"] if one["proof_ref"])
        yield say("line.proofs", locale, proved=proved, all=len(body["claims"]))


def _headline(body: Json, locale: Locale) -> str:
    say, label = words("content"), format_of(body["channel"]).label.say(locale)
    variants = body["variants"]
    if len(variants) == 1:
        status = say(f"status.{body['status']}", locale)
        return say("line.variant", locale, format=label, score=body["brand_check"]["score"], status=status)
    scores = ", ".join(
        f"{one['id']} **{one['brand_check']['score']}** {_status(one, locale)}" for one in variants
    )
    return say(
        "line.variants", locale, format=label, count=len(variants), scores=scores, chosen=body["chosen"]
    )


def _status(variant: Json, locale: Locale) -> str:
    return words("content")(f"status.{variant['status']}", locale)


def _blocked(found: Json, locale: Locale) -> Iterator[str]:
    say = words("content")
    laws = [one for one in found["redlines"] if one["severity"] == "breach"]
    if laws:
        yield say("line.blocked_law", locale, rules=", ".join(dict.fromkeys(one["rule_id"] for one in laws)))
    claims = dict.fromkeys(one["quote"] for one in found["redlines"] if one["severity"] == "block")
    if claims:
        yield say("line.blocked_claims", locale, quotes=", ".join(list(claims)[:_MOST_QUOTES]))


def _sections(draft: Draft) -> Iterator[Section]:
    body, locale, say = draft.body, draft.locale, words("content")
    many = len(body["variants"]) > 1
    for one in body["variants"]:
        title = say("section.variant", locale, id=one["id"]) if many else say("section.text", locale)
        yield Section(title, (Paragraph(_text(one, body["channel"], locale)),))
    for one in body["variants"]:
        yield from _redlines(one, locale, many=many, internal=body["origin"] != "pasted")
    if body["changes"]:
        yield from changed(body, locale)
    yield from _claims(body, locale)
    yield Section(say("section.scores", locale), tuple(_scores(body, locale)), internal=True)
    yield from _lengths(body, locale)
    yield from _built_on(body, locale)
    yield from _asking(draft)


def _text(variant: Json, channel: str, locale: Locale) -> str:
    """The text; of several parts each under its name."""
    spec, parts = format_of(channel), variant["parts"]
    if len(parts) == 1:
        return parts[0]["text"]
    told: list[str] = []
    for part in parts:
        known = spec.part(part["part"])
        name = known.label.say(locale) if known else part["part"]
        told.append(f"**{name}:**\n{part['text']}" if "\n" in part["text"] else f"**{name}:** {part['text']}")
    return "\n\n".join(told)


def _redlines(variant: Json, locale: Locale, *, many: bool, internal: bool) -> Iterator[Section]:
    say, found = words("content"), variant["brand_check"]["redlines"]
    if not found:
        return
    heads = tuple(say(f"col.{name}", locale) for name in ("quote", "why", "fix", "rule"))
    rows = tuple((short(one["quote"]) or "—", one["why"], one["fix"], one["rule_id"]) for one in found)
    title = say("section.redlines_of", locale, id=variant["id"]) if many else say("section.redlines", locale)
    yield Section(title, (Table(heads, rows),), internal)
    laws = dict[str, list[str]]()
    for one in found:
        if one["source"]:
            laws.setdefault(f"{one['source']} ({one['as_of']})", []).append(one["rule_id"])
    if laws and (not many or variant["id"] == "A"):
        told = tuple(f"{', '.join(dict.fromkeys(rules))}: {source}" for source, rules in laws.items())
        bullets = Bullets((*told, say("line.lawyer", locale)))
        yield Section(say("section.sources", locale), (bullets,), internal)


def short(text: str) -> str:
    """One line of it, cut where it is too long for a title or a cell."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _claims(body: Json, locale: Locale) -> Iterator[Section]:
    say = words("content")
    if body["claims"]:
        heads = tuple(say(f"col.{name}", locale) for name in ("claim", "proof", "source"))
        rows = tuple(
            (
                one["text"],
                one["proof"]["text"] if one["proof"] else say("proof.none", locale),
                _kind(one, locale),
            )
            for one in body["claims"]
        )
        yield Section(say("section.claims", locale), (Table(heads, rows),), internal=True)


def _kind(claim: Json, locale: Locale) -> str:
    proof = claim["proof"]
    return f"{words('content')('proof.' + proof['kind'], locale)} ({number(proof['grade'])})" if proof else ""


def _scores(body: Json, locale: Locale) -> Iterator[Block]:
    say, none = words("content"), words("content")("points.none", locale)
    dimensions = body["brand_check"]["dimensions"]
    heads = (say("col.part", locale), say("col.points", locale))
    rows = tuple(
        (
            _dimension(one["id"], locale),
            none if one["points"] is None else f"{number(one['points'])} / {one['weight']}",
        )
        for one in dimensions
    )
    yield Table(heads, rows)
    left_out = [_dimension(one["id"], locale) for one in dimensions if one["points"] is None]
    if left_out:
        yield Paragraph(say("points.reweighted", locale, names=", ".join(left_out)))


def _dimension(name: str, locale: Locale) -> str:
    return cast("Mapping[str, Any]", scoring().dimensions)[name].label.say(locale)


def _lengths(body: Json, locale: Locale) -> Iterator[Section]:
    say, spec = words("content"), format_of(body["channel"])
    if body["channel"] == "text":
        return
    heads = tuple(say(f"col.{name}", locale) for name in ("part", "length", "limit"))
    chosen = next(one for one in body["variants"] if one["id"] == body["chosen"])
    rows = tuple(_length(part, body["channel"], locale) for part in chosen["parts"])
    label = spec.label.say(locale)
    source = Paragraph(f"{spec.source.say(locale)} ({spec.as_of})")
    yield Section(say("section.limits", locale, format=label), (Table(heads, rows), source), internal=True)


def _length(part: Json, channel: str, locale: Locale) -> tuple[str, str, str]:
    say, known = words("content"), format_of(channel).part(part["part"])
    name = known.label.say(locale) if known else part["part"]
    limits = [str(part["max"])] if part["max"] else []
    limits += [say("limit.shown", locale, n=part["shown"])] if part["shown"] else []
    return (
        name,
        f"{part['length']} {say('count.' + part['count'], locale)}",
        ", ".join(limits) or say("limit.none", locale),
    )


def _built_on(body: Json, locale: Locale) -> Iterator[Section]:
    say = words("content")
    if body["outline"]:
        yield Section(say("section.outline", locale), (Bullets(tuple(body["outline"])),), internal=True)
    if body["faq"]:
        open_ = say("faq.open", locale)
        items = tuple(f"{one['question']} → {one['answer'] or open_}" for one in body["faq"])
        yield Section(say("section.faq", locale), (Bullets(items),), internal=True)
    if len(body["rounds"]) > 1:
        heads = tuple(say(f"col.{name}", locale) for name in ("round", "score", "status", "open"))
        rows = tuple(
            (str(one["round"]), str(one["score"]), say(f"status.{one['status']}", locale), str(one["open"]))
            for one in body["rounds"]
        )
        yield Section(say("section.rounds", locale), (Table(heads, rows),), internal=True)
    utm = body["utm"]["query"]
    notes = [*body["notes"], *([f"UTM: {utm}"] if utm and body["origin"] != "pasted" else [])]
    if notes:
        yield Section(say("section.notes", locale), (Bullets(tuple(notes)),), internal=True)


def changed(body: Json, locale: Locale) -> Iterator[Section]:
    """What differs from the version before."""
    say, found = words("content"), body["changes"]
    heads = tuple(say(f"col.{name}", locale) for name in ("before", "after"))
    rows = tuple((one["before"] or "—", one["after"] or "—") for one in found)
    yield Section(say("section.changes", locale, version=found[0]["version"]), (Table(heads, rows),))


def compared(body: Json, locale: Locale) -> Section:
    """The variants side by side."""
    say, variants = words("content"), body["variants"]
    heads = tuple(f"{one['id']} · {one['brand_check']['score']}" for one in variants)
    return Section(say("section.compare", locale), (Table(heads, (tuple(one["text"] for one in variants),)),))


def _asked(draft: Draft) -> Iterator[Question]:
    yield from (Question(one.field, one.ask) for one in draft.missing_inputs[:_MOST_ASKED])


def _asking(draft: Draft) -> Iterator[Section]:
    asked = [f"{n}. {one.text}" for n, one in enumerate(_asked(draft), start=1)]
    if asked:
        yield Section(words("strategy")("questions", draft.locale), (Paragraph("\n".join(asked)),))


def _buttons(body: Json, locale: Locale) -> Iterator[Button]:
    say = words("content")
    for one in body["variants"]:
        if one["id"] != body["chosen"]:
            yield Button(say("button.use", locale, id=one["id"]), f"content use {one['id']}")
    if any(one["severity"] in _HARD for one in body["brand_check"]["redlines"]):
        yield Button(say("button.fix", locale), "content fix")
    if body["changes"]:
        yield Button(say("button.compare", locale), "content compare")
    if body["status"] == "passes":
        yield Button(say("button.approve", locale), "approve request {output}")


def offered(formats: Iterable[str], topic: str, locale: Locale) -> tuple[Button, ...]:
    """A button for each place where it could go."""
    return tuple(
        Button(format_of(one).label.say(locale), f"content write {one} {topic}".strip()) for one in formats
    )
