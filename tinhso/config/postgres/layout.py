"""Where the embedded server keeps its things inside the data folder."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

# sun_path holds 107 bytes and the server adds "/.s.PGSQL.5432.lock".
_SOCKET_FOLDER_LIMIT = 85
# libpq splits a host at commas, the server's list of folders at commas and quotes.
_UNSAFE_IN_SOCKET_FOLDER = set(",\"'\\\n\r\t@")


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders and files of one data folder; nothing is made here."""

    home: Path

    @property
    def folder(self) -> Path:
        """Everything of the database server; only its system user enters."""
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.folder / "data"

    @property
    def lock(self) -> Path:
        """Held while a start or a stop is under way, so that two of them join."""
        return self.folder / "start.lock"

    @property
    def start_log(self) -> Path:
        """What the server says before its own log is open."""
        return self.folder / "start.log"

    @property
    def keys(self) -> Path:
        """Keys and generated passwords, mode 0700."""
        return self.home / "keys"

    @property
    def sockets(self) -> Path:
        """The private socket folder: inside the data folder when its path is short and plain."""
        inside = self.folder / "socket"
        if len(os.fsencode(inside)) <= _SOCKET_FOLDER_LIMIT and not _UNSAFE_IN_SOCKET_FOLDER & set(
            str(inside)
        ):
            return inside
        name = f"tinhso-{hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]}"
        return _short_folder() / name


def layout(home: Path) -> Layout:
    """The layout of a data folder, by its real path: two names of one folder mean one server."""
    return Layout(Path(home).expanduser().resolve())


def _short_folder() -> Path:
    if os.geteuid() == 0 and Path("/run").is_dir():
        return Path("/run")
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and len(runtime) < 50 and Path(runtime).is_dir():
        return Path(runtime)
    return Path("/tmp")  # noqa: S108 - the folder made there is checked to be ours and closed
