"""The commands. Each reads the environment and the clock, then makes one call."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from tinhso import __version__
from tinhso.config.backup.backup import backup as make_backup
from tinhso.config.backup.restoring import restore as restore_backup
from tinhso.config.backup.sealed import Secret
from tinhso.config.backup.upgrade import upgrade as upgrade_home
from tinhso.config.cli.wording import Group
from tinhso.config.console import Problem, say
from tinhso.config.launch import launcher, schema
from tinhso.config.launch.instance import running_note
from tinhso.config.postgres.connection import is_external
from tinhso.config.postgres.embedded import EmbeddedServer
from tinhso.config.postgres.readiness import make_ready
from tinhso.config.settings import environment

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_EXIT_CODES = say(
    """\b
Mã kết thúc:
  0  xong
  1  không làm được
  2  lệnh hoặc thiết lập chưa đúng
  3  cơ sở dữ liệu
  4  đang chạy rồi, hoặc cổng đã có chương trình khác dùng
  5  kiểm tra tính nguyên vẹn không đạt (nhật ký kiểm toán, bản sao lưu)
  130  dừng giữa chừng bằng Ctrl-C (tinhso run dừng như vậy là xong: 0)""",
    """\b
Exit codes:
  0  done
  1  not possible
  2  wrong command or setting
  3  database
  4  already running, or the port is taken
  5  not intact (audit chain, backup)
  130  interrupted with Ctrl-C (tinhso run ends so when it is done: 0)""",
)


@click.group(
    cls=Group,
    help=say("Tỉnh Số: chính quyền số của tỉnh.", "Tỉnh Số: the digital government of a province."),
    epilog=_EXIT_CODES,
)
@click.version_option(
    __version__, message="%(version)s", help=say("Hiện phiên bản.", "Show the version.")
)
def main() -> None:
    """The outermost group."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.config.settings.development")


@main.command(
    help=say(
        "Chạy cả hệ thống trên máy này; dừng bằng Ctrl-C.",
        "Run everything on this machine; stop with Ctrl-C.",
    )
)
@click.option("--port", type=click.IntRange(1, 65535), help=say("Cổng phục vụ.", "Port to serve."))
@click.option(
    "--bind",
    default="",
    help=say("Địa chỉ lắng nghe, mặc định 127.0.0.1.", "Address to listen on."),
)
def run(port: int | None, bind: str) -> None:
    plan = launcher.Plan(
        home=_home(),
        port=port or environment.PORT.read(),
        bind=bind or environment.BIND.read(),
        web_workers=environment.WEB_WORKERS.read(),
    )
    launcher.run(plan)


@main.command(help=say("Chuyển cấu trúc cơ sở dữ liệu lên bản này.", "Migrate the database."))
def migrate() -> None:
    with _database():
        schema.migrate({**os.environ, "TINHSO_HOME": str(_home())})
        schema.bring_up_to_date(_home(), os.environ)
    click.echo(say("Cấu trúc dữ liệu đã là mới nhất.", "The schema is the latest."))


@main.command(
    help=say("Chạy tiến trình nền: sự kiện và hàng đợi việc.", "Run the background process.")
)
def worker() -> None:
    # The worker loads Django; the other commands start in a fraction of the time without it.
    from tinhso.config.launch import worker as background  # noqa: PLC0415

    background.main()


_passphrase_file = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=say(
        "Tệp chứa mật khẩu (dòng đầu); nếu không có thì đọc TINHSO_BACKUP_PASSPHRASE hoặc hỏi.",
        "File with the passphrase (first line); else TINHSO_BACKUP_PASSPHRASE is read, or you are "
        "asked.",
    ),
)
_key_file = click.option(
    "--key-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=say(
        "Tệp khóa (từ 32 byte ngẫu nhiên) thay cho mật khẩu.",
        "Key file (32 random bytes or more) instead of a passphrase.",
    ),
)


