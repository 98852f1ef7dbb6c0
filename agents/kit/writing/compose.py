"""Copy without a model: checked lines that claim nothing, around facts that are proved; nothing is invented."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from agents.kit.brandcheck.counting import length
from agents.kit.brandcheck.types import Copy, Proof, laid, texts
from agents.kit.frameworks.likeness import alike, content, likeness
from agents.kit.reading.hangul import final
from agents.kit.writing.brief import Brief
from agents.kit.writing.gather import Known
from agents.kit.writing.politeness import turned
from config.content.formats import Format, PartSpec, format_in
from config.content.templates import Lines, Send, lines_of, templates
from config.korean import fill
from config.patterns import regex

_BULLET = "· "
_MOST_FACTS = 3
_MESSAGES = ("messaging.pillars", "messaging.value_proposition", "messaging.tagline")
_POINTS = regex(r"(?:It|They|This|That|He|She|We)\b")
_MOST_TAGS = 8
_SAME_MATTER = 0.5
"""Likeness of a fact and an objection that speak of the same matter."""
_LONGEST_MESSAGE = 80
_NOTES = regex(r"[()（）:：]")
_ENDS = regex(r"[.!?…]$")
_TAG = regex(r"[^\w가-힣]+")
_WRITTEN = regex(r"음$|함$|됨$|임$|옴$|짐$")


@dataclass(frozen=True, slots=True)
class Kit:
    """What a piece is put together from."""

    brief: Brief
    known: Known
    brand: str
    facts: tuple[str, ...]
    lead: str
    """What the second variant leads with: a message, an angle that is proved, the topic."""

    @property
    def format(self) -> Format:
        return format_in(self.brief.format_id, self.brief.language)

    @property
    def lines(self) -> Lines:
        return lines_of(self.brief.language, self.brief.form)

    @property
    def send(self) -> Send:
        return templates().sends[self.brief.language]

    def say(self, template: str) -> str:
        """A line with its slots filled; "" where one of them is empty."""
        slots = {"brand": self.brand, "topic": self.brief.topic, "message": self.brief.message}
        used = [name for name in slots if f"{{{name}" in template]
        if any(not slots[name] for name in used):
            return ""
        return fill(template, slots) if used else template

    @property
    def cta(self) -> str:
        own = texts(self.known.guidelines, "content.cta")
        return self.brief.cta or next(iter(own), "") or self.lines.cta.get(self.format.kind, "")

    @property
    def opening(self) -> str:
        return self.say(self.lines.opening)


def composed(brief: Brief, known: Known, brand: str) -> tuple[Copy, ...]:
    """One or two variants: the first leads with the proof, the second with the message or the topic."""
    facts = tuple(_facts(brief, known))
    kit = Kit(brief, known, brand, facts, _lead(brief, known))
    first = _laid(kit, proof_first=True)
    second = _laid(kit, proof_first=False)
    return (first,) if first.text == second.text or not facts else (first, second)


def _facts(brief: Brief, known: Known) -> Iterator[str]:
    """The facts that may be told, what the row or the request names first, each as a sentence of its level."""
    chosen = known.proof(brief.proof_ref)
    avoid = [one for one in known.avoid if one]
    wanted = ([chosen] if chosen and not chosen.inward else []) + _ordered(brief, known)
    told: list[str] = []
    for one in wanted:
        if one.text and not any(alike(one.text, other) for other in (*told, *avoid)):
            told.append(one.text)
    yield from (ended(one, brief) for one in told[:_MOST_FACTS])


def _ordered(brief: Brief, known: Known) -> list[Proof]:
    """What the request tells, then what the guidelines prove, then what speaks of the topic or of the messages."""
    messages = " ".join(
        (brief.topic, brief.message, *(one for field in _MESSAGES for one in texts(known.guidelines, field)))
    )
    heard = content(messages)

    def rank(one: Proof) -> tuple[bool, bool, bool, float]:
        near = not heard.keys().isdisjoint(content(one.text))
        return (one.text not in brief.facts, one.path != "messaging.proof_points", not near, -one.grade)

    return sorted(known.tellable, key=rank)


def ended(fact: str, brief: Brief) -> str:
    """A fact as a line of copy: a fragment that can be a sentence of the level becomes one."""
    endings, plain = templates().endings, fact.strip()
    for pattern in templates().lead_ins.get(brief.language, ()):
        cut = regex(pattern).sub("", plain)
        plain = cut[:1].upper() + cut[1:]
    if brief.language == "en":
        return plain if _ENDS.search(plain) else f"{plain}."
    if any(plain.endswith(word) for word in endings.adjectives) and brief.form != "any":
        return f"{plain}{getattr(endings, brief.form)}."
    return _verbal(plain, brief.form) if _WRITTEN.search(plain) else turned(plain, brief.form)


def _verbal(plain: str, form: str) -> str:
    """있음 -> 있습니다, 있어요; other nouns of verbs stay as they are."""
    stem = plain.removesuffix("음")
    if stem == plain or not stem or final(stem[-1]) not in {"ㅆ", "ㅄ"}:
        return plain
    return f"{stem}{ {'formal': '습니다', 'polite': '어요', 'plain': '다', 'casual': '어'}.get(form, '음') }."


def _lead(brief: Brief, known: Known) -> str:
    """The message of the row, the tagline or the value proposition: words that the team has set itself."""
    names = ("messaging.tagline", "messaging.value_proposition", "messaging.pillars")
    set_ = next((one for name in names for one in texts(known.guidelines, name)), "")
    said = brief.message if _says(brief) else set_
    return f"{said[:1].upper()}{said[1:]}"


def _says(brief: Brief) -> bool:
    """Whether a message is short words for readers, rather than a plan's note to those who write."""
    return 0 < len(brief.message) <= _LONGEST_MESSAGE and not _NOTES.search(brief.message)


