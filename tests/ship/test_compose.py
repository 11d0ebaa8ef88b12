"""docker-compose.yml and `make stack` are the same topology; the file is read here as far as that needs."""

import json
import re
from pathlib import Path

import pytest

from network.stack import COMMANDS, Stack

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text()


def blocks(text: str, indent: int) -> dict[str, str]:
    """The mapping whose keys stand at this indent: each key with the text below it."""
    parts = re.split(rf"^ {{{indent}}}([\w-]+):", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


TOP = blocks(COMPOSE, 0)
SERVICES = blocks(TOP["services"], 2)
SHARED = blocks(TOP["x-glod"], 2)


def command(service: str) -> list[str]:
    found: list[str] = json.loads(blocks(SERVICES[service], 4)["command"].strip())
    return found


def test_both_run_the_same_services(tmp_path: Path) -> None:
    assert set(SERVICES) == {"postgres", "redis", "proxy", *COMMANDS}
    parts = Stack(tmp_path)
    assert all(hasattr(parts, name) for name in ("postgres", "redis", "web", "worker"))


def test_both_give_the_same_settings(tmp_path: Path) -> None:
    ours = Stack(tmp_path).environment("postgresql://glod@/glod", "redis://127.0.0.1:1/0")
    assert set(blocks(SHARED["environment"], 4)) == set(ours)


@pytest.mark.parametrize("service", sorted(COMMANDS))
def test_both_run_the_same_commands(service: str) -> None:
    given = command(service)
    assert given[:2] == ["python", "manage.py"]
    assert given[2 : 2 + len(COMMANDS[service])] == COMMANDS[service]


def test_there_are_two_web_processes_in_both(tmp_path: Path) -> None:
    assert "replicas: 2" in SERVICES["web"]
    assert len(Stack(tmp_path).ports) == 2


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_a_service_runs_without_root_on_a_read_only_root(service: str) -> None:
    text = SERVICES[service] + (TOP["x-glod"] if "<<: *glod" in SERVICES[service] else "")
    assert re.search(r'user: "[1-9]\d+:[1-9]\d+"', text)
    assert "read_only: true" in text
    assert "cap_drop: [ALL]" in text
    assert "no-new-privileges:true" in text


@pytest.mark.parametrize("service", ["postgres", "redis", "web", "worker"])
def test_a_lasting_service_has_a_health_check(service: str) -> None:
    assert "healthcheck:" in SERVICES[service]


@pytest.mark.parametrize("name", ["SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"])
def test_a_secret_has_no_default(name: str) -> None:
    uses = re.findall(rf"\$\{{{name}(.)", COMPOSE)
    assert uses
    assert set(uses) == {":"}
    assert f"${{{name}:-" not in COMPOSE
    assert f"{name}=\n" in (ROOT / ".env.example").read_text()


def test_only_the_proxy_is_reachable_from_outside() -> None:
    assert [name for name, text in SERVICES.items() if "ports:" in text] == ["proxy"]
