"""What a row says: a template of its stage, filled only with what is proved; the user's own words go before it."""

from dataclasses import dataclass, replace

from agents.kit.planning.choices import Choice
from agents.kit.planning.errors import ForbiddenWord, UnprovedNumber
from agents.kit.planning.fit import Fit
from agents.kit.planning.proofs import unproved
from agents.kit.planning.values import Ban, Known, Lead, Proof
from config.wording import words


@dataclass(frozen=True, slots=True)
class Message:
    """The message of a row and its call to action. `by` is `rule`, `you` or a model."""

    text: str
    cta: str
    by: str = "rule"
    forbidden: Ban | None = None


def message(
    known: Known, fit: Fit, proof: Proof, lead: Lead | None, own: Choice | None, own_cta: Choice | None
) -> Message:
    """Raises nothing: a forbidden word is told in the message, and the picker takes another proof."""
    say, locale = words("plan"), known.locale
    if own:
        text, by = own.value, "you"
    elif lead:
        text, by = _for_lead(known, proof, lead), "rule"
    else:
        facts = {"proof": proof.text, "persona": fit.persona.name}
        text, by = say(f"message.{fit.stage}", locale, **facts), "rule"
    cta = own_cta.value if own_cta else fit.tactic.cta.say(locale)
    return Message(text, cta, by, forbidden(known, f"{text} {cta}"))


def _for_lead(known: Known, proof: Proof, lead: Lead) -> str:
    say = words("plan")
    if proof.text == lead.text:
        return say("message.lead_alone", known.locale, lead=lead.text)
    return say("message.lead", known.locale, lead=lead.text, proof=proof.text)


def forbidden(known: Known, text: str) -> Ban | None:
    """The first forbidden word that stands in a text."""
    said = text.casefold()
    return next((ban for ban in known.bans if ban.kind == "word" and ban.value.casefold() in said), None)


def check_own(known: Known, text: str, proofs: list[str]) -> None:
    """Raises UnprovedNumber or ForbiddenWord for a message that somebody wants to set."""
    if ban := forbidden(known, text):
        raise ForbiddenWord(word=ban.value, source=ban.source or ban.said)
    if number := unproved(text, proofs):
        raise UnprovedNumber(number=number)


def price(told: Message, known: Known, proof: Proof) -> Message:
    """The message where buyers press on the price."""
    text = words("plan")("message.price", known.locale, proof=proof.text)
    return told if told.by != "rule" or forbidden(known, text) else replace(told, text=text)
