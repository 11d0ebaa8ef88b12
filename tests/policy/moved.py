"""Versions taken on their way by the actions that people use, for tests of what comes after."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from network.core.clock import add_working_days
from network.policy.actions.moving import approve_step, ask_step, move_version
from network.policy.actions.plans import Plan
from network.policy.actions.signing import sign_off
from network.policy.actions.writing import note_change, start_draft
from network.policy.models import Approval, Consultation, Document, SignOff, Version
from network.policy.queries.drafts import changes
from network.policy.states import State
from profiles.models import Person, Role
from tests.factories import PersonFactory
from tests.policy.adopted import TONE, Texts, document_of, mandate_of, version_at

Step = Approval.Step


def editor_of(name: str = "Eva Editor") -> Person:
    """One more who writes the rules."""
    person = PersonFactory(name=name)
    Role.objects.create(person=person, kind=Role.Kind.POLICY_EDITOR, starts_on="2020-01-01")
    return person


def days(count: int):
    """The day that lies so many days from today."""
    return localdate() + timedelta(days=count)


def fresh(version: Version) -> Version:
    """As the database has it now."""
    return Version.objects.select_related("document").get(pk=version.pk)


def draft_of(editor: Person, document: Document | None = None, counts: Texts = (TONE,)) -> Version:
    """A new draft of a document of which a version counts."""
    document = document or document_of()
    version_at(State.IN_FORCE, document, counts)
    return start_draft(by=editor, document=document)


def two(asker: Person, approver: Person, version: Version, step: str, **plan: Any) -> Version:
    """One asks, the other approves."""
    return approve_step(by=approver, approval=ask_step(by=asker, version=version, step=step, plan=Plan(**plan)))


def consulted(version: Version, pia: Person, other: Person, tor: Person) -> Version:
    """In consultation from today, with tor invited."""
    mandate_of(tor)
    last = add_working_days(localdate(), 15)
    return two(pia, other, version, Step.CONSULTATION, opens_on=localdate(), closes_on=last, invited=(tor.pk,))


def over(version: Version) -> None:
    """The days of speaking are past."""
    Consultation.objects.filter(version=version).update(opens_on=days(-30), closes_on=days(-1))


def explained(version: Version, editor: Person) -> None:
    """Every change has its note."""
    for change in changes(version):
        said = {"text": {"nb": f"Endret: {change.heading}"}}
        note_change(by=editor, version=version, key=change.key, kind=change.kind, said=said)


def laid_before(version: Version, editor: Person, mandates: Sequence[Role]) -> Version:
    """Out of consultation and with the representatives."""
    over(version)
    explained(version, editor)
    plan = Plan(mandates=tuple(role.pk for role in mandates), sign_by=days(7))
    return move_version(by=editor, version=fresh(version), to=State.SIGN_OFF, plan=plan)


def says(person: Person, version: Version, outcome: str = SignOff.Outcome.AGREED, remarks: str = "") -> SignOff:
    """What a representative answers."""
    request = version.sign_off_requests.get(mandate__person=person)
    return sign_off(by=person, request=request, digest=fresh(version).content_hash, outcome=outcome, remarks=remarks)
