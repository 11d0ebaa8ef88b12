"""The demo company is believable, consistent, and the same for the same seed."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.db.models import Count, Q
from pytest_django.plugin import DjangoDbBlocker

from network.conversations.models import Comment, Emotion, Mention, Thread
from network.core.ids import moment_of
from network.core.text import mentioned_handles, mentioned_topics, render_markdown
from network.demo.cast import PASSWORD
from network.demo.company import Size
from network.feed.models import Asked, Post, PostTopic
from network.groups.models import Group, Membership
from network.management import demo
from network.notifications.models import Kind, Notification
from network.openness.access import can_undo_import
from network.openness.models import Import
from profiles.forms import ProfileForm
from profiles.models import Department, Invitation, Person, PersonSkill, Role, SourceRecord
from tests.demo.built import standing

UNTIL = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
SMALL = Size(people=60, posts=240, seed=5)


@pytest.fixture(scope="module")
def _company(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), standing(SMALL, UNTIL):
        yield


@pytest.fixture
def company(_company: None, db: None) -> None:
    """Built once for this file; each test's own changes are undone."""


def test_some_were_invited_and_each_came_to_something(company: None) -> None:
    with time_machine.travel(UNTIL, tick=False):
        assert Counter(one.state for one in Invitation.objects.all()) == {
            "open": 2,
            "used": 1,
            "revoked": 1,
            "expired": 1,
        }


def test_the_payroll_system_decides_some_of_what_profiles_say(company: None) -> None:
    run = Import.objects.get()
    assert (run.state, run.counts["changed"]) == ("done", SourceRecord.objects.count())
    assert not can_undo_import(person("ada"), run)
    for handle in ("ann", "ada"):
        form = ProfileForm(person(handle))
        locked = {name for name, field in form.fields.items() if field.disabled}
        assert locked == {"name", "title"}
        assert "Lønnssystemet" in str(form.fields["title"].help_text)
    came_later = Person.objects.active().filter(created_at__gt=run.created_at)
    assert not SourceRecord.objects.filter(person__in=came_later).exists()


def person(handle: str) -> Person:
    """The persona."""
    return Person.objects.get(handle=handle)


def test_it_has_fourteen_departments_forty_groups_and_the_size_asked_for(company: None) -> None:
    assert Department.objects.count() == 14
    assert Group.objects.count() == 40
    assert Person.objects.count() == SMALL.people
    assert Post.objects.exclude(kind=Post.Kind.AWARD).count() == SMALL.posts
    assert {"open", "closed", "secret"} == set(Group.objects.values_list("kind", flat=True))


def test_the_personas_can_sign_in_and_nobody_else_can(company: None) -> None:
    assert demo.PASSWORD == PASSWORD
    assert {p.handle for p in Person.objects.all() if p.has_usable_password()} == {*demo.PERSONAS, "gone"}
    for handle in demo.PERSONAS:
        assert person(handle).email == f"{handle}@glod.example"
        assert person(handle).is_active
    assert person("ann").check_password(PASSWORD)


def test_the_personas_have_their_roles(company: None) -> None:
    assert person("ann").manager == person("mona")
    assert person("mona").reports.exists()
    assert person("cleo").department != person("ann").department
    assert not person("gone").is_active
    assert list(Person.objects.filter(is_administrator=True)) == [person("ada")]
    roles = Role.objects.filter(person__about__gt="").exclude(kind="policy-editor", person__handle="hege")
    assert dict(roles.values_list("person__handle", "kind")) == {
        "mona": "idea-owner", "mo": "moderator", "lea": "lead-moderator", "odd": "outside-handler",
        "ida": "custodian", "hege": "hr-adviser", "pia": "policy-editor", "tor": "representative",
    }  # fmt: skip


def test_everybody_but_the_first_has_a_manager_and_the_chart_has_no_circle(company: None) -> None:
    managers = dict(Person.objects.active().values_list("pk", "manager"))
    assert list(managers.values()).count(None) == 1
    for start in managers:
        steps, here = 0, start
        while managers[here] is not None:
            here, steps = managers[here], steps + 1
            assert steps < 12


def test_ann_and_ben_share_an_open_a_closed_and_a_secret_group_and_cleo_is_outside(company: None) -> None:
    shared = Group.objects.of(person("ann")).filter(pk__in=Group.objects.of(person("ben")))
    assert set(shared.values_list("kind", flat=True)) == {"open", "closed", "secret"}
    hidden = Group.objects.of(person("ann")).exclude(kind="open")
    assert not Membership.objects.filter(group__in=hidden, person=person("cleo")).exists()
    assert not Post.objects.visible_to(person("cleo")).filter(thread__group__in=hidden).exists()
    assert Post.objects.visible_to(person("ben")).filter(thread__group__in=hidden).exists()


