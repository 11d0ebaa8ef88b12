"""The locks name packages and hashes, never a host; the ignore file keeps what can be made again out."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "name",
    [
        *(f"requirements/{name}.txt" for name in ("runtime", "test", "ldap", "ldap-build")),
        "package-lock.json",
        "package.json",
        ".npmrc",
    ],
)
def test_a_lock_names_no_host(name: str) -> None:
    assert "://" not in (ROOT / name).read_text()


@pytest.mark.parametrize("name", ["runtime", "test", "ldap", "ldap-build"])
def test_every_locked_package_has_a_hash(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert lines
    assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


def test_the_test_lock_holds_the_run_time_lock() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT / f"requirements/{name}.txt").read_text(), re.M))

    assert pins("runtime") <= pins("test")


def test_every_direct_dependency_has_its_line_and_they_are_at_most_25() -> None:
    wanted = re.findall(r"^([a-z0-9-]+)", (ROOT / "requirements/runtime.in").read_text(), re.M)
    described = (ROOT / "docs/dependencies.md").read_text()
    assert len(wanted) <= 25
    assert [name for name in wanted if f"| {name} |" not in described] == []


def test_the_font_is_all_that_npm_brings() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert [name for name in lock["packages"] if name] == ["node_modules/@fontsource-variable/schibsted-grotesk"]
    assert all(package.get("integrity") for name, package in lock["packages"].items() if name)


@pytest.mark.parametrize("name", ["runtime", "test"])
def test_a_lock_pins_extras_too(name: str) -> None:
    """pip with hashes takes `coverage[toml]` of another package for unpinned when the lock says only `coverage`."""

    def extras(path: str) -> set[tuple[str, str]]:
        found = re.findall(r"^([a-z0-9-]+)\[([a-z, ]+)\]", (ROOT / path).read_text(), re.M)
        return {(package, extra.strip()) for package, extras in found for extra in extras.split(",")}

    wanted = extras("requirements/runtime.in") | extras(f"requirements/{name}.in")
    assert wanted
    assert wanted <= extras(f"requirements/{name}.txt")
