"""Lists, search, one dossier, work list and submission over HTTP, against the bare query."""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection
from django.db.models import Count, QuerySet
from django.test import Client

from bench.measure import Browser, memory_of, report, say
from tinhso.config.launch.instance import running_note
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.queries import worklist
from tinhso.modules.cases.queries.cases import visible_to
from tinhso.modules.cases.queries.searching import matching
from tinhso.modules.cases.rules.intake import sign
from tinhso.modules.directory.models import OrganisationVersion
from tinhso.modules.identity import public as identity
from tinhso.modules.identity.models import Account
from tinhso.modules.procedures.models import VersionPeriod

CLIENTS = (1, 16)


def run() -> None:
    """Measure the province that runs on TINHSO_HOME."""
    home = Path(os.environ["TINHSO_HOME"])
    note = running_note(home)
    if note is None:
        raise SystemExit("make run (TINHSO_HOME) must be running")
    port = int(str(note["address"]).rsplit(":", 1)[1])
    say("dossiers", Case.objects.count(), "rows")
    say("memory before", memory_of(home), "MB")
    account = _busiest()
    by = identity.actor_for(account.id, datetime.now(UTC))
    say("open dossiers of the officer", worklist.mine(by).count(), "rows")
    say("dossiers the officer may see", visible_to(by).count(), "rows")
    browser = Browser(port, _cookie(account))
    some = Case.objects.filter(holder_officer_id=account.officer_id).first()
    code = Case.objects.order_by("-id").values_list("code", flat=True)[0]
    pages = {
        "work list": "/xu-ly/",
        "list": "/xu-ly/tat-ca/",
        "search by words": f"/xu-ly/tat-ca/?q={quote('nguyen thi')}",
        "search by code": f"/xu-ly/tat-ca/?q={quote(code[:-2])}",
        "search by end of phone": "/xu-ly/tat-ca/?q=4567",
        "list (API)": "/api/cases/?limit=20",
        "search the catalogue": f"/thu-tuc/?q={quote('khai sinh')}",
    }
    if some is not None:
        pages["open a dossier"] = f"/xu-ly/{some.public_id}/"
    newest = visible_to(by).order_by("-submitted_at", "-id")
    bare = {
        "list": newest[:26],
        "list (API)": newest[:20],
        "search by words": matching(newest, "nguyen thi")[:26],
    }
    for figure, path in pages.items():
        _page(figure, browser, path, bare.get(figure))
    _submissions(browser)
    say("memory after", memory_of(home), "MB")


def _page(figure: str, browser: Browser, path: str, bare_rows: QuerySet[Case] | None) -> None:
    say(f"{figure} size", len(browser.get(path)) / 1000, "kB")
    one = 0.0
    for clients in CLIENTS:
        each = 60 if clients == 1 else 10
        middle = report(figure, clients, each, lambda _turn: browser.get(path))
        one = one or middle
    if bare_rows is not None:
        bare = _bare(bare_rows)
        say(f"{figure} bare query p50", bare, "ms")
        say(f"{figure} ratio to the bare query", one / bare, "x")


def _bare(rows: QuerySet[Case]) -> float:
    """Milliseconds of the page's own rows through psycopg alone, middle of 30."""
    query, values = rows.query.sql_with_params()
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as bare:
        times = []
        for _turn in range(30):
            began = time.perf_counter()
            bare.execute(query, values).fetchall()
            times.append((time.perf_counter() - began) * 1000)
    return sorted(times)[15]


def _busiest() -> Account:
    """The sample officer with the most dossiers in hand."""
    officers = dict(
        Account.objects.filter(kind="officer", officer_id__isnull=False).values_list(
            "officer_id", "id"
        )
    )
    rows = Case.objects.filter(holder_officer_id__in=list(officers)).values("holder_officer_id")
    found = rows.annotate(held=Count("id")).order_by("-held").first()
    if found is None:
        raise SystemExit("make demo first: no sample officer holds a dossier")
    return Account.objects.get(id=officers[found["holder_officer_id"]])


def _cookie(account: Account) -> str:
    """A session of the account, kept in the database as a sign-in would."""
    client = Client()
    client.force_login(account)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _submissions(browser: Browser) -> None:
    """New dossiers through the portal's intake: kept, applied, coded and audited."""
    if not settings.PORTAL_SECRET:
        print("submit: not measured, TINHSO_PORTAL_SECRET is not set", flush=True)
        return
    send = _sender(browser)
    for clients in CLIENTS:
        report("submit (national portal)", clients, 60 if clients == 1 else 10, send)


def _sender(browser: Browser) -> Callable[[int], None]:
    today = datetime.now(UTC).date()
    procedure = (
        VersionPeriod.objects.filter(
            recorded__upper_inf=True, validity__contains=today, version__level="xa"
        )
        .order_by("-procedure__weight", "procedure_id")
        .values_list("procedure__code", flat=True)[0]
    )
    agencies = list(
        OrganisationVersion.objects.filter(
            kind="commune_committee", recorded__upper_inf=True, validity__contains=today
        ).values_list("code", flat=True)
    )

    def send(turn: int) -> None:
        code = f"BENCH-{secrets.token_hex(8)}"
        body = {
            "MaTTHC": procedure,
            "ChuHoSo": "Người nộp đo tốc độ",
            "LoaiDoiTuong": "1",
            "DonViTiepNhan": agencies[turn % len(agencies)],
        }
        message = {"kind": "DongBoHoSo", "portal_code": code, "ordinal": 1, "body": body}
        raw, stamp = json.dumps(message).encode(), datetime.now(UTC).isoformat()
        secret = settings.PORTAL_SECRET.encode()
        headers = {
            "Content-Type": "application/json",
            "X-Message-Id": code,
            "X-Timestamp": stamp,
            "X-Signature": sign(secret, message_id=code, timestamp=stamp, body=raw),
        }
        said = json.loads(browser.ask("POST", "/api/cases/intake", raw, headers, expected=202))
        if said["status"] != "applied":
            raise RuntimeError(said)

    return send
