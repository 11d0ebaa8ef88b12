"""A colleague as a vCard 4.0 (RFC 6350), the format that phones and mail programs take in."""

import base64
from collections.abc import Iterable

_LONGEST = 75  # octets of a line before it is folded (RFC 6350, section 3.2)
_ESCAPES = {"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\r": "", "\x1f": ";"}  # section 3.4


def vcard(lines: Iterable[tuple[str, str]], photo: bytes = b"") -> str:
    """The card of (property, text) pairs; empty texts are left out, a photo is a JPEG.

    A text with several parts (N, ORG) comes with its parts joined by "\\x1f".
    """
    written = [f"{name}:{_escaped(text)}" for name, text in lines if text]
    if photo:
        written.append("PHOTO:data:image/jpeg;base64," + base64.b64encode(photo).decode())
    return "".join(f"{_folded(line)}\r\n" for line in ("BEGIN:VCARD", "VERSION:4.0", *written, "END:VCARD"))


def parts(*texts: str) -> str:
    """The parts of a structured value, kept apart until they are escaped."""
    return "\x1f".join(texts)


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def _folded(line: str) -> str:
    """Lines of at most 75 octets, never broken inside a character; what follows starts with a blank."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LONGEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    return "\r\n".join([*pieces, piece])
