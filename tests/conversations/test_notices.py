"""Who is told about answers and reactions: inside the audience, never the actor, never who muted it."""

import pytest

from network.conversations.actions import (
    delete_comment,
    edit_comment,
    place_restriction,
    publish_comment,
    set_mute,
    set_reaction,
)
from network.conversations.models import Emotion
from network.groups.models import Membership
from network.notifications.models import Notification

pytestmark = pytest.mark.django_db


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
