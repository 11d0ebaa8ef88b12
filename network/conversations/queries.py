"""What pages ask of conversations: one function per page or fragment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch

from network.conversations.models import Comment, Reaction, Thread, unrestricted
from network.core.pages import Page, oldest_first
from network.groups.access import readers
from network.groups.models import Group
from profiles.models import Person

COMMENTS_ON_PAGE = 20


@dataclass(frozen=True)
class Segment:
    """One department's part in a conversation."""

    name: str
    tint: int
    count: int


def thread_for(person: Person, thread_id: int) -> Thread:
    """The thread, if the person may see it; raises Thread.DoesNotExist alike for refused and missing."""
    return Thread.objects.visible_to(person).select_related("group", "author").get(pk=thread_id)


def comment_for(person: Person, comment_id: int) -> Comment:
    """The comment, if the person may see it and it stands; raises Comment.DoesNotExist alike for refused and missing."""
    return Comment.objects.visible_to(person).select_related("thread__group", "parent", "author").get(pk=comment_id)


def comments_of(person: Person, thread: Thread, after: int | None = None) -> Page[Comment]:
    """First-level comments, oldest first, each with its visible replies as `.answers`."""
    replies = Comment.objects.visible_to(person).for_comment().order_by("pk")
    firsts = Comment.objects.visible_to(person).filter(thread=thread, parent=None).for_comment()
    return oldest_first(
        firsts.prefetch_related(Prefetch("replies", replies, to_attr="answers")), after, COMMENTS_ON_PAGE
    )


def latest_comments(thread_ids: Iterable[int], each: int = 2) -> dict[int, list[Comment]]:
    """The newest standing comments of each thread, oldest of them first; for cards, so restrictions apply."""
    ids = list(thread_ids)
    newest = (
        Comment.objects.raw(
            "SELECT c.id FROM unnest(%s::bigint[]) t(id) CROSS JOIN LATERAL ("
            " SELECT id FROM conversations_comment WHERE thread_id = t.id AND deleted_at IS NULL"
            " ORDER BY id DESC LIMIT %s) c",
            [ids, each],
        )
        if ids
        else []
    )
    from_rows = (
        Comment.objects.filter(pk__in=[row.pk for row in newest]).filter(unrestricted()).for_comment().order_by("pk")
    )
    found: dict[int, list[Comment]] = defaultdict(list)
    for comment in from_rows:
        found[comment.thread_id].append(comment)
    return found


def spread_of(thread_ids: Iterable[int]) -> dict[int, list[Segment]]:
    """Departments that took part in each thread (author, comments), the largest part first; people are not counted."""
    ids = list(thread_ids)
    parts: dict[int, dict[int, Segment]] = defaultdict(dict)
    written = (
        Thread.objects.filter(pk__in=ids).values_list("pk", "department_id", "department__name").annotate(n=Count("pk"))
    )
    answered = (
        Comment.objects.filter(thread__in=ids, deleted_at=None)
        .order_by()
        .values_list("thread_id", "department_id", "department__name")
        .annotate(n=Count("pk"))
    )
    for thread_id, department_id, name, count in [*written, *answered]:
        if department_id is not None:
            before = parts[thread_id].get(department_id)
            total = count + (before.count if before else 0)
            parts[thread_id][department_id] = Segment(name, department_id % 8 + 1, total)
    return {pk: sorted(segments.values(), key=lambda s: -s.count) for pk, segments in parts.items()}


@dataclass(frozen=True)
class Mine:
    """What of a page's reactions the viewer has given: ids of threads and comments to emotions."""

    reactions: dict[int, set[str]] = field(default_factory=dict)


def my_reactions(person: Person, thread_ids: Iterable[int]) -> Mine:
    """One query for all marks on a page."""
    mine: dict[int, set[str]] = defaultdict(set)
    rows = Reaction.objects.filter(person=person, thread__in=list(thread_ids))
    for thread_id, comment_id, emotion in rows.values_list("thread_id", "comment_id", "emotion"):
        mine[comment_id or thread_id].add(emotion)
    return Mine(dict(mine))


def readable_people(group: Group | None, handles: Iterable[str]) -> list[Person]:
    """The people behind these handles who may read what is in the group; nobody else can be mentioned there."""
    handles = list(handles)
    return list(Person.objects.get_queryset().filter(readers(group), handle__in=handles)) if handles else []
