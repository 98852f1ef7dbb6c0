"""Personas that go on: shown, corrected, answered, confirmed, merged, retired; each change is the next version."""

from dataclasses import replace

from agents.kit.persona.edits import Edit, Mode, apply, orders, parse, told_of, whom
from agents.kit.persona.errors import TooFewPersonas, UnknownAttribute
from agents.kit.persona.merging import merged
from agents.kit.persona.person import Person, draft_of
from agents.kit.persona.present import present
from agents.kit.persona.roster import Roster, roster
from agents.kit.persona.sheet import STATED, Attribute, Origin
from agents.kit.persona.wish import Wish
from agents.types import AgentResult, Ask, Button
from config.persona import attributes
from config.wording import words
from memory.types import InputUsed, Message

_PAIR = 2
_EXAMPLES = ("job", "age_range", "goals", "channels", "objections")


def turn_of(ask: Ask) -> Message:
    """The message that is being answered."""
    return ask.context.turns[-1]


async def show(ask: Ask, wish: Wish) -> AgentResult:
    """One persona, or the one the thread is on."""
    there = roster(ask)
    if not there.people:
        return none_yet(ask)
    person = whom(wish.rest, there)
    return replace(present((person,), ask.locale, "show"), outputs=(), questions=())


def none_yet(ask: Ask) -> AgentResult:
    say = words("persona")
    button = Button(say("button.create", ask.locale), "persona create")
    return AgentResult(
        (say("nobody.there", ask.locale),), buttons=(button,), status="needs_input", verb="none"
    )


async def edit(ask: Ask, wish: Wish) -> AgentResult:
    return _edited(ask, wish, "set")


async def add(ask: Ask, wish: Wish) -> AgentResult:
    return _edited(ask, wish, "add")


async def drop(ask: Ask, wish: Wish) -> AgentResult:
    return _edited(ask, wish, "drop")


def _edited(ask: Ask, wish: Wish, mode: Mode) -> AgentResult:
    """Raises WhichPersona, UnknownAttribute, UnfitAttribute."""
    there = roster(ask)
    if not there.people:
        return none_yet(ask)
    found = parse(wish.rest, there, mode)
    if found is None or (not found.value and found.mode != "drop" and not orders(wish.rest)):
        return _told(ask, there, wish)
    if not found.value and found.mode != "drop":
        return _asked(ask, found)
    changed = apply(found, turn_of(ask))
    return _changed(ask, changed, _said(ask, found, changed))


def _asked(ask: Ask, edit: Edit) -> AgentResult:
    """What is to stand there was not said; the next words say it."""
    say, label = words("persona"), edit.attribute.label.say(ask.locale)
    line = say("edit.what", ask.locale, name=edit.person.name, label=label)
    verb = "add" if edit.mode == "add" else "edit"
    expects = f"persona {verb} {edit.person.slug} {edit.attribute.id}"
    return AgentResult((line,), status="needs_input", verb="edit", expects=expects, told="")


def _told(ask: Ask, there: Roster, wish: Wish) -> AgentResult:
    """A sentence that names no attribute says something of the persona all the same, or nothing that fits."""
    person = whom(wish.rest, there)
    changed = told_of(person, wish.rest, turn_of(ask))
    if changed is person:
        known = ", ".join(attributes()[one].label.say(ask.locale) for one in _EXAMPLES)
        raise UnknownAttribute(known=known)
    new = [name for name, one in changed.attributes.items() if one != person.attributes.get(name)]
    lines = [_line(ask, changed, name) for name in new]
    return _changed(ask, changed, " · ".join(lines))


def _line(ask: Ask, person: Person, attribute: str) -> str:
    spec = attributes()[attribute]
    value = spec.shown(person.attributes[attribute].value, ask.locale)
    return words("persona")(
        "edited", ask.locale, name=person.name, label=spec.label.say(ask.locale), value=value
    )


def _said(ask: Ask, edit: Edit, changed: Person) -> str:
    if edit.attribute.id in changed.attributes:
        return _line(ask, changed, edit.attribute.id)
    label = edit.attribute.label.say(ask.locale)
    return words("persona")("dropped", ask.locale, name=changed.name, label=label)


def _changed(ask: Ask, person: Person, line: str) -> AgentResult:
    """The next version."""
    shown = present((told_now(ask, person),), ask.locale, "edit")
    return replace(shown, lines=(line, *shown.lines[1:]), told="")


def told_now(ask: Ask, person: Person) -> Person:
    """The persona, which rests on this message as well."""
    turn = turn_of(ask)
    return replace(person, inputs=(*person.inputs, InputUsed("turn", turn.id, turn.content_hash)))


async def answer(ask: Ask, wish: Wish) -> AgentResult:
    """`persona answer anna.attributes.job nurse`, or plain words behind the questions of the thread."""
    field, _, text = wish.rest.partition(" ")
    there, named = roster(ask), field.split(".")
    person = there.called(named[0])
    if person is None or len(named) != 3 or named[2] not in attributes():
        return await edit(ask, wish)
    changed = apply(Edit(person, attributes()[named[2]], text), turn_of(ask))
    return _changed(ask, changed, _line(ask, changed, named[2]))


async def confirm(ask: Ask, wish: Wish) -> AgentResult:
    """What was assumed is the user's own statement from now on; what is synthetic stays so."""
    there = roster(ask)
    if not there.people:
        return none_yet(ask)
    person, turn = whom(wish.rest, there), turn_of(ask)
    origin = Origin("turn", turn.id, turn.text, STATED)
    stated = {
        name: Attribute(one.value, (origin,)) if one.assumed and not one.synthetic else one
        for name, one in person.attributes.items()
    }
    return _changed(ask, replace(person, attributes=stated), draft_of(person, ask.locale).summary)


async def fix(ask: Ask, wish: Wish) -> AgentResult:
    there = roster(ask)
    if not there.people:
        return none_yet(ask)
    say, person = words("persona"), whom(wish.rest, there)
    example = say("fix.example", ask.locale, name=person.name)
    return AgentResult((say("fix.how", ask.locale, example=example),), verb="fix", expects="persona edit")


async def merge(ask: Ask, wish: Wish) -> AgentResult:
    """Two personas as one; the second one is archived. Raises TooFewPersonas."""
    there = roster(ask)
    pair = (*there.named(wish.rest), *(there.people if len(there.people) == _PAIR else ()))[:_PAIR]
    if len({one.slug for one in pair}) < _PAIR:
        raise TooFewPersonas(known=", ".join(one.name for one in there.people) or "-")
    one, other = pair
    whole, kept = merged(one, other, ask.locale)
    say = words("persona")
    shown = present((whole,), ask.locale, "merge")
    gone = draft_of(replace(other, retired=True, merged_into=whole.slug), ask.locale)
    line = say("merged", ask.locale, one=one.name, other=other.name, name=whole.name)
    told = [say("merge.differ", ask.locale, one=one.name, what=", ".join(kept))] if kept else []
    return replace(shown, outputs=(gone, *shown.outputs), lines=(line, *told, *shown.lines[1:])[:3])


async def retire(ask: Ask, wish: Wish) -> AgentResult:
    there = roster(ask)
    if not there.people:
        return none_yet(ask)
    person = whom(wish.rest, there)
    gone = draft_of(replace(person, retired=True), ask.locale)
    line = words("persona")("retired", ask.locale, name=person.name)
    return AgentResult((line,), outputs=(gone,), verb="retire")
