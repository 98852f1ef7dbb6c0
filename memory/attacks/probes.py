# ruff: noqa: S608 - these statements are meant to do harm
"""Attacks that compare: what exists elsewhere must answer like what does not exist at all."""

import operator
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Executable, Table, Text, UniqueConstraint, delete, func, insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from memory.attacks.field import Field, Planted
from memory.ids import new_id
from memory.seal import seal, seal_key
from memory.tables.whole import metadata

Probe = Callable[[Field], Awaitable[str]]
"""Says what came through; "" where nothing did."""

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|secret-[0-9a-f]+")
_RANDOM_NAME = re.compile(r"\bg[0-9a-f]{16}\b")
_COUNTERS = ("last_insert_rowid()", "total_changes()", "changes()", "max(rowid) from messages")
_EARLY = (
    "select count(*) from {t} where {fails}",
    "select 1 from {t} where {fails} order by {c}",
)
_FAILING = {
    "sqlite": ("abs(-9223372036854775807 - length({c}) / length({c}))", "'x' like 'x' escape {c} || {c}"),
    "postgresql": ("1 / (length({c}) - length({c}))", "cast({c} as integer)"),
}
"""What says no, but for a row on which it was tried."""
_FAILED = re.compile("overflow|division|invalid input|ESCAPE expression")
_GUESSES = ("postgres", "stratum", "password", "secret", "changeme", "admin", "123456")
_FORGE = text(
    "with x as materialized (select set_config('stratum.session', :said, true),"
    " set_config('stratum.seal', :seal, true)) select stratum_session() ->> 'org' from x"
)
_EXPLAINS = (
    "explain {}",
    "EXPLAIN QUERY PLAN {}",
    "/* */ explain {}",
    "-- \n explain {}",
    "\t\n explain query plan {}",
    ";explain {}",
    "/* -- */ -- /* \n ; /**/explain {}",
    "\ufeffexplain {}",
)
_EXPLAINED = (
    "select * from messages",
    "select * from (select * from messages limit 3) a left join messages b on a.id = b.id",
    "with x as materialized (select * from messages) select * from x a, x b where a.id = b.id",
    "insert into messages (id) values ('x')",
    "update messages set text = 'x'",
    "delete from messages",
)


async def existence(field: Field) -> str:
    """Statements that name a hidden row, and the same with an id that nobody has."""
    for row in field.beyond():
        for real, invented in zip(_asking(field, row), _asking(field, _invented(row)), strict=True):
            answer, blank = await _answer(field, real), await _answer(field, invented)
            if answer != blank:
                return f"{row.table}: {answer!r} for what exists, {blank!r} for what does not"
    return ""


async def sequence(field: Field) -> str:
    """Counters that would tell how much all tenants write."""
    if field.connection.dialect.name == "postgresql":
        counters = await field.connection.scalar(
            text("select count(*) from pg_sequences where schemaname = current_schema()")
        )
        return f"{counters} sequences" if counters else ""
    own = {
        "org_id": field.ours.org,
        "client_id": field.ours.own,
        "conversation": "c",
        "thread": "t",
        "kind": "turn",
    }
    said = {"author": "a", "text": "t", "external_id": new_id(), "content_hash": "h"}
    await field.connection.execute(insert(metadata.tables["messages"]).values(own | said))
    told = [await _answer(field, text(f"select {counter}")) for counter in _COUNTERS]
    return f"counted: {told}" if any(re.search("[1-9]", one) for one in told if one.startswith("[")) else ""


async def early(field: Field) -> str:
    """Conditions that fail on hidden rows alone: a database that looks at them before the filter says so."""
    hidden: dict[str, dict[str, set[str]]] = {}
    secrets = field.secrets()
    for row in field.hidden():
        columns = hidden.setdefault(row.table, {})
        for name in _indexed(metadata.tables[row.table]):
            columns.setdefault(name, set()).update({str(row.values.get(name))} & secrets)
    for table, columns in hidden.items():
        for name, values in columns.items():
            listed = ", ".join(f"'{value}'" for value in sorted(values))
            for fails in _FAILING[field.connection.dialect.name]:
                case = f"case when {name} in ({listed}) then {fails.format(c=name)} end is not null"
                for statement in _EARLY:
                    asked = statement.format(t=table, c=name, fails=case)
                    if listed and _FAILED.search(await _answer(field, text(asked))):
                        return f"tried on a hidden row: {asked}"
    return ""


def _indexed(table: Table) -> set[str]:
    """Text columns that stand in an index, where a condition may be looked at without the row."""
    keys = [*table.indexes, *(one for one in table.constraints if isinstance(one, UniqueConstraint))]
    return {c.name for key in keys for c in key.columns if isinstance(c.type, Text)}


