"""Who is told about answers and reactions: one function per event. Always inside the audience, never the actor."""

from collections.abc import Iterable

from django.db.models import Q

from network.conversations.events import (
    CommentDeleted,
    CommentEdited,
    CommentPublished,
    ReactionsChanged,
    RestrictionLifted,
    RestrictionPlaced,
)
from network.conversations.models import Comment, Mute, Thread, unrestricted
from network.groups.access import readers
from network.groups.models import Membership
from network.notifications.actions import News, bring_back, notify, set_aside, withdraw
from network.notifications.models import Kind
from profiles.models import Person


def comment_published(event: CommentPublished) -> None:
    """The mentioned; then the author of what was answered; then others who take part, unless they muted it."""
    comment = Comment.objects.select_related("thread__group", "parent").get(pk=event.comment_id)
    thread = comment.thread
    told = {comment.author_id}
    told |= _tell(event.mentioned, Kind.MENTION, comment, told, even_if_muted=True)
    authors = {thread.author_id, *([comment.parent.author_id] if comment.parent else [])}
    told |= _tell(authors, Kind.COMMENT, comment, told)
    others = Comment.objects.filter(thread=thread, deleted_at=None).values_list("author_id", flat=True).distinct()
    _tell(others, Kind.REPLY, comment, told)


def comment_edited(event: CommentEdited) -> None:
    """Those newly mentioned."""
    comment = Comment.objects.select_related("thread__group").get(pk=event.comment_id)
    _tell(event.mentioned, Kind.MENTION, comment, {comment.author_id}, even_if_muted=True)


def reactions_changed(event: ReactionsChanged) -> None:
    """The author of what was reacted to, once, however many reactions follow."""
    if not event.added:
        return
    thread = Thread.objects.select_related("group").get(pk=event.thread_id)
    comment = Comment.objects.filter(pk=event.comment_id).first() if event.comment_id else None
    author = comment.author_id if comment else thread.author_id
    news = News(Kind.REACTION, f"thread:{thread.pk}", event.by_id, thread.group_id, event.comment_id)
    notify(_reachable({author} - {event.by_id}, thread), news)


def comment_deleted(event: CommentDeleted) -> None:
    """News that pointed at the comment is taken back."""
    withdraw(target_id=event.comment_id)


def restriction_placed(event: RestrictionPlaced) -> None:
    """News about what is hidden waits until it is given back."""
    set_aside(_about(event))


def restriction_lifted(event: RestrictionLifted) -> None:
    """News about what is there again comes back, but for what is hidden for another reason."""
    if not Thread.objects.filter(unrestricted(), pk=event.thread_id).exists():
        return
    said = Comment.objects.filter(thread=event.thread_id)
    hidden = list(said.exclude(pk__in=said.unrestricted().values("pk")).values_list("pk", flat=True))
    bring_back(_about(event) & ~Q(target_id__isnull=False, target_id__in=hidden))


def _about(change: RestrictionPlaced | RestrictionLifted) -> Q:
    if change.comment_id is not None:
        return Q(target_id=change.comment_id)
    return Q(subject=f"thread:{change.thread_id}")


def _tell(people: Iterable[int], kind: Kind, comment: Comment, told: set[int], even_if_muted: bool = False) -> set[int]:
    wanted = set(people) - told
    reachable = _reachable(wanted, comment.thread, even_if_muted)
    notify(reachable, News(kind, f"thread:{comment.thread_id}", comment.author_id, comment.thread.group_id, comment.pk))
    return wanted


def _reachable(people: set[int], thread: Thread, even_if_muted: bool = False) -> list[int]:
    """Those who may read the thread now and have muted neither it nor its group; a mention passes a mute."""
    found = Person.objects.get_queryset().filter(readers(thread.group), pk__in=people)
    if not even_if_muted:
        found = found.exclude(pk__in=Mute.objects.filter(thread=thread).values("person"))
        muted = Membership.objects.filter(group=thread.group_id, muted_at__isnull=False).values("person")
        found = found.exclude(pk__in=muted) if thread.group_id else found
    return list(found.values_list("pk", flat=True))
