"""`python -m tests.guards [ideas | policy | moderation | NUMBER ...]`: takes every guard of the lists away, and sees a test go red.

A number is that of an invariant of ideas (5), of a check of the rules (A02) or of moderation (A37), or of an invariant of
theirs (P2, M4).

The guards are taken out of a copy of this checkout, never out of the checkout itself. First every test that is named must
be green with all guards in place. Two copies work side by side, each with a database of its own.
"""

import json
import os
import queue
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from network.embedded import Server, make_var
from network.management.commands.compile_translations import catalogues, compile_catalogue
from tests.guards import ideas, moderation, policy
from tests.guards.kinds import DATABASE, Guard
from tests.template import ROOT, make_template

VAR = ROOT / "var" / "guards"
LEFT_OUT = shutil.ignore_patterns("var", ".git", ".venv", "node_modules", "__pycache__", ".*_cache", "build")
# How a test says that a guard is gone; all else is a mistake in the test or in how the guard was taken away.
SAID = {"AssertionError", "Failed", "IntegrityError", "Deadlock"}
PYTEST = ("-m", "pytest", "-q", "-m", "", "-p", "no:cacheprovider", "-p", "tests.guards.without", "--create-db")
HOLE = "HOLE: every test stays green"
PATIENCE = 300  # seconds for the tests of one guard
TRIES = 3  # many at once may by luck come one after the other: only what stays green each time is a hole
JOBS = max(1, min(2, (os.cpu_count() or 1)))


@dataclass(frozen=True)
class Run:
    """How a run of pytest ended: its exit code, each test's end, and what it printed."""

    code: int
    ends: list[dict[str, str]]
    printed: str

    @property
    def is_green(self) -> bool:
        """All ran, and none failed."""
        return self.code == 0 and bool(self.ends) and all(end["outcome"] == "passed" for end in self.ends)

    @property
    def fault(self) -> str:
        """Why it is no proof: "" when exactly the assertion of a test failed."""
        if self.is_green:
            return HOLE
        failed = [end for end in self.ends if end["outcome"] == "failed"]
        if self.code != 1 or not failed:
            return f"BROKEN: pytest ended with {self.code}"
        first = failed[0]  # what fails while it is cleared away follows from it
        is_said = first["when"] == "call" and SAID & set(first["raised"].split())
        return "" if is_said else f"BROKEN: {first['raised'].split()[0]} in {first['when']}"


