# ruff: noqa: S608 - these statements are meant to do harm
"""What an attacker who can run any SQL in their own session would try."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable, Table, Text, func, insert, select
from sqlalchemy.dialects import postgresql

from memory.attacks.field import Field, Planted
from memory.ids import new_id
from memory.search_sqlite import ENTRIES, INDEX, SHADOWS
from memory.tables.base import physical
from memory.tables.whole import metadata

Statement = str | Executable
Attempts = Callable[[Field], Iterable[tuple[Statement, ...]]]
"""From a field to attempts; the statements of one attempt are run one after the other."""


@dataclass(frozen=True, slots=True)
class Attack:
    name: str
    attempts: Attempts
    on: tuple[str, ...] = ("sqlite", "postgresql")
    refused: bool = False
    """Whether the database must refuse each attempt, whatever it would give."""


_PARENTS = ("organizations", "clients", "campaigns")


def per_table(*templates: str) -> Attempts:
    """Each template for each table, `;;` between the statements of one attempt."""

    def attempts(field: Field) -> Iterator[tuple[Statement, ...]]:
        for table in metadata.sorted_tables:
            for template in templates:
                yield tuple(template.format_map(_names(field, table)).split(";;"))

    return attempts


def once(*templates: str) -> Attempts:
    def attempts(field: Field) -> Iterator[tuple[Statement, ...]]:
        for template in templates:
            yield tuple(template.format_map(_names(field, metadata.tables["messages"])).split(";;"))

    return attempts


def _names(field: Field, table: Table) -> Mapping[str, str]:
    dialect = field.connection.dialect.name
    words = [c.name for c in table.columns if isinstance(c.type, Text) and not re.search("(^|_)id$", c.name)]
    key = next(iter(table.primary_key.columns)).name
    return {
        "t": table.name,
        "b": physical(table.name, dialect),
        "main": "main" if dialect == "sqlite" else "public",
        "org": "org_id" if "org_id" in table.c else key,
        "key": "id" if "id" in table.c else key,
        "c": (words or table.columns.keys())[-1],
        "theirs": field.theirs.org,
        "sibling": field.ours.sibling,
        "sibling_campaign": field.ours.sibling_campaign,
    }


def _forged(field: Field) -> Iterator[tuple[Statement, ...]]:
    """Rows that claim to be somebody else's, and own rows with somebody else's keys."""
    for row in field.hidden():
        table = metadata.tables[row.table]
        yield from _inserts(field, table, row.values)
        if "id" in row.values and table.name not in _PARENTS:
            yield from _inserts(field, table, {**row.values, "id": new_id()})
        own = _claimed(field, row)
        yield from _inserts(field, table, own)
        if "id" in own and table.name not in _PARENTS:
            yield from _inserts(field, table, own | {"id": new_id()})


def _claimed(field: Field, row: Planted) -> dict[str, Any]:
    own = {
        "org_id": field.ours.org,
        "client_id": field.ours.own,
        "campaign_id": None,
        "user_id": field.ours.user,
    }
    return {**row.values, **{name: value for name, value in own.items() if name in row.values}}


def _inserts(field: Field, table: Table, values: Mapping[str, Any]) -> Iterator[tuple[Statement, ...]]:
    if field.connection.dialect.name == "sqlite":
        for way in ("OR REPLACE", "OR IGNORE", "OR FAIL"):
            yield (insert(table).prefix_with(way).values(values),)
    else:
        plain = postgresql.insert(table).values(values)
        yield (plain.on_conflict_do_nothing(),)
        changed = {
            c.name: plain.excluded[c.name] for c in table.columns if c.name not in table.primary_key.columns
        }
        yield (plain.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=changed),)
    yield (insert(table).values(values),)


def _points_elsewhere(field: Field) -> Iterator[tuple[Statement, ...]]:
    """Rows at one's own level whose foreign keys name somebody else's client, campaign or user."""
    for row in field.ours.rows:
        table = metadata.tables[row.table]
        if row.scope.client != field.ours.own or "id" not in row.values:
            continue
        fresh = {**row.values, "id": new_id()}
        for wrong in (
            {"campaign_id": field.ours.sibling_campaign},
            {"campaign_id": field.theirs.own_campaign},
            {"client_id": field.theirs.own},
            {"client_id": field.ours.sibling},
            {"user_id": field.theirs.user},
        ):
            if set(wrong) <= set(row.values):
                yield (insert(table).values(fresh | wrong),)


def _searches(field: Field) -> Iterator[tuple[Statement, ...]]:
    """The guard's search, asked for hidden entries: by their words, by their ids, by words that are none."""
    for row in field.hidden():
        if row.table == ENTRIES:
            words = str(row.values["terms"]).split("-")
            for terms, ids in ((words, []), ([], [row.values["id"]]), (['x") OR scope : ("in'], [])):
                yield (select(func.searched(json.dumps([terms, "9999-12-31", ids]))),)


