"""What a model says for a persona stands only as far as the record bears it out."""

from dataclasses import replace
from datetime import UTC, datetime

from agents.kit.frameworks.vetting import Vetting
from agents.kit.interviewing.contradictions import contradicted
from agents.kit.interviewing.interviewee import Interviewee, told
from agents.kit.interviewing.judging import Judged, Setting, judge, short
from agents.kit.interviewing.model import ModelAnswer
from agents.kit.interviewing.recorded import Answer, answer
from agents.kit.interviewing.speech import Asked, read
from agents.kit.interviewing.stances import held
from agents.kit.reading.types import Source
from memory.insight import Insight, InsightId
from memory.interview import Fact, Ground, Interaction, SessionId, Stance
from memory.types import OrgId, Scope

DANA = told(
    "dana",
    "Dana",
    {
        "price_sensitivity": "high",
        "objections": ["the delivery fee is too high"],
        "channels": ["Instagram"],
        "spend": "spends 12,000 won a visit",
    },
    "en",
)


def turn(
    number: int, subject: str, stance: Stance, text: str = "No.", facts: tuple[Fact, ...] = ()
) -> Interaction:
    return Interaction(
        session=SessionId("s"),
        persona="dana",
        number=number,
        kind="ask",
        phase="problem",
        topic="",
        subject=subject,
        question="What about it?",
        answer=text,
        stance=stance,
        certainty="medium",
        engine="llm:x",
        message=f"m{number}",
        new_facts=facts,
    )


def learnt(text: str) -> Insight:
    day = datetime(2026, 3, 2, tzinfo=UTC)
    return Insight(
        InsightId("01990000-0000-7000-8000-00000000abcd"), Scope(OrgId("o")), "learning", "audience", "audience:x",
        "is", "x", "", text, None, None, day, None, None, 0.8, 0.75, "normal", "active", "h",
    )  # fmt: skip


def judged(
    question: str,
    text: str,
    stance: Stance,
    *based_on: str,
    history: tuple[Interaction, ...] = (),
    insights: tuple[Insight, ...] = (),
    persona: Interviewee = DANA,
    certainty: str = "high",
) -> Judged:
    asked = read(question)
    words = [one.text for one in (*persona.attributes, *insights)] + [question]
    words += [one.answer for one in history]
    vetting = Vetting([Source("document", "", one, "") for one in words])
    setting = Setting(asked, persona, history, insights, held(persona, asked.subject, history), vetting)
    given = ModelAnswer(text=text, based_on=list(based_on), stance=stance, certainty=certainty, new_facts=[])  # type: ignore[arg-type]
    return judge(given, "llm:x", setting)


def test_labels_that_name_nothing_are_dropped() -> None:
    found = judged(
        "What about delivery?", "The fee is too high.", "against", "A:objections", "A:income", "T9", "I:zz"
    )
    assert found.faults == ()
    assert found.answer.based_on == (Ground("attribute", "objections"),)
    assert found.answer.notes == ("dropped",)


def test_an_answer_that_names_nothing_is_repaired_from_the_record_or_has_a_fault() -> None:
    repaired = judged("What about delivery?", "That delivery fee is too high for me.", "against")
    assert repaired.answer.based_on == (Ground("attribute", "objections"),)
    assert repaired.answer.notes == ("repaired",)
    assert judged("Do you ski?", "I ski every winter.", "neutral", "A:channels").faults == ("unsupported",)
    assert judged("Do you ski?", "I would not know.", "unknown").faults == ()


def test_a_number_that_nobody_told_has_a_fault() -> None:
    assert judged("What do you spend?", "About 12,000 won a visit.", "neutral", "A:spend").faults == ()
    assert judged("What do you spend?", "About 15,000 won a visit.", "neutral", "A:spend").faults == (
        "figures",
    )


def test_a_stance_does_not_move_without_new_evidence() -> None:
    question = "You'd love to have it delivered, wouldn't you?"
    assert judged(question, "No, the fee is too high.", "against", "A:objections").faults == ()
    assert "flipped" in judged(question, "I like it brought home.", "for", "A:objections").faults
    assert "flipped" in judged(question, "It depends on the fee.", "mixed", "A:objections").faults
    assert set(judged(question, "Yes, but the fee is too high.", "against", "A:objections").faults) == {
        "two_sides",
        "flipped",
    }


def test_what_was_learnt_since_may_move_it() -> None:
    new = learnt("Office workers order delivery to the office every Friday")
    found = judged(
        "What about delivery?",
        "On Friday we order delivery to the office.",
        "for",
        f"I:{short(new)}",
        insights=(new,),
    )
    assert found.faults == ()
    assert found.answer.based_on == (Ground("insight", str(new.id)),)


def test_a_supposition_binds_to_nothing() -> None:
    assert (
        judged(
            "If delivery were free, would you use it?", "Without the fee, yes.", "for", "A:objections"
        ).faults
        == ()
    )


def test_an_earlier_turn_holds_where_no_attribute_does_and_is_cited() -> None:
    before = (turn(3, "subscription", "against", "A subscription ties me down."),)
    found = judged("What about a subscription?", "It ties me down.", "against", "T3", history=before)
    assert (found.faults, found.answer.based_on) == ((), (Ground("turn", "3"),))
    assert (
        "flipped"
        in judged(
            "What about a subscription?", "I would take a subscription.", "for", "T3", history=before
        ).faults
    )
    again = judged(
        "What about delivery?",
        "The fee is too high.",
        "against",
        "A:objections",
        history=(turn(1, "delivery", "against"),),
    )
    assert again.answer.based_on[-1] == Ground("turn", "1")


def test_nobody_is_more_certain_than_the_record() -> None:
    assert (
        judged("What about delivery?", "The fee is too high.", "against", "A:objections").answer.certainty
        == "high"
    )
    assumed = replace(DANA, attributes=tuple(replace(one, assumed=True) for one in DANA.attributes))
    found = judged("What about delivery?", "The fee is too high.", "against", "A:objections", persona=assumed)
    assert found.answer.certainty == "low"


def test_contradictions_are_computed_from_stances_and_values() -> None:
    asked = Asked("What about delivery?", "delivery")
    said = Answer("I like it.", "for", "low", new_facts=(Fact("visits a week", "2 times"),))
    before = (
        turn(1, "delivery", "against"),
        turn(2, "price", "for", facts=(Fact("visits a week", "5 times"),)),
    )
    assert contradicted(said, asked, DANA, before) == ("a:objections", "1", "2")
    assert contradicted(replace(said, stance="against", new_facts=()), asked, DANA, before) == ()


def test_without_a_model_only_the_record_is_quoted() -> None:
    found = answer(read("What about delivery?"), DANA, ())
    assert (found.text, found.stance, found.engine) == ("the delivery fee is too high", "against", "recorded")
    assert answer(read("Which football club?"), DANA, ()).text == ""
    assert answer(read("Where did you hear about us?"), DANA, ()).text == "Instagram"
