"""What the wire may show of a conversation, and who may listen to it."""

import pytest

from network.conversations.actions import lift_restriction, place_restriction
from network.conversations.live import may_listen_to_thread, visible_comments, visible_subjects
from network.core.clock import now
from network.live.queries import catch_up

pytestmark = pytest.mark.django_db


def test_a_thread_is_heard_by_those_who_may_see_it(ann, ben, cleo, gone, secret_group, post_of):
    key = str(post_of(ann, secret_group).pk)
    assert may_listen_to_thread(ben, key) == [f"thread:{key}"]
    assert may_listen_to_thread(cleo, key) == may_listen_to_thread(gone, key) == []


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 19, "9" * 30, "١٢"])
def test_a_malformed_or_missing_thread_is_heard_by_nobody(ann, key):
    assert may_listen_to_thread(ann, key) == []


def test_only_what_the_person_may_see_is_caught_up_with(ann, ben, cleo, secret_group, post_of, comment_of):
    hidden, seen = post_of(ann, secret_group), post_of(ann)
    inside, outside, restricted = comment_of(ben, hidden), comment_of(ben, seen), comment_of(ben, seen)
    place_restriction(by=None, thread=seen.thread, comment=restricted, reason="Prøve")
    asked = [hidden.pk, seen.pk, inside.pk, outside.pk, restricted.pk]
    assert visible_subjects(cleo, asked) == {seen.pk, outside.pk}
    assert visible_subjects(ben, asked) == {hidden.pk, seen.pk, inside.pk, outside.pk}
    assert visible_comments(cleo, asked) == {outside.pk}


def test_what_was_restricted_and_given_back_is_shown_to_a_page_that_catches_up(ann, ben, post_of):
    post, asked = post_of(ann), ["home"]
    place_restriction(by=None, thread=post.thread, reason="Prøve")
    caught = {f["verb"] for f in catch_up(ben, now(), asked).frames if f["id"] == f"post-{post.pk}"}
    assert caught == {"remove"}
    lift_restriction(by=None, thread=post.thread)
    frames = [f for f in catch_up(ben, now(), asked).frames if f["id"] == f"post-{post.pk}"]
    assert {f["verb"] for f in frames} == {"prepend", "replace"}
    assert all(post.text in f["html"] for f in frames)
