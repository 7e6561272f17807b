"""The operating-system user the embedded server runs as: never root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from tinhso.config.console import Problem

NAME = "tinhso"


class Identity(TypedDict, total=False):
    """The part of subprocess's arguments that drops root's rights."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class SystemUser:
    """A user of this machine by name, uid and gid."""

    name: str
    uid: int
    gid: int

    def identity(self) -> Identity:
        """Arguments for subprocess that make a program run as this user; empty when we are."""
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give a file or folder to this user, when we are root and it is not theirs yet."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)


def current_user_name() -> str:
    """The name of the user this process runs as."""
    return pwd.getpwuid(os.geteuid()).pw_name


def server_user(data: Path) -> SystemUser:
    """Who runs the server of this data folder: its owner, else `tinhso` for root, else ourselves.

    Raises Problem when the folder belongs to somebody else and we are not root.
    """
    if (data / "PG_VERSION").exists():
        owner = pwd.getpwuid(data.stat().st_uid)
    elif os.geteuid() == 0:
        owner = _made()
    else:
        owner = pwd.getpwuid(os.geteuid())
    if os.geteuid() not in (0, owner.pw_uid):
        raise Problem(
            "home_of_another_user",
            f"Thư mục dữ liệu thuộc người dùng {owner.pw_name}; "
            "chạy bằng người dùng ấy hoặc đổi TINHSO_HOME",
            f"The data folder belongs to user {owner.pw_name}; "
            "run as that user or change TINHSO_HOME",
        )
    return SystemUser(owner.pw_name, owner.pw_uid, owner.pw_gid)


def server_user_name(data: Path) -> str:
    """The name `server_user` will give, without making the user."""
    try:
        return pwd.getpwuid(data.stat().st_uid).pw_name
    except (FileNotFoundError, PermissionError, KeyError):
        return NAME if os.geteuid() == 0 else current_user_name()


def _made() -> pwd.struct_passwd:
    """The system user `tinhso`, made on first use: no password, no shell, no home."""
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        pass
    nologin = shutil.which("nologin", path="/usr/sbin:/sbin") or "/bin/false"
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if useradd is None:
        raise Problem(
            "useradd_missing",
            f"Không có lệnh useradd; hãy tạo người dùng hệ thống {NAME} rồi chạy lại",
            f"There is no useradd; make the system user {NAME} and run again",
        )
    command = [useradd, "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", nologin, NAME]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return pwd.getpwnam(NAME)  # also when another start made it a moment before us
    except KeyError:
        raise Problem(
            "useradd_failed",
            f"Không tạo được người dùng hệ thống {NAME}: {made.stderr.strip()}",
            f"The system user {NAME} could not be made: {made.stderr.strip()}",
        ) from None
