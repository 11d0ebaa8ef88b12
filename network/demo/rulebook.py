"""Lays down the rules of the demo company: two versions that counted, one that people talk about, and who signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F

from network.core.clock import add_working_days
from network.demo.texts import lists
from network.policy.actions.starting import begin_document, key_of, laws_of
from network.policy.models import (
    Approval,
    ChangeNote,
    Consultation,
    Document,
    EmployerReply,
    QuizQuestion,
    Section,
    SectionText,
    SignOff,
    SignOffRequest,
    Version,
    VersionText,
)
from network.policy.queries.texts import source_hash
from network.policy.starter import PLACEHOLDERS, load
from network.policy.states import CONSULTATION_DAYS, FIRST_CONSULTATION_DAYS, State
from network.policy.words import text_hash, version_hash
from profiles.models import Person, Role

WRITER = "pia"
_ADDED = "seen"  # the section that the first version did not have
_NOTICE = 14


class Days(NamedTuple):
    """How many days ago a version went on: its consultation opened, it was published, it counted."""

    opened: int
    published: int = 0
    counted: int = 0


@dataclass(frozen=True, slots=True)
class Elected:
    """Who makes the rules: those who write them, the employer, and the representatives by the key of the words."""

    writers: tuple[Person, Person]
    employer: Person
    mandates: Mapping[str, Role]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What the versions share."""

    elected: Elected
    until: datetime

    def day(self, ago: int) -> date:
        """So many days ago."""
        return self.until.date() - timedelta(days=ago)

    def moment(self, ago: int, hour: int = 9) -> datetime:
        """So many days ago, at that hour here."""
        return _morning(self.day(ago), hour)

    def begin(self, kind: str, ago: int) -> Version:
        """The first version of a document, from the starter, with the names of the house filled in."""
        version = begin_document(by=self.elected.writers[0], starter=kind)
        Document.objects.filter(pk=version.document_id).update(created_at=self.moment(ago))
        Version.objects.filter(pk=version.pk).update(created_at=self.moment(ago))
        texts = list(SectionText.objects.filter(section__version=version))
        for text in texts:
            text.short, text.body = filled(text.short, text.language), filled(text.body, text.language)
        SectionText.objects.bulk_update(texts, ["short", "body"])
        translate(version)
        return version

    def follow(self, before: Version, ago: int) -> Version:
        """The next version: a copy of the one before it, sections keep their keys."""
        writer, created = self.elected.writers[0], self.moment(ago)
        version = Version.objects.create(
            document=before.document, number=before.number + 1, made_by=writer, created_at=created
        )
        for section in before.sections.prefetch_related("texts"):
            texts = list(section.texts.all())
            section.pk, section.version = None, version
            section.save()
            for text in texts:
                text.pk, text.section = None, section
            SectionText.objects.bulk_create(texts)
        questions = list(QuizQuestion.objects.filter(version=before))
        for question in questions:
            question.pk, question.version = None, version
        QuizQuestion.objects.bulk_create(questions)
        return version

    def consult(self, version: Version, days: Days) -> Consultation:
        """Opens it to all for some days; representatives are invited."""
        asked, approved = self.elected.writers
        Approval.objects.create(
            version=version, step=Approval.Step.CONSULTATION, content_hash=whole_hash(version),
            asked_by=asked, asked_at=self.moment(days.opened + 1), approved_by=approved,
            approved_at=self.moment(days.opened, 8),
        )  # fmt: skip
        _move(version, State.CONSULTATION)
        lasts = FIRST_CONSULTATION_DAYS if version.number == 1 else CONSULTATION_DAYS
        closes_on = add_working_days(self.day(days.opened), lasts)
        is_over = closes_on < self.until.date()
        held = Consultation.objects.create(
            version=version, facilitator=asked, opens_on=self.day(days.opened), closes_on=closes_on,
            closed_at=_morning(closes_on + timedelta(days=1)) if is_over else None,
        )  # fmt: skip
        held.invited.set(mandate.person for mandate in self.elected.mandates.values())
        return held

    def adopt(self, version: Version, days: Days, acknowledge_by: date | None = None) -> None:
        """Representatives sign, two people adopt it, and it waits for its day."""
        _hand_over(version, self.day(days.published + 2))
        self._sign(version, days)
        asked, approved = self.elected.writers
        Approval.objects.create(
            version=version, step=Approval.Step.SCHEDULE, content_hash=version.content_hash,
            asked_by=asked, asked_at=self.moment(days.published + 1), approved_by=approved,
            approved_at=self.moment(days.published),
        )  # fmt: skip
        _move(
            version, State.SCHEDULED, published_by=asked, approved_by=approved, notice_days=_NOTICE,
            published_on=self.day(days.published), effective_on=self.day(days.counted), acknowledge_by=acknowledge_by,
        )  # fmt: skip

    def count(self, version: Version, days: Days) -> None:
        """From that day on it counts, and the one before it does not."""
        moment = self.moment(days.counted, 0)
        for before in version.document.versions.in_force():
            _move(before, State.SUPERSEDED, superseded_at=moment)
        _move(version, State.IN_FORCE, in_force_at=moment)

    def _sign(self, version: Version, days: Days) -> None:
        words = lists("rulebook.txt")
        answers = {tuple(line.split(" | ")[:2]): line.split(" | ")[2] for line in words["answered"]}
        said = [line.split(" | ") for line in words["said"]]
        first = version.document.kind == Document.Kind.HOUSE_RULES
        for number, who, outcome, *remarks in said:
            if number != (str(version.number) if first else "1"):
                continue
            mandate = self.elected.mandates[who]
            asked_at, at = self.moment(days.published + 9), self.moment(days.published + 4, 10)
            SignOffRequest.objects.create(version=version, mandate=mandate, asked_at=asked_at)
            signed = SignOff.objects.create(
                version=version, mandate=mandate, person=mandate.person, body=mandate.speaks_for,
                content_hash=version.content_hash, outcome=outcome, remarks="".join(remarks), at=at,
            )  # fmt: skip
            if answer := answers.get((number, who)) if first else "":
                EmployerReply.objects.create(
                    sign_off=signed, text=answer, by=self.elected.employer, at=at + timedelta(days=1)
                )


