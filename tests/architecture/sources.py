"""The code of the house as its tests look at it; each file is read and taken apart once."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = [
    path
    for place in ("network", "profiles", "ideas")
    for path in (ROOT / place).rglob("*.py")
    if "migrations" not in path.parts
]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of one file."""
    return ast.parse(path.read_text())


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in one file, from the outside in."""
    return tuple(ast.walk(tree(path)))