ATTACKS: tuple[Attack, ...] = (
    Attack(
        "raw text SQL",
        per_table(
            "select * from {b}",
            "select * from {t} where 1 = 1 or {org} = '{theirs}'",
            "select * from {t} where client_id = '{sibling}'",
        ),
    ),
    Attack(
        "main-qualified names", per_table("select * from {main}.{b}", "select {main}.{b}.* from {main}.{b}")
    ),
    Attack(
        "joins",
        per_table(
            "select b.* from {t} a join {b} b on 1 = 1",
            "select b.* from {b} b left join {t} a on 1 = 1",
            "select b.* from organizations a cross join {t} b",
        ),
    ),
    Attack(
        "subqueries",
        per_table(
            "select (select {key} from {b} where {org} = '{theirs}' limit 1)",
            "select * from (select * from {main}.{b}) as {t}",
            "select * from {t} where {key} in (select {key} from {b}) or exists (select 1 from {b})",
        ),
    ),
    Attack(
        "UNION",
        per_table(
            "select {key} from {t} union all select {key} from {b}",
            "select {key} from {b} except select {key} from {t}",
        ),
    ),
    Attack(
        "a CTE named like a view",
        per_table("with {t} as (select * from {main}.{b} where {org} = '{theirs}') select * from {t}"),
    ),
    Attack(
        "a materialised CTE",
        per_table(
            "with {t} as materialized (select * from {main}.{b}) select * from {t}",
            "with recursive x(v) as (select {key} from {b} union select v from x) select * from x",
        ),
    ),
    Attack(
        "temp shadowing",
        once(
            "create temp table messages (org_id text, text text)",
            "create temp view spy as select * from {main}.{b};;select * from spy",
            "create temp trigger spy after insert on {b} begin select 1; end",
            "drop view temp.messages;;select * from messages",
            "drop trigger if exists spy",
            "create view {main}.spy as select * from {b};;select * from {main}.spy",
            "create table {main}.spy as select * from {b};;select * from {main}.spy",
            "alter table {b} rename to spy;;select * from spy",
        ),
    ),
    Attack(
        "ATTACH",
        once("attach ':memory:' as spy", "attach 'file::memory:' as spy", "detach main"),
        ("sqlite",),
        refused=True,
    ),
    Attack(
        "VACUUM INTO", once("vacuum into '/dev/null'", "vacuum main into ':memory:'", "vacuum"), ("sqlite",)
    ),
    Attack(
        "PRAGMA",
        once(
            "pragma table_list",
            "pragma foreign_keys = off",
            "pragma writable_schema = on",
            "pragma table_info({b})",
            "select * from pragma_table_list",
            "select * from pragma_function_list",
            "pragma read_uncommitted = on",
        ),
        ("sqlite",),
        refused=True,
    ),
    Attack(
        "sqlite_schema",
        once(
            "select * from sqlite_schema",
            "select * from sqlite_master",
            "select * from temp.sqlite_schema",
            "select * from sqlite_temp_master",
            "select * from dbstat",
            "delete from sqlite_temp_master",
            "select * from sqlite_stmt",
        ),
        ("sqlite",),
        refused=True,
    ),
    Attack("INSERT OR REPLACE over foreign keys", _forged),
    Attack(
        "moving a row to another tenant",
        per_table(
            "update {t} set {org} = '{theirs}'",
            "update {b} set {org} = '{theirs}'",
            "update {t} set client_id = '{sibling}', level = 'client:{sibling}'",
            "update {t} set client_id = null, campaign_id = null, level = 'organization'",
            "update {t} set campaign_id = '{sibling_campaign}', level = 'campaign:{sibling_campaign}'",
        ),
    ),
    Attack(
        "bulk update and delete",
        per_table(
            "update {t} set {c} = 'harm'",
            "update {b} set {c} = 'harm' where {org} = '{theirs}'",
            "delete from {t} where {org} = '{theirs}'",
            "delete from {b}",
            "delete from {t}",
            "update {t} set {c} = 'harm' where {org} = '{theirs}' returning *",
            "delete from {t} where {org} = '{theirs}' returning *",
        ),
    ),
    Attack("foreign keys to foreign rows", _points_elsewhere),
    Attack(
        "the full-text index and its shadow tables",
        once(
            f"select rowid from {INDEX} where {INDEX} match 'secret'",
            f"select bm25({INDEX}), highlight({INDEX}, 1, '', '') from {INDEX} where {INDEX} match 'secret'",
            *(f"select * from {{main}}.{shadow}" for shadow in sorted(SHADOWS)),
            *(f"delete from {shadow}" for shadow in sorted(SHADOWS)),
            f'select searched(\'[["a"],"9999",[]]\');;select block from {INDEX}_data',
            f"select searched('[[\"a\"],\"9999\",[]]');;select count(*) from {INDEX} where {INDEX} match 'a'",
            f"with {INDEX} as (select * from {INDEX}_data) select * from {INDEX}",
            f"insert into {INDEX} (rowid, scope, terms) values (1, 'in{{theirs}}', 'harm')",
            f"insert into {INDEX} ({INDEX}) values ('delete-all')",
            f"create virtual table temp.spy using fts5vocab('main', '{INDEX}', 'row')",
            f"pragma data_version;;select * from {INDEX}_config",
        ),
        ("sqlite",),
        refused=True,
    ),
    Attack("searching for others' entries", _searches, ("sqlite",)),
    Attack(
        "another scope by SQL",
        once(
            "select set_config('stratum.session', '{{\"org\":\"{theirs}\"}}', true);;select * from {t}",
            "set stratum.session = '{{}}';;select * from {t}",
            "set role postgres;;select * from {t}",
            "set row_security = off;;select * from {t}",
            "select * from stratum_seals",
            "alter table {t} disable row level security;;select * from {t}",
            "drop policy may_select on {t};;select * from {t}",
            "create function spy() returns setof {t} security definer language sql as 'select * from {t}'",
            "copy {t} to '/dev/null'",
            "select * from pg_stats where tablename = '{t}'",
            "select session('org'), session('read_levels')",
        ),
    ),
)
