"""Signing in through a strict OpenID provider that runs as a process of its own."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from tests.identity.conftest import Provider, door_settings
from tinhso.kernel.actor import Actor
from tinhso.kernel.crypto import lookup_hash
from tinhso.kernel.models import AuditEntry
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.queries import accounts
from tinhso.modules.identity.tests.factories import give_code_app, make_account

pytestmark = pytest.mark.django_db


class Browser:
    """A person's browser: here a client of ours, there a session with cookies."""

    def __init__(self) -> None:
        self.here = Client()
        self.there = requests.Session()

    def leave(self, door: str, query: str = "") -> str:
        """Open the door here; returns the address at the provider to which we are sent."""
        answer = self.here.get(f"/dang-nhap/qua/{door}/{query}")
        assert answer.status_code == 302, answer
        return str(answer["Location"])

    def be(self, person: str, address: str) -> str:
        """Be that person at the provider; returns the address with which we are sent back."""
        answer = self.there.get(address, allow_redirects=False, timeout=10)
        while answer.status_code in (302, 303):
            to = requests.compat.urljoin(answer.url, answer.headers["Location"])
            if to.startswith("http://testserver/"):
                return str(to)
            if "/interaction/" in to:
                to = f"{to}?person={person}"
            answer = self.there.get(to, allow_redirects=False, timeout=10)
        raise AssertionError(f"{answer.status_code} {answer.text[:500]}")

    def return_with(self, address: str) -> HttpResponse:
        """Follow the way back."""
        parts = urlsplit(address)
        return self.here.get(f"{parts.path}?{parts.query}")  # type: ignore[return-value]

    def sign_in(self, door: str, person: str) -> HttpResponse:
        return self.return_with(self.be(person, self.leave(door)))

    @property
    def actor(self) -> Actor:
        page = self.here.get("/tai-khoan/")
        actor: Actor = page.wsgi_request.actor  # type: ignore[attr-defined]
        return actor


def changed(address: str, **values: str) -> str:
    """The address with other values in its query."""
    parts = urlsplit(address)
    query = {name: found[0] for name, found in parse_qs(parts.query).items()} | values
    return parts._replace(query=urlencode(query)).geturl()


def last_line() -> AuditEntry:
    return AuditEntry.objects.filter(action="identity.sign_in").latest("sequence")


def refused(browser: Browser, answer: HttpResponse) -> bool:
    return answer["Location"] == "/dang-nhap/" and browser.actor.kind == "anonymous"


@pytest.mark.req("DVC-01")
def test_a_citizen_comes_in_and_an_account_is_opened_with_the_level_kept() -> None:
    browser = Browser()
    answer = browser.sign_in("vneid", "hoa")
    assert answer["Location"] == "/"
    account = accounts.account_of_person("038190012217", "citizen")
    assert account is not None
    assert (account.full_name, account.born_on) == ("Nguyễn Thị Hoa", date(1990, 3, 18))
    assert (account.source, account.assurance) == ("provider", 2)
    assert not account.has_usable_password()
    assert (browser.actor.kind, browser.actor.account_id) == ("citizen", account.pk)
    assert browser.actor.assurance == 2
    assert '"methods":["socialaccount"]' in last_line().content


def test_the_same_person_finds_the_same_account_again() -> None:
    Browser().sign_in("vneid", "hoa")
    Browser().sign_in("vneid", "hoa")
    assert Account.objects.filter(kind="citizen").count() == 1
    assert SocialAccount.objects.count() == 1


def test_a_lower_level_of_identification_stays_a_lower_level() -> None:
    browser = Browser()
    browser.sign_in("vneid", "minh")
    assert browser.actor.assurance == 1


def test_nothing_of_the_answer_is_kept_but_a_hash_of_the_subject() -> None:
    Browser().sign_in("vneid", "hoa")
    kept = SocialAccount.objects.get()
    assert kept.extra_data == {}
    assert len(kept.uid) == 64
    assert not SocialToken.objects.exists()


def test_an_account_opened_here_is_found_by_its_number_when_the_level_is_high() -> None:
    known = _citizen_here()
    browser = Browser()
    browser.sign_in("vneid", "hoa")
    assert browser.actor.account_id == known.pk


def test_a_low_level_does_not_open_an_account_that_is_already_there() -> None:
    _citizen_here()
    browser = Browser()
    assert refused(browser, browser.sign_in("vneid", "pretender"))
    assert "provider_level_too_low" in last_line().content


def _citizen_here() -> Account:
    number = "038190012217"
    return make_account(
        "citizen",
        personal_number=number,
        personal_number_hash=lookup_hash(number, accounts.PERSON_NUMBER),
    )


def test_an_officer_comes_in_by_the_name_the_agency_gave() -> None:
    account = make_account(username="thanh.le", type="operational")
    browser = Browser()
    answer = browser.sign_in("canbo", "thanh")
    assert answer["Location"] == "/"
    assert (browser.actor.kind, browser.actor.account_id) == ("officer", account.pk)
    assert browser.actor.assurance == 2


def test_an_officer_with_two_factors_there_is_not_asked_for_one_here() -> None:
    account = make_account(username="thanh.le")
    give_code_app(account)
    assert Browser().sign_in("canbo", "thanh")["Location"] == "/"


def test_nobody_becomes_an_officer_by_signing_in_elsewhere() -> None:
    browser = Browser()
    assert refused(browser, browser.sign_in("canbo", "stranger"))
    assert "no_officer_account" in last_line().content
    assert not Account.objects.filter(kind="officer").exists()