def _laid(kit: Kit, *, proof_first: bool) -> Copy:
    parts = [
        (spec.id, text)
        for spec in kit.format.parts
        for text in _ROLES[spec.role](kit, spec, proof_first)
        if text.strip()
    ]
    return laid(tuple(parts), kit.brief.language, kit.brief.format_id)


def _heads(kit: Kit, spec: PartSpec, proof_first: bool) -> Iterator[str]:
    label = kit.send.label if kit.format.sent and spec.id in {"subject", "title"} else ""
    topic = f"{kit.brief.topic[:1].upper()}{kit.brief.topic[1:]}"
    short = [one.rstrip(".") for one in kit.facts if not _POINTS.match(one)]
    named = (
        f"{kit.brand}: {kit.brief.topic}" if kit.brief.language == "en" else f"{kit.brand} {topic}"
    ).strip(" :")
    said = kit.lead.rstrip(".")
    first = [*short, named, topic, said] if proof_first else [said, named, topic, *short]
    candidates = [*first, kit.cta.rstrip("."), kit.brand]
    most = spec.max if spec.at_most > 1 else spec.max if spec.shown is None else spec.shown
    fitting = list(_fit((f"{label}{one}" for one in candidates if one), spec, most))
    yield from fitting[: max(spec.at_least, min(spec.at_most, 5))]


def _fit(candidates: Iterable[str], spec: PartSpec, most: int | None) -> Iterator[str]:
    seen = set[str]()
    for one in candidates:
        if one.strip() and one not in seen and (most is None or length(one, spec.count) <= most):
            seen.add(one)
            yield one


def _subs(kit: Kit, spec: PartSpec, proof_first: bool) -> Iterator[str]:
    candidates = (
        [*kit.facts[:1], kit.lead, kit.opening]
        if not proof_first
        else [kit.lead, *kit.facts[1:2], kit.opening]
    )
    yield from list(_fit(candidates, spec, spec.shown))[:1]


def _lines(kit: Kit, spec: PartSpec, proof_first: bool) -> Iterator[str]:
    """Lines of one thing each: a fact and the call, as far as they fit; the law's words go round them."""
    before, behind = _legal(kit)
    first = [*kit.facts, kit.lead, kit.opening] if proof_first else [kit.lead, kit.opening, *kit.facts]
    pairs = (
        [f"{_closed(one)} {kit.cta}".strip() for one in first if one]
        + [one for one in first if one]
        + [kit.cta]
    )
    told = ("\n".join(part for part in (before, one, behind) if part) for one in pairs)
    fitting = [
        one for one in _fit(told, spec, spec.max) if spec.min is None or length(one, spec.count) >= spec.min
    ]
    yield from fitting[: max(1, min(spec.at_most, 2, spec.at_least + 1))]


def _closed(line: str) -> str:
    return line if _ENDS.search(line) else f"{line}."


def _legal(kit: Kit) -> tuple[str, str]:
    """What stands before and behind a message that is sent."""
    if not kit.format.sent:
        return "", ""
    titled = any(spec.id in {"subject", "title"} for spec in kit.format.parts if not spec.optional)
    label = f"{kit.send.label}{kit.brand}".strip()
    return "" if titled else label, kit.send.refusal(kit.format.kind)


