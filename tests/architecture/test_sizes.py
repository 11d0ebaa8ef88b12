"""Small: the caps of ARCHITECTURE.md, and the medians that keep the house readable."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, nodes

CAPS = {".py": 300, ".html": 120, ".js": 150, ".css": 200}
PLACES = {
    ".py": ("network", "profiles", "ideas"),
    ".html": ("templates",),
    ".js": ("static/js",),
    ".css": ("static/css",),
}
LONGEST_FUNCTION = 40


def files(suffix: str) -> list[Path]:
    found = [path for place in PLACES[suffix] for path in (ROOT / place).rglob(f"*{suffix}")]
    return [path for path in found if "migrations" not in path.parts]


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


@pytest.mark.parametrize("suffix", CAPS)
def test_no_file_is_over_its_cap(suffix: str) -> None:
    sizes = {str(path.relative_to(ROOT)): lines(path) for path in files(suffix)}
    assert sizes
    assert {name: size for name, size in sizes.items() if size > CAPS[suffix]} == {}


def test_the_median_python_file_is_short() -> None:
    assert statistics.median(lines(path) for path in files(".py") if lines(path)) <= 80


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield f"{path.relative_to(ROOT)}:{node.name}", node.end_lineno - node.lineno + 1


def test_no_function_is_over_its_cap_and_the_median_is_short() -> None:
    sizes = dict(pair for path in files(".py") for pair in functions(path))
    assert {name: size for name, size in sizes.items() if size > LONGEST_FUNCTION} == {}
    assert statistics.median(sizes.values()) <= 10
