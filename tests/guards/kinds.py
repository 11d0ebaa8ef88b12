"""What a guard is, and how it is taken away."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Guard:
    """One guard of one invariant, and the tests that must go red without it.

    `where`: the file with the guard, and `text` the lines of it (exactly once there) that `instead` takes the place of;
    or DATABASE, and `text` the statement that takes it away. `red`: one test, or several of which each may go first.
    """

    number: int
    says: str
    where: str
    text: str
    instead: str
    red: tuple[str, ...]
    remark: str = ""  # why it cannot be seen alone, or what the second guard still does


DATABASE = "database"
TESTS = "tests/ideas/"


def in_code(number: int, says: str, where: str, change: tuple[str, str], *red: str, remark: str = "") -> Guard:
    """A guard in a file: (what stands there, what stands there without it)."""
    return Guard(number, says, where, *change, tuple(TESTS + test for test in red), remark)


def in_database(number: int, says: str, statement: str, *red: str, remark: str = "") -> Guard:
    """A constraint or a trigger, and the statement that drops it."""
    return Guard(number, says, DATABASE, statement, "", tuple(TESTS + test for test in red), remark)
