"""Forms that no platform's name is in: what a window shows, and the command that a filled one stands for.

A form that is handed in is a `Heard` of kind "form": its action is `form <name>`, its text a JSON object of the
values by the fields' names, all of them text ("yes" or "no", 2026-03-01, "300").
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.arrival.phrase import Phrase
from config.catalogue import FRAMEWORKS, framework_spec
from config.errors import Locale, Misused
from config.forms import FieldKind, FormField, form_specs
from config.wording import words

Values = Mapping[str, str]
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = re.compile(r"(?<=\d)[,_ ](?=\d{3}\b)")


class UnknownForm(Misused):
    """There is no form {name!r}.

    ko: {name!r}이라는 입력창은 없습니다.
    """


class Unfilled(Misused):
    """{field}: please fill this in.

    ko: {field}: 입력해 주세요.
    """


class Misfilled(Misused):
    """{field}: {value!r} does not fit here. {hint}

    ko: {field}: {value!r}은(는) 여기에 맞지 않습니다. {hint}
    """


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what is shown, and what is handed in."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    kind: FieldKind
    options: tuple[Option, ...] = ()
    required: bool = False
    value: str = ""
    """What stands there at first; of a choice, the value of an option."""
    hint: str = ""
    asked: bool = True
    """Whether it is worth a question of its own where the form is asked question by question."""


@dataclass(frozen=True, slots=True)
class Form:
    name: str
    title: str
    fields: tuple[Field, ...]
    send: str
    """What the button says that hands it in."""


def form(name: str, locale: Locale, values: Values | None = None) -> Form:
    """The form of this name, in its language, with values that are known already. It asks no database.

    `framework swot` is the form of one framework. Raises UnknownForm.
    """
    base, framework = _named(name)
    spec, known = form_specs()[base], _own(base, locale) | dict(values or {})
    title = framework_spec(framework).name.say(locale) if framework else spec.title.say(locale)
    fields = [_field(one, known, locale) for one in spec.fields if not (framework and one.name == base)]
    return Form(name, title, tuple(fields), spec.send.say(locale))


def values_of(text: str) -> dict[str, str]:
    """The values of a form that was handed in. Raises Misfilled where the text is no JSON object of texts."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Misfilled(field="JSON", value=text[:80], hint="")
    return {str(key): "" if value is None else str(value) for key, value in found.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def command_of(name: str, values: Values, locale: Locale) -> str:
    """The command that a filled form stands for. Raises UnknownForm, Unfilled, Misfilled."""
    base, framework = _named(name)
    spec = form_specs()[base]
    given = {"framework": framework} | dict(values) if framework else dict(values)
    checked = {one.name: checked_value(one, given.get(one.name, ""), locale) for one in spec.fields}
    return str(_COMMANDS[base](checked | {"spoken": checked.get("locale") or locale}))


def checked_value(field: FormField, said: str, locale: Locale) -> str:
    """The value as it is kept; empty where nothing is said and nothing has to be. Raises Unfilled, Misfilled."""
    value = said.strip() or field.value
    if not value:
        if field.required:
            raise Unfilled(field=field.label.say(locale))
        return ""
    fitting = _fit(field, value)
    if fitting is None:
        raise Misfilled(
            field=field.label.say(locale), value=value, hint=field.hint.say(locale) if field.hint else ""
        )
    return fitting


def field_spec(name: str, field: str) -> FormField | None:
    """The data of one field of a form. Raises UnknownForm."""
    return next((one for one in form_specs()[_named(name)[0]].fields if one.name == field), None)


def _named(name: str) -> tuple[str, str]:
    base, _, framework = name.strip().partition(" ")
    if base not in form_specs() or (framework and (base != "framework" or framework not in FRAMEWORKS)):
        raise UnknownForm(name=name)
    return base, framework


def _own(base: str, locale: Locale) -> dict[str, str]:
    """What a form begins with in this language."""
    if base != "onboarding":
        return {}
    return {"locale": locale, "timezone": "Asia/Seoul" if locale == "ko" else "UTC"}


def _field(spec: FormField, known: Values, locale: Locale) -> Field:
    options = tuple(Option(one.label.say(locale), one.id) for one in spec.choices())
    if spec.kind == "yes":
        options = _YES_NO[locale]
    return Field(
        name=spec.name,
        label=spec.label.say(locale),
        kind=spec.kind,
        options=options,
        required=spec.required,
        value=known.get(spec.name, spec.value),
        hint=spec.hint.say(locale) if spec.hint else "",
        asked=spec.asked,
    )


_YES_NO: Mapping[Locale, tuple[Option, ...]] = {
    "en": (Option("Yes", "yes"), Option("No", "no")),
    "ko": (Option("예", "yes"), Option("아니요", "no")),
}


def _fit(field: FormField, value: str) -> str | None:
    """The value in the one spelling that commands read; None where it does not fit the field."""
    match field.kind:
        case "choice":
            named = {word: one.id for one in field.choices() for word in (one.id, one.label.en, one.label.ko)}
            return next((named[word] for word in named if word.casefold() == value.casefold()), None)
        case "yes":
            return "yes" if value.casefold() in {"yes", "y", "예", "네", "true"} else "no"
        case "date":
            return _date(value)
        case "number":
            plain = _GROUPED.sub("", value)
            return plain if _NUMBER.fullmatch(plain) else None
        case _:
            return value if not field.pattern or re.fullmatch(field.pattern, value) else None


def _date(value: str) -> str | None:
    try:
        return date.fromisoformat(value.replace(".", "-").replace("/", "-").rstrip("-")).isoformat()
    except ValueError:
        return None


def _slashed(*names: str) -> str:
    """Names in one line: a slash within one would part it."""
    return " / ".join(name.replace("/", "·") for name in names if name)


def _onboarding(v: Values) -> Phrase:
    here = {"locale": v["locale"], "timezone": v["timezone"]}
    campaign = v["campaign"] or words("tools")("start.campaign", "ko" if v["spoken"] == "ko" else "en")
    return Phrase(("start", v["type"]), here, _slashed(v["client"], campaign))


def _map(v: Values) -> Phrase:
    newcomers = "" if v["newcomers"] == "default" else v["newcomers"]
    return Phrase(("bind",), {"newcomers": newcomers}, v["place"])


def _campaign(v: Values) -> Phrase:
    plan = {key: v[key] for key in ("budget", "starts", "ends", "goal")}
    return Phrase(("campaign",), plan, _slashed(v["client"], v["name"]))


def _brand(v: Values) -> Phrase:
    locked = {"locked": "yes"} if v["locked"] == "yes" else {}
    return Phrase(("brand", "set", v["field"]), locked, v["value"], opened=True)


_COMMANDS: Mapping[str, Callable[[Values], Phrase | str]] = {
    "onboarding": _onboarding,
    "map": _map,
    "campaign": _campaign,
    "brand": _brand,
    "framework": lambda v: f"strategy {v['framework']} {v['input']}".rstrip(),
    "digest": lambda v: f"digest add {v['days']} {v['time']}",
    "forget": lambda v: f"forget {v['what']}",
}
