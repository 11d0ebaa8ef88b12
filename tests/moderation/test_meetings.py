"""Talks on the employer's side (4.8): called and kept by one, read by those who are invited, closed for good."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from network.core.access import Refused
from network.core.clock import now
from network.moderation.actions import meetings as actions
from network.moderation.actions.handovers import receive_hand_over
from network.moderation.actions.meetings import Invitation, Record
from network.moderation.models import Attendance, Case, HandOver, Meeting
from network.moderation.queries.employer import talk_of
from network.notifications.models import Notification
from profiles.models import Person, Role
from tests.factories import PersonFactory
from tests.moderation.handed import RECORD, adviser, called, heard, sent, written
from tests.moderation.reported import moderator, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ClientOf = Callable[[Person], Client]
Part = Attendance.Part
FORM = {"theirs": "Ann sier.", "employers": "Vi sier.", "expected": "Ro.", "follow_up": "Om en måned."}


@pytest.fixture
def lea(db: None) -> Person:
    return moderator("lea", Role.Kind.LEAD_MODERATOR)


@pytest.fixture
def hege(db: None) -> Person:
    return adviser()


@pytest.fixture
def handover(post: Any, cleo: Person, lea: Person, mo: Person, hege: Person, rule: Any) -> HandOver:
    return sent(lea, mo, heard(lea, reported(cleo, post).case, rule), hege)


@pytest.fixture
def meeting(handover: HandOver, hege: Person, tor: Person) -> Meeting:
    """Ann is invited and brings Tor."""
    made = called(hege, handover)
    actions.invite_to_meeting(by=hege, meeting=made, person=tor, part=Part.REPRESENTATIVE)
    return made


def main_of(page: Any) -> str:
    return page.content.decode().split("<main")[1].split("</main")[0]


# Who reads it.


def test_those_who_are_invited_read_it_and_nobody_else_knows_of_it(
    meeting: Meeting, hege: Person, ann: Person, tor: Person, ben: Person, cleo: Person, mona: Person, mo: Person,
    lea: Person, ada: Person, pia: Person, gone: Person, client_of: ClientOf,
) -> None:  # fmt: skip
    written(hege, meeting)
    url = f"/meetings/{meeting.ref}/"
    for person in (ann, tor, hege):
        assert "Jeg ble sint." in main_of(client_of(person).get(url)), person
        assert url in main_of(client_of(person).get("/meetings/")), person
    kept = f"/handed-over/{meeting.handover.ref}/meetings/"
    for person in (ben, cleo, mona, mo, lea, ada, pia, adviser("annen")):  # mona is ann's leader, and not invited
        seen = client_of(person).get(url)
        assert seen.status_code == 404, person
        assert main_of(seen) == main_of(client_of(person).get("/meetings/AAAA-AAAA/")), person
        assert client_of(person).post(url, {"confirm": "1"}).status_code == 404, person
        assert meeting.ref not in main_of(client_of(person).get("/meetings/")), person
    for person in (ann, tor, ben, cleo, mona, mo, lea, ada, pia):
        for where in (kept, f"{kept}{meeting.ref}/"):
            assert client_of(person).get(where).status_code == 404, person
            assert client_of(person).post(where, FORM).status_code == 404, person
        for what in ("invite", "close"):
            assert client_of(person).post(f"{kept}{meeting.ref}/{what}/").status_code == 404, person
    assert client_of(gone).get(url).status_code == 302
    assert Client().get(url).status_code == 302


def test_what_is_said_lies_sealed(meeting: Meeting, hege: Person, ann: Person) -> None:
    actions.comment_on_record(by=ann, meeting=written(hege, meeting), text="Dette stemmer ikke helt.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT invitation || record FROM moderation_meeting")
        stored = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(comment, '') FROM moderation_attendance")
        stored += cursor.fetchone()[0]
    for word in ("sint", "Lyng", "stemmer"):
        assert word not in stored
    assert talk_of(Meeting.objects.get()).people[0].comment == "Dette stemmer ikke helt."


# The invitation.


def test_it_is_called_by_whoever_received_it_and_by_nobody_else(
    handover: HandOver, hege: Person, lea: Person, mona: Person, ann: Person
) -> None:
    words = Invitation("Samtale", "Lyng", now())
    with pytest.raises(Refused):  # not received yet
        actions.call_meeting(by=hege, handover=handover, words=words)
    receive_hand_over(by=hege, handover=handover)
    handover = HandOver.objects.get()
    for person in (lea, mona, ann, adviser("annen")):
        with pytest.raises(Refused):
            actions.call_meeting(by=person, handover=handover, words=words)
    for empty in (Invitation(" ", "Lyng", now()), Invitation("Samtale", "", now())):
        with pytest.raises(Refused):
            actions.call_meeting(by=hege, handover=handover, words=empty)
    made = actions.call_meeting(by=hege, handover=handover, words=words)
    parts = dict(made.attendances.values_list("person__handle", "part"))
    assert parts == {"ann": "employee", "hege": "adviser"}


def test_the_invitation_says_what_it_is_for_and_that_one_may_bring_somebody(
    handover: HandOver, hege: Person, ann: Person, client_of: ClientOf, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = called(hege, handover)
    told = Notification.objects.filter(subject=f"meeting:{made.pk}")
    assert list(told.values_list("recipient", flat=True)) == [ann.pk]
    Person.objects.filter(pk=ann.pk).update(language="en")
    page = main_of(client_of(ann).get(f"/meetings/{made.ref}/"))
    for said in ("Samtale om tonen i tråden", "Møterom Lyng", "may bring", "No sound is recorded"):
        assert said in page, said


def test_nobody_who_handles_reports_is_invited_and_nobody_twice(
    meeting: Meeting, hege: Person, mo: Person, lea: Person, tor: Person, gone: Person, ben: Person
) -> None:
    for person in (mo, lea, gone, tor):
        with pytest.raises(Refused):
            actions.invite_to_meeting(by=hege, meeting=meeting, person=person, part=Part.COMPANION)
    with pytest.raises(Refused):
        actions.invite_to_meeting(by=hege, meeting=meeting, person=ben, part=Part.EMPLOYEE)
    with pytest.raises(Refused):
        actions.invite_to_meeting(by=tor, meeting=meeting, person=ben, part=Part.COMPANION)
    assert meeting.attendances.count() == 3


# The record.


def test_the_record_holds_both_sides_and_is_not_written_before_the_talk(
    meeting: Meeting, hege: Person, ann: Person, tor: Person
) -> None:
    for name in ("theirs", "employers", "expected", "follow_up"):
        words = Record(**{**vars(RECORD), name: " "})
        with pytest.raises(Refused):
            actions.write_record(by=hege, meeting=meeting, record=words, came=())
    for person in (ann, tor):
        with pytest.raises(Refused):
            written(person, meeting)
    Meeting.objects.update(starts_at=now() + timedelta(hours=1))
    with pytest.raises(Refused):
        written(hege, meeting)
    assert not Meeting.objects.get().record


def test_each_party_says_their_word_and_that_they_have_read_it(
    meeting: Meeting, hege: Person, ann: Person, tor: Person, ben: Person
) -> None:
    for act in (
        lambda: actions.confirm_record(by=ann, meeting=meeting),
        lambda: actions.comment_on_record(by=ann, meeting=meeting, text="x"),
    ):
        with pytest.raises(Refused):  # nothing to read yet
            act()
    written(hege, meeting)
    actions.comment_on_record(by=ann, meeting=meeting, text="Ikke helt slik.")
    actions.confirm_record(by=ann, meeting=meeting)
    with pytest.raises(Refused):
        actions.confirm_record(by=ben, meeting=meeting)
    rows = {one.attendance.person.handle: one for one in talk_of(Meeting.objects.get()).people}
    assert rows["ann"].comment == "Ikke helt slik."
    assert rows["ann"].attendance.confirmed_at is not None
    assert rows["tor"].attendance.confirmed_at is None
    assert [rows[name].attendance.came for name in ("ann", "hege")] == [False, True]


def test_whoever_had_read_it_is_asked_again_when_it_changes(meeting: Meeting, hege: Person, ann: Person) -> None:
    actions.confirm_record(by=ann, meeting=written(hege, meeting))
    written(hege, meeting, Record("Annet.", "b", "c", "d"))
    assert not Attendance.objects.filter(confirmed_at__isnull=False).exists()


def test_a_closed_record_does_not_change_for_anybody(meeting: Meeting, hege: Person, ann: Person, ben: Person) -> None:
    with pytest.raises(Refused):
        actions.close_record(by=hege, meeting=meeting)  # nothing is written
    written(hege, meeting)
    with pytest.raises(Refused):
        actions.close_record(by=ann, meeting=meeting)
    actions.close_record(by=hege, meeting=meeting)
    for act in (
        lambda: written(hege, meeting),
        lambda: actions.comment_on_record(by=ann, meeting=meeting, text="x"),
        lambda: actions.confirm_record(by=ann, meeting=meeting),
        lambda: actions.invite_to_meeting(by=hege, meeting=meeting, person=ben, part=Part.LEADER),
        lambda: actions.close_record(by=hege, meeting=meeting),
    ):
        with pytest.raises(Refused):
            act()
    for change in (
        lambda: Meeting.objects.update(record="x"),
        lambda: Meeting.objects.update(closed_at=None),
        lambda: Meeting.objects.all().delete(),
        lambda: Attendance.objects.update(comment="x"),
        lambda: Attendance.objects.all().delete(),
        lambda: Attendance.objects.create(meeting=meeting, person=ben, part=Part.LEADER),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# The pages.


def test_the_adviser_calls_writes_and_closes_on_pages(
    handover: HandOver, hege: Person, ann: Person, tor: Person, client_of: ClientOf
) -> None:
    browser = client_of(hege)
    base = f"/handed-over/{handover.ref}/"
    assert browser.post(f"{base}receive/").status_code == 303
    assert browser.post(f"{base}meetings/", {"purpose": "Samtale"}).status_code == 422
    call = {"purpose": "Samtale om tone", "starts_at": "2026-01-12T09:00", "place": "Lyng"}
    url = browser.post(f"{base}meetings/", call)["Location"]
    assert browser.post(f"{url}invite/", {"who": "@finnes-ikke", "part": "representative"}).status_code == 422
    assert browser.post(f"{url}invite/", {"who": f"@{tor.handle}", "part": "representative"}).status_code == 303
    assert browser.post(f"{url}invite/", {"who": f"@{tor.handle}", "part": "representative"}).status_code == 422
    faulty = browser.post(url, {**FORM, "expected": ""})
    assert faulty.status_code == 422
    assert "Ann sier." in main_of(faulty)
    assert browser.post(url, {**FORM, "came": [ann.pk, tor.pk]}).status_code == 303
    own = client_of(ann)
    mine = f"/meetings/{Meeting.objects.get().ref}/"
    assert own.post(mine, {"text": ""}).status_code == 422
    assert own.post(mine, {"text": "Enig i det meste."}).status_code == 303
    assert own.post(mine, {"confirm": "1"}).status_code == 303
    assert "Enig i det meste." in main_of(browser.get(url))
    assert browser.post(f"{url}close/").status_code == 303
    assert "<form" not in main_of(browser.get(url))
    assert "<form" not in main_of(own.get(mine))
    assert own.post(mine, {"confirm": "1"}).status_code == 422
    assert browser.post(f"{base}close/").status_code == 303
    assert HandOver.objects.get().standing == "closed"


def test_one_advisers_talk_is_not_below_anothers_matter(
    meeting: Meeting, hege: Person, ben: Person, cleo: Person, lea: Person, mo: Person, rule: Any, client_of: ClientOf
) -> None:
    from tests.factories import post_of

    other = sent(lea, mo, heard(lea, reported(cleo, post_of(ben, text="Noe annet.")).case, rule), adviser("annen"))
    browser = client_of(Person.objects.get(handle="annen"))
    assert browser.get(f"/handed-over/{other.ref}/meetings/{meeting.ref}/").status_code == 404
    assert browser.get(f"/handed-over/{other.ref}/meetings/").status_code == 200


def test_the_page_costs_the_same_however_many_come(
    meeting: Meeting, hege: Person, ann: Person, client_of: ClientOf
) -> None:
    written(hege, meeting)
    browser, costs = client_of(ann), []
    browser.get(f"/meetings/{meeting.ref}/")
    for _n in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/meetings/{meeting.ref}/")
        costs.append(len(asked))
        for _m in range(4):
            actions.invite_to_meeting(by=hege, meeting=meeting, person=PersonFactory(), part=Part.COMPANION)
    assert costs[0] == costs[1]


def test_the_desk_and_the_log_know_nothing_of_talks(meeting: Meeting, lea: Person, client_of: ClientOf) -> None:
    case = Case.objects.get()
    for url in (f"/moderation/{case.ref}/", f"/moderation/{case.ref}/hand-over/"):
        page = client_of(lea).get(url).content.decode()
        assert meeting.ref not in page
        assert "Lyng" not in page