class Copy:
    """A copy of the checkout in which one guard at a time is missing."""

    def __init__(self, folder: Path, number: int, server: Server, template: str) -> None:
        self.folder, self.report = folder / f"copy-{number}", folder / f"report-{number}.json"
        shutil.copytree(ROOT, self.folder, ignore=LEFT_OUT, symlinks=True)
        # A changed file is as old as no other, so that nothing compiled is taken for it.
        self.moment = time.time() - 100_000
        self.environment = os.environ | {
            "DATABASE_URL": server.url,
            "GLOD_TEST_TEMPLATE": template,
            "GLOD_GUARD_DATABASE": f"guarded_{number}",
            "GLOD_GUARD_REPORT": str(self.report),
            "PYTHONDONTWRITEBYTECODE": "",  # what is compiled stays in the copy, and goes with it
        }

    def pytest(self, tests: Iterable[str], statement: str = "", *, to_the_end: bool = False) -> Run:
        """Runs the tests in the copy, on a database made anew from the migrated one."""
        self.report.unlink(missing_ok=True)
        command = [sys.executable, *PYTEST, *([] if to_the_end else ["-x"]), *dict.fromkeys(tests)]
        more = {"GLOD_GUARD_SQL": statement} if statement else {}
        try:
            done = subprocess.run(
                command, cwd=self.folder, env=self.environment | more, capture_output=True, text=True, check=False,
                timeout=None if to_the_end else PATIENCE,
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            return Run(-1, [], str(late))
        ends = json.loads(self.report.read_text()) if self.report.exists() else []
        return Run(done.returncode, ends, done.stdout + done.stderr)

    def without(self, guard: Guard) -> Run:
        """Runs its tests with the guard away, and puts it back."""
        if guard.statement:
            return self.pytest(guard.red, guard.statement)
        path = self.folder / guard.where
        before, times = path.read_text(), (path.stat().st_atime_ns, path.stat().st_mtime_ns)
        if before.count(guard.text) != 1:
            return Run(-1, [], f"{guard.where} does not hold these lines once:\n{guard.text}")
        try:
            path.write_text(before.replace(guard.text, guard.instead))
            self.moment -= 10
            os.utime(path, (self.moment, self.moment))
            return self.pytest(guard.red)
        finally:
            path.write_text(before)
            os.utime(path, ns=times)


def line_of(guard: Guard, run: Run, seconds: float) -> str:
    """What is printed of a guard."""
    place = guard.text.split("\n")[0][:60] if guard.where == DATABASE else guard.where
    by = next((end["test"].rpartition("::")[2] for end in run.ends if end["outcome"] == "failed"), "")
    return f"{guard.number:>3}  {run.fault or 'red'}  {guard.says} [{place}] {seconds:.0f} s {'' if run.fault else by}"


def check(copies: "queue.Queue[Copy]", guard: Guard) -> tuple[Guard, Run]:
    """Takes a copy that is free, takes the guard away there, and says how it went."""
    copy = copies.get()
    begun = time.monotonic()
    try:
        run = next((one for _try in range(TRIES - 1) if (one := copy.without(guard)).fault != HOLE), None)
        run = run or copy.without(guard)
    finally:
        copies.put(copy)
    print(line_of(guard, run, time.monotonic() - begun), flush=True)
    if run.fault.startswith("BROKEN"):
        print(*(f"       {line}" for line in run.printed.splitlines()[-25:]), sep="\n", flush=True)
    return guard, run


def green_first(copies: Sequence[Copy], guards: Sequence[Guard]) -> bool:
    """Whether every named test is green with every guard in place; each copy runs a share of them."""
    tests = list(dict.fromkeys(test for guard in guards for test in guard.red))
    shares = [tests[number :: len(copies)] for number in range(len(copies))]
    with ThreadPoolExecutor(len(copies)) as pool:
        runs = list(pool.map(lambda copy, share: copy.pytest(share, to_the_end=True), copies, filter(None, shares)))
    green = all(run.is_green for run in runs)
    ran = sum(len(run.ends) for run in runs)
    print(f"With every guard in place: {ran} tests, {'green' if green else 'NOT GREEN'}", flush=True)
    print(*(run.printed for run in runs if not run.is_green), sep="\n", end="")
    return green


def chosen(wanted: Sequence[str]) -> list[Guard]:
    """The guards of the lists and numbers that are named; all, where none is."""
    lists = {"ideas": ideas.GUARDS, "policy": policy.GUARDS, "moderation": moderation.GUARDS}
    met = policy.INVARIANTS | moderation.INVARIANTS
    names = {*wanted, *(check for name in wanted for check in met.get(name, ()))}
    return [
        guard
        for kind, guards in lists.items()
        for guard in guards
        if not wanted or kind in names or str(guard.number) in names
    ]


def main(wanted: Sequence[str]) -> int:
    """The exit code: 1 when a guard can be taken away and nobody notices, or a test is not green to begin with."""
    guards = chosen(wanted)
    if not guards:
        print(f"There is no guard of {', '.join(wanted)}.")
        return 1
    begun = time.monotonic()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    for catalogue in catalogues():
        compile_catalogue(catalogue)
    make_var(VAR)
    with TemporaryDirectory(dir=VAR) as folder, Server(VAR, durable=False) as server:
        template = make_template(server)
        every = [Copy(Path(folder), number, server, template) for number in range(JOBS)]
        if not green_first(every, guards):
            return 1
        copies: queue.Queue[Copy] = queue.Queue()
        for copy in every:
            copies.put(copy)
        with ThreadPoolExecutor(len(every)) as pool:
            waiting = [pool.submit(check, copies, guard) for guard in guards]
            try:
                done = [each.result() for each in waiting]
            except BaseException:  # ended by hand: what has not begun does not begin
                pool.shutdown(cancel_futures=True)
                raise
    holes = [guard for guard, run in done if run.fault]
    rules = len({guard.number for guard in guards})
    minutes = (time.monotonic() - begun) / 60
    print(
        f"{len(guards)} guards of {rules} invariants and checks: {len(guards) - len(holes)} red without it, {len(holes)} not; {minutes:.1f} minutes"
    )
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
