"""Who speaks for others about a finished text, and who answers them."""

from django.db.models import QuerySet

from network.policy.access import is_editor
from network.policy.models import SignOff, SignOffRequest
from network.policy.states import State
from profiles.models import Person, Role


def mandates() -> "QuerySet[Role]":
    """What people were elected to, today."""
    roles = Role.objects.current().filter(kind=Role.Kind.REPRESENTATIVE, person__is_active=True)
    return roles.select_related("person", "scope").order_by("body", "body_name", "pk")


def can_sign(person: Person, request: SignOffRequest) -> bool:
    """Who holds the mandate today, and nobody else: no editor, no administrator, no other representative."""
    return (
        person.is_active
        and request.version.state == State.SIGN_OFF
        and mandates().filter(pk=request.mandate_id, person=person).exists()
    )


def can_answer_disagreement(person: Person, said: SignOff) -> bool:
    """Policy editors for the employer, once, while it lies with the representatives; never one's own protocol."""
    return (
        person.is_active
        and is_editor(person)
        and said.person_id != person.pk
        and said.outcome == SignOff.Outcome.DISAGREED
        and said.version.state == State.SIGN_OFF
        and said.content_hash == said.version.content_hash
    )
