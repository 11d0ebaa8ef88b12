"""The topology of docker-compose.yml as plain processes: PostgreSQL, Redis, web processes and a worker."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from network import embedded

ROOT = Path(__file__).resolve().parent.parent
# The commands of the image's services; a test holds docker-compose.yml to them.
COMMANDS = {"migrate": ["prepare"], "web": ["serve"], "worker": ["work"]}
START = 60  # seconds in which a process must be ready
END = 20  # seconds that a process gets to end by itself


class Program:
    """One program of the stack, with its log, that can be killed and brought back."""

    def __init__(self, command: Sequence[str], log: Path, env: Mapping[str, str]) -> None:
        self.command = list(command)
        self.log = log
        self.env = dict(env)
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Its process id, while it runs."""
        return self._running.pid if self._running and self._running.poll() is None else None

    def start(self) -> None:
        """Starts it in a session of its own: Ctrl-C is for the stack, which ends its parts in order."""
        if self._running:
            self._running.wait(END)
        self.log.parent.mkdir(exist_ok=True)
        with open(self.log, "ab") as out:
            self._running = subprocess.Popen(  # noqa: S603 (our own programs)
                self.command,
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def stop(self) -> None:
        """Asks it to end and waits; kills it when it does not."""
        if self._running and self._running.poll() is None:
            self._running.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._running.wait(END)
        self.kill()

    def kill(self) -> None:
        """Ends it without warning, as kill -9 does."""
        if self._running:
            self._running.kill()
            self._running.wait()


class Stack:
    """`with Stack(var) as stack:` gives stack.addresses that answer; stack.web[0].kill() and .start() make faults.

    DATABASE_URL and REDIS_URL in the environment are used as they are; otherwise both servers belong to the stack.
    """

    def __init__(
        self, var: Path, *, web: int = 2, ports: Sequence[int] = (8101, 8102), extra: Mapping[str, str] | None = None
    ) -> None:
        self.var = var.resolve()
        self.ports = list(ports)[:web]
        self.addresses = [f"http://127.0.0.1:{port}" for port in self.ports]
        self.postgres: embedded.Server | None = None
        self.redis: Program | None = None
        self.web: list[Program] = []
        self.worker: Program | None = None
        self.extra = dict(extra or {})
        self.env: dict[str, str] = {}
        self._ending = ExitStack()

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Starts all of it and returns when every web process is ready. Raises CannotStart."""
        embedded.end_on_sigterm()
        embedded.make_var(self.var)
        database_url = self.extra.get("DATABASE_URL") or os.environ.get("DATABASE_URL") or self._start_postgres()
        redis_url = self.extra.get("REDIS_URL") or os.environ.get("REDIS_URL") or self._start_redis()
        self.env = dict(os.environ) | self.environment(database_url, redis_url) | self.extra
        self._migrate()
        self.worker = self._add("worker", self._manage(*COMMANDS["worker"]))
        for number, port in enumerate(self.ports, 1):
            self.web.append(self._add(f"web-{number}", self._manage(*COMMANDS["web"], "--port", str(port))))
        for number in range(len(self.ports)):
            self.wait_until_ready(number)

    def environment(self, database_url: str, redis_url: str) -> dict[str, str]:
        """The settings of every Glød process of the stack; the keys are those of docker-compose.yml."""
        origins = [f"http://{host}:{port}" for port in self.ports for host in ("127.0.0.1", "localhost")]
        return {
            "GLOD_PROFILE": "full",
            "GLOD_VAR": str(self.var),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SECRET_KEY": os.environ.get("SECRET_KEY") or embedded.secret_key(self.var),
            "GLOD_ORIGINS": ",".join(origins),
            "GLOD_PROXIES": "0",
            "GLOD_DEMO": os.environ.get("GLOD_DEMO", "1"),
            "GLOD_NAME": os.environ.get("GLOD_NAME", "Glød"),
            "GLOD_MAIL_FROM": os.environ.get("GLOD_MAIL_FROM", "glod@glod.example"),
            "EMAIL_URL": os.environ.get("EMAIL_URL", ""),
        }

    def wait_until_ready(self, number: int) -> None:
        """Returns when web process `number` can serve. Raises CannotStart after START seconds."""
        give_up = time.monotonic() + START
        while time.monotonic() < give_up and self.web[number].pid:
            with suppress(OSError, urllib.error.URLError):
                urllib.request.urlopen(f"{self.addresses[number]}/readyz", timeout=5)  # noqa: S310 (our own process)
                return
            time.sleep(0.1)
        raise embedded.CannotStart(f"A web process did not start: the reason is at the end of {self.web[number].log}.")

    def stop(self) -> None:
        """Ends everything, the last started first."""
        self._ending.close()

    def _start_postgres(self) -> str:
        self.postgres = self._ending.enter_context(embedded.Server(self.var))
        return self.postgres.url

    def _start_redis(self) -> str:
        program = shutil.which("redis-server")
        if program is None:
            raise embedded.CannotStart("The stack needs Redis: install redis-server, or set REDIS_URL.")
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
        self.redis = self._add("redis", [*command, "--dir", str(self.var)], dict(os.environ))
        give_up = time.monotonic() + START
        while time.monotonic() < give_up and self.redis.pid:
            with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
                return f"redis://127.0.0.1:{port}/0"
            time.sleep(0.02)
        raise embedded.CannotStart(f"Redis did not start: the reason is at the end of {self.redis.log}.")

    def _migrate(self) -> None:
        for command in (["build"], COMMANDS["migrate"]):  # the image has done the first when it was made
            done = subprocess.run(  # noqa: S603
                self._manage(*command), cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
            )
            if done.returncode:
                raise embedded.CannotStart(f"`manage.py {command[0]}` failed:\n{done.stdout}{done.stderr}")

    def _manage(self, *command: str) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), *command]

    def _add(self, name: str, command: Sequence[str], env: Mapping[str, str] | None = None) -> Program:
        process = Program(command, self.var / "logs" / f"{name}.log", self.env if env is None else env)
        process.start()
        self._ending.callback(process.stop)
        return process
