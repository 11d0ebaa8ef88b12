"""Folders of sites that stand ready: one of each kind is prepared, every other site of a run starts on a copy of it."""

import datetime
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from network.embedded import make_var
from network.embedded.place import Place

ROOT = Path(__file__).resolve().parent.parent
MADE = ROOT / "var" / "prepared"


def clean_environment(var: Path) -> dict[str, str]:
    """This environment without what says where a site's servers are, and with its folder."""
    dropped = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "GLOD_PROFILE", "GLOD_DEMO")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | {"GLOD_VAR": str(var), "GLOD_LOG_LEVEL": "WARNING"}


def lay_out(var: Path, *, demo: bool) -> None:
    """Makes the folder anew, as `manage.py prepare` leaves it: migrated, with the demo company or empty."""
    shutil.rmtree(var, ignore_errors=True)
    shutil.rmtree(Place(var).home, ignore_errors=True)
    kind = "demo" if demo else "empty"
    MADE.mkdir(parents=True, exist_ok=True)
    with (MADE / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of several workers the first prepares it
        made = MADE / kind
        if not _is_of_today(made):
            _prepare(made, demo)
        make_var(var)
        _copy(made, var)
        if Place(made).home.parent != made:  # where PostgreSQL's account cannot come through to var/
            _copy(Place(made).home, Place(var).home)


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", "--reflink=auto", f"{source}/.", str(target)], check=True)


def _is_of_today(made: Path) -> bool:
    """It was prepared today by the same code: the company's days count from when it was built."""
    return (made / "made-by").exists() and (made / "made-by").read_text() == _code_and_day()


def _code_and_day() -> str:
    digest = hashlib.sha256(datetime.datetime.now(datetime.UTC).date().isoformat().encode())
    for path in sorted(path for room in ("network", "profiles", "ideas") for path in (ROOT / room).rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest() + hashlib.sha256((ROOT / "requirements/test.txt").read_bytes()).hexdigest()


def _prepare(made: Path, demo: bool) -> None:
    shutil.rmtree(made, ignore_errors=True)
    shutil.rmtree(Place(made).home, ignore_errors=True)
    make_var(made)
    command = [sys.executable, "-m", "network.embedded", sys.executable, "manage.py", "prepare"]
    env = clean_environment(made) | {"GLOD_DEMO": str(int(demo))}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made / "made-by").write_text(_code_and_day())
