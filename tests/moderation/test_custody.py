"""A name is asked for with a reason, opened by another with a reason, seen by one, and closed by itself (A40, A41)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from network.core.access import Refused
from network.core.clock import now
from network.moderation.access.custody import can_read_name, custody_cases, requests_for
from network.moderation.actions.custody import (
    Answer,
    answer_request,
    ask_hold,
    ask_name,
    ask_to_look,
    end_grants,
    read_name,
    review_hold,
)
from network.moderation.actions.desk import claim_case, let_go_of_case, step_aside
from network.moderation.models import Case, CustodyRequest, LogEntry, Report
from network.notifications.models import Notification
from profiles.models import Person, Role
from tests.factories import PersonFactory, post_of
from tests.moderation.reported import moderator, reported

pytestmark = pytest.mark.django_db
WHY = "Den som meldte fra, har vært til stede og kan si om det var sagt til en bestemt person eller til alle på laget."
YES, NO = Answer(True, "Det trengs for å avgjøre saken.", days=3), Answer(False, "Det kan avgjøres uten.")


@pytest.fixture
def ida(db: None) -> Person:
    """Custodian."""
    return moderator("ida", Role.Kind.CUSTODIAN, name="Ida Identitet")


@pytest.fixture
def report(post: Any, cleo: Person) -> Report:
    return reported(cleo, post)


@pytest.fixture
def asked(report: Report, mo: Person) -> CustodyRequest:
    claim_case(by=mo, case=report.case)
    return ask_name(by=mo, report=report, purpose="question", motivation=WHY)


def answered(by: Person, request: CustodyRequest, answer: Answer = YES) -> CustodyRequest:
    answer_request(by=by, request=request, answer=answer)
    return CustodyRequest.objects.get(pk=request.pk)


def verbs(ref: str) -> list[str]:
    return list(LogEntry.objects.filter(object_ref=ref).order_by("seq").values_list("verb", flat=True))


def test_only_whoever_has_the_case_asks_and_says_enough(report: Report, mo: Person, ida: Person, cleo: Person) -> None:
    """A41: without the case, without eighty characters or twice, nothing is asked."""
    lead, other = moderator("leder", Role.Kind.LEAD_MODERATOR), moderator("annen")
    case = report.case
    for person in (mo, ida, cleo):
        with pytest.raises(Refused):
            ask_name(by=person, report=report, purpose="question", motivation=WHY)
    claim_case(by=mo, case=case)
    for motivation, purpose in ((WHY[:79], "question"), (" " * 90, "question"), (WHY, "nysgjerrig")):
        with pytest.raises(Refused):
            ask_name(by=mo, report=report, purpose=purpose, motivation=motivation)
    with pytest.raises(Refused):
        ask_name(by=other, report=report, purpose="question", motivation=WHY)
    asked = ask_name(by=mo, report=report, purpose="question", motivation=WHY)
    assert verbs(asked.ref) == ["identity-asked"]
    with pytest.raises(Refused):
        ask_name(by=mo, report=report, purpose="question", motivation=WHY)
    assert ask_name(by=lead, report=report, purpose="demand", motivation=WHY).asked_as == "lead-moderator"


@pytest.mark.parametrize("who", ["asker", "author", "reporter", "above", "below", "top", "nobody", "former", "led"])
def test_only_a_custodian_with_no_part_in_it_answers(
    who: str, asked: CustodyRequest, mo: Person, ann: Person, cleo: Person, ida: Person
) -> None:
    """The same conflicts as for handlers; never whoever asks, and nobody whom they lead."""
    above = PersonFactory()
    person = {
        "asker": mo, "author": ann, "reporter": cleo, "above": above, "below": PersonFactory(manager=cleo),
        "top": PersonFactory(is_top=True), "nobody": PersonFactory(), "former": PersonFactory(is_active=False),
        "led": PersonFactory(manager=mo),
    }[who]  # fmt: skip
    Person.objects.filter(pk=cleo.pk).update(manager=above)
    if who != "nobody":
        Role.objects.create(person=person, kind=Role.Kind.CUSTODIAN, starts_on="2020-01-01")
    person = Person.objects.get(pk=person.pk)
    assert not requests_for(person).exists()
    with pytest.raises(Refused):
        answer_request(by=person, request=asked, answer=YES)
    assert requests_for(ida).exists()


def test_a_custodian_handles_no_case(asked: CustodyRequest, ida: Person, client_of: Any) -> None:
    assert custody_cases(ida).exists()
    assert client_of(ida).get(f"/moderation/{asked.case_ref}/").status_code == 404
    assert client_of(ida).get("/moderation/").status_code == 404


def test_there_is_one_answer_with_a_reason(asked: CustodyRequest, ida: Person) -> None:
    """A41: one reply only, by the rule and by the database."""
    for answer in (Answer(True, " ", days=3), Answer(True, "Ja.", days=0), Answer(True, "Ja.", days=15)):
        with pytest.raises(Refused):
            answer_request(by=ida, request=asked, answer=answer)
    kept = answered(ida, asked, NO)
    assert (kept.outcome, kept.ends_at, verbs(asked.ref)) == ("kept", None, ["identity-asked", "identity-kept"])
    with pytest.raises(Refused):
        answer_request(by=moderator("else", Role.Kind.CUSTODIAN), request=asked, answer=YES)
    rows = CustodyRequest.objects.filter(pk=asked.pk)
    for change in ({"outcome": "given", "ends_at": now()}, {"ends_at": now()}, {"custodian": PersonFactory()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        CustodyRequest.objects.create(
            kind="hold", case=kept.case, case_ref=kept.case_ref, motivation=WHY, asked_by=ida, custodian=ida,
            outcome="given", reply="Ja.", answered_at=now(),
        )  # fmt: skip


def test_no_answer_is_made_longer(asked: CustodyRequest, ida: Person) -> None:
    given = answered(ida, asked)
    with pytest.raises(DatabaseError), transaction.atomic():
        CustodyRequest.objects.filter(pk=given.pk).update(ends_at=given.ends_at + timedelta(days=1))


@pytest.mark.parametrize("missing", ["ends_at", "reply", "custodian"])
def test_the_database_opens_nothing_without_an_end_or_a_reason(
    asked: CustodyRequest, ida: Person, missing: str
) -> None:
    given = {"outcome": "given", "reply": "Ja.", "custodian": ida, "answered_at": now(), "ends_at": now()}
    rows = CustodyRequest.objects.filter(pk=asked.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**given | {missing: "" if missing == "reply" else None})
    assert rows.update(**given) == 1


def test_whoever_is_no_custodian_knows_of_no_look_at_a_case_that_is_not_there(ada: Person, ann: Person) -> None:
    ask_to_look(by=ada, case_ref="AAAA-AAAA", hours=1, motivation=WHY)
    assert not requests_for(ann).exists()


def test_while_it_lasts_whoever_asked_sees_the_name_and_each_look_is_noted(
    asked: CustodyRequest, ida: Person, mo: Person, cleo: Person, time_machine: Any
) -> None:
    """A40: exactly the asker, exactly that report, and expiry closes it."""
    lead = moderator("leder", Role.Kind.LEAD_MODERATOR)
    with pytest.raises(Refused):
        read_name(by=mo, case=asked.case, ref=asked.ref)
    given = answered(ida, asked)
    other = reported(PersonFactory(), post_of(PersonFactory()))
    assert read_name(by=mo, case=asked.case, ref=asked.ref) == (asked.report_id, "Cleo Christiansen")
    read_name(by=mo, case=asked.case, ref=asked.ref)
    assert verbs(asked.ref) == ["identity-asked", "identity-given", "identity-read", "identity-read"]
    for person, case in ((lead, asked.case), (ida, asked.case), (mo, other.case)):
        with pytest.raises(Refused):
            read_name(by=person, case=case, ref=asked.ref)
    assert not can_read_name(lead, given)
    time_machine.move_to(given.ends_at - timedelta(seconds=1), tick=False)
    assert can_read_name(mo, given)
    time_machine.move_to(given.ends_at, tick=False)
    assert not can_read_name(mo, given)
    with pytest.raises(Refused):
        read_name(by=mo, case=asked.case, ref=asked.ref)


def test_whoever_may_not_handle_the_case_any_more_sees_no_name(asked: CustodyRequest, ida: Person, mo: Person) -> None:
    given = answered(ida, asked)
    let_go_of_case(by=mo, case=asked.case)
    assert can_read_name(mo, given)
    step_aside(by=mo, case=asked.case)
    assert not can_read_name(mo, given)


def test_whoever_reported_is_told_at_once_and_when_it_ends(
    asked: CustodyRequest, ida: Person, cleo: Person, mo: Person, time_machine: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    def told() -> list[str]:
        mine = Notification.objects.filter(recipient=cleo, subject__startswith="name:", read_at=None)
        return list(mine.values_list("subject", flat=True))

    with django_capture_on_commit_callbacks(execute=True):
        given = answered(ida, asked)
    assert told() == [f"name:{asked.pk}"]
    assert Notification.objects.filter(recipient=mo, subject=f"answered:{asked.pk}").count() == 1
    Notification.objects.filter(recipient=cleo).delete()
    assert end_grants() == 0
    time_machine.move_to(given.ends_at + timedelta(minutes=1), tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        assert (end_grants(), end_grants()) == (1, 0)
    assert told() == [f"name:{asked.pk}"]


def test_with_a_written_reason_whoever_reported_is_told_only_afterwards(
    asked: CustodyRequest, ida: Person, cleo: Person, time_machine: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        given = answered(ida, asked, Answer(True, "Ja.", days=2, wait="Politiet har bedt om det."))
    assert (given.told_at, Notification.objects.filter(recipient=cleo).count()) == (None, 0)
    time_machine.move_to(given.ends_at, tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        end_grants()
    assert CustodyRequest.objects.get(pk=asked.pk).told_at is not None
    assert Notification.objects.filter(recipient=cleo, subject=f"name:{asked.pk}").exists()


def test_custodians_are_told_that_something_waits_and_barred_ones_are_not(
    report: Report, mo: Person, ida: Person, cleo: Person, django_capture_on_commit_callbacks: Any
) -> None:
    barred = moderator("nær", Role.Kind.CUSTODIAN)
    Person.objects.filter(pk=cleo.pk).update(manager=barred)
    claim_case(by=mo, case=report.case)
    with django_capture_on_commit_callbacks(execute=True):
        ask_name(by=mo, report=report, purpose="danger", motivation=WHY)
    told = Notification.objects.filter(subject__startswith="custody:").values_list("recipient", flat=True)
    assert list(told) == [ida.pk]


def test_a_case_is_kept_and_kept_no_longer_by_two_people_each_time(
    report: Report, mo: Person, ida: Person, time_machine: Any
) -> None:
    case = claim_case(by=mo, case=report.case)
    hold = ask_hold(by=mo, case=case, motivation=WHY)
    with pytest.raises(Refused):
        ask_hold(by=mo, case=case, motivation=WHY)
    assert not CustodyRequest.objects.holds().exists()
    hold = answered(ida, hold)
    assert CustodyRequest.objects.holds().get() == hold
    with pytest.raises(Refused):
        review_hold(by=mo, hold=hold, why="Trengs fortsatt.")
    time_machine.move_to(now() + timedelta(days=90), tick=False)
    review_hold(by=ida, hold=hold, why="Saken går for retten.")
    claim_case(by=mo, case=case)
    lift = ask_hold(by=mo, case=case, motivation=WHY)
    assert lift.kind == "lift"
    assert CustodyRequest.objects.holds().exists()
    answered(ida, lift)
    assert not CustodyRequest.objects.holds().exists()
    assert list(LogEntry.objects.filter(case_ref=case.ref).values_list("verb", flat=True))[-1] == "hold-ended"
    assert Case.objects.get().ref == case.ref
