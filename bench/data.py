"""Builds the company to measure on, or finds it; each size has a folder and a PostgreSQL of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from network import embedded

ROOT = Path(__file__).resolve().parent.parent
MADE = "4"  # raised when crowd.py makes the data differently


class Size(NamedTuple):
    """What is asked of seed_company; comments and groups follow from it, and the report says how many there are."""

    name: str
    people: int
    posts: int
    sockets: tuple[int, ...]
    seconds: tuple[int, int]  # warm-up, measured: of each page

    @property
    def seed(self) -> list[str]:
        """The command that builds it."""
        return ["seed_company", "--people", str(self.people), "--posts", str(self.posts), "--seed", "7"]


SIZES = {
    "tiny": Size("tiny", 200, 2000, (1, 50), (1, 2)),  # to try the programs themselves
    "small": Size("small", 2000, 20_000, (1, 100, 1000), (2, 6)),
    "full": Size("full", 10_000, 1_000_000, (1, 100, 1000, 5000), (3, 12)),
}
FINDER = Size("finder", 50_000, 40, (), (0, 0))  # names to find; hardly any posts, and no crowd


def folder(size: Size) -> Path:
    """Where everything of this size lies."""
    return embedded.var_folder() / "bench" / size.name


def build(size: Size) -> Path:
    """The folder with the data in it; builds what is missing, another, or half made."""
    var = folder(size)
    company, crowd = var / "company", var / "crowd"  # what each was made with
    made = MADE if size.sockets else ""
    if _reads(company) == " ".join(size.seed) and _reads(crowd) == made:
        return var
    print(f"Building {size.people:,} people and {size.posts:,} posts in {var}", file=sys.stderr, flush=True)
    if _reads(company) != " ".join(size.seed):
        throw_away(var)
    embedded.make_var(var)
    with embedded.Server(var, durable=False):  # at the end everything is on disk all the same
        _run(var, "manage.py", "build")
        _run(var, "manage.py", "prepare")
        if not company.exists():
            _run(var, "manage.py", *size.seed)
            company.write_text(" ".join(size.seed))
        if made:
            _run(var, "-m", "bench", "gather")
    crowd.write_text(made)
    return var


def empty(name: str) -> Path:
    """The folder of a site in which nobody is."""
    var = embedded.var_folder() / "bench" / name
    throw_away(var)
    embedded.make_var(var)
    with embedded.Server(var, durable=False):
        _run(var, "manage.py", "build")
        _run(var, "manage.py", "prepare")
    return var


def _reads(note: Path) -> str:
    return note.read_text() if note.exists() else ""


def _run(var: Path, *command: str) -> None:
    subprocess.run([sys.executable, *command], cwd=ROOT, env=environment(var), stdout=sys.stderr, check=True)


def throw_away(var: Path) -> None:
    """Removes a folder of ours with its database."""
    if var.exists():
        home = embedded.Server(var).place.home
        for place in (home, var):
            shutil.rmtree(place, ignore_errors=True)


def environment(var: Path) -> dict[str, str]:
    """For programs beside a stack: the product's settings on this folder, and nothing of the caller's databases."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    return kept | {"GLOD_VAR": str(var), "GLOD_DEMO": "0", "DJANGO_SETTINGS_MODULE": "bench.settings"}