async def explain(field: Field) -> str:
    """EXPLAIN in all its spellings, and the names it prints used in a CTE."""
    if field.connection.dialect.name != "sqlite":
        return ""
    printed = [await _answer(field, text(way.format(what))) for way in _EXPLAINS for what in _EXPLAINED]
    printed += [await _driven(field, way.format(what)) for way in _EXPLAINS for what in _EXPLAINED[:1]]
    printed += [
        await _answer(field, text(wrong))
        for wrong in ("select nosuch from messages", "insert into messages (id) values (1, 2)")
    ]
    for name in {name for answer in printed for name in _RANDOM_NAME.findall(answer)}:
        through = await _answer(
            field, text(f"with {name} as (select * from main.rls_messages) select * from {name}")
        )
        if any(secret in through for secret in field.secrets()):
            return f"{name} opened rls_messages"
        return f"the name {name} was printed"
    accepted = [answer for answer in printed if answer.startswith("[")]
    return f"accepted: {accepted[0]}" if accepted else ""


async def prepared(field: Field) -> str:
    """A statement that was prepared for another tenant and is run again by the attacker."""
    statement, prepare = select(metadata.tables["messages"]), field.connection.dialect.name == "postgresql"
    mine = await _answer(field, statement)
    async with field.acting_as(field.theirs.owner()):
        others = await _answer(field, statement)
        if prepare:
            await field.connection.exec_driver_sql("prepare spy as select * from messages")
    again = await _answer(field, statement)
    held = again == mine and others != mine
    if prepare:
        spied = await _answer(field, text("execute spy"))
        await field.connection.exec_driver_sql("deallocate spy")
        held = held and not any(secret in spied for secret in field.secrets())
    return "" if held else "a cached statement gave another tenant's rows"


async def rescoping(field: Field) -> str:
    """An access whose scope or reach is changed after it was made."""
    attempts: tuple[Callable[[], object], ...] = (
        lambda: setattr(field.attacker, "scope", field.theirs.scopes()[0]),
        lambda: setattr(field.attacker.actor, "memberships", ()),
        lambda: operator.methodcaller("update", {})(field.attacker.reaches),
        lambda: operator.methodcaller("add", "organization")(field.attacker.reaches["read"].levels),
    )
    for number, attempt in enumerate(attempts):
        try:
            attempt()
        except AttributeError:
            continue
        return f"attempt {number + 1} changed an access"
    return ""


async def guessed(field: Field) -> str:
    """Session values sealed with a password that anybody would try first."""
    if field.connection.dialect.name != "postgresql":
        return ""
    role = str(await field.connection.scalar(text("select current_user")))
    for word in ("", role, *_GUESSES):
        said = {"said": (values := '{"org":"spy"}'), "seal": seal(seal_key(word), values)}
        if "spy" in await _answer(field, _FORGE.bindparams(**said)):
            return f"a session was sealed with the password {word!r}: give the login role a long random one"
    return ""


PROBES: Mapping[str, Probe] = {
    "conditions before the filter": early,
    "EXPLAIN, and its names in a CTE": explain,
    "existence probes": existence,
    "sequence probes": sequence,
    "prepared statements and caches": prepared,
    "re-scoping, identity map": rescoping,
    "a guessed seal": guessed,
}


def _invented(row: Planted) -> Planted:
    """The same row with ids and words that nobody has."""
    changed = {
        name: new_id() if isinstance(value, str) and _ID.fullmatch(value) else value
        for name, value in row.values.items()
    }
    return Planted(row.table, row.scope, changed)


def _asking(field: Field, row: Planted) -> Iterator[Executable]:
    """Statements that would answer differently if the row's existence came through."""
    table, values = metadata.tables[row.table], row.values
    keys = ("id", "org_id") if "id" in values else [c.name for c in table.primary_key.columns]
    exact = [table.c[name] == values[name] for name in keys if name in values]
    yield select(func.count()).select_from(table).where(*exact)
    yield delete(table).where(*exact)
    yield update(table).where(*exact).values({_changing(row): None})
    yield insert(table).values(dict(values))
    if row.scope.org == field.ours.org and "id" in values and "client_id" in values:
        yield insert(table).values({**values, "id": new_id()})


def _changing(row: Planted) -> str:
    plain = [name for name in row.values if "id" not in name]
    return plain[-1] if plain else "level"


async def _answer(field: Field, statement: Executable) -> str:
    """What a statement gives or says, without the ids and words that it named itself."""
    nested = await field.connection.begin_nested()
    try:
        result = await field.connection.execute(statement)
        answer = repr(result.all()) if result.returns_rows else f"{result.rowcount} rows"
    except SQLAlchemyError as error:
        answer = str(getattr(error, "orig", error))
    await nested.rollback()
    return answer


async def _driven(field: Field, sql: str) -> str:
    """The same by the driver's other doors."""
    raw: Any = (await field.connection.get_raw_connection()).driver_connection
    answers: list[str] = []
    for door in ("executescript", "executemany", "execute_fetchall"):
        parameters = ([()],) if door == "executemany" else ()
        try:
            answers.append(repr(await getattr(raw, door)(sql, *parameters)))
        except Exception as error:  # noqa: BLE001 - whatever a driver raises, the door was shut
            answers.append(str(error))
    return " ".join(answers)
