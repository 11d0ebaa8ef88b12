"""A module that is named now and loaded by the first who calls something of it."""

import builtins
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from network.core.later import Later


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(tmp_path)
    path = tmp_path / "rarely_asked.py"
    path.write_text(
        "import time, builtins\n"
        "builtins.times_loaded = getattr(builtins, 'times_loaded', 0) + 1\n"
        "time.sleep(0.1)\n"
        "def double(number, *, plus=0):\n    return 2 * number + plus\n"
        "def open_door():\n    pass\n"
        "open_door.csrf_exempt = True\n"
    )
    monkeypatch.setattr("builtins.times_loaded", 0, raising=False)
    monkeypatch.delitem(sys.modules, "rarely_asked", raising=False)
    yield path
    sys.modules.pop("rarely_asked", None)


def test_naming_something_loads_nothing_and_calling_it_does(module: Path) -> None:
    double = Later("rarely_asked").double
    assert "rarely_asked" not in sys.modules
    assert double(4, plus=1) == 9
    assert "rarely_asked" in sys.modules


def test_many_who_ask_at_once_get_the_same_module_and_all_of_it(module: Path) -> None:
    double = Later("rarely_asked").double
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(double, range(8))) == [0, 2, 4, 6, 8, 10, 12, 14]
    assert builtins.times_loaded == 1  # type: ignore[attr-defined]


def test_a_fault_in_the_module_is_told_to_everyone_who_asks(module: Path) -> None:
    module.write_text("raise ImportError('half installed')\n")
    for _ in range(2):
        with pytest.raises(ImportError, match="half installed"):
            Later("rarely_asked").double(1)
    with pytest.raises(ModuleNotFoundError):
        Later("nothing_of_this_name").double(1)


def test_whether_a_view_needs_a_token_is_as_it_says_itself(module: Path) -> None:
    named = Later("rarely_asked")
    assert named.open_door.csrf_exempt
    assert not named.double.csrf_exempt
