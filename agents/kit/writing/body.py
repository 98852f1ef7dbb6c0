"""The body of a piece of content: variants, lengths, claims and checks as plain values, and back again."""

from dataclasses import asdict
from typing import cast

from agents.kit.brandcheck.check import Checked, Dimension, Redline
from agents.kit.brandcheck.counting import length
from agents.kit.brandcheck.types import Claim, Copy, Piece, laid
from agents.kit.writing.brief import Brief, of_json
from agents.kit.writing.compose import questions
from agents.kit.writing.gather import Known
from agents.kit.writing.utm import utm
from config.errors import Locale
from config.wording import words
from memory.types import Json, Output


def variant_json(name: str, copy: Copy, found: Checked, path: str, slug: str) -> Json:
    """One variant; `path` is the place, for the campaign of its UTM."""
    return {
        "id": name,
        "text": copy.text,
        "parts": [part_json(copy, piece, n) for n, piece in enumerate(copy.pieces, start=1)],
        "claims": [claim_json(claim, n) for n, claim in enumerate(found.claims, start=1)],
        "brand_check": check_json(found),
        "limits_ok": found.limits_ok,
        "utm": utm(path, copy.format_id, slug, name),
        "status": found.status,
    }


def part_json(copy: Copy, piece: Piece, n: int) -> Json:
    spec = copy.spec(piece)
    return {
        "id": f"{piece.id}{n}",
        "part": piece.id,
        "text": piece.text,
        "length": length(piece.text, spec.count),
        "max": spec.max,
        "shown": spec.shown,
        "count": spec.count,
        "ok": spec.max is None or length(piece.text, spec.count) <= spec.max,
    }


def claim_json(claim: Claim, n: int) -> Json:
    proof = claim.proof
    return {
        "id": f"C{n}",
        "text": claim.text,
        "sentence": claim.sentence,
        "kind": claim.kind,
        "span": [claim.start, claim.end],
        "proof_ref": proof.ref if proof else None,
        "proof": {"kind": proof.kind, "text": proof.text, "grade": proof.grade} if proof else None,
    }


def check_json(found: Checked) -> Json:
    return {
        "score": found.score,
        "status": found.status,
        "dimensions": [_dimension(one) for one in found.dimensions],
        "redlines": [redline_json(one, n) for n, one in enumerate(found.redlines, start=1)],
    }


def _dimension(one: Dimension) -> Json:
    parts = [{"id": part.name, "most": part.most, "points": _rounded(part.points)} for part in one.parts]
    return {"id": one.name, "weight": one.weight, "points": _rounded(one.points), "parts": parts}


def _rounded(points: float | None) -> float | None:
    return None if points is None else round(points, 2)


def redline_json(one: Redline, n: int) -> Json:
    told: Json = {name: value for name, value in asdict(one).items() if name not in {"start", "end"}}
    return {"id": f"R{n}", **told, "span": [one.start, one.end]}


def copies_of(body: Json) -> tuple[Copy, ...]:
    """The variants of a piece as they were written."""
    return tuple(_copy(body, one) for one in body["variants"])


def _copy(body: Json, variant: Json) -> Copy:
    parts = tuple((part["part"], part["text"]) for part in variant["parts"])
    return laid(parts, body["language"], body["channel"])


def chosen_of(output: Output) -> Copy:
    """The text of the chosen variant."""
    body = output.draft.body
    return _copy(body, chosen_in(body))


def chosen_in(body: Json) -> Json:
    return next((one for one in body["variants"] if one["id"] == body["chosen"]), body["variants"][0])


def brief_of(output: Output) -> Brief:
    return of_json(cast("Json", output.draft.body["brief"]))


def outline(brief: Brief, known: Known, locale: Locale) -> list[str]:
    """What the piece is built on, line by line, each with where it comes from."""
    say = words("content")
    told: list[tuple[str, str]] = [
        ("topic", brief.topic), ("row", brief.row.rpartition(".")[2]), ("audience", brief.audience),
        ("message", brief.message),
    ]  # fmt: skip
    told += [("proof", one.text) for one in known.tellable[:4]]
    told += [
        (name, one.text)
        for name in ("outcome", "angle", "counter", "avoid", "tone", "voice")
        for one in known.of(name)[:3]
    ]
    told += [("cta", brief.cta), ("kept_back", "; ".join(one.text for one in known.kept_back[:3]))]
    return [say(f"outline.{name}", locale, said=said) for name, said in told if said]


def faq(known: Known) -> list[Json]:
    """The persona's objections with the answers that are known; None where there is none."""
    return [
        {"id": f"Q{n}", "question": q, "answer": a or None}
        for n, (q, a) in enumerate(questions(known), start=1)
    ]


def changes(previous: Output, copy: Copy) -> list[Json]:
    """What differs between the chosen text of the version before and this one, part by part."""
    old = {part["id"]: part["text"] for part in chosen_in(previous.draft.body)["parts"]}
    new = {f"{piece.id}{n}": piece.text for n, piece in enumerate(copy.pieces, start=1)}
    return [
        {"id": part, "before": old.get(part, ""), "after": new.get(part, ""), "version": previous.version}
        for part in dict.fromkeys((*old, *new))
        if old.get(part) != new.get(part)
    ]
