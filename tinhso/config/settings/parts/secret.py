"""The signing key of sessions and cookies: made once, kept beside the other keys."""

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """Return the installation's secret key, making it on first use (mode 0600).

    Raises OSError when the data folder cannot be written.
    """
    path = home / "keys" / "django-secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            # Two processes may start at once: the first link wins and both read the same key.
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()