@main.command(
    help=say(
        "Sao lưu cơ sở dữ liệu, tệp và khóa vào một tệp đã mã hóa; hệ thống vẫn chạy.",
        "Back up database, files and keys into one encrypted file while people work.",
    )
)
@click.option(
    "--to",
    required=True,
    type=click.Path(path_type=Path),
    help=say("Tệp hoặc thư mục đích.", "Target file or folder."),
)
@_passphrase_file
@_key_file
def backup(to: Path, passphrase_file: Path | None, key_file: Path | None) -> None:
    secret = _secret(passphrase_file, key_file, confirm=True)
    with _database():
        made = make_backup(_home(), to.resolve(), secret, at=_now())
    click.echo(say(f"Đã sao lưu vào {made}", f"Backed up to {made}"))


@main.command(
    help=say(
        "Khôi phục một bản sao lưu vào thư mục dữ liệu mới, sau khi kiểm tra toàn bộ.",
        "Restore a backup into a new data folder after verifying all of it.",
    )
)
@click.argument("source", metavar="FROM", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--home",
    required=True,
    type=click.Path(path_type=Path),
    help=say("Thư mục dữ liệu mới.", "New data folder."),
)
@_passphrase_file
@_key_file
def restore(source: Path, home: Path, passphrase_file: Path | None, key_file: Path | None) -> None:
    secret = _secret(passphrase_file, key_file, confirm=False)
    done = restore_backup(source, home.resolve(), secret)
    click.echo(
        say(
            f"Đã khôi phục bản sao lưu lúc {done.made_at}: {done.tables} bảng, {done.rows} dòng, "
            f"{done.files} tệp; nhật ký kiểm toán nguyên vẹn.\n"
            f"Chạy bằng: TINHSO_HOME='{home.resolve()}' tinhso run",
            f"Restored the backup of {done.made_at}: {done.tables} tables, {done.rows} rows, "
            f"{done.files} files; the audit chain is whole.\n"
            f"Run it with: TINHSO_HOME='{home.resolve()}' tinhso run",
        )
    )


@main.command(
    help=say(
        "Nâng cấp dữ liệu lên bản đã cài: sao lưu, chuyển cấu trúc, kiểm tra.",
        "Upgrade the data to the installed version: backup, migrate, health check.",
    )
)
def upgrade() -> None:
    before = upgrade_home(_home(), at=_now(), tell=click.echo)
    key = _home() / "keys" / "backup.key"
    click.echo(
        say(
            f"Nâng cấp xong. Để trở lại: cài bản cũ rồi chạy "
            f"tinhso restore '{before}' --home <thư mục mới> --key-file '{key}'",
            f"Upgraded. To go back: install the old version, then run "
            f"tinhso restore '{before}' --home <new folder> --key-file '{key}'",
        )
    )


@main.group(help=say("Nhật ký kiểm toán.", "The audit chain."))
def audit() -> None:
    """Commands on the audit chain."""


@audit.command(
    help=say(
        "Đi hết chuỗi nhật ký và báo dòng hỏng đầu tiên.",
        "Walk the whole chain and name the first broken line.",
    )
)
def verify() -> None:
    with _database(), _django():
        from tinhso.kernel.audit import verify_chain  # noqa: PLC0415

        report = verify_chain()
    if report.broken_at is not None:
        raise Problem(
            "audit_chain_broken",
            f"Nhật ký kiểm toán hỏng tại dòng {report.broken_at}: {report.reason}",
            f"The audit chain is broken at line {report.broken_at}: {report.reason}",
            exit_code=5,
        )
    click.echo(
        say(
            f"Nhật ký kiểm toán nguyên vẹn: {report.lines} dòng.",
            f"The audit chain is whole: {report.lines} lines.",
        )
    )


@main.group(help=say("Khóa mã hóa.", "Encryption keys."))
def keys() -> None:
    """Commands on the keys."""


@keys.command(
    help=say(
        "Tạo khóa mới và mã hóa lại dữ liệu; chạy lại để làm tiếp nếu bị ngắt.",
        "Make a new key and seal everything again; run again to go on after an interruption.",
    )
)
def rotate() -> None:
    with _database(), _django():
        from tinhso.kernel.actor import system_actor  # noqa: PLC0415
        from tinhso.kernel.crypto import rotate as rotate_keys  # noqa: PLC0415

        report = rotate_keys(by=system_actor("tinhso keys rotate"), at=_now())
    rows = sum(report.rows.values())
    click.echo(
        say(
            f"Khóa hiện hành: {report.active}; đã mã hóa lại {rows} dòng.",
            f"Active key: {report.active}; {rows} rows sealed again.",
        )
    )


