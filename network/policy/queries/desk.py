"""The desk of those who write the rules: one draft on one page."""

import uuid
from dataclasses import dataclass

from network.policy import readable
from network.policy.differences import Run, differing
from network.policy.models import Approval, ChangeNote, Document, Section, SectionText, UnsavedText, Version
from network.policy.queries.drafts import (
    Change,
    Gap,
    changes,
    documents_without_draft,
    gaps,
    lix_of,
    open_approvals,
    section_changes,
    unanswered,
    without_note,
)
from network.policy.queries.quiz import QuizOnTheWay, quiz_on_the_way
from network.policy.queries.texts import Written, languages_of, parts_of, version_before, written
from network.policy.queries.unsaved import unsaved_by
from profiles.models import Person


@dataclass(frozen=True)
class Rewording:
    """A changed section, word by word beside the version that counts."""

    change: Change
    paragraphs: list[list[Run]]


def rewordings(version: Version) -> list[Rewording]:
    """What differs from the version that counts, in the language that counts."""
    before = version_before(version)
    old = {one.key: one for one in written(before)} if before else {}
    new = {one.key: one for one in written(version)}
    return [
        Rewording(change, differing(_lines(old.get(change.key)), _lines(new.get(change.key))))
        for change in changes(version)
    ]


def _lines(one: Written | None) -> list[str]:
    text = one.source if one else None
    return [line for part in parts_of(text).values() for line in part.splitlines() if line.strip()] if text else []


def section_for(version: Version, pk: int) -> Section:
    """A section of this version; raises DoesNotExist."""
    return Section.objects.select_related("version__document").get(pk=pk, version=version)


def has_section(version: Version, pk: int) -> bool:
    """The section stands in this version; an editor may have removed it while another writes in it."""
    return Section.objects.filter(pk=pk, version=version).exists()


def section_noted(version: Version, pk: int) -> Section:
    """A section of this version, or of the one that counts if it was removed; raises DoesNotExist."""
    before = version_before(version)
    versions = [version.pk, before.pk if before else 0]
    return Section.objects.select_related("version__document").get(pk=pk, version__in=versions)


def note_on(version: Version, key: uuid.UUID) -> ChangeNote | None:
    """What was written about the change of a section."""
    return ChangeNote.objects.filter(version=version, key=key).first()


def approval_for(version: Version, pk: int) -> Approval:
    """A step of this version that was asked for; raises DoesNotExist."""
    return Approval.objects.select_related("version__document", "asked_by").get(pk=pk, version=version)


def document_to_draft(slug: str) -> Document:
    """A document of which a new draft may be made; raises DoesNotExist."""
    return documents_without_draft().get(slug=slug)


@dataclass(frozen=True)
class Row:
    """A section on the desk: how hard it is to read, what happened to it, what lags behind."""

    written: Written
    number: int
    lix: int
    is_heavy: bool
    behind: list[str]
    change: Change | None
    is_noted: bool
    is_unsaved: bool  # the editor has typed something in it that is not saved


@dataclass(frozen=True)
class Gone:
    """A section of the version that counts that the draft has not."""

    section: Section
    heading: str
    is_noted: bool


@dataclass(frozen=True)
class Desk:
    """A draft as its editors see it."""

    version: Version
    rows: list[Row]
    gone: list[Gone]
    gaps: list[Gap]
    unanswered: int
    approvals: list[Approval]
    before: Version | None
    quiz: QuizOnTheWay
    adrift: list[UnsavedText]  # what the editor typed in sections that are not in the draft any more


def desk_of(version: Version, editor: Person) -> Desk:
    """Everything on one page: the sections, what is missing, what waits for a second editor, what is not saved."""
    before = version_before(version)
    old, new = written(before) if before else [], written(version)
    changed = {change.key: change for change in section_changes(old, new)} if before else {}
    missing = {change.key for change in without_note(version)}
    languages, unsaved = languages_of(new), unsaved_by(editor, version.document)
    rows = []
    for number, one in enumerate(new, 1):
        hard = lix_of(one, one.language)
        behind = [language for language in languages if one.is_outdated(language)]
        change = changed.get(one.key)
        is_noted, is_unsaved = one.key not in missing, bool(unsaved.pop(one.key, ()))
        rows.append(Row(one, number, hard, hard > readable.HEAVY, behind, change, is_noted, is_unsaved))
    gone = [Gone(one.section, one.heading, one.key not in missing) for one in old if _is_gone(one, changed)]
    return Desk(
        version, rows, gone, gaps(version), unanswered(version).count(), list(open_approvals(version)), before,
        quiz_on_the_way(version), [one for found in unsaved.values() for one in found],
    )  # fmt: skip


def _is_gone(one: Written, changed: dict[uuid.UUID, Change]) -> bool:
    change = changed.get(one.key)
    return change is not None and change.kind == ChangeNote.Kind.REMOVED


def source_of(text: SectionText) -> SectionText | None:
    """What the section says in the language that counts."""
    language = text.section.version.document.language
    return SectionText.objects.filter(section=text.section, language=language).first()
