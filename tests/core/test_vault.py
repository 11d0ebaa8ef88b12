"""The bytes of a file are all there or none of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from network.core import vault


def cut_short() -> Iterator[bytes]:
    yield b"the beginning"
    raise ConnectionResetError


def test_a_file_that_is_cut_short_leaves_nothing(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(ConnectionResetError):
        vault.put(vault.place_of(7), {"file": [b"whole"], "480.webp": cut_short()})
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert vault.put(vault.place_of(7), {"file": [b"wh", b"ole"]}) == 5
    assert vault.path_of(vault.place_of(7), "file").read_bytes() == b"whole"
