"""Several processes that act on the same database at the same moment, as web processes and workers do."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
GATE = 20_261_127  # of the lock on which all of them wait
PATIENCE = 60  # seconds until the last of them is there
# Each waits at the gate with everything loaded and a connection of its own, acts, and says in one word how it went.
PROCESS = """
import sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django; django.setup()
from django.db import DatabaseError, IntegrityError, connection, transaction
from network.core.access import Refused
from {names} import *
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_advisory_lock_shared(%s)", [int(sys.argv[2])])
try:
    {act}
except Refused:
    print("refused")
except IntegrityError as wrong:
    print("database")
else:
    print("done")
"""


def at_once(*acts: str, names: str = "tests.policy.acts") -> list[str]:
    """Runs each line of Python in a process of its own, all from the same moment: done, refused, or by the database.

    What the module `names` holds is there. Anything else that goes wrong, such as a deadlock, fails the test.
    """
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    arguments = [str(connection.settings_dict["NAME"]), str(GATE)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])
        running = [
            subprocess.Popen(
                [sys.executable, "-c", PROCESS.format(act=act, names=names), *arguments],
                cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
            for act in acts
        ]  # fmt: skip
        try:
            _wait_for(len(acts), running)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [GATE])
    ended = [(one, *one.communicate(timeout=PATIENCE)) for one in running]
    for one, _printed, wrong in ended:
        assert one.returncode == 0, wrong[-2000:]
    return [printed.strip() for _one, printed, _wrong in ended]


def _wait_for(count: int, running: "list[subprocess.Popen[str]]") -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(waiting, [GATE])
            if cursor.fetchone()[0] == count or any(one.poll() for one in running):
                return
            time.sleep(0.02)
    raise AssertionError("not all of them came")
