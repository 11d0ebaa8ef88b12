"""What an editor sees of a draft: what changed, and what is left to do before the next step."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from network.policy import readable
from network.policy.models import Approval, ChangeNote, Document, Remark, Version
from network.policy.models.documents import LAW
from network.policy.queries.texts import Written, hash_of_text, languages_of, parts_of, version_before, written
from network.policy.starter import DOCUMENTS, StarterDocument, load
from network.policy.states import OPEN


@dataclass(frozen=True)
class Change:
    """A section that is not as it was in the version that counts."""

    key: uuid.UUID
    kind: ChangeNote.Kind
    heading: str


@dataclass(frozen=True)
class Gap:
    """A placeholder that nobody has filled in."""

    key: uuid.UUID
    heading: str
    language: str
    words: str


def drafts() -> "QuerySet[Version]":
    """What is on its way, of every document."""
    return Version.objects.filter(state__in=OPEN).select_related("document").order_by("document__position", "pk")


def documents_without_draft() -> "QuerySet[Document]":
    """Of which a new draft may be made."""
    return Document.objects.exclude(versions__state__in=OPEN)


def starters_left() -> list[StarterDocument]:
    """What can be begun from our own text: one of each kind, in their order."""
    begun = set(Document.objects.values_list("kind", flat=True))
    return [load(kind) for kind in DOCUMENTS if kind not in begun]


def draft_of(slug: str) -> Version:
    """The version of the document that is on its way; raises DoesNotExist."""
    return drafts().get(document__slug=slug)


def changes(version: Version) -> list[Change]:
    """Every section that came, went or says something else than in the version that counts; none before the first."""
    before = version_before(version)
    if before is None:
        return []
    return list(section_changes(written(before), written(version)))


def section_changes(old: list[Written], new: list[Written]) -> Iterator[Change]:
    """What came, what says something else, and what went."""
    was = {one.key: one for one in old}
    for one in new:
        if one.key not in was:
            yield Change(one.key, ChangeNote.Kind.NEW, one.heading)
        elif not says_the_same(was[one.key], one):
            yield Change(one.key, ChangeNote.Kind.CHANGED, one.heading)
    kept = {one.key for one in new}
    for one in old:
        if one.key not in kept:
            yield Change(one.key, ChangeNote.Kind.REMOVED, one.heading)


def says_the_same(before: Written, after: Written) -> bool:
    """In the language that counts, whatever the spaces, and resting on the same laws, whatever others call them."""
    laws = ([[law.get(name) for name in LAW[:3]] for law in one.section.laws] for one in (before, after))
    return hash_of_text(before.source) == hash_of_text(after.source) and next(laws) == next(laws)


def without_note(version: Version) -> list[Change]:
    """The changes that nobody has explained."""
    explained = {note.key for note in version.notes.all() if any(note.text.values())}
    return [change for change in changes(version) if change.key not in explained]


def gaps(version: Version) -> list[Gap]:
    """The placeholders that are left, in every language."""
    return [
        Gap(one.key, one.heading, language, words)
        for one in written(version)
        for language, text in one.texts.items()
        for words in readable.placeholders("\n\n".join(parts_of(text).values()))
    ]


def outdated(version: Version) -> list[tuple[str, str]]:
    """Heading and language of each translation that is missing or says what the section no longer says."""
    sections = written(version)
    return [
        (one.heading, language) for language in languages_of(sections) for one in sections if one.is_outdated(language)
    ]


def unwritten(version: Version) -> list[str]:
    """The sections that say nothing in the language that counts."""
    return [one.heading for one in written(version) if one.source is None]


def lix_of(one: Written, language: str) -> int:
    """How hard the section is to read."""
    text = one.texts.get(language)
    return readable.lix(f"{text.short}\n\n{text.body}") if text else 0


def unanswered(version: Version) -> "QuerySet[Remark]":
    """Proposals without an outcome, from all its consultations."""
    return Remark.objects.filter(version=version, is_proposal=True, outcome="", withdrawn_at=None)


def open_approvals(version: Version) -> "QuerySet[Approval]":
    """The steps that wait for a second editor."""
    found = Approval.objects.filter(version=version, approved_at=None, dropped_at=None)
    return found.select_related("asked_by", "version__document")
