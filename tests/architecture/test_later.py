"""A web process at rest holds nothing that only few pages need, and what comes later is there when it is asked for."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from network.core.later import Named
from tests.architecture.sources import ROOT, SOURCES, nodes

pytestmark = pytest.mark.wide
LATE = (
    "PIL",
    "holidays",
    "lxml",
    "onelogin",
    "puremagic",
    "pydantic",
    "qrcode",
    "reportlab",
    "scim2_models",
    "snowballstemmer",
    "xmlsec",
)
AT_REST = """
import sys, django
django.setup()
from importlib import import_module
for name in ("urls", "asgi", "serving", "health"):
    import_module(f"network.{name}")
from django.template.backends.django import get_installed_libraries
for place in get_installed_libraries().values():  # the first page loads them
    import_module(place)
from network.health import migrations_of_this_version
assert migrations_of_this_version()
print(*sys.modules)
"""


def test_a_web_process_at_rest_holds_nothing_that_only_few_pages_need(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "GLOD_VAR": str(tmp_path)}
    environment |= {"DJANGO_SETTINGS_MODULE": "network.settings", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    command = [sys.executable, "-W", "ignore", "-c", AT_REST]
    said = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    modules = said.split()
    assert "network.feed.views" in modules
    assert sorted({name.split(".")[0] for name in modules} & set(LATE)) == []
    assert [name for name in modules if ".migrations." in name and "django.db" not in name] == []


def room_of(path: Path) -> str:
    """The package that a file belongs to, as a module's name begins."""
    parts = path.relative_to(ROOT).parts
    return ".".join(parts[: 2 if parts[0] == "network" else 1])


def named_later() -> Iterator[tuple[Path, str, set[str]]]:
    """Where a module is named for later, which, and the names of it that the file goes on to use."""
    for path in SOURCES:
        for node in nodes(path):
            if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
                continue
            called, variable = node.value.func, node.targets[0]
            if isinstance(called, ast.Name) and called.id == "Later":
                assert isinstance(variable, ast.Name)
                (module,) = node.value.args
                assert isinstance(module, ast.Constant)
                uses = {
                    use.attr
                    for use in nodes(path)
                    if isinstance(use, ast.Attribute)
                    and isinstance(use.value, ast.Name)
                    and use.value.id == variable.id
                }
                yield path, module.value, uses


def calls_of_later() -> int:
    return sum(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Later"
        for path in SOURCES
        for node in nodes(path)
    )


def test_whatever_is_named_for_later_is_there_and_in_no_other_room() -> None:
    """What mypy and the import contracts cannot see, as it stands in a text."""
    found = list(named_later())
    assert len(found) == calls_of_later() > 0
    for path, module, uses in found:
        assert uses, f"{path}: nothing of {module} is used"
        assert [name for name in uses if not hasattr(import_module(module), name)] == [], path
        if module.split(".")[0] in ("network", "profiles", "ideas"):
            assert module.startswith(f"{room_of(path)}."), path


def views(resolver: URLResolver) -> Iterator[Named]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern)
        elif isinstance(pattern, URLPattern) and isinstance(pattern.callback, Named):
            yield pattern.callback


def test_every_view_that_comes_later_can_be_loaded_and_says_itself_whether_it_needs_a_token() -> None:
    late = list(views(get_resolver("network.urls")))
    assert late
    for view in late:
        assert callable(view.load())
    exempt = {view.name for view in late if view.csrf_exempt}
    assert exempt == {view.name for view in late if "scim" in view.module} | {"saml_acs"}
