"""A model proposes records for a framework; what it may not say is not in its form."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.candidates import proposals_model
from agents.kit.frameworks.growing import Standing, grow
from agents.kit.frameworks.tree import spots
from agents.kit.frameworks.vetting import Vetting
from agents.kit.llm import LLM, Material, Request
from agents.kit.reading.types import Source
from config.catalogue import FrameworkSpec
from config.errors import Locale
from config.prompting import propose as wording

MAX_TOKENS = 4_000


@dataclass(frozen=True, slots=True)
class Proposed:
    """A sheet with what a model proposed for it."""

    sheet: Sheet
    engine: str
    """`llm:<model>`, or `rule` when nothing that it proposed could stay."""
    added: int
    """Records."""


async def propose(
    spec: FrameworkSpec,
    sheet: Sheet,
    sources: Sequence[Source],
    locale: Locale,
    llm: LLM,
    outside: Collection[str] = (),
) -> Proposed:
    """The sheet with at most `at_most` new records a list.

    Each rests on a verbatim quote of the sources (an inference) or is marked as an assumption. What is there
    stays as it is. `outside` are the refs of sources whose authors are no members. Raises ModelError; the
    sheet that was given is then what there is.
    """
    asked = request(spec, sheet, sources, locale, outside)
    answer = await llm.fill(proposals_model(spec.id), asked)
    engine = f"llm:{answer.model}"
    grown = grow(sheet, spec, answer.value, Standing(Vetting(sources, asked.instructions), locale, engine))
    return Proposed(grown.sheet, engine if grown.added else "rule", grown.added)


def request(
    spec: FrameworkSpec,
    sheet: Sheet,
    sources: Sequence[Source],
    locale: Locale,
    outside: Collection[str] = (),
) -> Request:
    """What is asked. The instructions are the same for every sheet of a framework."""
    say = wording()
    name = spec.name.en
    return Request(
        agent="business_strategy",
        instructions=say.instructions.format(name=name, purpose=spec.purpose.en, source=spec.source),
        question=say.question.format(name=name, at_most=say.at_most, answer_in=say.answer_in.say(locale)),
        material=(*(_material(one, outside) for one in sources), *_there(spec, sheet, locale)),
        max_tokens=MAX_TOKENS,
    )


def _material(source: Source, outside: Collection[str]) -> Material:
    kind = "brief" if source.kind == "document" else "message"
    return Material(kind, source.text, member=source.ref not in outside, ref=source.ref)


def _there(spec: FrameworkSpec, sheet: Sheet, locale: Locale) -> Iterator[Material]:
    titles = [spot.title(locale) for spot in spots(sheet.body, spec) if not spot.spec.key]
    if titles:
        yield Material("output", "\n".join((wording().there, *titles)))
