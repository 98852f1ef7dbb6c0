# ruff: noqa: S608 - the SQL is made of names from the tables, never of anybody's words
"""The policies as PostgreSQL's own row-level security, made again at each upgrade.

A session's values are one sealed setting of its transaction. `stratum_session()` reads them, and gives null
where there are none or the seal is broken. The policies call it inside `(select ...)`, so that PostgreSQL
calls it once a query and not once a row.
"""

from collections.abc import Iterator

from sqlalchemy import Table

from memory.policy import POLICIES, Policy
from memory.shapes import shapes
from memory.tables.whole import metadata

SESSION = """
create or replace function stratum_session() returns jsonb
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
declare
    said text := nullif(current_setting('stratum.session', true), '');
    key bytea := (select s.key from {schema}.stratum_seals s where s.role = session_user);
begin
    if encode(sha256(key || sha256(key || convert_to(said, 'UTF8'))), 'hex')
        = current_setting('stratum.seal', true)
    then return said::jsonb; end if;
    return null;
end $$
"""


class PostgresLanguage:
    """How PostgreSQL says what the policies need."""

    def value(self, name: str) -> str:
        return f"(select stratum_session() ->> '{name}')"

    def among(self, column: str, name: str) -> str:
        listed = f"select jsonb_array_elements_text((stratum_session() ->> '{name}')::jsonb)"
        return f"{column} = any((select array({listed}))::text[])"


def statements(schema: str, database: str, login: str) -> Iterator[str]:
    """What puts every policy in force and gives the login role its rights; the names are quoted already."""
    yield f"revoke create, temporary on database {database} from public"
    yield f"revoke create on schema {schema} from public"
    yield f"grant usage on schema {schema} to {login}"
    yield "create table if not exists stratum_seals (role text primary key, key bytea not null)"
    yield "alter table stratum_seals enable row level security"
    yield f"revoke all on stratum_seals from public, {login}"
    yield SESSION.format(schema=schema)
    yield f"grant select on alembic_version to {login}"
    for name, policy in POLICIES.items():
        table = metadata.tables[name]
        yield from _policies(table, policy)
        yield from _rights(table, login)


def _policies(table: Table, policy: Policy) -> Iterator[str]:
    language = PostgresLanguage()
    read, insert, update, delete = (
        predicate.sql(language, "")
        for predicate in (policy.read, policy.insert, policy.update, policy.delete)
    )
    yield f"alter table {table.name} enable row level security"
    yield f"alter table {table.name} force row level security"
    for action, rule in {
        "select": f"using ({read})",
        "insert": f"with check ({insert})",
        "update": f"using ({update}) with check ({update})",
        "delete": f"using ({delete})",
    }.items():
        yield f"drop policy if exists may_{action} on {table.name}"
        yield f"create policy may_{action} on {table.name} for {action} to public {rule}"


def _rights(table: Table, login: str) -> Iterator[str]:
    """Keys that others point to are not granted for update: a row never moves to another tenant."""
    fixed = shapes()[table.name].fixed
    changing = ", ".join(c.name for c in table.columns if c.name not in fixed)
    yield f"revoke all on {table.name} from {login}"
    yield f"grant select, insert, delete, update ({changing}) on {table.name} to {login}"
