"""What an author does with what nobody else sees any more."""

from django.db import transaction

from network.conversations.actions import delete_comment
from network.core.access import require
from network.feed.actions import NOT_YOURS, delete_post
from network.feed.models import Post
from network.moderation.models import Decision
from network.moderation.queries.hidden import can_delete_hidden, words_of
from profiles.models import Person


@transaction.atomic
def delete_hidden(*, by: Person, decision: Decision) -> None:
    """Takes one's own hidden post or reply away for good; what is decided about it, and its case, go on."""
    mine = words_of(decision.case)
    require(can_delete_hidden(by, decision, mine), NOT_YOURS)
    if isinstance(mine, Post):
        delete_post(by=by, post=mine)
    elif mine is not None:
        delete_comment(by=by, comment=mine)
