"""Pictures that people send: recognised by content, decoded by a process with narrow limits, encoded afresh as WebP."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WIDTHS = (480, 960, 1600)  # pixels; a picture is never enlarged
AT_ONCE = 2  # pictures that one web process has decoded at the same time
PATIENCE = 15  # seconds that an upload waits for its turn, and for its answer
DECODER = Path(__file__).with_name("decode.py")

UNREADABLE = _("This picture could not be read. Try JPEG or PNG.")
TOO_MANY_PIXELS = _("This picture has more than 40 million pixels. Make it smaller and try again.")
TOO_LARGE = _("This picture is too large to be read. Make it smaller and try again.")
BUSY = _("Many pictures are being read just now. Try again in a moment.")
SENTENCES = {"format": UNREADABLE, "pixels": TOO_MANY_PIXELS, "memory": TOO_LARGE, "broken": UNREADABLE}

_turns = BoundedSemaphore(AT_ONCE)


class NotAPicture(Exception):
    """The bytes were refused as a picture; `sentence` tells the person why and what to do."""

    def __init__(self, sentence: "str | Promise") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Picture:
    """A picture in several widths; width and height are those of the largest."""

    width: int
    height: int
    renditions: dict[int, bytes]  # step of WIDTHS -> WebP; the last step may hold less than its name says


def is_picture(head: bytes) -> bool:
    """The first bytes are those of a JPEG, PNG, GIF, WebP or AVIF, whatever the name says."""
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")):
        return True
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    return head[4:12] in (b"ftypavif", b"ftypavis")


def fitted_set(upload: "UploadedFile[bytes]", widths: Sequence[int] = WIDTHS) -> Picture:
    """The picture in each width up to the first that holds all of it. Raises NotAPicture."""
    made = _decoded(upload, "fit", widths)
    _step, width, height, _content = made[-1]
    return Picture(width, height, {step: content for step, _width, _height, content in made})


def square_set(upload: "UploadedFile[bytes]", sizes: Sequence[int]) -> dict[int, bytes]:
    """The middle of the picture as WebP squares of exactly these sides. Raises NotAPicture."""
    return {side: content for side, _width, _height, content in _decoded(upload, "square", sizes)}


def jpeg_of(stored: "File[bytes]", side: int) -> bytes:
    """A picture of ours as a square JPEG, for programs that read no WebP. Raises NotAPicture."""
    return _decoded(stored, "jpeg", [side])[0][3]


def step_for(asked: int, width: int) -> int | None:
    """The step of WIDTHS that answers for `asked`, for a picture this wide; None when no such step exists."""
    if asked not in WIDTHS:
        return None
    largest = next((step for step in WIDTHS if step >= width), WIDTHS[-1])
    return min(asked, largest)


def _decoded(upload: "File[bytes]", shape: str, pixels: Sequence[int]) -> list[tuple[int, int, int, bytes]]:
    upload.seek(0)
    if not is_picture(upload.read(16)):
        raise NotAPicture(UNREADABLE)
    if not _turns.acquire(timeout=PATIENCE):
        raise NotAPicture(BUSY)
    try:
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as answer:
            for chunk in upload.chunks():
                source.write(chunk)
            source.seek(0)
            return _run(source, answer, [shape, *map(str, pixels)])
    finally:
        _turns.release()


def _run(source: IO[bytes], answer: IO[bytes], arguments: list[str]) -> list[tuple[int, int, int, bytes]]:
    """The decoder sees the picture and its own limits: an empty environment, isolated from the project's folders."""
    command = [sys.executable, "-I", str(DECODER), *arguments]
    try:
        ended = subprocess.run(  # noqa: S603 (our own program; the picture is its standard input)
            command, stdin=source, stdout=answer, stderr=subprocess.DEVNULL, env={}, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotAPicture(UNREADABLE) from None
    answer.seek(0)
    head = answer.readline()
    if ended.returncode != 0 or not head:
        raise NotAPicture(UNREADABLE)
    said = json.loads(head)
    if said["refused"]:
        raise NotAPicture(SENTENCES[said["refused"]])
    return [(step, width, height, answer.read(length)) for step, width, height, length in said["parts"]]
