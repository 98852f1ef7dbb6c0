# ruff: noqa: S608 - these statements are meant to do harm
"""What one of the databases offers beside tables: functions, plans, blocks, other roads to the same rows."""

from memory.attacks.statements import Attack, once

ROADS: tuple[Attack, ...] = (
    Attack(
        "writing that reads",
        once(
            "update {t} set {c} = (select max({c}) from {b} where {org} = '{theirs}') returning *",
            "update {t} set {c} = x.{c} from {main}.{b} x returning *",
            "insert into {t} select * from {b} where {org} = '{theirs}' on conflict do nothing returning *",
        ),
    ),
    Attack(
        "windows, recursion, savepoints",
        once(
            "select max({c}) over (order by id rows between 1 following and 9 following) from {t}",
            "with recursive x(v) as (select {c} from {t} union select b.{c} from {b} b, x) select * from x",
            "savepoint spy;;select * from {b} where {org} = '{theirs}';;release savepoint spy",
        ),
    ),
    Attack(
        "functions that fail, wait or tell",
        once(
            "select abs(length(text)) from messages",
            "select json_extract(text, '$') from messages",
            "select 1 from messages where text like 'x' escape text",
            "select 1 from messages where text glob '*'",
            "select randomblob(900000000)",
            "select printf('%.*c', 90000000, 'x')",
            "select total_changes(), last_insert_rowid()",
            "select load_extension('spy')",
            "select fts5(null)",
            "select 1 from clients where slug = 'x' and searched('[')",
            "select * from json_tree((select text from {b}))",
            "select * from generate_series(1, 3)",
            "select * from sqlite_dbpage",
        ),
        ("sqlite",),
        refused=True,
    ),
    Attack(
        "plans, blocks and rights",
        once(
            "explain analyze select * from {t}",
            "/* /* */ */ explain select * from {t} where client_id = '{sibling}'",
            "do $$ begin execute 'explain select 1'; end $$",
            "select query_to_xml('explain select * from {t}', true, false, '')",
            "truncate {t}",
            "alter table {t} no force row level security",
            "create policy spy on {t} using (true)",
            "create temp table spy as select * from {t}",
            "set session authorization postgres",
            "select * from pg_statistic",
            "select * from pg_largeobject",
            "select pg_read_file('PG_VERSION')",
            "select lo_import('PG_VERSION')",
            "copy (select * from {t}) to program 'cat'",
        ),
        ("postgresql",),
        refused=True,
    ),
    Attack(
        "functions that run a query",
        once(
            "select query_to_xml('select * from {t}', true, false, '')",
            "select table_to_xml('clients', true, false, '')",
            "select * from ts_stat('select search from search_entries')",
            "select * from clients where client_id = '{sibling}' for update",
            "merge into clients c using (select 1) x on true when matched then update set name = 'harm'",
        ),
        ("postgresql",),
    ),
)
