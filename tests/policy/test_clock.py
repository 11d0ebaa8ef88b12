"""What time does to the rules; two versions never count at once (A02), and what was adopted is what counts (A01)."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from network.notifications.models import Kind, Notification
from network.policy.actions.clock import due, let_count, note_silence
from network.policy.actions.moving import approve_step, ask_step
from network.policy.actions.plans import Plan
from network.policy.models import Acknowledgement, Approval, SectionText, SignOff, Version
from network.policy.queries.knowing import asked_of
from network.policy.states import State
from network.policy.tasks import tell_bound, turn_versions
from tests.factories import PersonFactory
from tests.policy.adopted import document_of, version_at
from tests.policy.known import asked_version, known
from tests.policy.moved import days, editor_of, fresh, says
from tests.racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch):
    """Moves the clock, for everything that asks it."""

    def moved(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return moved


def test_a_version_counts_from_its_day_and_the_one_before_no_more(at):
    old, new = version_at(State.IN_FORCE), version_at(State.SCHEDULED, effective_on=days(3))
    assert not let_count(version=new)
    at(timezone.now() + timedelta(days=3))
    assert let_count(version=new)
    old, new = fresh(old), fresh(new)
    assert (old.state, new.state) == (State.SUPERSEDED, State.IN_FORCE)
    assert old.superseded_at == new.in_force_at
    assert not let_count(version=new)
    assert fresh(new).in_force_at == new.in_force_at


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        (datetime(2027, 6, 30, 21, 59, tzinfo=UTC), False),  # one minute before midnight here, in summer
        (datetime(2027, 6, 30, 22, 0, tzinfo=UTC), True),
    ],
)
def test_the_day_begins_at_midnight_here(moment, counts, at):
    version = version_at(State.SCHEDULED, effective_on=datetime(2027, 7, 1, tzinfo=UTC).date())
    at(moment)
    turn_versions(timestamp=0)
    assert (fresh(version).state == State.IN_FORCE) == counts


def test_a_worker_that_slept_a_week_wakes_up_to_the_right_version(at):
    version = version_at(State.SCHEDULED, effective_on=days(1))
    at(timezone.now() + timedelta(days=8))
    for _ in range(3):
        turn_versions(timestamp=0)
    assert list(Version.objects.in_force()) == [version]


def test_a_text_that_is_not_the_one_that_was_adopted_never_counts():
    version = version_at(State.SCHEDULED)
    with connection.cursor() as cursor:  # what only somebody who rules the database itself can do
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE policy_sectiontext DISABLE TRIGGER frozen")
        SectionText.objects.filter(section__version=version).update(body="Noe annet.")
        cursor.execute("ALTER TABLE policy_sectiontext ENABLE TRIGGER frozen")
    assert not let_count(version=version)
    assert fresh(version).state == State.SCHEDULED


@pytest.mark.parametrize("state", [State.SCHEDULED, State.IN_FORCE])
def test_a01_no_way_of_writing_changes_what_was_adopted(state):
    version = version_at(state)
    text = SectionText.objects.filter(section__version=version).first()
    text.body = "Noe annet."
    for write in (
        text.save,
        partial(SectionText.objects.filter(pk=text.pk).update, body="x"),
        partial(connection.cursor().execute, "UPDATE policy_sectiontext SET body = 'x' WHERE id = %s", [text.pk]),
        partial(SectionText.objects.filter(pk=text.pk).delete),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_who_does_not_answer_in_time_has_not_answered(signing, pia, eva, tor, at):
    assert note_silence(version=signing) == 0
    at(timezone.now() + timedelta(days=8))
    assert note_silence(version=signing) == 1
    assert note_silence(version=signing) == 0
    said = SignOff.objects.get()
    assert (said.outcome, said.mandate.person, said.content_hash) == ("no-reply", tor, fresh(signing).content_hash)
    plan = Plan(effective_on=days(14))
    asked = ask_step(by=pia, version=signing, step=Approval.Step.SCHEDULE, plan=plan)
    assert approve_step(by=eva, approval=asked).state == State.SCHEDULED


def test_a09_when_a_new_version_comes_to_count_every_acknowledgement_stays_as_it_was(ann, ben):
    first = asked_version()
    for person in (ann, ben):
        known(person, first)
    second = version_at(State.SCHEDULED, acknowledge_by=days(9))
    before = list(Acknowledgement.objects.order_by("pk").values_list())
    assert let_count(version=second)
    assert [(asked := asked_of(person)) and asked.version for person in (ann, ben)] == [second] * 2
    assert list(Acknowledgement.objects.order_by("pk").values_list()) == before


def test_the_last_day_to_answer_is_still_a_day_to_answer(signing, tor, at):
    at(timezone.now() + timedelta(days=7))
    assert note_silence(version=signing) == 0
    says(tor, signing)


def test_everybody_bound_gets_one_letter(signing, pia, eva, tor, ann, gone, django_capture_on_commit_callbacks):
    says(tor, signing)
    asked = ask_step(by=pia, version=signing, step=Approval.Step.SCHEDULE, plan=Plan(effective_on=days(14)))
    approve_step(by=eva, approval=asked)
    for _ in range(2):
        tell_bound(version_id=signing.pk)
    told = Notification.objects.filter(kind=Kind.POLICY, subject=f"version:{signing.pk}")
    assert {ann.pk, pia.pk, tor.pk} <= set(told.values_list("recipient_id", flat=True))
    assert not told.filter(recipient=gone).exists()
    assert told.filter(recipient=ann).count() == 1


def test_a_document_for_leaders_tells_leaders_alone(ann):
    lead = PersonFactory(is_leader=True)
    version = version_at(State.SCHEDULED, document_of("moderation-rules", audience="leaders"))
    tell_bound(version_id=version.pk)
    assert set(Notification.objects.values_list("recipient_id", flat=True)) == {lead.pk}


def test_what_is_due_costs_the_same_however_much_counted_before(django_assert_num_queries):
    for _ in range(3):
        version_at(State.IN_FORCE)
    with django_assert_num_queries(2):
        due(timezone.localdate())


@pytest.mark.django_db(transaction=True)
def test_a02_of_many_clocks_at_once_one_turns_and_two_versions_never_count():
    old, new = version_at(State.IN_FORCE), version_at(State.SCHEDULED)
    assert all(at_once(*[partial(let_count, version=new)] * 8))  # seven find nothing to do, and none is refused
    assert list(Version.objects.in_force()) == [new]
    assert fresh(old).superseded_at == fresh(new).in_force_at


@pytest.mark.django_db(transaction=True)
def test_of_many_approvals_at_once_one_counts(signing, pia, tor):
    says(tor, signing)
    editors = [editor_of(f"Editor {n}") for n in range(4)]
    asked = ask_step(by=pia, version=signing, step=Approval.Step.SCHEDULE, plan=Plan(effective_on=days(14)))
    went = at_once(*[partial(approve_step, by=editor, approval=asked) for editor in editors])
    assert sum(went) == 1
    assert fresh(signing).state == State.SCHEDULED
