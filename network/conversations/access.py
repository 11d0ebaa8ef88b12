"""Who may talk where. One condition per line."""

from network.conversations.models import Comment, Thread
from network.groups.access import can_write_in_group
from profiles.models import Person


def can_see_thread(person: Person, thread: Thread) -> bool:
    """The thread is inside the person's audience and not restricted."""
    return Thread.objects.visible_to(person).filter(pk=thread.pk).exists()


def can_comment_in(person: Person, thread: Thread) -> bool:
    """Whoever reads a thread for everyone or in an open group may answer; in other groups, members."""
    if not can_see_thread(person, thread):
        return False
    if thread.group is None:
        return True
    if thread.group.is_archived:
        return False
    return thread.group.is_open or can_write_in_group(person, thread.group)


def can_react_in(person: Person, thread: Thread) -> bool:
    """Reacting follows the rule for answering."""
    return can_comment_in(person, thread)


def can_edit_comment(person: Person, comment: Comment) -> bool:
    """The author, while the comment stands and they may still answer in the thread."""
    if comment.author_id != person.pk:
        return False
    if comment.deleted_at is not None:
        return False
    return can_comment_in(person, comment.thread)


def can_delete_comment(person: Person, comment: Comment) -> bool:
    """The author, while the comment stands and they may still read the thread."""
    if comment.author_id != person.pk:
        return False
    if comment.deleted_at is not None:
        return False
    return can_see_thread(person, comment.thread)
