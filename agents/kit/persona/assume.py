"""What stands in a persona although nobody said it of its group: inferred or assumed, each with its reason."""

import re
from collections.abc import Iterable

from agents.kit.persona.gather import channels_in, matches, option_in
from agents.kit.persona.mentions import Mention
from agents.kit.persona.sheet import DEFAULT, INFERRED, Attribute, Origin, Sheet
from agents.kit.reading.types import Clause
from config.catalogue import Bilingual
from config.errors import Locale
from config.patterns import regex
from config.persona import Market, attributes, people
from config.wording import words

_PLACE_KO = regex(
    r"(?<![가-힣\d])((?:[가-힣]+(?<![은는이가년])\s)?[가-힣]{2,})에(?:서)?\s(?:문을\s연|있는|위치한|자리한|자리 잡은)"
)
_PLACE_EN = regex(r"\b(?:in|near) ([A-Z][\w-]+(?:[ ,]+[A-Z][\w-]+){0,2})")
_NAMES_A_PLACE = frozenset({"introduction", "location"})


def of_label(sheet: Sheet, mention: Mention, origin: Origin, market: Market, locale: Locale) -> None:
    """What the name of the group itself says: an age, a sex, a household, an occupation, a trade."""
    clause = _clause(mention.label, origin, locale)
    for name in ("age_range", "household", "education", "department", "company_size"):
        if attributes()[name].fits(market) and (found := next(matches(attributes()[name], clause), "")):
            sheet.put(name, found, origin)
    for name in ("gender", "price_sensitivity", "journey_stage"):
        if found := option_in(attributes()[name], mention.label):
            sheet.put(name, found, origin)
    of_mention(sheet, mention, origin, market, locale)


def of_mention(sheet: Sheet, mention: Mention, origin: Origin, market: Market, locale: Locale) -> None:
    data, head = people(), mention.head
    if market == "b2c":
        listed, but = (data.b2c_ko, data.no_job_ko) if locale == "ko" else (data.b2c_en, data.no_job_en)
        if head in listed and head not in but:
            sheet.put("job", head, origin)
        return
    roles = data.roles_ko if locale == "ko" else data.roles_en
    trade = (
        mention.label
        if head not in roles
        else re.sub(re.escape(head), "", mention.label, flags=re.IGNORECASE).strip()
    )
    if head in roles:
        sheet.put("job", mention.label, origin)
    if trade:
        sheet.put("industry", trade, origin)


def of_business(sheet: Sheet, clauses: Iterable[Clause], market: Market, locale: Locale) -> None:
    """What the business says of itself lets one expect of its customers, marked as inferred."""
    say = words("persona")
    for clause in clauses:
        origin = Origin(
            "document" if clause.source_kind == "document" else "turn",
            clause.source_ref,
            clause.quote,
            INFERRED,
        )
        if clause.has("price_resistance"):
            sheet.add("objections", clause.text, origin, say("because.said_of_all", locale))
        elif market == "b2c" and clause.has("price_position") and clause.quantities:
            sheet.add("objections", clause.text, origin, say("because.price", locale))
        if market == "b2c" and clause.has("channel", "audience") and not _lacks(clause):
            for channel in channels_in(clause.text, clause.language):
                sheet.add("channels", channel, origin, say("because.channel", locale))
        if place := _place(clause):
            sheet.put("region", place, Origin(origin.kind, origin.ref, origin.quote, DEFAULT),
                      say("because.place", locale), assumed=True)  # fmt: skip


def of_nothing(sheet: Sheet, market: Market, locale: Locale) -> None:
    """Defaults, each with the reason why it stands there, at the grade of a default."""
    for spec in attributes().values():
        if (
            spec.id in sheet.attributes
            or spec.assumed is None
            or spec.because is None
            or not spec.fits(market)
        ):
            continue
        if spec.assumed_only in (None, market):
            told = spec.assumed
            value = (
                told.say(locale)
                if isinstance(told, Bilingual)
                else float(told)
                if isinstance(told, int)
                else told
            )
            origin = Origin("default", spec.id, "", DEFAULT)
            sheet.set(spec.id, Attribute(value, (origin,), assumed=True, reason=spec.because.say(locale)))


def _lacks(clause: Clause) -> bool:
    return clause.has("absence", "inexperience") or not clause.concepts.isdisjoint({"lacking", "none"})


def _place(clause: Clause) -> str:
    if not clause.has(*_NAMES_A_PLACE) and not _PLACE_KO.search(clause.text):
        return ""
    found = (_PLACE_KO if clause.language == "ko" else _PLACE_EN).search(clause.text)
    return found[1] if found else ""


def _clause(text: str, origin: Origin, locale: Locale) -> Clause:
    return Clause("", text, text, origin.ref, "statement", 0, locale, 0)
