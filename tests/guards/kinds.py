"""What a guard is, and how it is taken away."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Guard:
    """One guard of one invariant, and the tests that must go red without it.

    `where`: the file with the guard, and `text` the lines of it (exactly once there) that `instead` takes the place of;
    or a function of the database, the same way; or DATABASE, and `text` the statement that takes it away.
    `red`: one test, or several of which each may go first.
    """

    number: int | str  # of an invariant of ideas; of the rules and of moderation the name of a check, such as A01
    says: str
    where: str
    text: str
    instead: str
    red: tuple[str, ...]
    remark: str = ""  # why it cannot be seen alone, or what the second guard still does

    @property
    def function(self) -> str:
        """The function of the database that holds the guard; "" for any other."""
        return self.where.removeprefix(FUNCTION) if self.where.startswith(FUNCTION) else ""

    @property
    def statement(self) -> str:
        """What takes it out of the database; "" for what is in a file."""
        if self.function:
            return WITHOUT.format(self.function, _quoted(self.text), _quoted(self.instead))
        return self.text if self.where == DATABASE else ""


DATABASE, FUNCTION = "database", "function "
IDEAS, POLICY, MODERATION = "tests/ideas/", "tests/policy/", "tests/moderation/"
OF_RULES = {f"A{number:02}" for number in (*range(1, 22), *range(70, 78))}
WITHOUT = """DO $do$ DECLARE was text := pg_get_functiondef('{0}'::regproc); BEGIN
  ASSERT strpos(was, {1}) > 0, 'the function does not hold this';
  EXECUTE replace(was, {1}, {2});
END $do$"""


def _quoted(text: str) -> str:
    return f"$guard${text}$guard$"


def tests_of(number: int | str) -> str:
    """The folder of the tests that guards are named with: numbers are of ideas, letters of the rules or of moderation."""
    if isinstance(number, int):
        return IDEAS
    return POLICY if number in OF_RULES else MODERATION


def _named(number: int | str, tests: tuple[str, ...]) -> tuple[str, ...]:
    """With their folder; one that stands elsewhere has it already."""
    return tuple(test if test.startswith("tests/") else tests_of(number) + test for test in tests)


def in_code(number: int | str, says: str, where: str, change: tuple[str, str], *red: str, remark: str = "") -> Guard:
    """A guard in a file: (what stands there, what stands there without it)."""
    return Guard(number, says, where, *change, _named(number, red), remark)


def in_database(number: int | str, says: str, statement: str, *red: str, remark: str = "") -> Guard:
    """A constraint or a trigger, and the statement that drops it."""
    return Guard(number, says, DATABASE, statement, "", _named(number, red), remark)


def in_function(
    number: int | str, says: str, function: str, change: tuple[str, str], *red: str, remark: str = ""
) -> Guard:
    """A guard that is a part of what a trigger does: (what stands in its function, what stands there without it)."""
    return Guard(number, says, FUNCTION + function, *change, _named(number, red), remark)
