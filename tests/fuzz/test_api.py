"""The API does what its description says, whatever is sent: Schemathesis makes what is sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache as django_cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.access.table import Address, addresses, rows
from tests.api.test_description import DESCRIPTION
from tests.fuzz.people import House
from tinhso.modules.cases.tests.factories import ANSWERS, CODE

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = sorted(name for name, address in addresses().items() if address.method)
SIGNED = "POST /api/cases/intake"
"""Its signature cannot be guessed: `test_portal_messages.py` signs."""
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
BUDGET = settings(
    max_examples=8,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@cache
def _described() -> Any:
    config = SchemathesisConfig()
    schema = schemathesis.openapi.from_path(DESCRIPTION, config=config)
    schema.config.phases.coverage.unexpected_methods = set()
    schema.app = _from_inside(WSGIHandler())
    return schema


def _from_inside(application: Any) -> Any:
    """Officers of the province's own network; from outside they need a second factor."""

    def answer(environ: dict[str, Any], start: Any) -> Any:
        outside = "tu-ngoai" in environ.get("HTTP_COOKIE", "")
        return application({**environ, "REMOTE_ADDR": "8.8.8.8" if outside else "127.0.0.1"}, start)

    return answer


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The application answers within the test's transaction, so its connection stays open."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


class Caller:
    """Sends cases of one operation as nobody and as somebody who may."""

    def __init__(self, name: str, house: House) -> None:
        self.address: Address = addresses()[name]
        self.row = rows()[name]
        self.real = {k: str(v) for k, v in house.things(self.address, self.row).items()}
        self.body = _application(house) if name == "POST /api/cases/applications" else {}
        self.answered: set[int] = set()
        self.cookies: list[dict[str, str]] = [{}]
        if isinstance(self.row.allowed, tuple):
            self.cookies += [_cookies(house.browser(role)) for role in self.row.allowed[:3]]
            self.cookies.append({**self.cookies[-1], "tu-ngoai": "1"})
        self.sent = 0

    def send(self, case: Any) -> None:
        """One case, undone afterwards; every third time about a real thing."""
        self.sent += 1
        if self.real and self.sent % 3:
            case.path_parameters = dict(self.real)
        if self.body and self.sent % 5 == 0:
            case.body = self.body | {"key": f"don-thu-{self.sent}"}
        django_cache.clear()
        for cookies in self.cookies:
            with transaction.atomic():
                response = case.call(base_url="http://localhost", cookies=cookies)
                transaction.set_rollback(True)
            self.answered.add(response.status_code)
            case.validate_response(response, checks=CHECKS)


def _application(house: House) -> dict[str, Any]:
    """What nobody would guess: an application that is right, so that success is checked too."""
    return {
        "procedure_code": CODE,
        "receiving_organisation_id": house.world.commune,
        "answers": ANSWERS,
        "return_method": "online",
    }


def _cookies(browser: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in browser.cookies.items()}


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_answers_only_what_its_description_says(name: str, house: House) -> None:
    caller = Caller(name, house)
    method, path = name.split(" ")
    operation = _described()[path][method]
    plan = _described().config.generation_for(operation=operation)
    for case in _described().iter_coverage_cases(
        operation, generation_modes=MODES, generation_config=plan
    ):
        caller.send(case)
    for mode in MODES:

        @BUDGET
        @given(case=operation.as_strategy(generation_mode=mode))
        def generated(case: Any) -> None:
            caller.send(case)

        with suppress(Unsatisfiable):  # nothing can be wrong with what takes any text, or nothing
            generated()
    if name != SIGNED:
        assert any(200 <= status < 300 for status in caller.answered), caller.answered
