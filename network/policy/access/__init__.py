"""Who may do what with the rules. Everybody who works here reads them, all versions of them."""

from django.db.models import Q

from network.policy.models import ChannelRepresentative, Document, Version
from network.policy.states import SEEN, WRITABLE
from profiles.access import has_role
from profiles.models import Person, Role


def is_editor(person: Person) -> bool:
    """Writes the rules for the house."""
    return has_role(person, Role.Kind.POLICY_EDITOR)


def is_representative(person: Person) -> bool:
    """Was elected to speak for others."""
    return has_role(person, Role.Kind.REPRESENTATIVE)


def can_read_policy(person: Person | None) -> bool:
    """Everybody who works here: what counts, what counted, and what is on its way."""
    return person is not None and person.is_active


def can_see_version(person: Person | None, version: Version) -> bool:
    """Everybody once people are asked about it; before that, and when it was withdrawn, those who write it."""
    if person is None or not person.is_active:
        return False
    return version.state in SEEN or is_editor(person)


def can_edit_version(person: Person, version: Version) -> bool:
    """Policy editors, while its text may still change."""
    return version.state in WRITABLE and is_editor(person)


def can_begin_document(person: Person, kind: str) -> bool:
    """Policy editors, once for each kind."""
    return is_editor(person) and not Document.objects.filter(kind=kind).exists()


def bound_by(document: Document) -> Q:
    """On people: whom the document binds, and so who is asked to acknowledge it."""
    everybody = Q(is_active=True)
    if document.audience == Document.Audience.LEADERS:
        return everybody & Q(is_leader=True)
    if document.audience == Document.Audience.MODERATORS:
        kinds = (Role.Kind.MODERATOR, Role.Kind.LEAD_MODERATOR)
        return everybody & Q(pk__in=Role.objects.current().filter(kind__in=kinds).values("person"))
    if document.audience == Document.Audience.AMBASSADORS:
        return everybody & Q(pk__in=ChannelRepresentative.objects.current().values("person"))
    return everybody
