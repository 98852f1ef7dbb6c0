"""A client's own template: what it may name, what it names, and what it is filled with."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from agents.kit.reporting.fields import Fields, Value
from config.errors import Locale, Misused
from config.patterns import regex
from config.reporting import Placeholder, placeholders

PLACE = regex(r"\{\{\s*([^{}]{1,60}?)\s*\}\}")
CHART = "chart"


class UnreadableTemplate(Misused):
    """{name!r} is no {kind} file that can be filled: {detail}. Save it as .{kind} without a password and send it again.

    ko: {name!r}: 채울 수 있는 {kind} 파일이 아닙니다({detail}). 암호 없이 .{kind}로 저장해 다시 보내 주세요.
    """  # noqa: E501 - users read it in one line


class UnknownPlaceholders(Misused):
    """{name!r} names what no report has: {unknown}. It was not kept. Known are: {known}.

    ko: {name!r}: 리포트에 없는 항목이 있습니다: {unknown}. 저장하지 않았습니다. 쓸 수 있는 항목: {known}.
    """


class NoPlaceholders(Misused):
    """{name!r} has nothing to fill. Write names such as {example} into cells, text frames, tables or notes. Known are: {known}.

    ko: {name!r}: 채울 곳이 없습니다. 셀, 글상자, 표, 노트에 {example} 같은 항목을 적어 주세요. 쓸 수 있는 항목: {known}.
    """  # noqa: E501 - users read it in one line


@dataclass(frozen=True, slots=True)
class Named:
    """A placeholder that is known: of a list, with the list's name."""

    name: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """What a template is filled with."""

    fields: Fields
    picture: bytes | None = None
    alt: str = ""

    def value(self, named: Named, record: int | None = None) -> Value:
        """A value, of a list that of a record; "–" where there are fewer."""
        if not named.of:
            return self.fields.single[named.name]
        records = self.fields.lists[named.of]
        return records[record or 0][named.name] if (record or 0) < len(records) else Value("–")

    def count(self, of: str) -> int:
        return len(self.fields.lists[of])


@dataclass(slots=True)
class Survey:
    """The placeholders that a template names."""

    found: list[str] = field(default_factory=list[str])

    def read(self, text: str) -> None:
        self.found += [one for one in PLACE.findall(text) if one not in self.found]

    def name(self, named: str) -> None:
        """A defined name of a workbook: one that is no placeholder is the workbook's own."""
        if resolved(named) and named not in self.found:
            self.found.append(named)


class Filler(Protocol):
    """Fills templates of one format; everything else in the file stays as it is."""

    def survey(self, data: bytes) -> Survey:
        """Raises ValueError for a file that is none."""
        ...

    def fill(self, data: bytes, filling: Filling) -> bytes: ...


FillerOf = Callable[[str], Filler]


def resolved(text: str) -> Named | None:
    """The placeholder of this name or alias, in any case; None for one that is not known."""
    said = " ".join(text.strip().lower().split())
    known = placeholders()
    found = _named(known.single, said)
    if found:
        return Named(found)
    head, dot, rest = said.replace("__", ".").partition(".")
    of = next((name for name, words in known.list_aliases.items() if head in (name, *words)), "")
    part = _named(known.lists[of], rest.strip()) if dot and of else ""
    return Named(part, of) if part else None


def _named(table: dict[str, Placeholder], said: str) -> str:
    plain = said.replace("-", "_").replace(" ", "_")
    names = (name for name, one in table.items() if plain == name or said in one.aliases)
    return next(names, "")


def checked(survey: Survey, name: str, locale: Locale) -> tuple[str, ...]:
    """What a template names. Raises UnknownPlaceholders, NoPlaceholders."""
    unknown = [one for one in survey.found if resolved(one) is None]
    known = ", ".join(known_names(locale))
    if unknown:
        raise UnknownPlaceholders(
            name=name, unknown=", ".join(f"{{{{{one}}}}}" for one in unknown), known=known
        )
    if not survey.found:
        raise NoPlaceholders(name=name, example="{{client}}, {{period}}, {{platforms.spend}}", known=known)
    return tuple(survey.found)


def known_names(locale: Locale) -> Iterator[str]:
    """Every placeholder, with its first word in Korean for who reads that."""
    known = placeholders()
    for name, one in known.single.items():
        yield f"{name}({one.aliases[0]})" if locale == "ko" and one.aliases else name
    for of, parts in known.lists.items():
        yield from (f"{of}.{name}" for name in parts)


def filled(text: str, filling: Filling, record: int | None = None) -> str:
    """The text with its placeholders replaced by words."""

    def words(match: re.Match[str]) -> str:
        named = resolved(match[1])
        return match[0] if named is None else filling.value(named, record).text

    return PLACE.sub(words, text)


def lists_in(texts: Iterable[str]) -> str:
    """The list that any of these texts names a part of; "" for none."""
    found = (resolved(one) for text in texts for one in PLACE.findall(text))
    return next((one.of for one in found if one and one.of), "")
