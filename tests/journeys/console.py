"""A site's own command line that stays open: Python on its database without starting Glød anew each time."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Each piece runs in a child of its own, so that nothing it keeps in memory is there for the next.
LOOP = """
import io, json, os, sys, traceback
from contextlib import redirect_stdout
from django.db import connections
for line in sys.stdin:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        printed, wrong = io.StringIO(), ""
        try:
            with redirect_stdout(printed):
                exec(json.loads(line), {"__name__": "__main__"})
        except BaseException:
            wrong = traceback.format_exc()
        connections.close_all()
        with os.fdopen(writer, "w") as out:
            json.dump([printed.getvalue(), wrong], out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        told = answer.read()
    os.waitpid(child, 0)
    print(told or json.dumps(["", "it died"]), flush=True)
"""


class Console:
    """`manage.py shell` on a site, kept open."""

    def __init__(self, env: dict[str, str]) -> None:
        command = [
            sys.executable,
            "-m",
            "network.embedded",
            sys.executable,
            "manage.py",
            "shell",
            "-v",
            "0",
            "-c",
            LOOP,
        ]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def run(self, code: str) -> str:
        """What the code prints; anything that goes wrong in it fails the test."""
        asked, answered = self._process.stdin, self._process.stdout
        assert asked
        assert answered
        asked.write(json.dumps(code) + "\n")
        asked.flush()
        printed, wrong = json.loads(answered.readline() or '["", "the console has ended"]')
        assert not wrong, wrong
        return str(printed)

    def close(self) -> None:
        """Ends it."""
        with self._process:  # closes its pipes, and waits
            pass
        assert self._process.returncode == 0
