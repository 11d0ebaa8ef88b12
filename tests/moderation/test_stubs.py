"""What its author deleted a short while ago, reported by those who knew of it (A31, A32)."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from network.conversations.actions import delete_comment, place_restriction
from network.conversations.models import Told
from network.conversations.stubs import forget_who_knew
from network.core.clock import now
from network.feed.actions import delete_post
from network.feed.models import Post
from network.groups.models import Membership
from network.moderation.actions.deciding import decide_case
from network.moderation.actions.grounds import Plan
from network.moderation.models import Party, Report, Snapshot
from network.moderation.seals import mark_of, unseal
from network.moderation.states import Level, Outcome
from network.notifications.queries import inbox_page
from network.policy.models import Section
from profiles.models import Person
from tests.factories import comment_of, post_of
from tests.moderation.reported import in_work, moderator

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def reports(person: Person, kind: str, pk: int) -> int:
    """What the page of the report answers, read and sent."""
    address = reverse("moderation:report", args=[kind, pk])
    shown = signed_in(person).get(address).status_code
    sent = signed_in(person).post(address, {"reason": "harassment", "text": "Hun truet meg."}).status_code
    assert (shown, sent) in ((200, 302), (200, 303), (404, 404))
    return shown


@pytest.fixture
def deleted(rule: Section, ann: Person, ben: Person, django_capture_on_commit_callbacks: Any) -> Post:
    """A post of ann's that mentioned ben, and that she deleted."""
    with django_capture_on_commit_callbacks(execute=True):
        post = post_of(ann, text="@ben er en idiot.")
    with django_capture_on_commit_callbacks(execute=True):
        delete_post(by=ann, post=post)
    return post


def test_whoever_it_named_reports_it_for_thirty_days(
    deleted: Post, ann: Person, ben: Person, cleo: Person, mona: Person, ada: Person, time_machine: Any
) -> None:
    """A32."""
    assert [reports(person, "post", deleted.pk) for person in (cleo, mona, ada, ann)] == [404] * 4
    assert reports(ben, "post", deleted.pk) == 200
    Report.objects.all()
    time_machine.move_to(now() + timedelta(days=29, hours=23))
    assert reports(ben, "post", deleted.pk) == 200
    time_machine.move_to(now() + timedelta(hours=2))
    assert reports(ben, "post", deleted.pk) == 404


def test_whoever_answered_there_reports_it_too(post: Post, ann: Person, cleo: Person) -> None:
    comment_of(cleo, post)
    delete_post(by=ann, post=post)
    assert reports(cleo, "post", post.pk) == 200


def test_a_reply_that_was_answered_by_nobody_is_reported_by_whom_it_told(
    post: Post, ann: Person, ben: Person, cleo: Person, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        comment = comment_of(ben, post, text="Det angrer du på. @ann")
    with django_capture_on_commit_callbacks(execute=True):
        delete_comment(by=ben, comment=comment)
    assert reports(cleo, "comment", comment.pk) == 404
    assert reports(ann, "comment", comment.pk) == 200
    menu = reverse("conversations:comment_menu", args=[comment.pk])
    link = reverse("moderation:report", args=["comment", comment.pk])
    assert link in signed_in(ann).get(menu).content.decode()
    assert link not in signed_in(cleo).get(menu).content.decode()


def test_who_may_not_read_the_place_any_more_reports_nothing_of_it(
    rule: Section, secret_group: Any, ann: Person, ben: Person, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        post = post_of(ann, secret_group, text="@ben er en idiot.")
    delete_post(by=ann, post=post)
    assert Told.objects.filter(person=ben).exists()
    Membership.objects.filter(person=ben).delete()
    assert reports(ben, "post", post.pk) == 404


def test_what_is_hidden_is_not_reported_as_deleted(deleted: Post, ben: Person) -> None:
    place_restriction(by=None, thread=deleted.thread, reason="Prøve")
    assert reports(ben, "post", deleted.pk) == 404


def test_the_snapshot_says_honestly_what_is_left(deleted: Post, ann: Person, ben: Person) -> None:
    reports(ben, "post", deleted.pk)
    told = json.loads(unseal(Snapshot.objects.get().sealed))
    assert told["text"] == told["title"] == ""
    assert told["history"] == []
    assert told["files"] == []
    assert told["authors"] == [ann.pk]
    assert told.get("gone_at")
    lead = moderator("leder")
    case = in_work(lead, Report.objects.get().case)
    with_text = signed_in(lead).get(reverse("moderation:case", args=[case.ref]) + "?read=1").content.decode()
    assert "Forfatteren hadde slettet det" in with_text


def test_its_reporter_is_told_that_it_was_gone(deleted: Post, ann: Person, ben: Person) -> None:
    """A31."""
    reports(ben, "post", deleted.pk)
    report, lead = Report.objects.get(), moderator("leder")
    case = in_work(lead, report.case)
    decide_case(by=lead, case=case, plan=Plan(Level.NOTHING, reasoning="Borte."), version=case.version)
    report.refresh_from_db()
    assert (report.outcome, report.told_at is not None) == (Outcome.GONE, True)


def test_whom_it_named_has_a_part_in_the_case(
    rule: Section, ann: Person, ben: Person, cleo: Person, django_capture_on_commit_callbacks: Any
) -> None:
    post = post_of(ann, text="@ben og @cleo er idioter.")
    delete_post(by=ann, post=post)
    reports(ben, "post", post.pk)
    assert Party.objects.filter(mark=mark_of(cleo.pk), side=Party.Side.NAMED).exists()


def test_the_list_of_news_has_the_way_there_while_it_is_open(
    rule: Section, ann: Person, ben: Person, cleo: Person, django_capture_on_commit_callbacks: Any, time_machine: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        post = post_of(ann)
        comment_of(ben, post)
    with django_capture_on_commit_callbacks(execute=True):
        comment_of(cleo, post)
    with django_capture_on_commit_callbacks(execute=True):
        delete_post(by=ann, post=post)
    link = reverse("moderation:report", args=["post", post.pk])
    assert [letter.subject.report_url for letter in inbox_page(ben, "").letters] == [link]
    assert link in signed_in(ben).get(reverse("notifications:notifications")).content.decode()
    assert [letter.subject.report_url for letter in inbox_page(ann, "").letters] == [""]
    time_machine.move_to(now() + timedelta(days=31))
    assert [letter.subject.report_url for letter in inbox_page(ben, "").letters] == [""]


def test_who_knew_is_forgotten_after_thirty_days(deleted: Post, ben: Person, time_machine: Any) -> None:
    assert forget_who_knew() == 0
    assert Told.objects.get().person == ben
    time_machine.move_to(now() + timedelta(days=31))
    assert forget_who_knew() == 1
