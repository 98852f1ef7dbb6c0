"""What may not be done: guidelines and standing instructions, each with who says so; and how channels stand."""

from collections.abc import Iterator, Mapping, Sequence

from agents.kit.flows import arriving
from agents.kit.given import Brand
from agents.kit.planning.choices import Choices
from agents.kit.planning.naming import channels_in, forbidden_in
from agents.kit.planning.proofs import of_clause
from agents.kit.planning.values import Ban, Ground, Standing, of_guideline, of_insight
from agents.kit.reading.types import Clause, Reading
from agents.types import Context
from config.learning import table
from config.patterns import regex
from config.planning import Record
from memory.insight import Insight

_GOOD: dict[str, Record] = dict.fromkeys(
    ("audience", "own_channel_share", "good_results", "growth_own", "recurring_customers"), "proven"
)
_QUOTED = regex(r"[\"“‘'「](?P<word>[^\"”’'」]{1,40})[\"”’'」]")
_UNTRIED = ("inexperience", "absence")
_ADS = ("광고", "ads", "advert", "paid")


def bans(brand: Brand, known: Sequence[Insight], choices: Choices) -> tuple[Ban, ...]:
    """Channels, words and deeds that are forbidden, and by whom."""
    return (*_of_guidelines(brand), *_of_insights(known), *_of_choices(choices))


def _of_guidelines(brand: Brand) -> Iterator[Ban]:
    fields = brand.guidelines.fields
    for name, kind in (("strategy.never_do", "never"), ("content.prohibited_words", "word")):
        field = fields.get(name)
        for text, place in field.items if field else ():
            ground = of_guideline(place, text)
            channels = (
                tuple(dict.fromkeys([*forbidden_in(text), *channels_in(text)])) if kind == "never" else ()
            )
            yield from (Ban("channel", one, text, ground, place) for one in channels)
            if not channels:
                yield Ban(kind, text, text, ground, place)


def _of_insights(known: Sequence[Insight]) -> Iterator[Ban]:
    for one in known:
        if one.category in ("rule", "preference", "decision", "channel", "note"):
            for channel in dict.fromkeys([*forbidden_in(one.text), *_refused(one)]):
                yield Ban("channel", channel, one.text, of_insight(one))
        if one.category == "rule" and one.predicate == "never" and (quoted := _QUOTED.search(one.text)):
            yield Ban("word", quoted["word"], one.text, of_insight(one))


def _refused(one: Insight) -> Iterator[str]:
    """The channels that a rule is about as a whole, however it was worded: `rule:tiktok` never."""
    subject = one.subject_key.removeprefix("rule:")
    if one.predicate == "never" and subject in table("vocabulary")["channel"]:
        yield from channels_in(subject.replace("_", " "))


def _of_choices(choices: Choices) -> Iterator[Ban]:
    for key, choice in choices.of("exclude").items():
        yield Ban("channel", key, choice.quote, choice.ground)


def allowed(brand: Brand) -> tuple[tuple[str, ...], Ground | None]:
    """The channels that a locked guideline keeps to; none where it is not locked."""
    text, locked_at = _channels(brand)
    return ((), None) if locked_at is None else (_named(text), of_guideline(locked_at, text))


def preferred(brand: Brand) -> tuple[str, ...]:
    """The channels that a guideline names without a lock."""
    text, locked_at = _channels(brand)
    return () if locked_at is not None else _named(text)


def _channels(brand: Brand) -> tuple[str, str | None]:
    """What the guidelines say of channels, and the place that locks it."""
    field = brand.guidelines.fields.get("strategy.channels")
    if field is None:
        return "", None
    return ", ".join(field.value) if isinstance(field.value, tuple) else field.value, field.locked_at


def _named(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(channels_in(text)))


def business_channels(context: Context) -> tuple[str, ...]:
    """The channels of the business model, as far as the catalogue knows them."""
    texts = [one.text for one in arriving("bmc.channel-plan.whitelist", context)]
    return tuple(dict.fromkeys(channel for text in texts for channel in channels_in(text)))


def standings(reading: Reading) -> Mapping[str, Standing]:
    """Channels that the words say something of: they work already, or were never tried."""
    found: dict[str, Standing] = {}
    for clause in reading.clauses:
        record = _record(clause)
        if record and clause.actor == "own":
            for channel in channels_in(clause.text):
                found.setdefault(channel, Standing(record, of_clause(clause)))
    return found


def paid_untried(reading: Reading) -> Standing | None:
    """Where the words say that no ads were ever run."""
    for clause in reading.tagged(*_UNTRIED):
        if any(word in clause.text.lower() for word in _ADS):
            return Standing("experimental", of_clause(clause))
    return None


def _record(clause: Clause) -> Record | None:
    if clause.has(*_UNTRIED):
        return "experimental"
    return next((record for tag, record in _GOOD.items() if clause.has(tag)), None)
