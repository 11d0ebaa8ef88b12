"""Rows that people rely on stay as they are: the database refuses to change or delete them, whoever asks (P1, P4)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from network.core.clock import now
from network.policy.actions.founding import found_measures
from network.policy.models import (
    Approval,
    Consultation,
    ControlMeasure,
    EmployerReply,
    MeasureLapse,
    QuizPass,
    Remark,
    Reminder,
    SignOff,
    SignOffRequest,
)
from network.policy.states import State
from tests.policy.adopted import mandate_of, signed, version_at
from tests.policy.known import known

pytestmark = pytest.mark.django_db


def refused(statement: str, *values: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def remark_of(person, **more: object) -> Remark:
    version = version_at(State.CONSULTATION)
    return Remark.objects.create(
        version=version, key=version.sections.first().key, language="nb", text="For vidt.", author=person, **more
    )


def test_a05_the_text_that_representatives_look_at_has_one_hash() -> None:
    version = version_at(State.SIGN_OFF)
    refused("UPDATE policy_version SET content_hash = %s WHERE id = %s", "0" * 64, version.pk)


def test_a05_a_mandate_says_one_word_on_a_text_and_why(tor) -> None:
    version, mandate = version_at(State.SIGN_OFF), mandate_of(tor)
    for outcome in (SignOff.Outcome.DISAGREED, SignOff.Outcome.WITH_REMARKS):
        with pytest.raises(IntegrityError), transaction.atomic():
            signed(version, mandate, outcome)
    signed(version, mandate)
    with pytest.raises(IntegrityError), transaction.atomic():
        signed(version, mandate, SignOff.Outcome.DISAGREED, "Nei.")
    SignOffRequest.objects.filter(version=version).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOffRequest.objects.bulk_create([SignOffRequest(version=version, mandate=mandate)] * 2)


@pytest.mark.parametrize("state", [state for state in State if state not in (State.SIGN_OFF, State.WITHDRAWN)])
def test_a05_nothing_is_signed_but_what_lies_with_the_representatives(state: State, tor) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        signed(version_at(state), mandate_of(tor))


def test_a06_what_the_employer_answered_stays(tor, pia) -> None:
    said = signed(version_at(State.SIGN_OFF), mandate_of(tor), SignOff.Outcome.DISAGREED, "Nei.")
    reply = EmployerReply.objects.create(sign_off=said, text="Vi har lyttet.", by=pia)
    refused("UPDATE policy_employerreply SET text = 'Nei' WHERE id = %s", reply.pk)
    refused("DELETE FROM policy_employerreply WHERE id = %s", reply.pk)


def test_a07_what_somebody_said_of_a_draft_is_never_deleted(ann, pia) -> None:
    open_one, said = remark_of(ann), {"outcome": "declined", "reply": "Nei.", "replied_by": pia, "replied_at": now()}
    refused("DELETE FROM policy_remark WHERE id = %s", open_one.pk)
    Remark.objects.filter(pk=open_one.pk).update(**said)
    refused("DELETE FROM policy_remark WHERE id = %s", open_one.pk)


def test_a07_an_answer_once_given_stays(ann, pia) -> None:
    answered = remark_of(ann, outcome="declined", reply="Nei.", replied_by=pia, replied_at=now())
    for column in ("reply", "text", "quote", "outcome"):
        refused(f"UPDATE policy_remark SET {column} = 'modified' WHERE id = %s", answered.pk)  # noqa: S608


@pytest.mark.parametrize("missing", [{"reply": ""}, {"replied_by": None}, {"replied_at": None}], ids=str)
def test_a07_an_outcome_has_a_reason_and_somebody_who_gave_it(ann, pia, missing) -> None:
    said = {"outcome": "declined", "reply": "Nei.", "replied_by": pia, "replied_at": now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        remark_of(ann, **{**said, **missing})


def test_a07_a_version_has_one_open_consultation(pia) -> None:
    version, today = version_at(State.CONSULTATION), timezone.localdate()
    held = {"version": version, "opens_on": today, "closes_on": today + timedelta(days=15), "facilitator": pia}
    Consultation.objects.create(**held, closed_at=now())
    Consultation.objects.create(**held)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.create(**held)


def test_a09_a_person_acknowledges_a_version_once(ann) -> None:
    version = version_at()
    known(ann, version)
    with pytest.raises(IntegrityError), transaction.atomic():
        known(ann, version)


def test_a03_nobody_approves_what_they_asked_for(pia) -> None:
    version = version_at(State.DRAFT)
    asked = Approval.objects.create(version=version, step="schedule", content_hash="0" * 64, asked_by=pia)
    refused("UPDATE policy_approval SET approved_by_id = asked_by_id WHERE id = %s", asked.pk)


def test_a13_a_reminder_of_a_number_is_given_once_and_stays(ann) -> None:
    version = version_at()
    given = Reminder.objects.create(person=ann, version=version, number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(person=ann, version=version, number=1)
    refused("UPDATE policy_reminder SET number = 3 WHERE id = %s", given.pk)


def test_a15_that_somebody_passed_is_one_row_without_a_second_moment(ann) -> None:
    version = version_at()
    passed = QuizPass.objects.create(person=ann, version=version)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuizPass.objects.create(person=ann, version=version)
    refused("UPDATE policy_quizpass SET at = now() WHERE id = %s", passed.pk)


def test_a21_a_measure_and_the_days_on_which_it_switched_itself_off_stay() -> None:
    found_measures()
    measure, today = ControlMeasure.objects.first(), timezone.localdate()
    lapse = MeasureLapse.objects.create(measure=measure, lapsed_on=today)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureLapse.objects.create(measure=measure, lapsed_on=today)
    refused("UPDATE policy_measurelapse SET lapsed_on = lapsed_on - 1 WHERE id = %s", lapse.pk)
    refused("DELETE FROM policy_measurelapse WHERE id = %s", lapse.pk)
    refused("DELETE FROM policy_controlmeasure WHERE id = %s", ControlMeasure.objects.last().pk)
