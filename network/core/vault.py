"""Where the bytes of files lie: one closed folder per file under MEDIA_ROOT, which no web server ever serves."""

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

INCOMING = "incoming"
KEPT = "kept"  # what a reported file held, whatever becomes of the file: one level deeper, where no sweep looks


def place_of(identifier: int) -> str:
    """The generated name of a file's folder: two levels by the random end of its id, so that no folder grows large."""
    digits = f"{identifier:016x}"
    return f"{digits[-2:]}/{digits[-4:-2]}/{digits}"


def path_of(place: str, part: str) -> Path:
    """The path of one part of a file; both names are of our making, never a person's."""
    return _root() / place / part


def put(place: str, parts: Mapping[str, Iterable[bytes]]) -> int:
    """Writes all parts or none: aside first, then renamed into place. Returns the number of bytes."""
    aside = _root() / INCOMING / secrets.token_hex(12)
    aside.mkdir(mode=0o750, parents=True)
    try:
        size = sum(_write(aside / name, chunks) for name, chunks in parts.items())
        final = _root() / place
        final.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        aside.rename(final)
        _settle(final.parent)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return size


def keep(place: str, name: str = "") -> bool:
    """The bytes of a file stay under `kept_place`, when the file goes too; False where they are lost already.

    `name` is theirs among what is kept: three levels, and without one the place that they have.
    """
    source, kept = _root() / place, _root() / kept_place(name or place)
    if kept.exists():
        os.utime(kept)  # needed again, as of now
        return True
    aside = _root() / INCOMING / secrets.token_hex(12)
    try:
        shutil.copytree(source, aside, copy_function=_linked)
    except FileNotFoundError:
        return False
    os.utime(aside)  # kept since now, not since it was uploaded
    kept.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    with suppress(OSError):  # somebody else kept the same at the same moment
        aside.rename(kept)
        _settle(kept.parent)
    shutil.rmtree(aside, ignore_errors=True)
    return kept.exists()


def kept_place(place: str) -> str:
    """Where the bytes of a file are kept for those who look at what was reported."""
    return f"{KEPT}/{place}"


def kept_before(moment: datetime) -> Iterator[str]:
    """The places whose bytes are kept, since before the moment."""
    for path in sorted((_root() / KEPT).glob("*/*/*")):
        if _written_before(path, moment):
            yield str(path.relative_to(_root() / KEPT))


def remove(place: str) -> None:
    """Deletes the bytes of a file; harmless when they are gone already."""
    shutil.rmtree(_root() / place, ignore_errors=True)


def places_before(moment: datetime) -> Iterator[list[str]]:
    """Folders written before the moment, a batch per parent; unfinished ones older than that are deleted on the way."""
    for folder in sorted(_root().glob("*/*")):
        if folder.parent.name == INCOMING:
            if _written_before(folder, moment):
                shutil.rmtree(folder, ignore_errors=True)
            continue
        old = [path for path in folder.glob("????????????????") if _written_before(path, moment)]
        if old:
            yield [str(path.relative_to(_root())) for path in old]


def _root() -> Path:
    return Path(settings.MEDIA_ROOT)


def _write(path: Path, chunks: Iterable[bytes]) -> int:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "wb") as out:
        size = sum(out.write(chunk) for chunk in chunks)
        out.flush()
        os.fsync(out.fileno())
    return size


def _linked(source: str, target: str) -> None:
    """The same bytes under another name; a copy where the disk has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _settle(folder: Path) -> None:
    """What was renamed is still there after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _written_before(path: Path, moment: datetime) -> bool:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC) < moment
    except FileNotFoundError:
        return False
