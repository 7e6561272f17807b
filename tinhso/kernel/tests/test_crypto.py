"""Sealed texts: what opens, what does not, and what a new key changes."""

from __future__ import annotations

import base64
import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import FieldError
from django.db.models import Value
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tinhso.kernel import crypto
from tinhso.kernel.crypto import keyring

NOON = datetime(2026, 11, 17, 5, 0, tzinfo=UTC)


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    settings.HOME = tmp_path
    yield tmp_path
    keyring._loaded = None


@given(st.text(max_size=300), st.text(min_size=1, max_size=30))
def test_what_is_sealed_opens_again(text: str, purpose: str) -> None:
    assert crypto.decrypt(crypto.encrypt(text, purpose), purpose) == text


def test_the_same_text_is_never_sealed_the_same_way_twice() -> None:
    assert crypto.encrypt("038190012217", "p") != crypto.encrypt("038190012217", "p")


def test_the_sealed_text_does_not_contain_the_number() -> None:
    assert "038190012217" not in crypto.encrypt("038190012217", "p")


def test_a_text_sealed_for_one_purpose_does_not_open_for_another() -> None:
    sealed = crypto.encrypt("038190012217", "identity.personal_number")
    with pytest.raises(crypto.CannotOpen):
        crypto.decrypt(sealed, "case.applicant_number")


def test_every_changed_byte_is_noticed() -> None:
    form, key_id, body = crypto.encrypt("038190012217", "p").split(".")
    raw = bytearray(base64.urlsafe_b64decode(body))
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        forged = f"{form}.{key_id}.{base64.urlsafe_b64encode(bytes(changed)).decode()}"
        with pytest.raises(crypto.CannotOpen):
            crypto.decrypt(forged, "p")


@pytest.mark.parametrize("text", ["", "v1", "v1.k.", "v1.k.!", "0381", "v2.k.AA=="])
def test_what_is_no_sealed_text_is_refused(text: str) -> None:
    with pytest.raises((crypto.CannotOpen, crypto.KeyUnknown)):
        crypto.decrypt(text, "p")


def test_the_key_id_cannot_be_exchanged(home: Path) -> None:
    sealed = crypto.encrypt("x", "p")
    old = crypto.keyring.keyring().active
    keyring.start_rotation(NOON)
    forged = sealed.replace(old, crypto.keyring.keyring().active)
    with pytest.raises(crypto.CannotOpen):
        crypto.decrypt(forged, "p")


def test_a_key_that_is_not_here_is_named(home: Path) -> None:
    with pytest.raises(crypto.KeyUnknown, match="kabsent"):
        crypto.decrypt(f"v1.kabsent.{base64.urlsafe_b64encode(bytes(40)).decode()}", "p")


def test_the_keyring_is_made_once_for_its_owner_only(home: Path) -> None:
    crypto.encrypt("x", "p")
    file = home / "keys" / "field-keys.json"
    first = file.read_text()
    crypto.encrypt("y", "p")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert file.read_text() == first
    assert len(base64.b64decode(json.loads(first)["keys"][json.loads(first)["active"]])) == 32


def test_after_a_new_key_the_old_text_is_readable_and_new_ones_use_the_new_key(home: Path) -> None:
    before = crypto.encrypt("038190012217", "p")
    keyring.start_rotation(NOON)
    assert crypto.decrypt(before, "p") == "038190012217"
    assert not crypto.is_current(before)
    again = crypto.reseal(before, "p")
    assert crypto.is_current(again)
    assert crypto.reseal(again, "p") == again
    assert crypto.decrypt(again, "p") == "038190012217"


def test_an_interrupted_rotation_goes_on_with_its_key(home: Path) -> None:
    first = keyring.start_rotation(NOON)
    assert keyring.start_rotation(NOON).active == first.active
    keyring.finish_rotation()
    assert keyring.start_rotation(NOON).active != first.active


def test_a_key_made_by_another_process_is_seen_at_once(home: Path) -> None:
    crypto.encrypt("x", "p")
    ours = keyring._loaded
    keyring.start_rotation(NOON)
    keyring._loaded = ours  # as in a process that has not looked since
    assert ours is not None
    assert keyring.keyring().active != ours[1].active


def test_the_hash_finds_a_number_however_it_is_written() -> None:
    wanted = crypto.lookup_hash("038190012217", "person.number")
    assert crypto.lookup_hash("038 190 012 217", "person.number") == wanted
    assert crypto.lookup_hash("038.190.012-217", "person.number") == wanted
    assert len(wanted) == 64


def test_the_hash_tells_numbers_purposes_and_installations_apart(
    settings: Settings, tmp_path: Path
) -> None:
    seen = {crypto.lookup_hash("038190012217", "person.number")}
    seen.add(crypto.lookup_hash("038190012218", "person.number"))
    seen.add(crypto.lookup_hash("038190012217", "passport.number"))
    settings.HOME = tmp_path
    seen.add(crypto.lookup_hash("038190012217", "person.number"))
    keyring._loaded = None
    assert len(seen) == 4


def test_nothing_has_no_hash() -> None:
    assert crypto.lookup_hash(" - ", "person.number") == ""


def test_the_hash_survives_a_new_key(home: Path) -> None:
    before = crypto.lookup_hash("038190012217", "person.number")
    keyring.start_rotation(NOON)
    assert crypto.lookup_hash("038190012217", "person.number") == before


def test_a_sealed_field_cannot_be_searched() -> None:
    column = crypto.EncryptedTextField(purpose="p")
    column.set_attributes_from_name("number")
    with pytest.raises(FieldError, match="lookup_hash"):
        column.get_lookup("icontains")
    assert column.get_lookup("isnull") is not None
    exact = column.get_lookup("exact")
    assert exact is not None
    with pytest.raises(FieldError, match="empty"):
        exact(Value("x", output_field=column), "038190012217")
    assert exact(Value("x", output_field=column), "").rhs == ""


def test_a_sealed_field_keeps_its_purpose_in_migrations() -> None:
    _, path, args, kwargs = crypto.EncryptedTextField(purpose="p", blank=True).deconstruct()
    assert path == "tinhso.kernel.crypto.EncryptedTextField"
    assert (args, kwargs) == ([], {"purpose": "p", "blank": True})


def test_an_empty_field_stays_empty() -> None:
    column = crypto.EncryptedTextField(purpose="p")
    assert column.get_prep_value("") == ""
    assert column.from_db_value("") == ""
    assert column.from_db_value(column.get_prep_value("038190012217")) == "038190012217"
