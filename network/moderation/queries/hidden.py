"""What an author has among what nobody else sees."""

from network.conversations.access import can_delete_comment
from network.conversations.models import Comment
from network.feed.access import can_delete_post
from network.feed.models import Post
from network.moderation.models import Case, Decision
from network.moderation.models.cases import Kind
from profiles.models import Person


def words_of(case: Case) -> Post | Comment | None:
    """The post or reply that the case is about, also when it was deleted; None for anything else."""
    if case.kind == Kind.POST:
        return Post.objects.select_related("thread__group").filter(pk=case.subject_id).first()
    if case.kind == Kind.COMMENT:
        return Comment.objects.select_related("thread__group").filter(pk=case.subject_id).first()
    return None


def can_delete_hidden(person: Person, decision: Decision, mine: Post | Comment | None) -> bool:
    """Its author, while this decision hides it; an idea is never deleted."""
    if mine is None or decision.restriction is None or decision.restriction.lifted_at is not None:
        return False
    return can_delete_post(person, mine) if isinstance(mine, Post) else can_delete_comment(person, mine)


def is_deleted(mine: Post | Comment | None) -> bool:
    """Its author took it away."""
    row = mine.thread if isinstance(mine, Post) else mine
    return row is not None and row.deleted_at is not None
