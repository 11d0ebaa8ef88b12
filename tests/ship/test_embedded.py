"""The embedded PostgreSQL: made once, ended with its owner, found again after a crash."""

import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from network import embedded
from network.embedded.place import LONGEST_SOCKET, Place

ROOT = Path(__file__).resolve().parents[2]
# A test run started in the background of a shell hands an ignored Ctrl-C down; a terminal does not.
OWNER = """
import signal, sys, time
from pathlib import Path
from network.embedded import Server
signal.signal(signal.SIGINT, signal.default_int_handler)
with Server(Path(sys.argv[1]), durable=False) as server:
    print(server.pid, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    # pytest's own folders are closed to every other account, so a root's server would lie outside: keep it together.
    folder = Path("/tmp") / f"glod-ship-{os.getpid()}-{tmp_path.name}"  # noqa: S108
    yield folder
    subprocess.run(["rm", "-rf", str(folder)], check=True)


def start_owner(var: Path) -> "subprocess.Popen[str]":
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(var)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert owner.stdout is not None
    assert owner.stdout.readline().strip().isdigit()
    return owner


def close(owner: "subprocess.Popen[str]") -> str:
    _, errors = owner.communicate(timeout=40)
    return errors


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.slow
def test_it_keeps_what_was_written_across_a_restart(var: Path) -> None:
    with embedded.Server(var, durable=False) as server:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 'blåbærsyltetøy' AS word")
            version = connection.execute("SHOW server_version_num").fetchone()
        assert version is not None
        assert version[0].startswith("18")
        pid = server.pid
    assert pid is not None
    assert not runs(pid)
    with embedded.Server(var, durable=False) as again, psycopg.connect(again.url) as connection:
        assert connection.execute("SELECT upper(word) FROM kept").fetchone() == ("BLÅBÆRSYLTETØY",)


@pytest.mark.slow
def test_it_listens_on_no_network_address_and_lets_no_other_account_in(var: Path) -> None:
    with embedded.Server(var, durable=False) as server:
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert server.place.socket.stat().st_mode & 0o777 == 0o700


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_its_owner(var: Path, how: signal.Signals) -> None:
    owner = start_owner(var)
    owner.send_signal(how)
    close(owner)
    assert not (Place(var).data / "postmaster.pid").exists()


@pytest.mark.slow
def test_a_killed_owner_leaves_nothing_that_stops_the_next_start(var: Path) -> None:
    owner = start_owner(var)
    orphan = int((Place(var).data / "postmaster.pid").read_text().split()[0])
    owner.kill()
    close(owner)
    assert runs(orphan)
    with embedded.Server(var, durable=False) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert server.pid != orphan


@pytest.mark.slow
def test_a_number_that_now_belongs_to_another_program_is_left_alone(var: Path) -> None:
    with embedded.Server(var, durable=False):
        pass
    with subprocess.Popen(["sleep", "60"]) as bystander:
        (Place(var).data / "postmaster.pid").write_text(f"{bystander.pid}\n{Place(var).data}\n0\n5432\n\n\n\nready\n")
        with embedded.Server(var, durable=False) as server:
            assert server.pid
        assert bystander.poll() is None
        bystander.kill()


@pytest.mark.slow
def test_a_second_process_on_the_same_folder_is_refused_in_one_sentence(var: Path) -> None:
    owner = start_owner(var)
    with pytest.raises(
        embedded.CannotStart, match=r"^Glød is already running on the folder .*GLOD_VAR to another folder\.$"
    ):
        embedded.Server(var, durable=False).start()
    owner.terminate()
    close(owner)


@pytest.mark.slow
def test_a_crashed_server_comes_back_with_what_was_committed(var: Path) -> None:
    with embedded.Server(var) as server:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS figure")
        server.kill()
        assert server.pid is None
        server.relaunch()
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT figure FROM kept").fetchone() == (42,)


@pytest.mark.slow
def test_a_server_that_is_to_keep_running_comes_back_by_itself(var: Path) -> None:
    with embedded.Server(var, durable=False) as server:
        first = server.pid
        server.keep_running()
        server.kill()
        give_up = time.monotonic() + 20
        while server.pid in (None, first) and time.monotonic() < give_up:
            time.sleep(0.1)
        assert server.pid not in (None, first)
    assert server.pid is None


@pytest.mark.slow
def test_a_command_borrows_the_database_of_a_running_owner(var: Path) -> None:
    owner = start_owner(var)
    with embedded.attached(var) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert owner.poll() is None
    owner.terminate()
    close(owner)


ASK = "import os, sys; print(os.environ['DATABASE_URL'], os.popen('psql -tAc \"SELECT 41 + 1\"').read()); sys.exit(3)"


@pytest.mark.slow
def test_a_command_finds_the_database_and_psql_and_its_own_end_is_the_end(var: Path) -> None:
    command = [sys.executable, "-m", "network.embedded", sys.executable, "-c", ASK]
    outer = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    for given in ({}, {"DATABASE_URL": "postgresql://elsewhere"}):
        done = subprocess.run(
            command, cwd=ROOT, env=outer | {"GLOD_VAR": str(var)} | given, capture_output=True, text=True, check=False
        )
        assert done.returncode == 3
        said = done.stdout.split()
        assert said == ([given["DATABASE_URL"]] if given else [embedded.database_url(var), "42"])


@pytest.mark.slow
def test_data_of_another_version_is_refused_in_one_sentence(var: Path) -> None:
    with embedded.Server(var, durable=False) as server:
        pass
    (server.cluster / "PG_VERSION").write_text("17\n")
    with pytest.raises(embedded.CannotStart, match=r"^The data in .* is of PostgreSQL 17, this is 18: see docs/"):
        server.start()
    assert server.pid is None


@pytest.mark.slow
def test_no_folder_above_changes(var: Path) -> None:
    var.mkdir()
    above = [var, *var.parents]
    before = [(folder.stat().st_mode, folder.stat().st_uid, folder.stat().st_gid) for folder in above]
    with embedded.Server(var / "inner", durable=False):
        pass
    assert [(folder.stat().st_mode, folder.stat().st_uid, folder.stat().st_gid) for folder in above] == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may start a server as another account")
def test_root_gives_the_server_an_account_without_rights() -> None:
    account = Place(Path("/tmp/glod-nowhere")).account  # noqa: S108
    assert account is not None
    assert account.pw_uid != 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a home that its server's account cannot enter")
def test_below_a_closed_folder_roots_server_lies_outside(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    home = Place(closed / "var").home
    assert closed not in home.parents
    assert home == Place(closed / "var").home


def test_an_unprivileged_account_keeps_all_in_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: pwd.getpwnam("nobody").pw_uid)
    place = Place(tmp_path)
    assert place.account is None
    assert place.home == tmp_path.resolve() / "postgres"


def test_the_socket_fits_the_kernel_under_any_path(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 120)
    place = Place(deep)
    assert len(str(place.socket / ".s.PGSQL.5432")) <= LONGEST_SOCKET
    assert place.socket == Place(deep).socket


def test_the_address_is_known_before_the_server_runs(tmp_path: Path) -> None:
    assert embedded.database_url(tmp_path) == embedded.database_url(tmp_path)
    assert psycopg.conninfo.conninfo_to_dict(embedded.database_url(tmp_path))["dbname"] == "glod"


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    key = embedded.secret_key(tmp_path)
    assert len(key) >= 50
    assert embedded.secret_key(tmp_path) == key
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(embedded.CannotStart, match=r"^Glød cannot write to the folder .*: set GLOD_VAR to a folder"):
        embedded.make_var(tmp_path / "file" / "var")


def test_a_lock_is_free_again_when_its_holder_is_gone(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from pathlib import Path; from network.embedded import Lock;"
            "lock = Lock(Path(sys.argv[1])); lock.take(); print('taken', flush=True); time.sleep(60)",
            str(tmp_path),
        ],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "taken\n"
    lock = embedded.Lock(tmp_path)
    with pytest.raises(embedded.CannotStart):
        lock.take()
    holder.kill()
    holder.communicate()
    give_up = time.monotonic() + 5
    while time.monotonic() < give_up:
        try:
            lock.take()
        except embedded.CannotStart:
            time.sleep(0.05)
        else:
            break
    lock.release()
    assert time.monotonic() < give_up
