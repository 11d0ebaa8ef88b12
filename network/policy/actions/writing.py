"""Writing a draft: sections, their words in each language, and what changed. Nobody's words are lost."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from network.core.access import Refused, require
from network.core.text import clean_line, clean_text
from network.policy.access.drafts import can_see_drafts, can_write
from network.policy.actions.moving import locked, move_version
from network.policy.models import Approval, ChangeNote, Document, QuizQuestion, Section, SectionText, Version
from network.policy.models.documents import LAW
from network.policy.queries.texts import hash_of_text, source_hash, version_before
from network.policy.states import LANGUAGES, OPEN, State
from profiles.models import Person

NOT_WRITER = _("Only policy editors write the rules, and only until they are adopted.")
HAS_DRAFT = _("There is a draft of this already.")
CHANGED = _("Somebody has changed this section since you opened it. Nothing is lost: compare, and save again.")
NO_SECTION = _("The section is not there any more.")


@transaction.atomic
def start_draft(*, by: Person, document: Document) -> Version:
    """A new draft: sections, translations, their keys and the quiz as in the version that counts; one of a document at
    a time.
    """
    require(can_see_drafts(by), NOT_WRITER)
    Document.objects.select_for_update().get(pk=document.pk)
    require(not document.versions.filter(state__in=OPEN).exists(), HAS_DRAFT)
    number = (document.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = Version.objects.create(document=document, number=number, made_by=by)
    before = version_before(version)
    for section in before.sections.prefetch_related("texts") if before else ():
        _copy(section, version, section.position)
    if before:
        _copy_quiz(before, version)
    return version


def _copy(section: Section, version: Version, position: int) -> Section:
    made = Section.objects.create(
        version=version, key=section.key, slug=section.slug, position=position, laws=section.laws
    )
    SectionText.objects.bulk_create(
        SectionText(
            section=made, language=text.language, heading=text.heading, short=text.short, body=text.body,
            source_hash=text.source_hash,
        )
        for text in section.texts.all()
    )  # fmt: skip
    return made


def _copy_quiz(before: Version, version: Version) -> None:
    """The questions alone: how often they were answered wrongly is told of the version that people read."""
    QuizQuestion.objects.bulk_create(
        QuizQuestion(version=version, key=row.key, position=row.position, text=row.text, options=row.options)
        for row in before.questions.all()
    )


@transaction.atomic
def opened(*, by: Person, version: Version) -> Version:
    """The version under its lock, open to change: from the representatives it comes back as a draft, and what they
    signed counts for nothing; who called it editorial, or asked for a step, meant other words.
    """
    row = locked(version)
    require(can_write(by, row), NOT_WRITER)
    if row.state == State.SIGN_OFF:
        row = move_version(by=by, version=row, to=State.DRAFT)
    Approval.objects.filter(version=row, approved_at=None, dropped_at=None).delete()
    row.revision, row.materiality = row.revision + 1, Version.Materiality.SUBSTANTIVE
    row.save(update_fields=["revision", "materiality"])
    return row


@transaction.atomic
def write_section(
    *, by: Person, section: Section, language: str, words: Mapping[str, str], read: str, is_current: bool = False
) -> SectionText:
    """Saves what a section says in a language, if it still says what the editor saw (`read`, its hash).

    A translation counts as up to date when its editor says so.
    """
    row = opened(by=by, version=section.version)
    kept = Section.objects.filter(version=row, pk=section.pk).first()
    if kept is None:
        raise Refused(NO_SECTION)
    text = SectionText.objects.filter(section=kept, language=language).first()
    require(hash_of_text(text) == read, CHANGED)
    text = text or SectionText(section=kept, language=language)
    text.heading, text.short = clean_line(words["heading"])[:120], clean_line(words["short"])[:300]
    text.body = clean_text(words["body"])
    source = SectionText.objects.filter(section=kept, language=row.document.language).first()
    if language == row.document.language:
        text.source_hash = ""
    elif is_current and source is not None:
        text.source_hash = source_hash(source)
    text.save()
    return text


@transaction.atomic
def set_laws(*, by: Person, section: Section, laws: Sequence[Mapping[str, Any]]) -> None:
    """What the section rests on, and the day on which somebody read it there."""
    row = opened(by=by, version=section.version)
    rows = [{name: clean_line(str(law[name])) for name in LAW[: 5 if law.get("other") else 3]} for law in laws]
    Section.objects.filter(version=row, pk=section.pk).update(laws=rows)


@transaction.atomic
def add_section(*, by: Person, version: Version, heading: str) -> Section:
    """A new section at the end, with a heading in the language that counts."""
    row = opened(by=by, version=version)
    heading = clean_line(heading)[:120]
    require(bool(heading), _("Write a heading."))
    name = slugify(heading.translate(str.maketrans("æøåÆØÅ", "eoaEOA")))[:36].strip("-") or "section"
    taken = set(row.sections.values_list("slug", flat=True))
    slug = next(one for n in range(1, 1000) if (one := name if n == 1 else f"{name}-{n}") not in taken)
    made = Section.objects.create(version=row, slug=slug, position=_last(row) + 1)
    SectionText.objects.create(section=made, language=row.document.language, heading=heading)
    return made


@transaction.atomic
def remove_section(*, by: Person, section: Section) -> None:
    """The section goes from the draft; what was said about it stays, and what counts today is not touched."""
    row = opened(by=by, version=section.version)
    Section.objects.filter(version=row, pk=section.pk).delete()


@transaction.atomic
def restore_section(*, by: Person, version: Version, key: uuid.UUID) -> Section:
    """A section of the version that counts comes back into the draft, word for word, at the end."""
    row = opened(by=by, version=version)
    before = version_before(row)
    section = before.sections.filter(key=key).first() if before else None
    if section is None:
        raise Refused(NO_SECTION)
    try:
        with transaction.atomic():
            return _copy(section, row, _last(row) + 1)
    except IntegrityError:
        raise Refused(_("The section is there already.")) from None


@transaction.atomic
def move_section(*, by: Person, section: Section, up: bool) -> None:
    """Changes places with the section before it, or after it; at either end nothing happens."""
    row = opened(by=by, version=section.version)
    keys = list(row.sections.order_by("position").values_list("pk", flat=True))
    if section.pk not in keys:
        raise Refused(NO_SECTION)
    place = keys.index(section.pk)
    other = place + (-1 if up else 1)
    if 0 <= other < len(keys):
        keys[place], keys[other] = keys[other], keys[place]
    for position, pk in enumerate(keys, 1):  # the database compares places when the transaction ends
        Section.objects.filter(pk=pk).exclude(position=position).update(position=position)


@transaction.atomic
def note_change(
    *, by: Person, version: Version, key: uuid.UUID, kind: str, said: Mapping[str, Mapping[str, str]]
) -> ChangeNote:
    """In plain words what changed, whom it concerns and what they must do (`said`, by part and language)."""
    row = locked(version)
    require(can_write(by, row), NOT_WRITER)
    parts = {name: _by_language(said.get(name, {})) for name in ("text", "affects", "action")}
    require(bool(parts["text"].get(row.document.language)), _("Write what changed."))
    if row.state == State.SIGN_OFF:
        row = opened(by=by, version=row)
    return ChangeNote.objects.update_or_create(version=row, key=key, defaults={"kind": kind, **parts})[0]


def _by_language(words: Mapping[str, str]) -> dict[str, str]:
    return {language: text for language in LANGUAGES if (text := clean_text(words.get(language, "")))}


def _last(version: Version) -> int:
    return Section.objects.filter(version=version).aggregate(last=Max(F("position")))["last"] or 0
