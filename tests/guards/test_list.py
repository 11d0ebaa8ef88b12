"""The list of guards does not rot: each invariant is there, each text stands once where it is said, each test exists."""

import ast
from functools import cache
from pathlib import Path

from tests.guards.ideas import GUARDS
from tests.guards.kinds import DATABASE

ROOT = Path(__file__).resolve().parent.parent.parent
INVARIANTS = 40


@cache
def text_of(name: str) -> str:
    return (ROOT / name).read_text()


@cache
def named_in(name: str) -> set[str]:
    """The tests of a file, those of a class with its name before them."""
    found = set()
    for node in ast.parse(text_of(name)).body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        before = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        found |= {before + each.name for each in inside if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}
    return found


def test_every_invariant_has_a_guard_in_their_order() -> None:
    numbers = [guard.number for guard in GUARDS]
    assert set(numbers) == set(range(1, INVARIANTS + 1))
    assert numbers == sorted(numbers)


def test_every_text_that_is_taken_away_stands_there_once() -> None:
    asked = [guard for guard in GUARDS if guard.where != DATABASE]
    assert [guard.says for guard in asked if text_of(guard.where).count(guard.text) != 1] == []
    assert [guard.says for guard in asked if guard.text == guard.instead] == []


def test_every_test_that_must_go_red_exists() -> None:
    assert [guard.says for guard in GUARDS if not guard.red] == []
    named = {test.partition("[")[0] for guard in GUARDS for test in guard.red}
    missing = [test for test in named if test.partition("::")[2] not in named_in(test.partition("::")[0])]
    assert missing == []


def test_every_guard_of_the_database_is_named_by_a_migration() -> None:
    """Its name, as the last word but one of where it is dropped from, stands in a migration."""
    migrations = "".join(
        path.read_text() for place in ("ideas", "network/feed") for path in (ROOT / place / "migrations").glob("*.py")
    )
    statements = [guard.text for guard in GUARDS if guard.where == DATABASE]
    names = {words[2] if words[0] == "DROP" else words[-1] for words in map(str.split, statements)}
    assert [name for name in names if name not in migrations] == []


def test_no_guard_is_there_twice() -> None:
    seen = [(guard.where, guard.text, guard.instead) for guard in GUARDS]
    assert len(seen) == len(set(seen))
