"""Who is told about answers and reactions: inside the audience, never the actor, never who muted it."""

import pytest

from network.conversations.actions import (
    delete_comment,
    edit_comment,
    lift_restriction,
    place_restriction,
    publish_comment,
    set_mute,
    set_reaction,
)
from network.conversations.models import Emotion
from network.groups.models import Membership
from network.notifications.actions import withdraw
from network.notifications.models import Notification
from profiles.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


@pytest.fixture
def after(django_capture_on_commit_callbacks):
    """Runs an action and what follows once it has committed."""

    def run(action, **given):
        with django_capture_on_commit_callbacks(execute=True):
            return action(**given)

    return run


def letters():
    return set(Notification.objects.values_list("recipient__handle", "kind"))


def test_the_author_those_who_take_part_and_the_mentioned_are_told_once_each(after, ann, ben, cleo, mona, post_of):
    thread = post_of(ann).thread
    after(publish_comment, author=ben, thread=thread, text="En")
    Notification.objects.all().delete()
    after(publish_comment, author=cleo, thread=thread, text="To, @mona")
    assert letters() == {("ann", "comment"), ("ben", "reply"), ("mona", "mention")}


def test_a_mute_is_kept_except_for_mentions(after, ann, ben, cleo, post_of):
    thread = post_of(ann).thread
    set_mute(by=ann, thread=thread, on=True)
    after(publish_comment, author=ben, thread=thread, text="En")
    assert letters() == set()
    comment = after(publish_comment, author=ben, thread=thread, text="To")
    after(edit_comment, by=ben, comment=comment, text="To, @ann")
    assert letters() == {("ann", "mention")}


def test_who_left_the_group_is_told_nothing(after, ann, ben, closed_group, post_of):
    thread = post_of(ann, closed_group).thread
    Membership.objects.filter(person=ann).delete()
    after(publish_comment, author=ben, thread=thread, text="En")
    assert letters() == set()


def test_the_author_hears_of_a_reaction_and_of_none_taken_back(after, ann, ben, post_of):
    thread = post_of(ann).thread
    after(set_reaction, by=ben, thread=thread, emotion=Emotion.GLOW, on=True)
    assert letters() == {("ann", "reaction")}
    Notification.objects.all().delete()
    after(set_reaction, by=ben, thread=thread, emotion=Emotion.GLOW, on=False)
    after(set_reaction, by=ann, thread=thread, emotion=Emotion.GLOW, on=True)
    assert letters() == set()


def test_news_about_what_is_gone_is_taken_back(after, ann, ben, post_of):
    thread = post_of(ann).thread
    comment = after(publish_comment, author=ben, thread=thread, text="En")
    after(delete_comment, by=ben, comment=comment)
    assert letters() == set()
    comment = after(publish_comment, author=ben, thread=thread, text="To")
    after(place_restriction, by=None, thread=thread, comment=comment, reason="Prøve")
    assert letters() == set()
    after(publish_comment, author=ben, thread=thread, text="Tre")
    after(place_restriction, by=None, thread=thread, reason="Prøve")
    assert letters() == set()


def unread(person):
    return Person.objects.get(pk=person.pk).unread_count


def test_news_about_what_is_hidden_waits_and_is_there_again_when_it_is_given_back(after, ann, ben, cleo, post_of):
    thread = post_of(ann).thread
    after(publish_comment, author=ben, thread=thread, text="En")
    kept = list(Notification.objects.values())
    after(place_restriction, by=None, thread=thread, reason="Prøve")
    assert (letters(), unread(ann)) == (set(), 0)
    after(lift_restriction, by=None, thread=thread)
    assert list(Notification.objects.values()) == kept
    assert unread(ann) == 1
    assert not Notification.everything.filter(recipient=cleo).exists()


def test_what_another_restriction_hides_stays_without_news(after, ann, ben, post_of):
    thread = post_of(ann).thread
    comment = after(publish_comment, author=ben, thread=thread, text="En")
    after(place_restriction, by=None, thread=thread, reason="Tråden")
    after(place_restriction, by=None, thread=thread, comment=comment, reason="Svaret")
    after(lift_restriction, by=None, thread=thread)
    assert letters() == set()
    after(lift_restriction, by=None, thread=thread, comment=comment)
    assert letters() == {("ann", "comment")}


def test_a_reply_that_is_given_back_below_what_is_hidden_stays_without_news(after, ann, ben, post_of):
    thread = post_of(ann).thread
    comment = after(publish_comment, author=ben, thread=thread, text="En")
    after(place_restriction, by=None, thread=thread, comment=comment, reason="Svaret")
    after(place_restriction, by=None, thread=thread, reason="Tråden")
    after(lift_restriction, by=None, thread=thread, comment=comment)
    assert letters() == set()


def test_newer_news_of_the_same_stands_alone_and_is_joined_with_what_comes(after, ann, ben, cleo, post_of):
    thread = post_of(ann).thread
    comment = after(publish_comment, author=ben, thread=thread, text="En")
    after(place_restriction, by=None, thread=thread, comment=comment, reason="Prøve")
    after(publish_comment, author=cleo, thread=thread, text="To")
    newer = Notification.objects.get(recipient=ann, kind="comment")
    after(lift_restriction, by=None, thread=thread, comment=comment)
    assert Notification.everything.get(recipient=ann, kind="comment").pk == newer.pk
    after(publish_comment, author=ben, thread=thread, text="Tre")
    assert Notification.objects.get(recipient=ann, kind="comment").actors == [cleo.pk, ben.pk]


def test_whoever_leaves_meanwhile_gets_no_news_back(after, ann, ben, closed_group, post_of):
    thread = post_of(ann, closed_group).thread
    after(publish_comment, author=ben, thread=thread, text="En")
    after(place_restriction, by=None, thread=thread, reason="Prøve")
    withdraw(group_id=closed_group.pk, recipient_id=ann.pk)
    after(lift_restriction, by=None, thread=thread)
    assert letters() == set()
