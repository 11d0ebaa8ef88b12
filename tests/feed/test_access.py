"""Who may write, change, pin and see posts: one table per verb, cleo and gone in each."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from network.conversations.access import can_see_attachment
from network.conversations.models import Attachment, Thread
from network.feed.access import can_delete_post, can_edit_post, can_pin_post, can_post_in
from network.feed.actions import delete_post
from network.feed.models import Post
from network.groups.models import Membership

pytestmark = pytest.mark.django_db
EVERYWHERE = ["everyone", "open", "closed", "secret"]


@pytest.fixture
def world(ann, ben, cleo, mona, gone, open_group, closed_group, secret_group):
    """Everybody and every place by name."""
    people = {"ann": ann, "ben": ben, "cleo": cleo, "mona": mona, "gone": gone}
    places = {"everyone": None, "open": open_group, "closed": closed_group, "secret": secret_group}
    return SimpleNamespace(people=people, places=places)


@pytest.mark.parametrize("place", EVERYWHERE)
@pytest.mark.parametrize("who", ["ann", "ben", "cleo", "mona", "gone"])
def test_members_write_in_groups_and_everybody_active_writes_to_everyone(world, post_of, who, place):
    allowed = who != "gone" and (place == "everyone" or who != "cleo")
    assert can_post_in(world.people[who], world.places[place]) is allowed


def test_nobody_writes_in_an_archived_group(world):
    group = world.places["open"]
    group.archived_at = timezone.now()
    assert not can_post_in(world.people["ann"], group)


@pytest.mark.parametrize("place", EVERYWHERE)
@pytest.mark.parametrize("who", ["ann", "ben", "cleo", "mona", "gone"])
def test_only_the_author_changes_and_deletes_a_post(world, post_of, who, place):
    post = post_of(world.people["ann"], world.places[place])
    assert can_edit_post(world.people[who], post) is (who == "ann")
    assert can_delete_post(world.people[who], post) is (who == "ann")


def test_who_left_the_closed_group_neither_changes_nor_deletes_what_they_wrote_there(world, post_of):
    ann, group = world.people["ann"], world.places["closed"]
    post = post_of(ann, group)
    Membership.objects.filter(person=ann, group=group).delete()
    assert not can_edit_post(ann, post)
    assert not can_delete_post(ann, post)


def test_who_left_the_open_group_may_still_delete_but_no_longer_change(world, post_of):
    ann, group = world.people["ann"], world.places["open"]
    post = post_of(ann, group)
    Membership.objects.filter(person=ann, group=group).delete()
    assert not can_edit_post(ann, post)
    assert can_delete_post(ann, post)


def test_a_deleted_post_is_neither_changed_deleted_nor_pinned(world, post_of):
    ann = world.people["ann"]
    post = post_of(ann, world.places["open"])
    delete_post(by=ann, post=post)
    post = Post.objects.select_related("thread__group").get(pk=post.pk)
    assert not can_edit_post(ann, post)
    assert not can_delete_post(ann, post)
    assert not can_pin_post(world.people["mona"], post)


@pytest.mark.parametrize("place", EVERYWHERE)
@pytest.mark.parametrize("who", ["ann", "ben", "cleo", "mona", "gone"])
def test_only_hosts_pin_and_only_in_groups(world, post_of, who, place):
    post = post_of(world.people["ann"], world.places[place])
    assert can_pin_post(world.people[who], post) is (who == "mona" and place != "everyone")


@pytest.mark.parametrize("place", EVERYWHERE)
@pytest.mark.parametrize("who", ["ann", "ben", "cleo", "mona", "gone"])
def test_a_file_is_seen_by_whoever_sees_its_post(world, post_of, who, place):
    post = post_of(world.people["ann"], world.places[place])
    file = Attachment.objects.create(
        owner=world.people["ann"],
        thread=post.thread,
        kind="file",
        name="a.pdf",
        stored="a",
        media_type="application/pdf",
        size=1,
    )
    allowed = who != "gone" and (place in ("everyone", "open") or who != "cleo")
    assert can_see_attachment(world.people[who], file) is allowed
    assert Post.objects.visible_to(world.people[who]).filter(pk=post.pk).exists() is allowed
    assert Thread.objects.visible_to(world.people[who]).filter(pk=post.pk).exists() is allowed


def test_a_file_that_is_not_attached_is_its_owners_alone(world):
    ann = world.people["ann"]
    file = Attachment.objects.create(owner=ann, kind="file", name="a.pdf", stored="a", media_type="x/y", size=1)
    assert can_see_attachment(ann, file)
    assert not can_see_attachment(world.people["ben"], file)


def test_nobody_signed_in_sees_nothing(world, post_of):
    post_of(world.people["ann"])
    assert not Post.objects.visible_to(None).exists()
