"""What an author has among what nobody else sees."""

from network.conversations.access import can_delete_comment
from network.conversations.models import Comment
from network.feed.access import can_delete_post
from network.feed.models import Post
from network.moderation.models import Case, Decision
from network.moderation.models.cases import Kind
from profiles.models import Person


def own_hidden(person: Person, decision: Decision) -> Post | Comment | None:
    """The person's own post or reply that this decision hides, while they may delete it; an idea never is."""
    if decision.restriction is None or decision.restriction.lifted_at is not None:
        return None
    mine = _words_of(decision.case)
    if isinstance(mine, Post):
        return mine if can_delete_post(person, mine) else None
    return mine if mine is not None and can_delete_comment(person, mine) else None


def is_deleted(case: Case) -> bool:
    """Its author took the post or reply away."""
    mine = _words_of(case)
    row = mine.thread if isinstance(mine, Post) else mine
    return row is not None and row.deleted_at is not None


def _words_of(case: Case) -> Post | Comment | None:
    if case.kind == Kind.POST:
        return Post.objects.select_related("thread__group").filter(pk=case.subject_id).first()
    if case.kind == Kind.COMMENT:
        return Comment.objects.select_related("thread__group").filter(pk=case.subject_id).first()
    return None
