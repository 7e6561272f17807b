"""Makes the database ready to migrate: server running, roles, rights; safe to repeat."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from tinhso.config.console import Problem
from tinhso.config.postgres import connection as connecting
from tinhso.config.postgres import roles
from tinhso.config.postgres.configuration import DATABASE
from tinhso.config.postgres.embedded import EmbeddedServer

OLDEST_VERSION = 15
_SETTING_UP = 0x74696E68736F  # "tinhso"
_MAY_DO_TOO_MUCH = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
_SQL_TO_RUN = (
    "CREATE ROLE tinhso_runtime LOGIN PASSWORD '…'; CREATE ROLE tinhso_report LOGIN PASSWORD '…';"
)


def make_ready(home: Path, environ: Mapping[str, str] = os.environ) -> EmbeddedServer | None:
    """Start the embedded server, or check the existing one; then see that the roles are right.

    Returns the embedded server, None when DATABASE_URL names an existing one. Raises Problem.
    """
    server = None
    if not connecting.is_external(environ):
        server = EmbeddedServer(home)
        server.start()
    with connect_owner(home, environ) as owner:
        hold(owner)
        if server is None:
            _check_existing(owner)
            _make_roles(owner, home, environ)
        _grant(owner)
    if server is None:
        _check_roles(home, environ)
    return server


def connect_owner(home: Path, environ: Mapping[str, str]) -> psycopg.Connection[tuple[object, ...]]:
    """An autocommit connection of the owner. Raises Problem when the server does not answer."""
    parameters = connecting.parameters(home, "owner", environ)
    try:
        return psycopg.Connection.connect(**parameters, autocommit=True)  # type: ignore[arg-type]
    except psycopg.OperationalError as problem:
        raise Problem(
            "database_unreachable",
            f"Không kết nối được cơ sở dữ liệu: {_first_line(problem)}",
            f"The database cannot be reached: {_first_line(problem)}",
            exit_code=3,
        ) from None


def hold(owner: psycopg.Connection[tuple[object, ...]]) -> None:
    """One process at a time changes roles, rights and schema: held until the connection closes."""
    owner.execute("SELECT pg_advisory_lock(%s)", [_SETTING_UP])


def _grant(owner: psycopg.Connection[tuple[object, ...]]) -> None:
    database = _one(owner, "SELECT current_database()")
    roles.grant_database(owner, str(database))
    roles.grant_schema(owner)


def _check_existing(owner: psycopg.Connection[tuple[object, ...]]) -> None:
    version = owner.info.server_version // 10_000
    if version < OLDEST_VERSION:
        raise Problem(
            "postgres_too_old",
            f"Máy chủ là PostgreSQL {version}; cần {OLDEST_VERSION} trở lên",
            f"The server is PostgreSQL {version}; {OLDEST_VERSION} or later is needed",
            exit_code=3,
        )
    if _one(owner, "SHOW server_encoding") != "UTF8":
        raise Problem(
            "database_not_utf8",
            f"Cơ sở dữ liệu không dùng UTF8; tạo lại: CREATE DATABASE {DATABASE} "
            "ENCODING 'UTF8' TEMPLATE template0;",
            f"The database is not UTF8; make it again: CREATE DATABASE {DATABASE} "
            "ENCODING 'UTF8' TEMPLATE template0;",
            exit_code=3,
        )
    if not _one(owner, "SELECT has_schema_privilege('public', 'CREATE')"):
        raise Problem(
            "owner_may_not_create",
            f"Người dùng {owner.info.user} không tạo được bảng; chạy bằng quản trị viên: "
            f"ALTER DATABASE {owner.info.dbname} OWNER TO {owner.info.user};",
            f"User {owner.info.user} may not create tables; run as an administrator: "
            f"ALTER DATABASE {owner.info.dbname} OWNER TO {owner.info.user};",
            exit_code=3,
        )


def _make_roles(
    owner: psycopg.Connection[tuple[object, ...]], home: Path, environ: Mapping[str, str]
) -> None:
    for role in ("runtime", "report"):
        name = connecting.ROLES[role]
        exists = _one(owner, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", name)
        if environ.get(f"DATABASE_{role.upper()}_URL"):
            if not exists:
                raise _may_not_create_roles(owner)
            continue
        kept = connecting.password_file(home, role)
        if exists and not kept.exists():
            raise _password_unknown(name, kept)
        if not exists:
            if not _one(
                owner,
                "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user",
            ):
                raise _may_not_create_roles(owner)
            _create_role(owner, role, _kept_password(kept))


def _create_role(owner: psycopg.Connection[tuple[object, ...]], role: str, password: str) -> None:
    name = sql.Identifier(connecting.ROLES[role])
    owner.execute(
        sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(
            name, sql.Literal(password)
        )
    )
    for setting, value in roles.LIMITS[connecting.ROLES[role]].items():
        owner.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(
                name, sql.Identifier(setting), sql.Literal(value)
            )
        )


def _kept_password(path: Path) -> str:
    """The password in the file, made and written (mode 0600) on first use."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))
    return path.read_text().strip()


