"""Sending outside: once, with retries while the server is away, by the real mail protocol."""

from __future__ import annotations

import email
import socketserver
import threading
from collections.abc import Iterator
from datetime import datetime
from email import policy
from pathlib import Path

import pytest
from django.core import mail
from pytest_django import Settings

from tinhso.config.settings.parts.mail import mail_settings
from tinhso.modules.notifications import public
from tinhso.modules.notifications.commands.sending import (
    MAX_ATTEMPTS,
    resend_message,
    send_delivery,
)
from tinhso.modules.notifications.definitions import SendingFailed
from tinhso.modules.notifications.errors import DeliveryNotFailed, DeliveryNotFound
from tinhso.modules.notifications.models import Delivery
from tinhso.modules.notifications.tests.conftest import BY_LAW, administrator

pytestmark = pytest.mark.django_db
RESENDER = administrator("notifications.resend_message")


@pytest.fixture
def delivery(now: datetime) -> Delivery:
    public.notify(
        key="k",
        kind=BY_LAW.code,
        values={"code": "H56.1"},
        email="hoa@example.vn",
        link="/ho-so/1/",
        subject="case:1",
        at=now,
    )
    return Delivery.objects.get()


class Server(socketserver.ThreadingTCPServer):
    """A mail server of a few lines: what it heard, and how it answers a recipient."""

    allow_reuse_address = True
    daemon_threads = True
    recipient_answer = b"250 ok"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.letters: list[bytes] = []


class Conversation(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.say(b"220 test")
        while line := self.rfile.readline().strip():
            word = line.upper()
            if word == b"DATA":
                self.say(b"354 go on")
                self.server.letters.append(self.letter())
                self.say(b"250 kept")
            elif word.startswith(b"RCPT"):
                self.say(self.server.recipient_answer)
            elif word == b"QUIT":
                self.say(b"221 bye")
                return
            else:
                self.say(b"250 ok")

    def letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)

    def say(self, text: bytes) -> None:
        self.wfile.write(text + b"\r\n")


@pytest.fixture
def server(settings: Settings, tmp_path: Path) -> Iterator[Server]:
    with Server() as running:
        port = running.server_address[1]
        for name, value in mail_settings(f"smtp+plain://127.0.0.1:{port}", tmp_path).items():
            setattr(settings, name, value)
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def test_a_letter_arrives_whole(
    delivery: Delivery, server: Server, now: datetime, settings: Settings
) -> None:
    settings.PUBLIC_ADDRESS = "https://dichvucong.example.vn/"

    send_delivery(delivery.pk, at=now)

    (raw,) = server.letters
    letter = email.message_from_bytes(raw, policy=policy.default)
    assert letter["Subject"] == "Dừng giải quyết hồ sơ H56.1"
    assert letter["To"] == "hoa@example.vn"
    assert letter["Message-ID"] == f"<{delivery.message.public_id}.email@tinhso>"
    assert letter.get_content().split("\r\n\r\n") == [
        "Hồ sơ H56.1 dừng giải quyết.",
        "https://dichvucong.example.vn/ho-so/1/\r\n",
    ]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.finished_at) == ("sent", 1, now)


def test_a_sent_letter_is_not_sent_again(delivery: Delivery, server: Server, now: datetime) -> None:
    send_delivery(delivery.pk, at=now)
    send_delivery(delivery.pk, at=now)

    assert len(server.letters) == 1


def test_a_server_that_is_away_is_tried_again_then_given_up(
    delivery: Delivery, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    for name, value in mail_settings("smtp+plain://127.0.0.1:1", tmp_path).items():
        setattr(settings, name, value)

    for attempt in range(1, MAX_ATTEMPTS):
        with pytest.raises(SendingFailed):
            send_delivery(delivery.pk, at=now)
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts) == ("waiting", attempt)
    send_delivery(delivery.pk, at=now)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.finished_at) == ("failed", now)
    assert delivery.error.startswith("ConnectionRefusedError")
    assert public.waiting_and_failed() == (0, 1)


def test_a_recipient_refused_for_good_is_not_tried_again(
    delivery: Delivery, server: Server, now: datetime
) -> None:
    server.recipient_answer = b"550 no such user"

    send_delivery(delivery.pk, at=now)

    delivery.refresh_from_db()
    assert delivery.state == "failed"
    assert "550" in delivery.error


def test_a_recipient_refused_for_now_is_tried_again(
    delivery: Delivery, server: Server, now: datetime
) -> None:
    server.recipient_answer = b"451 busy"

    with pytest.raises(SendingFailed):
        send_delivery(delivery.pk, at=now)


def test_a_failed_letter_can_be_sent_again_by_hand(
    delivery: Delivery, server: Server, now: datetime
) -> None:
    with pytest.raises(DeliveryNotFailed):
        resend_message(delivery.pk, by=RESENDER, at=now)
    with pytest.raises(DeliveryNotFound):
        resend_message(10**9, by=RESENDER, at=now)
    server.recipient_answer = b"550 no such user"
    send_delivery(delivery.pk, at=now)

    server.recipient_answer = b"250 ok"
    resend_message(delivery.pk, by=RESENDER, at=now)
    send_delivery(delivery.pk, at=now)

    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_line_breaks_in_a_heading_cannot_add_headers(now: datetime, delivery: Delivery) -> None:
    delivery.message.title = "Hồ sơ\r\nBcc: x@example.vn"
    delivery.message.save()

    send_delivery(delivery.pk, at=now)

    assert mail.outbox[0].subject == "Hồ sơ Bcc: x@example.vn"


def test_without_a_server_letters_are_files(
    delivery: Delivery, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    for name, value in mail_settings("", tmp_path).items():
        setattr(settings, name, value)

    send_delivery(delivery.pk, at=now)

    (path,) = (tmp_path / "outgoing-mail").iterdir()
    letter = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o077 == 0
    assert letter["Subject"] == "Dừng giải quyết hồ sơ H56.1"


@pytest.mark.parametrize(
    ("address", "tls", "ssl", "port"),
    [
        ("smtp://a%40b:p%3Aw@mail.example.vn", True, False, 587),
        ("smtps://a%40b:p%3Aw@mail.example.vn", False, True, 465),
        ("smtp+plain://a%40b:p%3Aw@mail.example.vn:2525", False, False, 2525),
    ],
)
def test_mail_addresses_are_understood(
    address: str, tls: bool, ssl: bool, port: int, tmp_path: Path
) -> None:
    chosen = mail_settings(address, tmp_path)

    assert (chosen["EMAIL_HOST_USER"], chosen["EMAIL_HOST_PASSWORD"]) == ("a@b", "p:w")
    assert (chosen["EMAIL_USE_TLS"], chosen["EMAIL_USE_SSL"]) == (tls, ssl)
    assert chosen["EMAIL_PORT"] == port


def test_another_kind_of_mail_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="TINHSO_EMAIL_URL"):
        mail_settings("http://mail.example.vn", tmp_path)
