"""Who may write, change, pin and see posts and their files. One condition per line."""

from network.feed.models import Attachment, Post
from network.groups.access import can_write_in_group, is_host
from network.groups.models import Group
from profiles.models import Person


def can_post_in(person: Person, group: Group | None) -> bool:
    """Everybody active may write to everyone; in a group, its members while it is not archived."""
    if not person.is_active:
        return False
    if group is None:
        return True
    return can_write_in_group(person, group)


def can_edit_post(person: Person, post: Post) -> bool:
    """The author, while the post stands and they may still write where it is."""
    if post.thread.author_id != person.pk:
        return False
    if post.thread.deleted_at is not None:
        return False
    if not Post.objects.visible_to(person).filter(pk=post.pk).exists():
        return False
    return can_post_in(person, post.thread.group)


def can_delete_post(person: Person, post: Post) -> bool:
    """The author, while the post stands and they may still read it."""
    if post.thread.author_id != person.pk:
        return False
    if post.thread.deleted_at is not None:
        return False
    return Post.objects.visible_to(person).filter(pk=post.pk).exists()


def can_pin_post(person: Person, post: Post) -> bool:
    """A host of the group that the post is in, while it stands."""
    if post.thread.group is None:
        return False
    if post.thread.deleted_at is not None:
        return False
    return is_host(person, post.thread.group)


def can_see_attachment(person: Person, attachment: Attachment) -> bool:
    """Before it is attached its owner; afterwards whoever sees the post, as long as the post stands."""
    if attachment.post_id is None:
        return attachment.owner_id == person.pk
    return Post.objects.visible_to(person).listed().filter(pk=attachment.post_id).exists()
