"""One word per thing, and rules that import contracts cannot see."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT, SOURCES, nodes, tree

BANNED = {"utils", "util", "helpers", "helper", "service", "services", "data", "info", "process", "handle"}
WEB = ("django.http", "django.shortcuts", "django.template")


def imports(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def room_files(*names: str) -> list[Path]:
    """Modules of these names, or packages of these names split by noun."""
    return [path for path in SOURCES if path.stem in names or path.parent.name in names]


def test_no_module_or_function_has_a_name_that_says_nothing() -> None:
    found = [str(path.relative_to(ROOT)) for path in SOURCES if path.stem in BANNED]
    for path in SOURCES:
        found += [
            f"{path.relative_to(ROOT)}:{name}"
            for name in re.findall(r"(?m)^ *(?:async def|def|class) (\w+)", path.read_text())
            if name.lower() in BANNED and name != "handle"  # Django's name for what a management command does
        ]
    assert found == []


def test_rules_and_rows_know_nothing_of_the_web() -> None:
    rows = room_files("actions", "access", "models", "queries", "events")
    assert [f"{path}: {name}" for path in rows for name in imports(path) if name.startswith(WEB)] == []


def test_a_day_is_a_day_here_and_not_in_utc() -> None:
    """Between midnight and two in the morning the two are not the same; `localdate` is ours."""
    foreign = re.compile(r"now\(\)\.date\(\)|\bdate\.today\(\)")
    assert [str(path.relative_to(ROOT)) for path in SOURCES if foreign.search(path.read_text())] == []


def test_only_actions_announce() -> None:
    allowed = {path for path in SOURCES if path.stem == "actions" or path.parent.name == "actions"}
    allowed |= {path for path in SOURCES if path.parent.name == "core" and path.stem == "events"}
    callers = [
        path
        for path in SOURCES
        if "announce(" in path.read_text()
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "announce"
    ]
    assert callers
    assert [str(path.relative_to(ROOT)) for path in callers if path not in allowed] == []


def test_pages_fetch_only_through_sight() -> None:
    """`visible_to`, `readable_by` or a query: never a bare manager."""
    bare = re.compile(r"\.objects\.(?:get|all|filter|first|last)\(")
    pages = room_files("views", "forms")
    assert [f"{path}: {found}" for path in pages for found in bare.findall(path.read_text())] == []


def test_no_import_hides_inside_a_function() -> None:
    """Only where Django is not set up yet when the module is read."""
    allowed = {"apps.py", "run.py", "serve.py", "work.py"}
    found = []
    for path in SOURCES:
        if path.name in allowed or not re.search(r"(?m)^ +(?:from|import) ", path.read_text()):
            continue
        for function in nodes(path):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                found += [
                    f"{path.relative_to(ROOT)}:{function.name}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                ]
    assert found == []


def test_actions_take_named_arguments_and_say_their_rule() -> None:
    silent, positional = [], []
    for path in room_files("actions"):
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                if not ast.get_docstring(node):
                    silent.append(f"{path.parent.name}.{node.name}")
                decorated = any(ast.unparse(d).startswith("transaction.atomic") for d in node.decorator_list)
                if decorated and len(node.args.args) > 2:
                    positional.append(f"{path.parent.name}.{node.name}")
    assert (silent, positional) == ([], [])


def test_people_are_called_person() -> None:
    """`user` appears only where Django's own names need it."""
    django = re.compile(
        r"request\.user|AUTH_USER_MODEL|get_user|create_user|user_attributes|user_logged|UserAttribute|usersessions|"
        r"UserSession|AbstractBaseUser|BaseUserManager|USER_|\buser\b.*(getattr|is_authenticated|allauth)|user="
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in SOURCES
        if path.parent.name not in ("embedded",)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"\b(?:def|class) \w*user\w*", line, re.IGNORECASE) and not django.search(line)
    ]
    assert found == []
