"""Handing over to the employer's side (6.8, A53, A98): two agree, one receives, and no reporter is in it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import TimeMachineFixture

from network.core.access import Refused
from network.core.clock import now
from network.moderation.access import cases_for
from network.moderation.access.handovers import can_receive
from network.moderation.actions import handovers as actions
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal
from network.moderation.actions.deciding import decide_case
from network.moderation.actions.grounds import Plan
from network.moderation.actions.handovers import COPY_KEPT, Agreement, Purpose
from network.moderation.actions.log import first_break
from network.moderation.actions.meetings import FILES_KEPT, Invitation, call_meeting, close_record, erase_files
from network.moderation.models import Case, Decision, EmployerCopy, HandOver, LogEntry, Report, ReportIdentity
from network.moderation.queries.packages import opened, package_of
from network.moderation.queries.queue import Show, queue_of
from network.moderation.states import Level, State, Verdict
from network.notifications.models import Notification
from profiles.models import Person, Role
from tests.moderation.handed import adviser, called, heard, proposed, sent, written
from tests.moderation.reported import in_work, moderator, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
Everybody = Callable[..., list[Person]]
FIELDS = {
    "case", "kind", "reason", "purpose", "ground", "author", "receiver", "items", "rules", "replies", "decisions",
    "dates", "notice", "language",
}  # fmt: skip
PARTS = {
    "items": {"title", "text", "written_at", "files", "history"},
    "rules": {"document", "version", "in_force_on", "heading", "text"},
    "replies": {"asked", "asked_on", "answer", "answered_on"},
    "decisions": {"ref", "level", "standing", "law", "quote", "facts", "reasoning", "milder", "decided_on"},
}


@pytest.fixture
def lea(db: None) -> Person:
    return moderator("lea", Role.Kind.LEAD_MODERATOR)


@pytest.fixture
def hege(db: None) -> Person:
    return adviser()


@pytest.fixture
def case(post: Any, cleo: Person, lea: Person, rule: Any) -> Case:
    """Ann wrote it, cleo reported it, ann has answered, it is hidden."""
    return heard(lea, reported(cleo, post, text="Kanarifugl i meldingen.").case, rule)


@pytest.fixture
def handover(case: Case, lea: Person, mo: Person, hege: Person) -> HandOver:
    return sent(lea, mo, case, hege)


@pytest.fixture
def others(ann: Person, ben: Person, cleo: Person, mona: Person, mo: Person, ada: Person, pia: Person, tor: Person, lea: Person) -> list[Person]:  # fmt: skip
    """Everybody but the adviser: the author, the reporter, the manager, those who handled it, the administrator."""
    return [ann, ben, cleo, mona, mo, ada, pia, tor, lea, adviser("annen")]


def purpose(receiver: Person) -> Purpose:
    return Purpose("Samtale om tone", "Arbeidsmiljøloven § 4-3", receiver)


def main_of(page: Any) -> str:
    return page.content.decode().split("<main")[1].split("</main")[0]


# The package.


def test_the_package_holds_these_fields_and_no_other(case: Case, hege: Person) -> None:
    """A98: whoever adds a field adds it here, and has thought of whoever reported it."""
    made = package_of(case, purpose="a", ground="b", receiver=hege)
    assert set(made) == FIELDS
    for name, fields in PARTS.items():
        assert made[name], name
        for row in made[name]:
            assert set(row) == fields, name
    assert set(made["dates"]) == {"case", "decision"}


def test_nothing_of_whoever_reported_it_is_in_the_package(
    handover: HandOver, cleo: Person, client_of: Any, hege: Person
) -> None:
    """A98: their name, handle, mark, words and the reference of the report."""
    identity = ReportIdentity.objects.get()
    canaries = [cleo.name, cleo.handle, identity.mark, "Kanarifugl", Report.objects.get().ref]
    text = json.dumps(opened(handover.copy.sealed), ensure_ascii=False)
    page = client_of(hege).get(f"/handed-over/{handover.ref}/").content.decode()
    for canary in canaries:
        assert canary not in text, canary
        assert canary not in page, canary
    assert "report" not in json.dumps(sorted(_keys(opened(handover.copy.sealed))))


def _keys(part: Any) -> set[str]:
    if isinstance(part, dict):
        return set(part) | {key for value in part.values() for key in _keys(value)}
    return {key for value in part for key in _keys(value)} if isinstance(part, list) else set()


def test_the_package_says_what_it_must(handover: HandOver) -> None:
    made = opened(handover.copy.sealed)
    assert made["items"][0]["text"] == "Du er en idiot."
    assert made["replies"][0]["answer"] == "Jeg mente det ikke slik."
    assert made["decisions"][0]["reasoning"] == "Går på person."
    assert made["rules"][0]["heading"]
    assert "Hege Hansen" in made["notice"]
    assert "Samtale om tone" in made["notice"]


def test_internal_notes_and_proposals_that_were_refused_do_not_go(handover: HandOver, case: Case, lea: Person) -> None:
    Decision.objects.create(
        case=case, level="nothing", standing="refused", reasoning="Internt.", by=lea, outcome="gone"
    )
    made = package_of(case, purpose="a", ground="b", receiver=handover.receiver)
    assert "Internt." not in json.dumps(made)


# Two people.


def test_one_person_alone_hands_nothing_over(case: Case, lea: Person, hege: Person) -> None:
    """A53."""
    handover = proposed(lea, case, hege)
    with pytest.raises(Refused):
        actions.agree_to_hand_over(by=lea, handover=handover, read=Agreement(handover.digest))
    assert not EmployerCopy.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.update(approved_by=lea)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.update(standing="sent")


def test_the_second_person_is_eligible_and_not_below_the_first(
    case: Case, lea: Person, hege: Person, mona: Person, cleo: Person, ada: Person
) -> None:
    handover, below = proposed(lea, case, hege), moderator("under")
    Person.objects.filter(pk=below.pk).update(manager=lea)
    Role.objects.create(person=mona, kind=Role.Kind.MODERATOR, starts_on="2020-01-01")
    for person in (Person.objects.get(pk=below.pk), mona, cleo, ada, hege):  # below, in the line, a party, no handler
        with pytest.raises(Refused):
            actions.agree_to_hand_over(by=person, handover=handover, read=Agreement(handover.digest))
        with pytest.raises(Refused):
            actions.refuse_hand_over(by=person, handover=handover, reason="Nei.")


def test_the_second_person_agrees_with_what_they_have_read_and_with_nothing_else(
    case: Case, lea: Person, mo: Person, hege: Person
) -> None:
    handover = proposed(lea, case, hege)
    for digest in ("", "0" * 64):
        with pytest.raises(Refused):
            actions.agree_to_hand_over(by=mo, handover=handover, read=Agreement(digest))
    Decision.objects.filter(case=case).update(reasoning="Noe annet.")
    with pytest.raises(Refused, match="changed"):
        actions.agree_to_hand_over(by=mo, handover=handover, read=Agreement(handover.digest))


def test_each_reading_of_the_package_leaves_a_line(case: Case, lea: Person, mo: Person, hege: Person) -> None:
    """A87."""
    handover = proposed(lea, case, hege)
    read = LogEntry.objects.filter(verb="opened", object_ref=handover.ref)
    for count in (1, 2):
        actions.read_package(by=mo, handover=handover)
        assert read.count() == count


def test_whoever_does_not_agree_says_why_and_the_package_goes_at_once(
    case: Case, lea: Person, mo: Person, hege: Person, client_of: Any
) -> None:
    handover = proposed(lea, case, hege)
    with pytest.raises(Refused):
        actions.refuse_hand_over(by=mo, handover=handover, reason=" ")
    actions.refuse_hand_over(by=mo, handover=handover, reason="En prat holder.")
    handover.refresh_from_db()
    assert (handover.standing, handover.sealed) == ("refused", "")
    assert client_of(hege).get(f"/handed-over/{handover.ref}/").status_code == 404
    assert proposed(lea, case, hege).standing == "proposed"  # anew


def test_the_second_person_finds_it_in_the_queue(case: Case, lea: Person, mo: Person, hege: Person) -> None:
    def listed(person: Person) -> list[str]:
        return [row.case.ref for row in queue_of(person, cases_for(person), Show.SECOND).rows]

    handover = proposed(lea, case, hege)
    Case.objects.update(state=State.DECIDED)
    assert [listed(person) for person in (mo, lea, hege)] == [[case.ref], [], []]
    actions.refuse_hand_over(by=mo, handover=handover, reason="Ikke nødvendig.")
    assert listed(mo) == []


def test_it_waits_once(case: Case, lea: Person, hege: Person) -> None:
    proposed(lea, case, hege)
    with pytest.raises(Refused, match="already"):
        proposed(lea, case, hege)


# Who proposes, and when.


def test_only_whoever_leads_the_moderators_proposes_it(
    case: Case, mo: Person, hege: Person, mona: Person, ada: Person, cleo: Person, ann: Person
) -> None:
    Role.objects.create(person=mona, kind=Role.Kind.LEAD_MODERATOR, starts_on="2020-01-01")  # in ann's line
    for person in (mo, hege, mona, ada, cleo, ann):
        with pytest.raises(Refused):
            actions.propose_hand_over(by=person, case=case, words=purpose(hege))


def test_the_author_is_heard_first_unless_there_is_danger(
    post: Any, cleo: Person, lea: Person, hege: Person, rule: Any
) -> None:
    case = in_work(lea, reported(cleo, post).case)
    with pytest.raises(Refused, match="word first"):
        actions.propose_hand_over(by=lea, case=case, words=purpose(hege))
    Case.objects.filter(pk=case.pk).update(reason="danger")
    assert actions.propose_hand_over(by=lea, case=Case.objects.get(pk=case.pk), words=purpose(hege))


def test_where_no_breach_stands_there_is_nothing_to_hand_over(
    case: Case, ann: Person, mo: Person, lea: Person, hege: Person
) -> None:
    handover = proposed(lea, case, hege)
    appeal = appeal_decision(by=ann, decision=Decision.objects.get(), text="Feil.")
    second = moderator("tredje")
    decide_appeal(by=second, appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Enig."))
    with pytest.raises(Refused, match="breach"):
        actions.agree_to_hand_over(by=mo, handover=handover, read=Agreement(handover.digest))
    actions.refuse_hand_over(by=mo, handover=handover, reason="Omgjort.")
    with pytest.raises(Refused, match="breach"):
        proposed(lea, case, hege)


def test_it_says_what_it_is_for(case: Case, lea: Person, hege: Person) -> None:
    for words in (replace(purpose(hege), purpose=" "), replace(purpose(hege), ground="")):
        with pytest.raises(Refused):
            actions.propose_hand_over(by=lea, case=case, words=words)


# Who receives.


def test_the_receiver_stands_in_nobodys_line_and_handles_no_reports(
    case: Case, hege: Person, ann: Person, mona: Person, cleo: Person, ada: Person, lea: Person
) -> None:
    assert can_receive(hege, case)
    for person in (mona, cleo, ann):
        Role.objects.create(person=person, kind=Role.Kind.HR_ADVISER, starts_on="2020-01-01")
        assert not can_receive(person, case), person
    assert not can_receive(ada, case)
    Role.objects.create(person=hege, kind=Role.Kind.MODERATOR, starts_on="2020-01-01")
    assert not can_receive(hege, case)
    with pytest.raises(Refused):
        actions.propose_hand_over(by=lea, case=case, words=purpose(hege))


def test_it_lies_with_the_one_who_received_it_and_with_nobody_else(
    handover: HandOver, hege: Person, others: list[Person], client_of: Any, gone: Person
) -> None:
    url = f"/handed-over/{handover.ref}/"
    assert "Du er en idiot." in main_of(client_of(hege).get(url))
    assert handover.ref in main_of(client_of(hege).get("/handed-over/"))
    for person in others:
        seen = client_of(person).get(url)
        assert seen.status_code == 404, person
        assert main_of(seen) == main_of(client_of(person).get("/handed-over/AAAA-AAAA/")), person
        assert client_of(person).post(f"{url}receive/").status_code == 404
        assert client_of(person).post(f"{url}close/").status_code == 404
        assert client_of(person).get("/handed-over/").status_code == (200 if person.handle == "annen" else 404), person
    assert client_of(gone).get(url).status_code == 302
    assert Client().get(url).status_code == 302
    handover.refresh_from_db()
    assert handover.received_at is None


def test_who_comes_into_the_line_or_loses_the_task_loses_it_at_once(
    handover: HandOver, hege: Person, ann: Person, client_of: Any
) -> None:
    url = f"/handed-over/{handover.ref}/"
    Person.objects.filter(pk=ann.pk).update(manager=hege)
    assert client_of(hege).get(url).status_code == 404
    Person.objects.filter(pk=ann.pk).update(manager=None)
    Role.objects.filter(person=hege).update(ends_on="2020-02-01")
    assert client_of(hege).get(url).status_code == 404


def test_only_received_and_closed_flow_back(handover: HandOver, hege: Person, lea: Person, client_of: Any) -> None:
    browser = client_of(hege)
    url = f"/handed-over/{handover.ref}/"
    browser.post(f"{url}close/")
    assert HandOver.objects.get().standing == "sent"  # nothing is closed that was not received
    browser.post(f"{url}receive/")
    browser.post(f"{url}close/")
    Person.objects.filter(pk=lea.pk).update(language="en")
    desk = main_of(client_of(lea).get(f"/moderation/{handover.case.ref}/hand-over/"))
    assert "received" in desk
    assert "closed" in desk
    log = LogEntry.objects.filter(object_ref=handover.ref).order_by("seq")
    assert list(log.values_list("verb", flat=True)) == ["proposed", "approved", "handed-over", "received", "closed"]
    assert first_break() is None


# The author.


def test_the_author_is_told_in_the_same_moment_and_nobody_else(
    case: Case, ann: Person, hege: Person, client_of: Any, others: list[Person], tor: Person, mo: Person,
    lea: Person, django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        handover = sent(lea, mo, case, hege)
    told = Notification.objects.filter(subject=f"handover:{handover.pk}")
    assert set(told.values_list("recipient", flat=True)) == {ann.pk, hege.pk}
    url = f"/appeals/{handover.ref}/handed-over/"
    Person.objects.update(language="en")
    page = main_of(client_of(ann).get(url))
    for said in ("Hege Hansen", "Samtale om tone", "Arbeidsmiljøloven § 4-3", "bring", tor.name):
        assert said in page, said
    assert url in main_of(client_of(ann).get("/appeals/"))
    for person in [*others, hege]:
        if person != ann:
            assert client_of(person).get(url).status_code == 404, person
    handover.refresh_from_db()
    assert handover.read_at is not None


# The desk.


def test_the_desk_page_is_for_those_who_may_handle_the_case(
    case: Case, lea: Person, mo: Person, hege: Person, mona: Person, cleo: Person, ann: Person, ada: Person,
    client_of: Any,
) -> None:  # fmt: skip
    url = f"/moderation/{case.ref}/hand-over/"
    assert client_of(lea).get(url).status_code == 200
    for person in (mo, hege, mona, cleo, ann, ada):  # a moderator proposes nothing, and sees nothing before
        assert client_of(person).get(url).status_code == 404, person
        assert client_of(person).post(url).status_code == 404, person
        assert client_of(person).post(f"{url}answer/").status_code == 404, person
    form = {"over-purpose": "Samtale", "over-ground": "Aml. § 4-3", "over-receiver": hege.pk}
    assert client_of(lea).post(url, {**form, "over-ground": ""}).status_code == 422
    assert client_of(lea).post(url, form).status_code == 303
    assert client_of(mo).get(url).status_code == 200
    assert "Du er en idiot." not in main_of(client_of(mo).get(url))
    before = LogEntry.objects.filter(verb="opened").count()
    page = main_of(client_of(mo).get(f"{url}?read=1"))
    assert "Du er en idiot." in page
    assert LogEntry.objects.filter(verb="opened").count() == before + 1
    digest = HandOver.objects.get().digest
    assert client_of(lea).post(f"{url}answer/", {"digest": digest}).status_code == 422
    assert client_of(mo).post(f"{url}answer/", {"digest": "x"}).status_code == 422
    assert client_of(mo).post(f"{url}answer/", {"no": "1", "reason": ""}).status_code == 422
    assert client_of(mo).post(f"{url}answer/", {"digest": digest}).status_code == 303
    third = moderator("tredje")
    assert "Du er en idiot." not in main_of(client_of(third).get(f"{url}?read=1"))  # the two who agreed, and no third


def test_the_case_leads_there_for_whoever_may(case: Case, lea: Person, mo: Person, client_of: Any) -> None:
    url = f"/moderation/{case.ref}/hand-over/"
    assert url in client_of(lea).get(f"/moderation/{case.ref}/").content.decode()
    assert url not in client_of(mo).get(f"/moderation/{case.ref}/").content.decode()


# Time.


def test_the_copy_of_moderation_goes_ninety_days_after_receipt_and_the_hash_stays(
    handover: HandOver, hege: Person, time_machine: TimeMachineFixture
) -> None:
    actions.receive_hand_over(by=hege, handover=handover)
    received_at = HandOver.objects.get().received_at
    assert received_at
    time_machine.move_to(received_at + COPY_KEPT - timedelta(seconds=1), tick=False)
    assert actions.erase_copies() == 0
    time_machine.move_to(received_at + COPY_KEPT, tick=False)
    assert [actions.erase_copies(), actions.erase_copies()] == [1, 0]
    left = HandOver.objects.get()
    assert (left.sealed, left.digest) == ("", handover.digest)
    assert left.erased_at is not None
    assert opened(EmployerCopy.objects.get().sealed)["author"] == "Ann Askeland"  # theirs is kept by their own rule
    assert first_break() is None


def test_what_was_not_received_is_kept(handover: HandOver, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(now() + COPY_KEPT * 3, tick=False)
    assert actions.erase_copies() == 0


def test_what_the_employers_side_keeps_goes_two_years_after_it_was_closed(
    handover: HandOver, hege: Person, time_machine: TimeMachineFixture, client_of: Any
) -> None:
    meeting = written(hege, called(hege, handover))
    with pytest.raises(Refused, match="record"):
        actions.close_hand_over(by=hege, handover=handover)
    close_record(by=hege, meeting=meeting)
    actions.close_hand_over(by=hege, handover=handover)
    closed_at = HandOver.objects.get().closed_at
    assert closed_at
    time_machine.move_to(closed_at + FILES_KEPT - timedelta(seconds=1), tick=False)
    assert erase_files() == 0
    time_machine.move_to(closed_at + FILES_KEPT, tick=False)
    assert [erase_files(), erase_files()] == [1, 0]
    left = HandOver.objects.get()
    assert (left.purpose, left.ground, left.meetings.count(), EmployerCopy.objects.count()) == ("", "", 0, 0)
    assert client_of(hege).get(f"/handed-over/{handover.ref}/").status_code == 200


def test_the_database_refuses_another_package_or_receiver(handover: HandOver, ada: Person) -> None:
    for change in ({"digest": "0" * 64}, {"receiver": ada}, {"sealed": "x"}, {"purpose": "x"}, {"proposed_by": ada}):
        with pytest.raises(DatabaseError), transaction.atomic():
            HandOver.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        EmployerCopy.objects.update(sealed="x")


def test_the_page_of_the_adviser_costs_the_same_with_more_talks(
    handover: HandOver, hege: Person, client_of: Any
) -> None:
    browser = client_of(hege)
    called(hege, handover)
    browser.get(f"/handed-over/{handover.ref}/")
    costs = []
    for _n in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/handed-over/{handover.ref}/")
        costs.append(len(asked))
        for _m in range(3):
            held = HandOver.objects.get()
            call_meeting(by=hege, handover=held, words=Invitation("a", "b", held.sent_at))
    assert costs[0] == costs[1]


def test_a_decision_that_nothing_is_done_hands_nothing_over(
    post: Any, cleo: Person, lea: Person, hege: Person, rule: Any
) -> None:
    case = in_work(lea, reported(cleo, post, "danger").case)
    decide_case(by=lea, case=case, plan=Plan(Level.NOTHING, reasoning="Nei."), version=case.version)
    with pytest.raises(Refused, match="breach"):
        actions.propose_hand_over(by=lea, case=Case.objects.get(pk=case.pk), words=purpose(hege))
