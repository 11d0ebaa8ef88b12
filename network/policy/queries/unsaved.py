"""What an editor has typed and not saved; nobody sees another's."""

from uuid import UUID

from django.db.models import QuerySet

from network.policy.models import Document, Section, SectionText, UnsavedText, Version
from network.policy.queries.texts import hash_of_text
from profiles.models import Person


def unsaved_in(person: Person, section: Section, language: str) -> "QuerySet[UnsavedText]":
    """What the person typed in that section in that language: one, or none."""
    mine = UnsavedText.objects.filter(person=person, document=section.version.document_id)
    return mine.filter(key=section.key, language=language)


def unsaved_text(person: Person, section: Section, text: SectionText | None, language: str) -> UnsavedText | None:
    """The same, if it reads otherwise than the text that is saved."""
    found = unsaved_in(person, section, language).first()
    return found if found is not None and adds_something(found, text) else None


def unsaved_by(person: Person, document: Document) -> dict[UUID, list[UnsavedText]]:
    """Everything that the person typed in the document and did not save, by section."""
    found: dict[UUID, list[UnsavedText]] = {}
    for one in UnsavedText.objects.filter(person=person, document=document).order_by("pk"):
        found.setdefault(one.key, []).append(one)
    return found


def text_now(section: Section, language: str) -> SectionText | None:
    """What the section says in that language."""
    return SectionText.objects.filter(section=section, language=language).first()


def unsaved_one(person: Person, version: Version, pk: int) -> UnsavedText:
    """One of the person's own in this document; raises DoesNotExist."""
    return UnsavedText.objects.get(person=person, document=version.document_id, pk=pk)


def section_of(version: Version, key: UUID) -> Section | None:
    """The section of that key, if the version has it."""
    return Section.objects.filter(version=version, key=key).first()


def adds_something(unsaved: UnsavedText, text: SectionText | None) -> bool:
    """Whether it reads otherwise than what is saved; blank fields add nothing where nothing is."""
    if text is None and not (unsaved.heading or unsaved.short or unsaved.body):
        return False
    return hash_of_text(unsaved.as_text()) != hash_of_text(text)