@main.group(help=say("Tài khoản.", "Accounts."))
def accounts() -> None:
    """Commands on accounts."""


@accounts.command(
    help=say(
        "Chỉ định một cán bộ trong danh bạ làm quản trị tỉnh; in đường dẫn đặt mật khẩu.",
        "Make an officer of the directory province administrator; prints the link for a password.",
    )
)
@click.argument("employee_code")
@click.option("--username", required=True, help=say("Tên đăng nhập.", "User name."))
@click.option("--decision", required=True, help=say("Quyết định.", "The decision it rests on."))
def appoint(employee_code: str, username: str, decision: str) -> None:
    with _database(), _django():
        from tinhso.kernel.actor import system_actor  # noqa: PLC0415
        from tinhso.modules.identity import public as identity  # noqa: PLC0415

        by = system_actor("tinhso accounts appoint")
        link = identity.appoint_administrator(
            employee_code, username, decision=decision, by=by, at=_now()
        )
    click.echo(link)


@main.command(
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    add_help_option=False,
    help=say("Chạy lệnh của Django: tinhso manage …", "Run a command of Django: tinhso manage …"),
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> int:
    return _manage(*arguments)


@main.command(help=say("Mở Python với Django đã nạp.", "Open Python with Django loaded."))
def shell() -> int:
    return _manage("shell")


def _manage(*arguments: str) -> int:
    with _database():
        command = [sys.executable, "-m", "django", *arguments]
        environ = {**os.environ, "TINHSO_HOME": str(_home())}
        return subprocess.run(command, env=environ, check=False).returncode


def _home() -> Path:
    return environment.HOME.read().expanduser().resolve()


def _now() -> datetime:
    return datetime.now(_VIETNAM)


@contextmanager
def _database() -> Iterator[None]:
    """The database for one command: ours is stopped afterwards if this command started it."""
    home = _home()
    server = None if is_external(os.environ) else EmbeddedServer(home)
    was_running = server is not None and server.postmaster() is not None
    make_ready(home, os.environ)
    try:
        yield
    finally:
        if server is not None and not was_running and running_note(home) is None:
            server.stop()


@contextmanager
def _django() -> Iterator[None]:
    """Django in this process, on the data folder chosen, with its connections closed at the end."""
    import django  # noqa: PLC0415
    from django.db import DatabaseError, connections  # noqa: PLC0415

    from tinhso.kernel.errors import DomainError  # noqa: PLC0415

    os.environ["TINHSO_HOME"] = str(_home())
    django.setup()
    try:
        yield
    except DomainError as refusal:
        raise Problem(refusal.code, str(refusal), str(refusal)) from refusal
    except DatabaseError as refusal:
        said = str(refusal).strip().splitlines()[0]
        raise Problem(
            "database_refused",
            f"Cơ sở dữ liệu từ chối: {said}; nếu vừa cài, chạy tinhso migrate",
            f"The database refused: {said}; after a new installation run tinhso migrate",
            exit_code=3,
        ) from refusal
    finally:
        connections.close_all()


def _secret(passphrase_file: Path | None, key_file: Path | None, *, confirm: bool) -> Secret:
    if key_file is not None:
        return Secret.key_file(key_file)
    if passphrase_file is not None:
        return Secret.passphrase((passphrase_file.read_text().splitlines() or [""])[0])
    if text := os.environ.get("TINHSO_BACKUP_PASSPHRASE"):
        return Secret.passphrase(text)
    if not sys.stdin.isatty():
        raise Problem(
            "passphrase_missing",
            "Thiếu mật khẩu sao lưu: dùng --passphrase-file, --key-file "
            "hoặc TINHSO_BACKUP_PASSPHRASE",
            "The passphrase is missing: use --passphrase-file, --key-file "
            "or TINHSO_BACKUP_PASSPHRASE",
            exit_code=2,
        )
    prompt = say("Mật khẩu sao lưu", "Passphrase of the backup")
    return Secret.passphrase(click.prompt(prompt, hide_input=True, confirmation_prompt=confirm))
