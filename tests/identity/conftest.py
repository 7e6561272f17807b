"""A strict OpenID provider as a process of its own, for the tests of signing in elsewhere."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from pytest_django import Settings

HERE = Path(__file__).parent
CALLBACK = "http://testserver/dang-nhap/qua/{}/tro-ve/"
PEOPLE: dict[str, Any] = {
    "hoa": {
        "acr": "urn:vn:loa:2",
        "amr": ["pwd", "face"],
        "claims": {
            "name": "Nguyễn Thị Hoa",
            "personal_number": "038190012217",
            "birthdate": "1990-03-18",
            "email": "hoa@example.vn",
        },
    },
    "minh": {
        "acr": "urn:vn:loa:1",
        "amr": ["pwd"],
        "claims": {"name": "Lê Văn Minh", "personal_number": "038085000111"},
    },
    "pretender": {
        "acr": "urn:vn:loa:1",
        "amr": ["pwd"],
        "claims": {"name": "Kẻ mạo danh", "personal_number": "038190012217"},
    },
    "thanh": {
        "acr": "urn:vn:loa:2",
        "amr": ["mfa"],
        "claims": {"name": "Lê Văn Thành", "preferred_username": "thanh.le"},
    },
    "stranger": {
        "acr": "urn:vn:loa:2",
        "amr": ["mfa"],
        "claims": {"name": "Người lạ", "preferred_username": "khong.co"},
    },
}
DOORS = {"vneid": "citizens", "canbo": "officers", "forged": "citizens", "other": "citizens"}


@dataclass(frozen=True)
class Provider:
    """Where the provider serves."""

    issuer: str


def _packages() -> None:
    if not (HERE / "node_modules" / "oidc-provider").is_dir():
        npm = shutil.which("npm")
        assert npm, "the tests of signing in elsewhere need Node 20"
        subprocess.run([npm, "ci"], cwd=HERE, check=True, capture_output=True)


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    """The provider, serving for the whole run of tests."""
    _packages()
    clients = [
        {
            "client_id": door,
            "client_secret": f"secret-of-{door}",
            "redirect_uris": [CALLBACK.format(door)],
        }
        for door in DOORS
    ]
    node = shutil.which("node")
    assert node
    process = subprocess.Popen(
        [node, "provider.mjs", json.dumps({"people": PEOPLE, "clients": clients})],
        cwd=HERE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        assert line, process.stderr.read() if process.stderr else "no provider"
        yield Provider(json.loads(line)["issuer"])
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(autouse=True)
def doors(provider: Provider, settings: Settings) -> Iterator[None]:
    """Configure the provider's clients here."""
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [door_settings(door, provider.issuer) for door in DOORS]}
    }
    cache.clear()
    yield
    cache.clear()


def door_settings(door: str, server_url: str) -> dict[str, Any]:
    """One entry as `identity_providers` of the settings makes it."""
    return {
        "provider_id": door,
        "name": door.upper(),
        "client_id": door,
        "secret": f"secret-of-{door}",
        "settings": {
            "server_url": server_url,
            "oauth_pkce_enabled": True,
            "fetch_userinfo": True,
            "scope": ["openid", "profile", "email"],
            "auth_params": {"acr_values": "urn:vn:loa:2 urn:vn:loa:1"},
            "for": DOORS[door],
            "levels": {"urn:vn:loa:1": 1, "urn:vn:loa:2": 2},
            "claims": {},
        },
    }
