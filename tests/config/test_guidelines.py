"""The declared fields: names in two languages, options by any of their words, nothing ambiguous."""

import re

import pytest
from pydantic import ValidationError

from config.guidelines import GuidelineCatalogue, guideline_catalogue

CATALOGUE = guideline_catalogue()


@pytest.mark.parametrize("field_id", CATALOGUE.fields)
def test_each_field_is_found_by_its_id_labels_and_aliases(field_id: str) -> None:
    field, section = CATALOGUE.fields[field_id], field_id.partition(".")[0]
    for name in (field_id, field.label.en, field.label.ko, *field.aliases):
        assert CATALOGUE.find(name, section) == field_id
    assert re.search("[가-힣]", field.label.ko)
    assert any(re.search("[가-힣]", alias) for alias in field.aliases) or field_id.startswith("content.cta")


@pytest.mark.parametrize(
    ("said", "field_id"),
    [
        ("Don'ts", "voice.dont"),
        ("태그 라인", "messaging.tagline"),
        ("PROHIBITED_WORDS", "content.prohibited_words"),
        ("금칙어", "content.prohibited_words"),
        ("voice tone", "voice.tone"),
    ],
)
def test_case_spaces_and_signs_do_not_matter(said: str, field_id: str) -> None:
    assert CATALOGUE.find(said) == field_id


def test_the_nearest_field_is_offered_only_when_it_is_near() -> None:
    assert CATALOGUE.near("voice.tonne") == "voice.tone"
    assert CATALOGUE.near("taglin") == "messaging.tagline"
    assert CATALOGUE.near("wierd") is None


def test_options_are_understood_in_both_languages() -> None:
    formality = CATALOGUE.fields["voice.formality"]
    assert [formality.option(said) for said in ("합니다체", "Informal", "해요체", "loud")] == [
        "formal",
        "casual",
        "polite",
        None,
    ]


def test_every_field_that_the_product_needs_is_there() -> None:
    needed = (
        "voice.tone voice.person voice.formality voice.do voice.dont messaging.positioning messaging.tagline "
        "messaging.pillars messaging.proof_points content.required_elements content.prohibited_words "
        "content.emoji content.languages content.cta strategy.audience strategy.competitors "
        "strategy.never_do visual.colors visual.fonts visual.logo_rules"
    )
    assert set(needed.split()) <= set(CATALOGUE.fields)


def section(**fields: dict[str, object]) -> dict[str, object]:
    return {
        "sections": {"voice": {"label": {"en": "Voice", "ko": "보이스"}, "aliases": [], "fields": fields}}
    }


def field(**values: object) -> dict[str, object]:
    return {"type": "text", "label": {"en": "x", "ko": "엑스"}, "aliases": []} | values


@pytest.mark.parametrize(
    ("sections", "complaint"),
    [
        (section(a=field(), b=field()), "names voice.a and voice.b"),
        (section(a=field(type="choice")), "a choice has options"),
        (section(a=field(merge="add")), "only a list adds"),
        (section(a=field(split=True)), "only a list adds"),
    ],
)
def test_a_catalogue_that_contradicts_itself_is_refused(sections: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        GuidelineCatalogue.model_validate(sections)
