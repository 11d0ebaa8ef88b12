"""Who may talk where: one table per verb, cleo and gone in each."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from network.conversations.access import (
    can_comment_in,
    can_delete_comment,
    can_edit_comment,
    can_react_in,
    can_see_thread,
)
from network.conversations.actions import delete_comment, place_restriction
from network.conversations.models import Comment, Thread
from network.groups.models import Group, Membership

pytestmark = pytest.mark.django_db
EVERYWHERE = ["everyone", "open", "closed", "secret"]
EVERYBODY = ["ann", "ben", "cleo", "mona", "gone"]


@pytest.fixture
def world(ann, ben, cleo, mona, gone, open_group, closed_group, secret_group):
    """Everybody and every place by name."""
    people = {"ann": ann, "ben": ben, "cleo": cleo, "mona": mona, "gone": gone}
    places = {"everyone": None, "open": open_group, "closed": closed_group, "secret": secret_group}
    return SimpleNamespace(people=people, places=places, ann=ann, ben=ben, cleo=cleo)


@pytest.mark.parametrize("place", EVERYWHERE)
@pytest.mark.parametrize("who", EVERYBODY)
def test_whoever_reads_a_thread_answers_and_reacts_in_it(world, post_of, who, place):
    thread = post_of(world.ann, world.places[place]).thread
    allowed = who != "gone" and (place in ("everyone", "open") or who != "cleo")
    assert can_see_thread(world.people[who], thread) is allowed
    assert can_comment_in(world.people[who], thread) is allowed
    assert can_react_in(world.people[who], thread) is allowed


@pytest.mark.parametrize("place", ["open", "closed", "secret"])
def test_an_archived_group_is_read_but_not_answered_in(world, post_of, place):
    post = post_of(world.ann, world.places[place])
    Group.objects.filter(pk=world.places[place].pk).update(archived_at=timezone.now())
    thread = Thread.objects.select_related("group").get(pk=post.pk)
    assert can_see_thread(world.ben, thread)
    assert not can_comment_in(world.ben, thread)
    assert not can_react_in(world.ben, thread)


@pytest.mark.parametrize("who", EVERYBODY)
def test_only_the_author_changes_and_deletes_a_comment(world, post_of, comment_of, who):
    comment = comment_of(world.ben, post_of(world.ann, world.places["closed"]))
    assert can_edit_comment(world.people[who], comment) is (who == "ben")
    assert can_delete_comment(world.people[who], comment) is (who == "ben")


def test_who_left_the_closed_group_neither_changes_nor_deletes_their_comment(world, post_of, comment_of):
    comment = comment_of(world.ben, post_of(world.ann, world.places["closed"]))
    Membership.objects.filter(person=world.ben).delete()
    assert not can_edit_comment(world.ben, comment)
    assert not can_delete_comment(world.ben, comment)


def test_a_deleted_comment_is_neither_changed_nor_deleted_again(world, post_of, comment_of):
    comment = comment_of(world.ben, post_of(world.ann))
    delete_comment(by=world.ben, comment=comment)
    comment = Comment.objects.select_related("thread").get(pk=comment.pk)
    assert not can_edit_comment(world.ben, comment)
    assert not can_delete_comment(world.ben, comment)


def test_a_restricted_thread_is_seen_by_nobody_also_not_its_author(world, post_of, comment_of):
    post = post_of(world.ann)
    comment = comment_of(world.ben, post)
    place_restriction(by=None, thread=post.thread, reason="Prøve")
    for person in world.people.values():
        assert not can_see_thread(person, post.thread)
        assert not can_comment_in(person, post.thread)
        assert not Comment.objects.visible_to(person).filter(pk=comment.pk).exists()


def test_a_restricted_comment_hides_alone(world, post_of, comment_of):
    post = post_of(world.ann)
    hidden, other = comment_of(world.ben, post), comment_of(world.ann, post)
    place_restriction(by=None, thread=post.thread, comment=hidden, reason="Prøve")
    assert list(Comment.objects.visible_to(world.cleo).filter(thread=post.pk)) == [other]