def test_a_blocked_officer_stays_outside() -> None:
    make_account(username="thanh.le", is_active=False, deactivated_on="2026-11-01")
    browser = Browser()
    assert refused(browser, browser.sign_in("canbo", "thanh"))


def test_we_send_a_challenge_a_nonce_and_the_levels_we_want() -> None:
    sent = parse_qs(urlsplit(Browser().leave("vneid")).query)
    assert sent["code_challenge_method"] == ["S256"]
    assert len(sent["nonce"][0]) >= 32
    assert sent["acr_values"] == ["urn:vn:loa:2 urn:vn:loa:1"]
    assert sent["response_type"] == ["code"]


def test_the_provider_is_strict_and_would_refuse_us_without_the_challenge() -> None:
    address = Browser().leave("vneid")
    parts = urlsplit(address)
    kept = {name: found[0] for name, found in parse_qs(parts.query).items() if "code_" not in name}
    answer = requests.get(
        parts._replace(query=urlencode(kept)).geturl(), allow_redirects=False, timeout=10
    )
    assert "invalid_request" in answer.headers["Location"]


def test_parameters_of_ours_cannot_be_changed_from_the_address() -> None:
    sent = parse_qs(
        urlsplit(Browser().leave("vneid", "?scope=admin&auth_params=acr_values%3Dnone")).query
    )
    assert sent["acr_values"] == ["urn:vn:loa:2 urn:vn:loa:1"]
    assert "admin" not in sent["scope"][0]


def test_a_wrong_state_is_refused() -> None:
    browser = Browser()
    back = browser.be("hoa", browser.leave("vneid"))
    assert refused(browser, browser.return_with(changed(back, state="x" * 16)))


def test_a_state_of_another_browser_is_refused() -> None:
    attacker, victim = Browser(), Browser()
    back = attacker.be("hoa", attacker.leave("vneid"))
    assert refused(victim, victim.return_with(back))


def test_an_answer_counts_once() -> None:
    browser = Browser()
    back = browser.be("hoa", browser.leave("vneid"))
    browser.return_with(back)
    browser.here.post("/dang-xuat/")
    assert refused(browser, browser.return_with(back))


def test_a_wrong_nonce_is_refused() -> None:
    browser = Browser()
    back = browser.be("hoa", browser.leave("vneid"))
    session = browser.here.session
    states = session["socialaccount_states"]
    for state in states.values():
        state[0]["nonce"] = "not-the-one-we-sent"
    session["socialaccount_states"] = states
    session.save()
    assert refused(browser, browser.return_with(back))
    assert not Account.objects.exists()


def test_an_answer_of_another_issuer_is_refused() -> None:
    browser = Browser()
    back = browser.be("hoa", browser.leave("vneid"))
    assert "iss=" in back
    wrong = changed(back, iss="https://evil.example")
    assert refused(browser, browser.return_with(wrong))
    assert "wrong_issuer" in last_line().content


def test_a_discovery_document_of_another_issuer_is_refused(
    provider: Provider, settings: Settings
) -> None:
    alias = provider.issuer.replace("127.0.0.1", "localhost")
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [door_settings("vneid", alias)]}}
    browser = Browser()
    answer = browser.here.get("/dang-nhap/qua/vneid/")
    assert answer["Location"] == "/dang-nhap/"


def test_a_token_changed_after_signing_is_refused() -> None:
    browser = Browser()
    assert refused(browser, browser.sign_in("forged", "minh"))
    assert not Account.objects.exists()


def test_user_info_of_somebody_else_is_refused() -> None:
    browser = Browser()
    assert refused(browser, browser.sign_in("other", "hoa"))
    assert not Account.objects.exists()


def test_a_code_with_the_wrong_secret_is_refused(provider: Provider, settings: Settings) -> None:
    browser = Browser()
    back = browser.be("hoa", browser.leave("vneid"))
    broken = door_settings("vneid", provider.issuer) | {"secret": "wrong"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [broken]}}
    assert refused(browser, browser.return_with(back))


def test_whoever_stops_at_the_provider_is_told_so() -> None:
    browser = Browser()
    answer = browser.sign_in("vneid", "nobody")
    assert answer["Location"] == "/dang-nhap/"
    page = browser.here.get("/dang-nhap/").content.decode()
    assert "Bạn đã dừng đăng nhập ở nơi định danh." in page


def test_a_provider_that_is_away_is_said_and_not_a_fault_of_ours(settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [door_settings("vneid", "http://127.0.0.1:9")]}
    }
    browser = Browser()
    assert browser.here.get("/dang-nhap/qua/vneid/")["Location"] == "/dang-nhap/"
    assert "provider_away" in last_line().content


def test_a_level_left_behind_does_not_serve_another_account() -> None:
    """Whoever came in as a citizen with two factors gains nothing for an officer's password."""
    browser = Browser()
    browser.sign_in("vneid", "hoa")
    officer = make_account(username="can.bo", password="Cây tre 24 đốt!")
    give_code_app(officer)
    browser.here.post("/dang-xuat/")
    answer = browser.here.post("/dang-nhap/", {"login": "can.bo", "password": "Cây tre 24 đốt!"})
    assert answer["Location"] == "/dang-nhap/lop-hai/"


def test_an_unknown_door_is_not_there() -> None:
    assert Client().get("/dang-nhap/qua/khong-co/").status_code == 404
