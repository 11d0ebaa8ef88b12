"""One embedded PostgreSQL: made, started, ended and brought back."""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

from network.embedded.folder import CannotStart, Lock
from network.embedded.place import NAME, Place, database_url

LOG_LIMIT = 10_000_000  # bytes; a longer log is begun anew at the next start
PATIENCE = 120  # seconds for recovery after a crash
RELAUNCH = 10  # seconds in which the old server's processes notice that it is gone

# No statement and no DETAIL reaches the log: both would carry what people wrote.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "huge_pages": "off",
    "jit": "off",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


class Server:
    """One embedded PostgreSQL, ended cleanly with the process that started it.

    durable=False is for tests: quicker, and a power cut may lose the data.
    """

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        self.place = Place(var)
        self.durable = durable
        self.url = database_url(var)
        self._lock = Lock(self.place.var)
        self._postgres: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()
        self._ending = threading.Event()
        self._watch: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """The postmaster's process id, while it runs."""
        return self._postgres.pid if self._postgres and self._postgres.poll() is None else None

    def start(self) -> None:
        """Makes the database where there is none and returns when it answers. Raises CannotStart."""
        self._lock.take()
        try:
            self.place.prepare()
            self._check_version() if (self.cluster / "PG_VERSION").exists() else self._create()
            self._end_orphan()
            self._launch()
            if not (self.place.home / "created").exists():
                self.run("createdb", NAME)
                (self.place.home / "created").touch()
        except BaseException:
            self.stop()
            raise
        atexit.register(self.stop)
        end_on_sigterm()

    def stop(self) -> None:
        """Ends the server after its open transactions are rolled back and everything is on disk."""
        if os.getpid() != self._owner:  # a forked child inherits atexit, but not the server
            return
        atexit.unregister(self.stop)
        self._ending.set()
        if self._watch:
            self._watch.join()
        if self._postgres:
            for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                if self._postgres.poll() is None:
                    self._postgres.send_signal(how)
                    with suppress(subprocess.TimeoutExpired):
                        self._postgres.wait(30)
            self._postgres = None
        self._lock.release()

    def keep_running(self) -> None:
        """From now on a server that dies (out of memory, killed) is started again within seconds."""

        def watch() -> None:
            while not self._ending.wait(1):
                if self.pid is None:
                    with suppress(CannotStart):  # it says why in its log, and the next round tries again
                        self.relaunch()

        self._watch = threading.Thread(target=watch, name="postgres", daemon=True)
        self._watch.start()

    def kill(self) -> None:
        """Ends the server as a power cut would (for fault tests); `relaunch` brings it back."""
        if self._postgres:
            self._postgres.kill()
            self._postgres.wait()

    def relaunch(self) -> None:
        """Starts the server again after `kill`, once the last of its old processes is gone."""
        give_up = time.monotonic() + RELAUNCH
        while True:
            try:
                self._launch()
            except CannotStart:
                if self._ending.is_set() or time.monotonic() > give_up:
                    raise
                time.sleep(0.1)
            else:
                return

    @property
    def cluster(self) -> Path:
        return self.place.data

    def run(self, program: str, *arguments: str) -> str:
        """Runs one of PostgreSQL's own programs (pg_dump, psql) against this server and returns what it printed."""
        done = subprocess.run(  # noqa: S603 (the wheel's own programs)
            [self.place.programs() / program, *arguments], capture_output=True, text=True, check=False, **self._manner()
        )
        if done.returncode:
            raise CannotStart(f"PostgreSQL's {program} failed: {' '.join(done.stderr.split())}")
        return str(done.stdout)

    def _manner(self) -> dict[str, Any]:
        """How PostgreSQL's programs are run: as the account, from a folder it may enter, with a bare environment."""
        account = self.place.account
        manner: dict[str, Any] = {
            "cwd": self.place.home,
            "env": {"PATH": os.defpath, "LC_ALL": "C", "PGHOST": str(self.place.socket), "PGUSER": NAME},
        }
        if account:
            manner |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        return manner

    def _create(self) -> None:
        """Makes the cluster aside and moves it into place, so that a start cut short leaves nothing half made."""
        draft = self.place.home / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        options = [
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
        ]
        self.run("initdb", "-D", str(draft), "-U", NAME, *options, *([] if self.durable else ["--no-sync"]))
        draft.rename(self.cluster)

    def _check_version(self) -> None:
        found = (self.cluster / "PG_VERSION").read_text().strip()
        if found != "18":
            raise CannotStart(
                f"The data in {self.cluster} is of PostgreSQL {found}, this is 18: see docs/operations.md, Upgrade."
            )

    def _end_orphan(self) -> None:
        """Ends a server whose owner was killed, and clears its file where the number now belongs to something else."""
        note = self.cluster / "postmaster.pid"
        with suppress(OSError, ValueError, IndexError):
            pid = int(note.read_text().splitlines()[0])
            command = Path(f"/proc/{pid}/cmdline")
            if Path("/proc/self").exists() and os.fsencode(self.cluster) not in command.read_bytes():
                note.unlink()
                return
            os.kill(pid, signal.SIGINT)
            give_up = time.monotonic() + PATIENCE
            while note.exists() and time.monotonic() < give_up:
                os.kill(pid, 0)
                time.sleep(0.02)

    def _launch(self) -> None:
        settings = SETTINGS | {"unix_socket_directories": str(self.place.socket)}
        if not self.durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        log = self.place.home / "log"
        mode = "wb" if log.exists() and log.stat().st_size > LOG_LIMIT else "ab"
        command = [str(self.place.programs() / "postgres"), "-D", str(self.cluster)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with open(log, mode) as out:  # its own session: Ctrl-C in the terminal is for the owner, who ends it last
            self._postgres = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, **self._manner()
            )
        self._wait(self._postgres, log)

    def _wait(self, postgres: "subprocess.Popen[bytes]", log: Path) -> None:
        """Returns when the server says that it is ready."""
        note = self.cluster / "postmaster.pid"
        give_up = time.monotonic() + PATIENCE
        while postgres.poll() is None and time.monotonic() < give_up:
            with suppress(OSError, IndexError, ValueError):
                lines = note.read_text().splitlines()
                if int(lines[0]) == postgres.pid and lines[7].strip() == "ready":
                    return
            time.sleep(0.02)
        raise CannotStart(f"PostgreSQL did not start: the reason is at the end of {log}.")


def end_on_sigterm() -> None:
    """Makes SIGTERM an ordinary end of the program, so that what it started is ended too."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _leave)


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


@contextmanager
def attached(var: Path) -> Iterator[str]:
    """The address of the folder's database, started for the while unless a running Glød has it open already."""
    url = database_url(var)
    try:
        with closing(socket.socket(socket.AF_UNIX)) as probe:
            probe.connect(str(Place(var).socket / ".s.PGSQL.5432"))
    except OSError:
        with Server(var):
            yield url
    else:
        yield url
