"""What its author deleted: who had news of it is noted then, and forgotten after thirty days."""

from django.db.models import Q

from network.conversations.access import REPORTED_WITHIN
from network.conversations.models import Comment, Mention, Thread, Told
from network.core.clock import now
from network.notifications.models import Notification


def keep_who_knew(thread: Thread, comment: Comment | None = None) -> None:
    """Called in the transaction of the deletion, before mentions and news go: those named, and those with news of it.

    Unread news is joined, so news of the thread that is newer than the comment may be about it too.
    """
    named = set(Mention.objects.filter(thread=thread, comment=comment).values_list("person_id", flat=True))
    since = comment.created_at if comment else thread.created_at
    news = Notification.objects.filter(subject=f"thread:{thread.pk}", moment__gte=since)
    people = named | set(news.values_list("recipient_id", flat=True))
    author = comment.author_id if comment else thread.author_id
    people.discard(author)
    rows = [Told(thread=thread, comment=comment, person_id=pk, is_named=pk in named) for pk in sorted(people)]
    Told.objects.bulk_create(rows, ignore_conflicts=True)


def forget_who_knew() -> int:
    """After thirty days nobody reports it any more; how many rows went."""
    over = now() - REPORTED_WITHIN
    gone = Q(comment=None, thread__deleted_at__lt=over) | Q(comment__deleted_at__lt=over)
    return Told.objects.filter(gone).delete()[0]
