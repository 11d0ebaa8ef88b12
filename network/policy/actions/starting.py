"""Begins a document from the starter, so that a house need not begin with an empty page."""

import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import Refused, require
from network.policy.access import can_begin_document
from network.policy.models import Document, QuizQuestion, Section, SectionText, Snippet, Version
from network.policy.queries.texts import source_hash
from network.policy.starter import DOCUMENTS, StarterDocument, StarterSection, load
from network.policy.states import LANGUAGES
from profiles.models import Person

NOT_EDITOR = _("Only policy editors begin a document, and each kind only once.")
_NAMESPACE = uuid.UUID("6f1b2f0e-6f0e-5d0c-9a51-1f2a3b4c5d6e")  # the same section has the same key in every house


def begin_document(*, by: Person, starter: str) -> Version:
    """A draft of a document from its starter, quiz and snippets with it; one of each kind in a house.

    It announces nothing: a draft is seen by those who write it alone. KeyError if there is no such starter.
    """
    wanted = load(starter)
    require(can_begin_document(by, wanted.kind), NOT_EDITOR)
    try:
        with transaction.atomic():
            return _write(wanted, by)
    except IntegrityError:  # another editor did the same in this moment
        raise Refused(NOT_EDITOR) from None


def key_of(kind: str, slug: str) -> uuid.UUID:
    """The key that a section of a starter has in every house, however often its words change."""
    return uuid.uuid5(_NAMESPACE, f"{kind}/{slug}")


def laws_of(section: StarterSection, language: str) -> list[dict[str, str]]:
    """The laws that a section rests on, as the language that counts names them, and as the other one does."""
    (other,) = (section.texts[name].laws for name in LANGUAGES if name != language)
    return [
        {"law": law.law, "place": law.place, "read_on": law.read_on.isoformat(), "other": same.law, "there": same.place}
        for law, same in zip(section.texts[language].laws, other, strict=True)
    ]


def _write(wanted: StarterDocument, by: Person) -> Version:
    document = Document.objects.create(
        slug=wanted.kind,
        kind=wanted.kind,
        name=wanted.name,
        audience=wanted.audience,
        requires_agreement=wanted.requires_agreement,
        position=DOCUMENTS.index(wanted.kind),
    )
    version = Version.objects.create(document=document, number=1, made_by=by)
    sections = Section.objects.bulk_create(
        Section(
            version=version,
            key=key_of(wanted.kind, section.slug),
            slug=section.slug,
            position=position,
            laws=laws_of(section, document.language),
        )
        for position, section in enumerate(wanted.sections, 1)
    )
    SectionText.objects.bulk_create(
        text
        for row, section in zip(sections, wanted.sections, strict=True)
        for text in _texts(row, section, document.language)
    )
    _write_quiz(wanted, version)
    Snippet.objects.bulk_create(
        Snippet(document=document, key=key_of(wanted.kind, one.section), context=one.context, text=one.text)
        for one in wanted.snippets
    )
    return version


def _texts(row: Section, section: StarterSection, language: str) -> list[SectionText]:
    """Every other language translates the one that counts, as it reads now."""
    source = section.texts[language]
    read = source_hash(SectionText(heading=source.heading, short=source.short, body=source.body))
    return [
        SectionText(
            section=row,
            language=other,
            heading=text.heading,
            short=text.short,
            body=text.body,
            source_hash="" if other == language else read,
        )
        for other, text in section.texts.items()
    ]


def _write_quiz(wanted: StarterDocument, version: Version) -> None:
    QuizQuestion.objects.bulk_create(
        QuizQuestion(
            version=version,
            key=key_of(wanted.kind, question.section),
            position=position,
            text=question.text,
            options=[
                {"text": option.text, "why": option.why, "is_right": option.is_right} for option in question.options
            ],
        )
        for position, question in enumerate(wanted.quiz, 1)
    )