def _bodies(kit: Kit, spec: PartSpec, proof_first: bool) -> Iterator[str]:
    write = _long if spec.long else _BODIES.get(kit.format.kind, _post)
    yield write(kit, proof_first)


def _post(kit: Kit, proof_first: bool) -> str:
    before, behind = _legal(kit)
    if proof_first:
        first, rest = kit.facts[:1], kit.facts[1:]
        parts = [*first, kit.opening, *_bullets(rest), "", kit.cta]
    else:
        parts = [kit.lead or kit.opening, kit.opening if kit.lead else "", *_bullets(kit.facts), "", kit.cta]
    return _joined([before, *parts, behind])


def _bullets(facts: Sequence[str]) -> list[str]:
    return [f"{_BULLET}{one}" for one in facts] if len(facts) > 1 else list(facts)


def _joined(parts: Iterable[str]) -> str:
    lines: list[str] = []
    for one in parts:
        if one or (lines and lines[-1]):
            lines.append(one)
    return "\n".join(lines).strip()


def _letter(kit: Kit, proof_first: bool) -> str:
    greeting, told = kit.say(kit.lines.greeting), [kit.facts[0]] if proof_first and kit.facts else []
    rest = kit.facts[len(told) :]
    opening = kit.opening if proof_first else _joined([kit.lead, kit.opening])
    facts = [kit.lines.facts, *_bullets(rest)] if len(rest) > 1 else list(rest)
    sign = kit.say(kit.lines.sign)
    _, behind = _legal(kit)
    parts = [
        greeting,
        "",
        *told,
        opening,
        *(["", *facts] if facts else []),
        "",
        kit.cta,
        "",
        sign,
        "",
        behind,
    ]
    return _joined(parts)


def _spoken(kit: Kit, proof_first: bool) -> str:
    facts = kit.facts[1:] if proof_first else kit.facts
    return _joined([kit.opening, *facts])


def _long(kit: Kit, proof_first: bool) -> str:
    """Sections: what it is about, what is known of the brand, questions with the answers that are known."""
    first = kit.facts[:1] if proof_first else ([kit.lead] if kit.lead else [])
    facts = kit.facts[1:] if proof_first else kit.facts
    parts = [*first, kit.opening, ""]
    if facts:
        parts += [kit.say(kit.lines.why), *_bullets(facts), ""]
    answered = [(q, a) for q, a in questions(kit.known) if a]
    if answered:
        parts += [
            kit.lines.faq,
            *(line for q, a in answered for line in (f"Q. {q}", f"A. {ended(a, kit.brief)}")),
            "",
        ]
    return _joined([*parts, kit.cta])


def questions(known: Known) -> Iterator[tuple[str, str]]:
    """The persona's objections, each with the proof that answers it, or "" where none does.

    A fact that only repeats what people object to is no answer, and nothing for the street.
    """
    for one in known.of("objection"):
        for said in regex(r"\s*[,;]\s+|\n").split(one.text):
            if said.strip():
                yield (
                    said.strip(),
                    next((fact.text for fact in known.tellable if _answers(fact.text, said)), ""),
                )


def _answers(fact: str, objection: str) -> bool:
    return likeness(fact, objection) >= _SAME_MATTER


def _calls(kit: Kit, spec: PartSpec, proof_first: bool) -> Iterator[str]:
    del proof_first
    yield from list(_fit([kit.cta, kit.lines.cta.get(kit.format.kind, "")], spec, spec.shown))[:1]


def _tags(kit: Kit, spec: PartSpec, proof_first: bool) -> Iterator[str]:
    del proof_first
    own = [
        one if one.startswith("#") else f"#{_TAG.sub('', one)}"
        for one in texts(kit.known.guidelines, "content.hashtags")
    ]
    made = [
        f"#{_TAG.sub('', one)}" for one in (kit.brand, kit.brief.topic) if 1 < len(_TAG.sub("", one)) <= 20
    ]
    yield " ".join(list(dict.fromkeys([*own, *made]))[: min(_MOST_TAGS, spec.tags or _MOST_TAGS)])


def _paths(_kit: Kit, _spec: PartSpec, _proof_first: bool) -> Iterator[str]:
    yield from ()


_BODIES: Mapping[str, Callable[[Kit, bool], str]] = {"email": _letter, "video": _spoken}
_ROLES: Mapping[str, Callable[[Kit, PartSpec, bool], Iterator[str]]] = {
    "head": _heads,
    "sub": _subs,
    "line": _lines,
    "body": _bodies,
    "cta": _calls,
    "tags": _tags,
    "path": _paths,
}
