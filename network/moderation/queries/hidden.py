"""What an author has among what nobody else sees."""

from network.conversations.access import can_delete_comment
from network.conversations.models import Comment
from network.feed.access import can_delete_post
from network.feed.models import Post
from network.moderation.models import Decision
from network.moderation.models.cases import Kind
from profiles.models import Person


def own_hidden(person: Person, decision: Decision) -> Post | Comment | None:
    """The person's own post or reply that this decision hides, while they may delete it; an idea never is."""
    if decision.restriction is None or decision.restriction.lifted_at is not None:
        return None
    pk = decision.case.subject_id
    if decision.case.kind == Kind.POST:
        post = Post.objects.select_related("thread__group").filter(pk=pk).first()
        return post if post and can_delete_post(person, post) else None
    if decision.case.kind == Kind.COMMENT:
        comment = Comment.objects.select_related("thread__group").filter(pk=pk).first()
        return comment if comment and can_delete_comment(person, comment) else None
    return None