def _check_roles(home: Path, environ: Mapping[str, str]) -> None:
    """Connect as each role and refuse one that may do more than it should."""
    for role in ("runtime", "report"):
        parameters = connecting.parameters(home, role, environ)
        try:
            with psycopg.Connection.connect(**parameters, autocommit=True) as found:  # type: ignore[arg-type]
                strong = _one(found, _MAY_DO_TOO_MUCH)
                member = _one(found, "SELECT pg_has_role(%s, 'USAGE')", connecting.ROLES[role])
        except psycopg.OperationalError as problem:
            raise Problem(
                "role_cannot_connect",
                f"Vai trò {role} không kết nối được: {_first_line(problem)}; "
                f"đặt DATABASE_{role.upper()}_URL",
                f"Role {role} cannot connect: {_first_line(problem)}; "
                f"set DATABASE_{role.upper()}_URL",
                exit_code=3,
            ) from None
        if strong or not member:
            name, user = connecting.ROLES[role], parameters.get("user", "")
            raise Problem(
                "role_wrong",
                f"{user} phải là thành viên thường của {name}; chạy: GRANT {name} TO {user};",
                f"{user} must be an ordinary member of {name}; run: GRANT {name} TO {user};",
                exit_code=3,
            )


def _may_not_create_roles(owner: psycopg.Connection[tuple[object, ...]]) -> Problem:
    user = owner.info.user
    return Problem(
        "owner_may_not_create_roles",
        f"Người dùng {user} không được tạo vai trò. Chạy bằng quản trị viên: ALTER ROLE {user} "
        f"CREATEROLE; hoặc: {_SQL_TO_RUN} rồi đặt DATABASE_RUNTIME_URL và DATABASE_REPORT_URL",
        f"User {user} may not create roles. Run as an administrator: ALTER ROLE {user} "
        f"CREATEROLE; or: {_SQL_TO_RUN} then set DATABASE_RUNTIME_URL and DATABASE_REPORT_URL",
        exit_code=3,
    )


def _password_unknown(name: str, kept: Path) -> Problem:
    """Another installation may use the role: changing its password would stop that one."""
    return Problem(
        "role_password_unknown",
        f"Vai trò {name} đã có trên máy chủ nhưng không có tệp mật khẩu {kept}. Chép tệp ấy từ bản "
        f"cài đặt cũ, hoặc đặt URL riêng, hoặc chạy: DROP OWNED BY {name}; DROP ROLE {name};",
        f"Role {name} exists on the server but the password file {kept} does not. Copy that file "
        f"from the old installation, set its URL, or run: DROP OWNED BY {name}; DROP ROLE {name};",
        exit_code=3,
    )


def _one(connection: psycopg.Connection[tuple[object, ...]], query: str, *values: object) -> object:
    row = connection.execute(query, values or None).fetchone()
    return row[0] if row else None


def _first_line(problem: Exception) -> str:
    return str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
