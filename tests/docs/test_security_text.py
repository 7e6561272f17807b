"""Who finds a weakness learns where to tell it (RFC 9116)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, override_settings

from tinhso.config.settings import environment

ADDRESS = "/.well-known/security.txt"


@pytest.mark.django_db
@pytest.mark.req("SEC-59")
@override_settings(
    SECURITY_CONTACT=["mailto:antoan@tinh.example", "https://tinh.example/bao-loi"],
    PUBLIC_ADDRESS="https://tinh.example/",
)
def test_a_stranger_learns_where_to_report_a_weakness(client: Client) -> None:
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = [line.split(": ", 1) for line in answer.content.decode().splitlines()]
    contacts = [value for name, value in lines if name == "Contact"]
    assert contacts == ["mailto:antoan@tinh.example", "https://tinh.example/bao-loi"]
    assert ["Canonical", "https://tinh.example/.well-known/security.txt"] in lines
    [expires] = [datetime.fromisoformat(value) for name, value in lines if name == "Expires"]
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)


@pytest.mark.django_db
@override_settings(SECURITY_CONTACT=[])
def test_without_a_contact_there_is_no_security_text(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 404


def test_a_contact_that_is_no_uri_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TINHSO_SECURITY_CONTACT", "mailto:a@b.vn, antoan@tinh.example")
    with pytest.raises(ValueError, match="TINHSO_SECURITY_CONTACT"):
        environment.SECURITY_CONTACT.read()
