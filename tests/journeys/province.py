"""A province of its own for journeys and pictures: `tinhso run`, its sample people, their browsers.

The product is started as anybody starts it; nothing of it is replaced.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import queue
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.existing import free_port
from tests.plugins.browser.owed import WIDE
from tinhso.config.launch.instance import running_note
from tinhso.config.postgres.embedded import EmbeddedServer

READY_WITHIN = 300.0
TOTP_PERIOD = 30


@dataclass(frozen=True, slots=True)
class Person:
    """One sample person, with the password made for this province."""

    username: str
    name: str
    password: str
    totp_secret: str


class Province:
    """A running product and who may sign in."""

    def __init__(self, home: Path, address: str) -> None:
        self.home, self.address = home, address

    def people(self) -> dict[str, Person]:
        """Sample people by user name."""
        held = json.loads((self.home / "keys" / "sample-people").read_text())
        return {
            one["username"]: Person(
                one["username"], one["name"], one["password"], one.get("totp_secret", "")
            )
            for one in held
        }


class Launch:
    """`tinhso run` for a data folder, and what it prints."""

    def __init__(self, home: Path, until: str = "") -> None:
        self.home, port = home, free_port()
        self.address = f"http://127.0.0.1:{port}"
        self._said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tinhso.config.cli", "run", "--port", str(port)],
            env=_environment(home, until),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\n"))
        self._process.stdout.close()

    def until_ready(self) -> Province:
        """Wait until it serves. Raises RuntimeError with what it said instead."""
        deadline = time.monotonic() + READY_WITHIN
        while f"ready {self.address}" not in self._said:
            try:
                self._said.append(self._lines.get(timeout=0.2))
            except queue.Empty:
                ended = self._process.poll() is not None
                if ended or time.monotonic() > deadline:
                    raise RuntimeError("\n".join(self._said)) from None
        return Province(self.home, self.address)

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._reader.join(timeout=10)
        EmbeddedServer(self.home).stop()


def _environment(home: Path, until: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DATABASE_")}
    return kept | {
        "TINHSO_HOME": str(home),
        "TINHSO_PROVINCE_UNTIL": until,
        "DJANGO_SETTINGS_MODULE": "tinhso.config.settings.development",
        "TINHSO_WEB_WORKERS": "1",
        "TINHSO_LANG": "vi",
    }


@contextmanager
def running_province(until: str = "") -> Iterator[Province]:
    """A province in a folder of its own that is gone afterwards; `until` that day's structure.

    TINHSO_JOURNEYS_HOME names the data folder of one that is running already, to be used instead
    of one of today.
    """
    running = os.environ.get("TINHSO_JOURNEYS_HOME")
    if running and not until:
        note = running_note(Path(running))
        if note is None:
            raise RuntimeError(f"No province is running for {running}")
        yield Province(Path(running), str(note["address"]))
        return
    # The server's system user must reach the folder: pytest's own is closed to it.
    above = "/var/lib" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="tinhso-journeys-", dir=above))
    folder.chmod(0o711)
    launch = Launch(folder / "tinh", until)
    try:
        yield launch.until_ready()
    finally:
        launch.stop()
        shutil.rmtree(folder, ignore_errors=True)


class People:
    """Signs sample people in, each once, and opens pages as them."""

    def __init__(self, browser: Browser, address: str, people: dict[str, Person]) -> None:
        self._browser, self.address, self._people = browser, address, people
        self._kept: dict[str, Any] = {}

    def context(self, username: str = "", *, size: ViewportSize = WIDE) -> BrowserContext:
        """A browser of its own for a person; "" is somebody who is not signed in."""
        if username and username not in self._kept:
            self._kept[username] = self._sign_in(username)
        context = self._browser.new_context(
            base_url=self.address,
            viewport=size,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            storage_state=self._kept.get(username),
            bypass_csp=True,  # axe is put into the page by hand
        )
        context.set_default_timeout(15_000)
        return context

    def _sign_in(self, username: str) -> Any:
        person = self._people[username]
        context = self.context()
        page = context.new_page()
        sign_in(page, person)
        kept = context.storage_state()
        context.close()
        return kept


def sign_in(page: Page, person: Person) -> None:
    """Through the page of signing in, as a person does it."""
    page.goto("/dang-nhap/")
    page.locator("input[name=login]").fill(person.username)
    page.locator("input[name=password]").fill(person.password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    if person.totp_secret:
        page.locator("input[name=code]").fill(one_time_code(person.totp_secret))
        page.get_by_role("button", name="Tiếp tục").click()
    page.wait_for_url(lambda url: "/dang-nhap" not in url)


def one_time_code(secret: str) -> str:
    """The six digits of an authenticator app at this moment (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = struct.pack(">Q", int(time.time()) // TOTP_PERIOD)
    digest = hmac.new(key, counter, "sha1").digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