def _morning(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(settings.TIME_ZONE))


def filled(text: str, language: str) -> str:
    """With the names of the house where the starter leaves them open."""
    for placeholder, line in zip(PLACEHOLDERS[language], lists("rulebook.txt")["fill"], strict=True):
        text = text.replace(placeholder, line.split(" | ")[language == "en"])
    return text


def reword(version: Version, pairs: Sequence[str], *, back: bool = False) -> None:
    """Writes other words where they differ ("slug | language | these | those"); ValueError where they do not stand."""
    for slug, language, these, those in (line.split(" | ") for line in pairs):
        text = SectionText.objects.get(section__version=version, section__slug=slug, language=language)
        now, then = (those, these) if back else (these, those)
        if now not in text.body:
            raise ValueError(f"{slug} {language}: {now}")
        text.body = text.body.replace(now, then)
        text.save()
    translate(version)


def translate(version: Version) -> None:
    """Every translation says what the text that counts says now."""
    texts = SectionText.objects.filter(section__version=version)
    source = {text.section_id: source_hash(text) for text in texts.filter(language=version.document.language)}
    others = list(texts.exclude(language=version.document.language))
    for text in others:
        text.source_hash = source[text.section_id]
    SectionText.objects.bulk_update(others, ["source_hash"])


def note_changes(version: Version) -> None:
    """In plain words what is new in it."""
    for number, slug, kind, nb, en in (line.split(" | ") for line in lists("rulebook.txt")["notes"]):
        if int(number) == version.number:
            key = key_of(version.document.kind, slug)
            ChangeNote.objects.create(version=version, key=key, kind=kind, text={"nb": nb, "en": en})


def take_out(version: Version, slug: str = _ADDED) -> None:
    """A section that was not there yet; those below it move up."""
    section = version.sections.get(slug=slug)
    place = section.position
    section.delete()
    version.sections.filter(position__gt=place).update(position=F("position") - 1)


def put_in(version: Version, slug: str = _ADDED) -> None:
    """A section that the version before it did not have, in its place of the starter; those below move down."""
    starter = load(version.document.kind)
    place = [section.slug for section in starter.sections].index(slug) + 1
    version.sections.filter(position__gte=place).update(position=F("position") + 1)
    written = starter.sections[place - 1]
    section = Section.objects.create(
        version=version, key=key_of(starter.kind, slug), slug=slug, position=place,
        laws=laws_of(written, version.document.language),
    )  # fmt: skip
    SectionText.objects.bulk_create(
        SectionText(
            section=section, language=language, heading=text.heading, short=filled(text.short, language),
            body=filled(text.body, language),
        )
        for language, text in written.texts.items()
    )  # fmt: skip


def hashes_of(version: Version) -> dict[str, str]:
    """The hash of what people read, by language."""
    rows = SectionText.objects.filter(section__version=version).select_related("section").order_by("section__position")
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        part = {"slug": row.section.slug, "heading": row.heading, "short": row.short, "body": row.body}
        found.setdefault(row.language, []).append(part)
    return {language: text_hash(parts) for language, parts in found.items()}


def whole_hash(version: Version) -> str:
    """Of all its languages."""
    return version_hash(hashes_of(version))


def _hand_over(version: Version, sign_by: date) -> None:
    hashes = hashes_of(version)
    VersionText.objects.bulk_create(
        VersionText(version=version, language=language, content_hash=digest) for language, digest in hashes.items()
    )
    _move(version, State.SIGN_OFF, content_hash=version_hash(hashes), sign_by=sign_by)


def _move(version: Version, state: State, **more: object) -> None:
    for name, value in {**more, "state": state}.items():
        setattr(version, name, value)
    version.save(update_fields=[*more, "state"])
