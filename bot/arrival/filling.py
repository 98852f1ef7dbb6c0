"""A form where there are no windows: its questions one by one. This is the only place that asks them.

What has been answered so far stands in the `expects` of the last reply, which is kept with the thread: a restart
loses nothing, and any process can go on. `-` stands for an answer that was left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from agents.types import AgentResult, Button
from bot.arrival.forms import Field, Misfilled, Unfilled, checked_value, command_of, field_spec, form
from bot.arrival.phrase import Phrase, phrase
from config.catalogue import FRAMEWORKS
from config.errors import Locale, StratumError
from config.wording import words

LEFT_OUT = "-"
CANCEL = "cancel"
_MOST_BUTTONS = 24


@dataclass(frozen=True, slots=True)
class Filling:
    """A form on its way: what it is, what is answered, and what was wrong with the last answer."""

    name: str
    values: Mapping[str, str]
    wrong: str = ""

    def next(self, locale: Locale) -> Field | None:
        """The field to ask for; None when everything that is asked has an answer."""
        fields = form(self.name, locale).fields
        return next((one for one in fields if one.asked and one.name not in self.values), None)

    def command(self, locale: Locale) -> str:
        given = {name: "" if value == LEFT_OUT else value for name, value in self.values.items()}
        defaults = {one.name: one.value for one in form(self.name, locale).fields if not one.asked}
        return command_of(self.name, defaults | given, locale)


def filling(rest: str, expected: str, locale: Locale) -> Filling:
    """The form after these words, which follow `form`; `expected` is what the last reply of the thread expects.

    Raises UnknownForm.
    """
    said = phrase(rest)
    name, field = _names(said.words)
    form(name, locale)
    before = phrase(expected.removeprefix("form ")) if expected.startswith("form ") else Phrase()
    kept = dict(before.options) if _names(before.words)[0] == name and said != Phrase(said.words) else {}
    values = kept | dict(said.options)
    if not (said.opened and field):
        return Filling(name, values)
    try:
        spec = field_spec(name, field)
        answer = checked_value(spec, said.text, locale) if spec else ""
    except (Misfilled, Unfilled) as error:
        return Filling(name, values, error.say(locale))
    return Filling(name, values | {field: answer or LEFT_OUT})


def ask(filling: Filling, locale: Locale) -> AgentResult:
    """The next question, its choices as buttons. The words that follow answer it."""
    field = filling.next(locale)
    if field is None:
        raise LookupError("nothing is left to be asked")
    title = form(filling.name, locale).title if not filling.values else ""
    lines = (filling.wrong, f"**{title}**" if title else "", field.label, field.hint)
    expects = str(Phrase((*("form", *filling.name.split()), field.name), filling.values, opened=True))
    return AgentResult(
        tuple(filter(None, lines)),
        buttons=tuple(_buttons(filling.name, field, locale)),
        status="needs_input",
        expects=expects,
    )


def completed(rest: str, expected: str, locale: Locale) -> str:
    """The command that a form comes to with these words; "" while something is left to be asked."""
    try:
        now = filling(rest, expected, locale)
        return now.command(locale) if not now.wrong and now.next(locale) is None else ""
    except StratumError:
        return ""


def _names(said: tuple[str, ...]) -> tuple[str, str]:
    """The form's name and the field's."""
    words_ = [*said, "", "", ""]
    if words_[0] == "framework" and words_[1] in FRAMEWORKS:
        return f"framework {words_[1]}", words_[2]
    return words_[0], words_[1]


def _buttons(name: str, field: Field, locale: Locale) -> list[Button]:
    say = words("chat")
    found = [
        Button(one.label, str(Phrase(("form", *name.split()), {field.name: one.value})))
        for one in field.options[:_MOST_BUTTONS]
    ]
    if not field.required:
        skip = Phrase(("form", *name.split()), {field.name: LEFT_OUT})
        found.append(Button(say("button.skip", locale), str(skip)))
    return [*found, Button(say("button.cancel", locale), f"form {CANCEL}")]
