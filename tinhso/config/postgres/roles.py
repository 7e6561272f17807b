"""The three roles and what each may do, the same on the embedded server and on an existing one.

owner    migrates and owns every table;
runtime  reads and changes rows, except where a migration took that right away (audit, evidence);
report   reads.

Rights on tables come from default privileges, set before the first migration and never repeated
afterwards: a GRANT ON ALL TABLES would give back what a migration revoked.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from tinhso.config.postgres.configuration import DATABASE, OWNER, REPORT, RUNTIME

# A lock held by a forgotten session must not stop an office; a report may not run for ever.
LIMITS = {
    RUNTIME: {"lock_timeout": "15s", "idle_in_transaction_session_timeout": "5min"},
    REPORT: {"default_transaction_read_only": "on", "statement_timeout": "120s"},
}


def administrator_script(*, makes_databases: bool) -> str:
    """psql script for the embedded server's administrator: roles and database. Safe to repeat."""
    creating = "".join(
        f"SELECT 'CREATE ROLE {role} LOGIN' WHERE NOT EXISTS "
        f"(SELECT FROM pg_roles WHERE rolname = '{role}') \\gexec\n"
        f"ALTER ROLE {role} LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS;\n"
        for role in (OWNER, RUNTIME, REPORT)
    )
    right = "CREATEDB" if makes_databases else "NOCREATEDB"
    limits = "".join(
        f"ALTER ROLE {role} SET {name} = '{value}';\n"
        for role, settings in LIMITS.items()
        for name, value in settings.items()
    )
    return (
        creating
        + f"ALTER ROLE {OWNER} {right};\n"
        + limits
        + f"SELECT 'CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0' WHERE NOT EXISTS "
        f"(SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec\n"
        "REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;\n"
        # The test suite's owner makes databases, for which it must be connected to one.
         + (f"GRANT CONNECT ON DATABASE postgres TO {OWNER};\n" if makes_databases else "")
    )


def grant_database(connection: psycopg.Connection[object], database: str) -> None:
    """Let the roles, and only them, into a database. Database rights are not cloned with it."""
    name = sql.Identifier(database)
    for statement in (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {runtime}, {report}",
    ):
        connection.execute(
            sql.SQL(statement).format(
                database=name, runtime=sql.Identifier(RUNTIME), report=sql.Identifier(REPORT)
            )
        )


def grant_schema(connection: psycopg.Connection[object]) -> None:
    """Set, as the owner and inside its database, what the roles get on every table to come."""
    for statement in _SCHEMA_RIGHTS:
        connection.execute(
            sql.SQL(statement).format(
                runtime=sql.Identifier(RUNTIME), report=sql.Identifier(REPORT)
            )
        )


_SCHEMA_RIGHTS = (
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {runtime}, {report}",
    "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO {runtime}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT UPDATE, DELETE ON TABLES TO {runtime}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {runtime}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {runtime}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {report}",
)


def withdraw_schema(connection: psycopg.Connection[object]) -> None:
    """Undo the default privileges of `grant_schema`, for a restore that brings its own rights."""
    for statement in (
        "ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM {runtime}, {report}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM {runtime}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON FUNCTIONS FROM {runtime}",
    ):
        connection.execute(
            sql.SQL(statement).format(
                runtime=sql.Identifier(RUNTIME), report=sql.Identifier(REPORT)
            )
        )
