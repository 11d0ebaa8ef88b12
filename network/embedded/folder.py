"""The folder where everything of one installation lies: whose it is, its key, and the lock on it."""

import fcntl
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]


class CannotStart(SystemExit):
    """Ends the program with one clear sentence on standard error and exit code 1."""


def var_folder() -> Path:
    """The folder of everything Glød keeps on this machine: GLOD_VAR, or var/ in the checkout."""
    return Path(os.environ.get("GLOD_VAR") or ROOT / "var").resolve()


def make_var(var: Path) -> None:
    """Creates the folder, closed to others; root's stays passable, for the database's account to reach its part."""
    try:
        if not var.is_dir():
            var.mkdir(parents=True)
            var.chmod(0o711 if os.geteuid() == 0 else 0o700)
        with tempfile.TemporaryFile(dir=var):
            pass
    except OSError as problem:
        raise CannotStart(
            f"Glød cannot write to the folder {var} ({problem.strerror}): set GLOD_VAR to a folder it may write to."
        ) from None


def secret_key(var: Path | None = None) -> str:
    """A random key of this installation, made once and kept in var/secret-key for its owner alone."""
    folder = var or var_folder()
    path = folder / "secret-key"
    if not path.exists():
        make_var(folder)
        draft = folder / f".secret-key-{os.getpid()}"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # another process was first: its key counts
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


class Lock:
    """Keeps every other process from the same folder until this one ends, however it ends."""

    def __init__(self, var: Path) -> None:
        self.path = var / "lock"
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Raises CannotStart when another process has it."""
        make_var(self.path.parent)
        held = open(self.path, "a", encoding="ascii")  # noqa: SIM115 (open as long as the lock is held)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            held.close()
            raise CannotStart(
                f"Glød is already running on the folder {self.path.parent}: stop that one first, "
                "or set GLOD_VAR to another folder."
            ) from None
        self._file = held

    def release(self) -> None:
        if self._file:
            self._file.close()
            self._file = None
