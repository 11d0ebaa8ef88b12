"""Who may talk where, and see and change files. One condition per line."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Exists, QuerySet

from network.conversations.models import Attachment, Comment, PostingLimit, Thread, Told
from network.core.clock import now
from network.core.prepared import prepared
from network.groups.access import can_write_in_group
from network.groups.models import Group
from profiles.models import Person

REPORTED_WITHIN = timedelta(days=30)  # of its deletion by its author


def can_see_thread(person: Person, thread: Thread) -> bool:
    """The thread is inside the person's audience and not restricted."""
    return Thread.objects.visible_to(person).filter(pk=thread.pk).exists()


def limit_on(person: Person, group: Group | None = None) -> PostingLimit | None:
    """What keeps the person from publishing there now, the longest of several; into a union's group none reaches.

    Reading, reporting, appealing, reacting, drafts and one's own settings never ask this.
    """
    if group is not None and group.is_for_union:
        return None
    return _longest_limit.first(person)


@prepared()
def _longest_limit(person: Person) -> "QuerySet[PostingLimit]":
    return PostingLimit.objects.in_force().filter(person=person).order_by("-ends_at")[:1]


def can_comment_in(person: Person, thread: Thread) -> bool:
    """Whoever reads a thread for everyone or in an open group may answer; in other groups, members.

    Whether a posting limit stands is asked where something is published: it touches no reaction, no draft, no deletion.
    """
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


def can_report_deleted(person: Person, thread: Thread, comment: Comment | None = None) -> bool:
    """What its author deleted less than thirty days ago, by whoever had news of it then or answered there."""
    gone = comment if comment is not None else thread
    if gone.deleted_at is None or gone.deleted_at < now() - REPORTED_WITHIN or gone.author_id == person.pk:
        return False
    if not can_see_thread(person, thread):
        return False
    told = Told.objects.filter(thread=thread, comment=comment, person=person)
    return told.exists() or Comment.objects.filter(thread=thread, author=person).exists()


class Drafts(NamedTuple):
    """What a room above says of its drafts, which keep files before there is a thread; each is asked by its number."""

    can_see: Callable[[Person, int], bool]
    can_edit: Callable[[Person, int], bool]


_drafts: dict[str, Drafts] = {}


def install_drafts(drafts: dict[str, Drafts]) -> None:
    """Replaces what is installed; network.wiring calls it once when Django is ready."""
    _drafts.clear()
    _drafts.update(drafts)


def can_see_attachment(person: Person, attachment: Attachment) -> bool:
    """In a thread whoever sees it, while it stands; in a draft whoever sees that; before, the owner alone.

    One that is hidden by itself only its owner sees.
    """
    if attachment.thread_id is not None:
        threads = Thread.objects.visible_to(person).filter(pk=attachment.thread_id, deleted_at=None)
        if attachment.owner_id != person.pk:
            threads = threads.filter(Exists(Attachment.objects.shown().filter(pk=attachment.pk)))
        return threads.exists()
    if attachment.draft:
        kind, _colon, number = attachment.draft.partition(":")
        return _drafts[kind].can_see(person, int(number))
    return attachment.owner_id == person.pk


def can_change_upload(person: Person, attachment: Attachment) -> bool:
    """Before it is attached: whoever edits the draft that keeps it, or its owner. Then only with what it is in."""
    if attachment.thread_id is not None:
        return False
    if attachment.draft:
        kind, _colon, number = attachment.draft.partition(":")
        return _drafts[kind].can_edit(person, int(number))
    return attachment.owner_id == person.pk
