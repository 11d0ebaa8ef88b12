"""The migrated database that every worker's test database is a copy of: migrations run once, not once a worker."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from network.embedded import Server
from network.embedded.place import NAME

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "migrated_"


def name_of_template() -> str:
    """Another one as soon as a migration or a locked package changes."""
    read = [*ROOT.glob("network/*/migrations/*.py"), *ROOT.glob("*/migrations/*.py"), ROOT / "requirements/test.txt"]
    digest = hashlib.sha256()
    for path in sorted(read):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return PREFIX + digest.hexdigest()[:16]


def make_template(server: Server) -> str:
    """The name of a database in which every migration has run; older ones are thrown away."""
    name = name_of_template()
    rows = server.run("psql", "-Atc", "SELECT datname FROM pg_database", NAME).split()
    if name in rows:
        return name
    for old in rows:
        if old.startswith(PREFIX):
            server.run("dropdb", old)
    begun = f"making_{name}"  # under another name until it is whole
    server.run("dropdb", "--if-exists", begun)
    server.run("createdb", begun)
    there = server.url.replace(f"/{NAME}?", f"/{begun}?")
    env = os.environ | {"DATABASE_URL": there, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env=env, check=True)
    server.run("psql", "-qc", f"ALTER DATABASE {begun} RENAME TO {name}", NAME)
    return name
