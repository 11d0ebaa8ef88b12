"""Who is asked to acknowledge, who reads what people ask, and who takes out a list with names."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, Q

from network.core.clock import now
from network.policy.access import bound_by, can_edit_version, can_see_version, is_editor, is_representative
from network.policy.models import Document, EvidenceExport, Version
from network.policy.states import State
from profiles.models import Person

APPROVED_FOR = timedelta(days=7)  # what was approved and not fetched by then is asked for anew


def binds(person: Person) -> Q:
    """On rows with a `document`: those whose document binds the person, by the same rule as `bound_by`."""
    one = Person.objects.get_queryset().filter(pk=person.pk)
    audiences = Document.Audience.values
    return reduce(
        or_,
        (Q(document__audience=each) & Q(Exists(one.filter(bound_by(Document(audience=each))))) for each in audiences),
    )


def can_acknowledge(person: Person, version: Version) -> bool:
    """Whom the document binds, of what counts now: nobody is asked about what does not count yet."""
    if version.state != State.IN_FORCE or not can_see_version(person, version):
        return False
    if version.document.audience == Document.Audience.EVERYONE:
        return True
    return Person.objects.get_queryset().filter(bound_by(version.document), pk=person.pk).exists()


def can_answer_questions(person: Person) -> bool:
    """Policy editors read what people ask of the rules or object to, and answer it."""
    return is_editor(person)


def can_see_departments(person: Person) -> bool:
    """How far departments have come: those who write the rules, and those who were elected."""
    return is_editor(person) or is_representative(person)


def can_take_quiz(person: Person, version: Version) -> bool:
    """Everybody who works here, of what counts now."""
    return person.is_active and version.state == State.IN_FORCE


def can_write_quiz(person: Person, version: Version) -> bool:
    """Who edits the version, while it is open."""
    return can_edit_version(person, version)


def can_handle_evidence(person: Person) -> bool:
    """Policy editors alone: neither managers nor administrators have lists with names."""
    return is_editor(person)


def can_approve_evidence(person: Person, export: EvidenceExport) -> bool:
    """Another policy editor than the one who asked, once."""
    return is_editor(person) and export.asked_by_id != person.pk and export.approved_by_id is None


def can_fetch_evidence(person: Person, export: EvidenceExport) -> bool:
    """Whoever asked, once, within a week of the approval, and only while they are still an editor."""
    if export.approved_at is None or export.fetched_at is not None or export.asked_by_id != person.pk:
        return False
    return export.approved_at > now() - APPROVED_FOR and is_editor(person)
