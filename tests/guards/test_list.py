"""The list of guards does not rot: each invariant is there, each text stands once where it is said, each test exists."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.guards import ideas, moderation, policy
from tests.guards.__main__ import chosen
from tests.guards.kinds import DATABASE, Guard

ROOT = Path(__file__).resolve().parent.parent.parent
GUARDS = [*ideas.GUARDS, *policy.GUARDS, *moderation.GUARDS]
ORDER: dict[str, tuple[list[Guard], tuple[int | str, ...]]] = {
    "ideas": (ideas.GUARDS, tuple(range(1, 41))),
    "policy": (policy.GUARDS, policy.CHECKS),
    "moderation": (moderation.GUARDS, moderation.CHECKS),
}


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


@pytest.mark.parametrize("kind", ORDER)
def test_every_invariant_and_every_check_has_a_guard_in_their_order(kind: str) -> None:
    guards, numbers = ORDER[kind]
    found = [guard.number for guard in guards]
    assert list(dict.fromkeys(found)) == list(numbers)
    assert found == sorted(found, key=numbers.index)


def test_every_invariant_of_the_rules_is_met_in_checks() -> None:
    assert list(policy.INVARIANTS) == [f"P{number}" for number in range(1, 11)]
    assert {check for checks in policy.INVARIANTS.values() for check in checks} <= set(policy.CHECKS)


def test_every_invariant_of_moderation_is_met_in_checks() -> None:
    assert list(moderation.INVARIANTS) == [f"M{number}" for number in range(1, 17)]
    known = {*moderation.CHECKS, *policy.CHECKS}  # what is found before it is posted is a matter of the rules
    assert {check for checks in moderation.INVARIANTS.values() for check in checks} <= known
    assert not set(moderation.CHECKS) & set(policy.CHECKS)


def test_a_list_a_number_a_check_and_an_invariant_of_the_rules_are_run_by_name() -> None:
    assert chosen([]) == GUARDS
    assert chosen(["ideas"]) == ideas.GUARDS
    assert chosen(["policy"]) == policy.GUARDS
    assert {guard.number for guard in chosen(["5", "A02"])} == {5, "A02"}
    assert chosen(["P2"]) == chosen(["A02"]) != []
    assert chosen(["moderation"]) == moderation.GUARDS
    assert {guard.number for guard in chosen(["A37"])} == {"A37"}
    assert chosen(["M8"]) == chosen(["A80"]) != []
    assert chosen(["A22"]) == []


def test_every_text_that_is_taken_away_stands_there_once() -> None:
    asked = [guard for guard in GUARDS if not guard.statement]
    assert [guard.says for guard in asked if text_of(guard.where).count(guard.text) != 1] == []
    assert [guard.says for guard in asked if guard.text == guard.instead] == []


def test_every_test_that_must_go_red_exists() -> None:
    assert [guard.says for guard in GUARDS if not guard.red] == []
    named = {test.partition("[")[0] for guard in GUARDS for test in guard.red}
    missing = [test for test in named if test.partition("::")[2] not in named_in(test.partition("::")[0])]
    assert missing == []


def test_every_guard_of_the_database_is_named_by_a_migration() -> None:
    """Its name, as the last word but one of where it is dropped from, stands in a migration."""
    places = ("ideas", "network/feed", "network/policy", "network/moderation", "network/conversations", "profiles")
    migrations = "".join(path.read_text() for place in places for path in (ROOT / place / "migrations").glob("*.py"))
    statements = [guard.text for guard in GUARDS if guard.where == DATABASE]
    names = {words[2] if words[0] == "DROP" else words[-1] for words in map(str.split, statements)}
    assert [name for name in names if name not in migrations] == []


def test_no_guard_is_there_twice() -> None:
    seen = [(guard.where, guard.text, guard.instead) for guard in GUARDS]
    assert len(seen) == len(set(seen))


def test_every_part_of_a_function_of_the_database_stands_in_a_migration() -> None:
    """When it is taken away, the database itself says so where the function does not hold it."""
    places = ("network/policy", "network/moderation")
    written = "".join(path.read_text() for place in places for path in (ROOT / place / "migrations").glob("*.py"))
    asked = [guard for guard in GUARDS if guard.function]
    assert [guard.says for guard in asked if guard.text not in written] == []
    assert [guard.says for guard in asked if f"CREATE FUNCTION {guard.function}(" not in written] == []
