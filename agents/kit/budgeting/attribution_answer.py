"""Attribution in the chat: of the paths that are pasted, by the model that is named, else by all."""

from agents.kit.budgeting.attribution import MODELS, Attributed, Model, attribute
from agents.kit.budgeting.attribution_told import checks, compared
from agents.kit.budgeting.errors import NoNumpy
from agents.kit.budgeting.paths import Paths
from agents.kit.budgeting.paths_file import NoPathColumns, paths_of
from agents.kit.budgeting.wish import Wish
from agents.types import AgentResult, Ask, Bullets, Question, Section, Table
from config.budgeting import attribution
from config.errors import Locale
from config.patterns import regex
from config.wording import words

_NAMED: dict[Model, str] = {
    "first": r"\bfirst\b|첫",
    "last": r"\blast\b|라스트|마지막",
    "linear": r"\blinear\b|균등|선형",
    "position": r"\bposition\w*\b|u-shaped|위치",
    "time_decay": r"\btime[ _-]?decay\b|시간",
    "shapley": r"shapley|섀플리",
    "markov": r"markov|마르코프",
}


def attributed(ask: Ask, wish: Wish) -> AgentResult:
    """The answer; without paths, how to hand them in."""
    head, _, _ = wish.text.partition("\n")
    paths = _paths(wish.text, ask.locale)
    if paths is None or not paths.paths:
        return _asked(ask)
    models = _models(head)
    done, failed = _computed(paths, models, ask.locale)
    say = words("budget")
    heads, rows = compared(done, ask.locale)
    told = tuple(str(one["detail"]) for each in done[:1] for one in checks(each, paths, ask.locale))
    methods = tuple(
        say(f"model.{one.model}", ask.locale, half_life=f"{one.half_life or 0:g}") for one in done[1:]
    )
    sections = (
        Section(say("section.attribution", ask.locale), (Table(heads, tuple(rows)),)),
        Section(say("section.basis", ask.locale), (Bullets((*told, *methods)),)),
    )
    return AgentResult(
        (_first(done, ask.locale),), sections, verb="attribution", degraded=(failed,) if failed else ()
    )


def _computed(paths: Paths, models: tuple[Model, ...], locale: Locale) -> tuple[list[Attributed], str]:
    """What was computed, and why a model was not; "" where all were."""
    done, failed = list[Attributed](), ""
    for model in models:
        try:
            done.append(attribute(paths, model, attribution().half_life))
        except NoNumpy as error:
            failed = error.say(locale)
    return done, failed


def _models(text: str) -> tuple[Model, ...]:
    named: tuple[Model, ...] = tuple(model for model in MODELS if regex(_NAMED[model]).search(text.lower()))
    return named or MODELS


def _paths(text: str, locale: Locale) -> Paths | None:
    """The paths from the line on that names the columns."""
    lines = text.splitlines()
    for at in range(len(lines)):
        try:
            return paths_of("\n".join(lines[at:]), locale)
        except NoPathColumns:
            continue
    return None


def _first(done: list[Attributed], locale: Locale) -> str:
    """Who earns the most by the last of the models that were computed, and between what in all."""
    say, last = words("budget"), done[-1]
    best = last.credits[0]
    of_best = [one for each in done for one in each.credits if one.channel == best.channel]
    shares = [one.share for one in of_best if one.share is not None]
    if not shares:
        return say("check.converts.none", locale)
    spread = f"{min(shares):.0%}~{max(shares):.0%}" if len(done) > 1 else f"{shares[0]:.1%}"
    return say("attribution.best", locale, channel=best.channel, share=spread)


def _asked(ask: Ask) -> AgentResult:
    say = words("budget")
    question = Question("paths", say("missing.paths.ask", ask.locale))
    lines = (say("attribution.missing", ask.locale), question.text)
    return AgentResult(
        lines, questions=(question,), status="needs_input", verb="attribution", expects="budget attribution :"
    )
