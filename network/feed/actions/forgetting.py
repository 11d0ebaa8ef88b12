"""Somebody was erased: what goes with them, and what others go on saying without their name."""

from collections.abc import Collection
from functools import partial

from django.db import transaction

from network.conversations.actions import touch
from network.conversations.queries import handles_of, naming
from network.core.bulk import allow_long_statements
from network.core.events import announce
from network.core.text import guess_language, without_mentions
from network.feed.events import PostEdited
from network.feed.models import Draft, Post, Saved, TopicFollow
from profiles.queries.names import former_name

_TITLE = 140  # characters


@transaction.atomic
def forget_writer(*, person_id: int) -> None:
    """What they had not published, put aside or followed goes; what they published stays."""
    for model in (Draft, Saved, TopicFollow):
        model._default_manager.filter(person=person_id).delete()


@transaction.atomic
def forget_mentions(*, handle_ids: Collection[int]) -> None:
    """Posts and drafts that mention them call them a former colleague. Harmless to repeat."""
    allow_long_statements()
    handles = handles_of(handle_ids)
    posts = Post.objects.select_for_update(of=("self",)).filter(naming(handles, "title", "text")).order_by("pk")
    for post in posts:
        called = partial(without_mentions, handles=handles, instead=former_name(post.language))
        title, text, html = called(post.title)[:_TITLE], called(post.text), called(post.html)
        if (title, text) != (post.title, post.text):
            Post.objects.filter(pk=post.pk).update(title=title, text=text, html=html)
            touch(post.pk)
            announce(PostEdited(post.pk))
    for draft in Draft.objects.filter(naming(handles, "title", "text")):
        called = partial(without_mentions, handles=handles, instead=former_name(guess_language(draft.text, "nb")))
        Draft.objects.filter(pk=draft.pk).update(title=called(draft.title)[:_TITLE], text=called(draft.text))
