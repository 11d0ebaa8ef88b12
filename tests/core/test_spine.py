"""One action through every layer: published once, told once, seen by those who may."""

from uuid import uuid4

from network.conversations.models import Thread
from network.feed.actions import Words, publish_post
from network.feed.models import Post
from network.feed.queries import Lane, lane_page
from network.live.models import Entry


def test_a_post_in_a_closed_group_is_seen_by_members_and_by_nobody_else(ann, ben, cleo, closed_group, post_of):
    post = post_of(ann, closed_group)
    assert list(Post.objects.visible_to(ben)) == [post]
    assert list(Post.objects.visible_to(cleo)) == []
    assert [key for key, _ in lane_page(ben, Lane.EVERYTHING).keys] == [post.pk]
    assert lane_page(cleo, Lane.EVERYTHING).keys == []


def test_the_same_key_publishes_once(ann):
    key = uuid4()
    first = publish_post(author=ann, group=None, words=Words("Hei"), key=key)
    assert publish_post(author=ann, group=None, words=Words("Hei"), key=key) == first
    assert Thread.objects.count() == 1


def test_the_log_holds_what_was_told(ann, open_group, post_of):
    post = post_of(ann, open_group)
    entry = Entry.objects.get(fragment="post")
    assert (entry.topic, entry.verb, entry.subject_id) == (f"group:{open_group.pk}", "prepend", post.pk)
