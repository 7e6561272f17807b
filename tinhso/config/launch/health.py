"""Asks a web process how it is, as the proxy in front of it would."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping

from tinhso.config.console import Problem
from tinhso.config.launch.children import Child

LOOPBACK = "127.0.0.1"
_PATH = "/healthz"
_START_SECONDS = 60
_SICK_SECONDS = 5
"""A process that answers, but not well, is given this long; one that loads gets the longer time."""


def wait_until_healthy(child: Child, port: int, environ: Mapping[str, str]) -> None:
    """Return once /healthz answers 200. Raises Problem when the child ends or stays unwell."""
    deadline, sick_until = time.monotonic() + _START_SECONDS, None
    while (answer := health(port, environ)) != "200":
        if child.ended:
            raise child.failed()
        if answer.isdigit():
            sick_until = sick_until or time.monotonic() + _SICK_SECONDS
        if time.monotonic() > min(deadline, sick_until or deadline):
            raise Problem(
                "not_healthy",
                f"http://{LOOPBACK}:{port}{_PATH} không trả lời đúng: {answer}",
                f"http://{LOOPBACK}:{port}{_PATH} does not answer well: {answer}",
            )
        time.sleep(0.05)


def health(port: int, environ: Mapping[str, str]) -> str:
    """The status code of /healthz as text, or why there is none."""
    hosts = [name.strip().lstrip(".") for name in environ.get("TINHSO_HOSTS", "").split(",")]
    host = hosts[0] if hosts[0] not in ("", "*") else f"{LOOPBACK}:{port}"
    # As the proxy in front would ask: production answers to its own name and over HTTPS only.
    headers = {"Host": host, "X-Forwarded-Proto": "https"}
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", _PATH, headers=headers)
        return str(connection.getresponse().status)
    except (OSError, http.client.HTTPException) as problem:
        return getattr(problem, "strerror", None) or type(problem).__name__
    finally:
        connection.close()
