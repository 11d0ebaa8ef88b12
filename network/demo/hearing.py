"""What people of the demo company said of drafts, and what came of it. Reads words/hearing.txt (words/README.txt)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from network.demo.parts import Company
from network.demo.rulebook import WRITER, Rulebook
from network.demo.texts import Line, body_of, read
from network.policy.actions.starting import key_of
from network.policy.models import Consultation, Remark, RemarkReply, SectionText, Version, Workshop
from profiles.models import Person

_AROUND = 60  # characters that an anchor knows on each side of its quote
_PAUSE = timedelta(hours=3, minutes=20)


@dataclass(frozen=True, slots=True)
class Said:
    """A remark as written; with a proposal its words are to stand instead of the quote."""

    number: int  # of the version
    slug: str
    language: str
    by: str  # a department or a persona
    days: int
    text: str
    quote: str
    proposal: str
    outcome: str  # "" while nobody has answered it
    reply: str
    lines: tuple[Line, ...]


@cache
def remarks() -> tuple[Said, ...]:
    """Every written remark."""
    parts = re.split(r"^=== ", read("hearing.txt").split("+++ ")[0], flags=re.MULTILINE)[1:]
    return tuple(map(_remark, parts))


def discuss(book: Rulebook, company: Company, version: Version) -> None:
    """Writes what was said of this version, its answers and the talk below it."""
    bodies = {(text.section.slug, text.language): text.body for text in _texts(version)}
    for said in remarks():
        if said.number == version.number:
            _write(book, company, version, said, bodies[said.slug, said.language])


def hold_workshop(book: Rulebook, consultation: Consultation, ago: int) -> None:
    """A meeting about the draft, with minutes for all to read."""
    _number, *lines = read("hearing.txt").split("+++ ")[1].splitlines()
    title = next(line.removeprefix("title: ") for line in lines if line.startswith("title: "))
    minutes = "\n".join(line.removeprefix("minutes:").strip() for line in lines if line.startswith("minutes:"))
    Workshop.objects.create(
        consultation=consultation, held_on=book.day(ago), title=title, minutes=minutes,
        by=book.elected.writers[0], made_at=book.moment(ago - 1),
    )  # fmt: skip


def _texts(version: Version) -> Iterator[SectionText]:
    return SectionText.objects.filter(section__version=version).select_related("section").iterator()


def _remark(part: str) -> Said:
    heading, rest = part.split("\n", 1)
    number, slug, language, by, days = heading.split()
    written, lines = body_of(rest)
    said = dict(line.split(": ", 1) for line in written.splitlines() if line)
    outcome, _who, reply = said["reply"].split(" | ") if "reply" in said else ("", "", "")
    return Said(
        int(number), slug, language, by, int(days),
        text=said["text"], quote=said.get("quote", ""), proposal=said.get("proposal", ""),
        outcome=outcome, reply=reply, lines=lines,
    )  # fmt: skip


def _write(book: Rulebook, company: Company, version: Version, said: Said, body: str) -> None:
    at = book.moment(said.days, 8 + len(said.text) % 8)
    author = company.speaker(said.by, at, {_writer(book).pk})
    found = body.find(said.quote) if said.quote else -1
    remark = Remark.objects.create(
        version=version, key=key_of(version.document.kind, said.slug), language=said.language, quote=said.quote,
        prefix=body[max(found - _AROUND, 0) : found] if found >= 0 else "",
        suffix=body[found + len(said.quote) :][:_AROUND] if found >= 0 else "",
        is_proposal=bool(said.proposal), replacement=said.proposal, text=said.text, author=author, made_at=at,
        outcome=said.outcome, reply=said.reply, replied_by=_writer(book) if said.outcome else None,
        replied_at=at + 5 * _PAUSE if said.outcome else None,
    )  # fmt: skip
    taken = {author.pk, _writer(book).pk}
    for number, line in enumerate(said.lines, 1):
        speaker = company.speaker(line.speaker, at, taken)
        taken.add(speaker.pk)
        made_at = min(at + number * _PAUSE, book.until)
        RemarkReply.objects.create(remark=remark, author=speaker, text=line.text, made_at=made_at)


def _writer(book: Rulebook) -> Person:
    return next(person for person in book.elected.writers if person.handle == WRITER)