def test_a_call_on_ann_waits_in_her_inbox(company: None) -> None:
    letter = Notification.objects.get(recipient=person("ann"), kind=Kind.MENTION, read_at=None)
    assert letter.actors == [person("ben").pk]
    unread = Notification.objects.filter(recipient=person("ann"), read_at=None).count()
    assert person("ann").unread_count == unread > 0


def test_every_counter_says_what_a_recount_says(company: None) -> None:
    for thread in Thread.objects.order_by("pk"):
        given = thread.given_reactions.filter(comment=None)
        assert thread.comment_count == thread.comments.unrestricted().count()
        assert thread.reactions == dict(Counter(given.values_list("emotion", flat=True)))
        assert set(thread.reactions) <= set(Emotion.values)
        answers = [
            *thread.comments.unrestricted().exclude(author=thread.author).values_list("created_at", flat=True),
            *given.exclude(person=thread.author).values_list("created_at", flat=True),
        ]
        assert thread.answered_at == min(answers, default=None)
    for group in Group.objects.annotate(people=Count("memberships")):
        newest = group.threads.order_by("-pk").first()
        assert group.member_count == group.people
        assert group.last_post_at == (newest.created_at if newest else None)
        assert group.memberships.filter(role="host", person__is_active=True).exists()


def test_comment_reactions_are_counted(company: None) -> None:
    for comment in Comment.objects.prefetch_related("given_reactions"):
        assert comment.reactions == dict(Counter(given.emotion for given in comment.given_reactions.all()))


def test_some_threads_wait_for_an_answer(company: None) -> None:
    assert 0.08 <= Thread.objects.waiting().count() / SMALL.posts <= 0.22


def test_ids_tell_the_moment_and_nothing_lies_ahead(company: None) -> None:
    for row in (*Thread.objects.all(), *Comment.objects.all()):
        assert abs((moment_of(row.pk) - row.created_at).total_seconds()) < 0.01
        assert row.created_at <= UNTIL
    for comment in Comment.objects.select_related("thread", "parent"):
        assert comment.created_at > (comment.parent or comment.thread).created_at


def test_the_stored_html_is_what_the_page_would_render(company: None) -> None:
    names = dict(Person.objects.values_list("handle", "name"))
    for said in (*Post.objects.filter(source=""), *Comment.objects.all()):
        called = {handle: names[handle] for handle in mentioned_handles(said.text) if handle in names}
        assert said.html == render_markdown(said.text, called)
        assert "{" not in said.text


def test_mentions_and_topics_are_those_the_texts_name(company: None) -> None:
    for post in Post.objects.all():
        mentions = Mention.objects.filter(thread=post.pk, comment=None).values_list("person__handle", flat=True)
        assert set(mentions) == set(mentioned_handles(post.text))
        named = PostTopic.objects.filter(post=post).values_list("topic__slug", flat=True)
        assert set(named) == set(mentioned_topics(f"{post.title} {post.text}"))


def test_only_those_who_may_read_a_thread_speak_or_are_called_on_in_it(company: None) -> None:
    for thread in Thread.objects.filter(~Q(group=None), ~Q(group__kind="open")):
        members = set(thread.group.memberships.values_list("person", flat=True))
        speakers = set(thread.comments.values_list("author", flat=True)) | {thread.author_id}
        called = set(thread.mentions.values_list("person", flat=True))
        assert speakers | called <= members


def test_the_newest_hundred_and_twenty_posts_are_all_different(company: None) -> None:
    newest = list(Post.objects.order_by("-pk").values_list("title", "text")[:120])
    assert len(set(newest)) == 120


def test_questions_were_sent_to_people_who_know_and_one_was_handed_on(company: None) -> None:
    sent = Asked.objects.select_related("post__thread", "person", "skill")
    assert {row.skill.name for row in sent} >= {"Linjearbeid", "Regneark"}
    for row in sent:
        assert row.person_id != row.post.thread.author_id
        assert row.handed_on_by_id or row.person.declared.filter(skill=row.skill).exists()
        assert Post.objects.visible_to(row.person).filter(pk=row.post_id).exists()
    assert sent.get(handed_on_by=person("cleo")).person == person("pia")
    waiting = Notification.objects.filter(recipient=person("ann"), read_at=None)
    assert {Kind.ASKED, Kind.CONFIRM} <= set(waiting.values_list("kind", flat=True))
    assert person("ann").unread_count == waiting.count()


def test_skills_were_declared_over_time_and_nobody_stands_for_their_own(company: None) -> None:
    rows = list(PersonSkill.objects.select_related("person"))
    assert all(row.person.created_at <= row.declared_at <= row.renewed_at <= UNTIL for row in rows)
    assert len({row.declared_at.month for row in rows}) > 3
    assert any(row.renewed_at > row.declared_at for row in rows)
    assert all(row.confirmed_by_id in (None, row.asked_id) for row in rows)
