"""A case that was heard and decided, handed over to the employer's side as far as a test wants it."""

from datetime import timedelta

from network.core.clock import now
from network.moderation.actions.desk import answer_hearing, ask_author
from network.moderation.actions.handovers import (
    Agreement,
    Purpose,
    agree_to_hand_over,
    propose_hand_over,
    receive_hand_over,
)
from network.moderation.actions.meetings import Invitation, Record, call_meeting, write_record
from network.moderation.models import Case, HandOver, Hearing, Meeting
from network.policy.models import Section
from profiles.models import Person, Role
from tests.factories import PersonFactory
from tests.moderation.reported import hidden, in_work

RECORD = Record("Jeg ble sint.", "Slik skriver vi ikke.", "Saklig tone.", "Ny prat i januar.")


def adviser(handle: str = "hege", **more: object) -> Person:
    """Advises on staff matters, in nobody's line."""
    person = PersonFactory(handle=handle, name="Hege Hansen", department=None, **more)
    Role.objects.create(person=person, kind=Role.Kind.HR_ADVISER, starts_on="2020-01-01")
    return person


def heard(by: Person, case: Case, rule: Section, answer: str = "Jeg mente det ikke slik.") -> Case:
    """Its author was asked and has answered, and it is hidden."""
    case = in_work(by, case)
    hearing = ask_author(
        by=by, case=case, kind=Hearing.Kind.REPLY, text="Hva mente du?", section=rule, version=case.version
    )
    answer_hearing(by=case.author, hearing=hearing, answer=answer)
    hidden(by, in_work(by, Case.objects.get(pk=case.pk)), rule)
    return Case.objects.get(pk=case.pk)


def proposed(by: Person, case: Case, receiver: Person) -> HandOver:
    """Waits for a second person."""
    words = Purpose("Samtale om tone", "Arbeidsmiljøloven § 4-3", receiver)
    return propose_hand_over(by=by, case=case, words=words)


def sent(by: Person, second: Person, case: Case, receiver: Person) -> HandOver:
    """With the HR adviser."""
    handover = proposed(by, case, receiver)
    agree_to_hand_over(by=second, handover=handover, read=Agreement(handover.digest))
    return HandOver.objects.get(pk=handover.pk)


def called(by: Person, handover: HandOver) -> Meeting:
    """Received, and its author invited to a talk an hour ago."""
    receive_hand_over(by=by, handover=handover)
    words = Invitation("Samtale om tonen i tråden", "Møterom Lyng", now() - timedelta(hours=1))
    return call_meeting(by=by, handover=HandOver.objects.get(pk=handover.pk), words=words)


def written(by: Person, meeting: Meeting, record: Record = RECORD) -> Meeting:
    """With its record."""
    write_record(by=by, meeting=meeting, record=record, came={by.pk})
    return Meeting.objects.get(pk=meeting.pk)
