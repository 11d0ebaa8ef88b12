"""The local mail sink: without a mail server, letters are files; a demo's reader sees their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

from django.conf import settings

_SEPARATOR = b"\n" + b"-" * 79 + b"\n"  # what Django's file backend writes after each letter
_FILES, _LETTERS = 300, 50  # the newest that are looked at, and shown


@dataclass(frozen=True)
class SunkLetter:
    """A letter as it would have gone out."""

    subject: str
    sent_at: datetime
    text: str


def letters_to(address: str) -> list[SunkLetter]:
    """The newest letters in the sink that are addressed to this address alone, newest first."""
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", None) or settings.VAR_DIR / "mail")
    newest = sorted(folder.glob("*.log"), key=lambda file: file.name, reverse=True)[:_FILES]
    found: list[SunkLetter] = []
    for file in newest:
        found.extend(_letters_in(file, address.lower()))
        if len(found) >= _LETTERS:
            break
    return sorted(found, key=lambda letter: letter.sent_at, reverse=True)[:_LETTERS]


def _letters_in(file: Path, address: str) -> Iterator[SunkLetter]:
    for raw in file.read_bytes().split(_SEPARATOR):
        if raw.strip():
            mail = BytesParser(policy=policy.default).parsebytes(raw.strip())
            to = [found.lower() for _name, found in getaddresses(mail.get_all("To", []))]
            if to == [address] and mail["Date"]:
                yield SunkLetter(str(mail["Subject"]).strip(), _moment(mail), _plain(mail))


def _moment(mail: EmailMessage) -> datetime:
    """Letters say "-0000", which is UTC without a claim about where the sender is, and is read as a naive time."""
    moment = parsedate_to_datetime(str(mail["Date"]))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _plain(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()).strip() if body else ""
