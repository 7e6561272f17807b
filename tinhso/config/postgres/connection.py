"""How each role connects, to the embedded server or to an existing one. Computes; starts nothing.

Read from the environment: DATABASE_URL (owner's connection to an existing PostgreSQL),
DATABASE_RUNTIME_URL and DATABASE_REPORT_URL (when the owner may not create roles), and
TINHSO_DATABASE_NAME (another database on the same server: copies, tests).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tinhso.config.console import Problem
from tinhso.config.postgres.configuration import DATABASE, OWNER, PORT, REPORT, RUNTIME
from tinhso.config.postgres.layout import layout
from tinhso.config.postgres.system_user import server_user_name

ROLES = {"owner": OWNER, "runtime": RUNTIME, "report": REPORT}
_OWN_URL = {"runtime": "DATABASE_RUNTIME_URL", "report": "DATABASE_REPORT_URL"}
_CONNECT_SECONDS = 5


def is_external(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether an existing server is used instead of the embedded one."""
    return bool(environ.get("DATABASE_URL"))


def password_file(home: Path, role: str) -> Path:
    """Where the generated password of a role on an existing server is kept (mode 0600)."""
    return layout(home).keys / f"database-{role}"


def embedded_parameters(
    home: Path, role: str, environ: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """libpq parameters for a role of the embedded server.

    `requirepeer` makes the client refuse a socket that another system user put in our place.
    """
    place = layout(home)
    return {
        "dbname": environ.get("TINHSO_DATABASE_NAME") or DATABASE,
        "user": _role_name(role),
        "host": str(place.sockets),
        "port": str(PORT),
        "requirepeer": server_user_name(place.data),
    }


def external_parameters(home: Path, role: str, environ: Mapping[str, str]) -> dict[str, str]:
    """libpq parameters for a role of the existing server that DATABASE_URL names."""
    name = _role_name(role)
    owner = _parsed("DATABASE_URL", environ["DATABASE_URL"])
    own_url = environ.get(_OWN_URL.get(role, ""), "")
    if role == "owner":
        parameters = owner
    elif own_url:
        parameters = {**owner, "password": "", **_parsed(_OWN_URL[role], own_url)}
    else:
        kept = password_file(home, role)
        password = kept.read_text().strip() if kept.exists() else ""
        parameters = {**owner, "user": name, "password": password}
    if environ.get("TINHSO_DATABASE_NAME"):
        parameters["dbname"] = environ["TINHSO_DATABASE_NAME"]
    return parameters


def parameters(home: Path, role: str, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """libpq parameters for `role` (owner, runtime or report), whichever server is used."""
    if is_external(environ):
        found = external_parameters(home, role, environ)
    else:
        found = embedded_parameters(home, role, environ)
    return {
        "connect_timeout": str(_CONNECT_SECONDS),
        "application_name": f"tinhso {role}",
        **{key: value for key, value in found.items() if value != ""},
    }


def database_settings(
    home: Path, role: str = "runtime", environ: Mapping[str, str] = os.environ
) -> dict[str, Any]:
    """Django's DATABASES entry for `role`: persistent connections, checked before each request."""
    found = parameters(home, role, environ)
    return {
        "ENGINE": "tinhso.config.postgres.backend",
        "NAME": found.pop("dbname", DATABASE),
        "USER": found.pop("user", ""),
        "PASSWORD": found.pop("password", ""),
        "HOST": found.pop("host", ""),
        "PORT": found.pop("port", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": found,
    }


def _role_name(role: str) -> str:
    if role not in ROLES:
        raise Problem(
            "unknown_role",
            f"TINHSO_DATABASE_ROLE={role}: chỉ nhận owner, runtime hoặc report",
            f"TINHSO_DATABASE_ROLE={role}: must be owner, runtime or report",
            exit_code=2,
        )
    return ROLES[role]


def _parsed(variable: str, url: str) -> dict[str, str]:
    try:
        return {key: str(value) for key, value in conninfo_to_dict(url).items()}
    except psycopg.ProgrammingError:
        raise Problem(
            "database_url_unreadable",
            f"{variable} không đúng dạng postgresql://người-dùng:mật-khẩu@máy:5432/cơ-sở-dữ-liệu",
            f"{variable} is not of the form postgresql://user:password@host:5432/database",
            exit_code=2,
        ) from None
