"""What its author deleted a short while ago: reported by those who knew of it, though nothing is left to be read."""

from network.conversations.access import can_report_deleted
from network.conversations.models import Attachment, Comment, Thread, Told
from network.feed.models import Post
from network.moderation.models.cases import Kind
from network.moderation.queries.content import Content, answered_in, comment_address, content_for
from profiles.models import Person


def reportable(person: Person, kind: str, pk: int) -> Content | None:
    """What the person sees of it now, or what is left of what they knew of; None where that is nothing."""
    return content_for(person, kind, pk) or _stub_of(person, kind, pk)


def files_of(person: Person, content: Content) -> list[Attachment]:
    """Pictures and files of somebody else that hang in it, each to be reported by itself."""
    if content.kind not in (Kind.POST, Kind.IDEA) or not content.files:
        return []
    return list(Attachment.objects.shown().filter(thread=content.thread).exclude(owner=person))


def _stub_of(person: Person, kind: str, pk: int) -> Content | None:
    if kind == Kind.POST:
        post = Post.objects.visible_to(person).filter(pk=pk, source="").select_related("thread__group").first()
        if post is None or not can_report_deleted(person, post.thread):
            return None
        return _left_of(Kind.POST, post.get_absolute_url(), post.thread)
    if kind == Kind.COMMENT:
        rows = Comment.objects.visible_to(person).filter(pk=pk)
        comment = rows.select_related("thread__group", "thread__idea").first()
        if comment is None or not can_report_deleted(person, comment.thread, comment):
            return None
        return _left_of(Kind.COMMENT, comment_address(comment), comment.thread, comment)
    return None


def _left_of(kind: Kind, url: str, thread: Thread, comment: Comment | None = None) -> Content:
    """Who wrote it, where and when, whom it named, and when it went; its words are gone, its history too."""
    row = comment or thread
    named = Told.objects.filter(thread=thread, comment=comment, is_named=True).values_list("person_id", flat=True)
    return Content(
        kind, row.pk, url, "", "", "", (row.author_id,), row.created_at, thread, comment, thread.group,
        frozenset({*named, *answered_in(thread, comment)} - {row.author_id}), gone_at=row.deleted_at,
    )  # fmt: skip
