"""Taking words out of a post, for good, wherever the feed keeps them."""

from django.db import transaction
from django.db.models import F

from network.conversations.actions import Redact, redact_files, redact_history
from network.conversations.models import Place, Revision, Thread
from network.conversations.queries import names_of, readable_people
from network.core.events import announce
from network.core.text import mentioned_handles, mentioned_topics, render_markdown
from network.feed.actions.posts import name_topics
from network.feed.events import PostEdited
from network.feed.models import Draft, Post, Topic, TopicFollow


@transaction.atomic
def redact_post(*, post: Post, redact: Redact) -> None:
    """The conversation, reactions and counts stay as they are, and so does the moment at which it was changed."""
    post = Post.objects.select_for_update(of=("self",)).select_related("thread__group").get(pk=post.pk)
    named = _topics_named(post)
    people = readable_people(post.thread.group, mentioned_handles(redact(post.text)))
    post.title, post.text = redact(post.title)[:140], redact(post.text)
    post.html = render_markdown(post.text, names_of(people))
    post.save(update_fields=["title", "text", "html"])
    name_topics(post)
    redact_history(post.pk, redact)
    _forget_topics(named, redact)
    redact_files(Place(post.pk), redact)
    _redact_drafts(post.thread.author_id, redact)
    Thread.objects.filter(pk=post.pk).update(version=F("version") + 1)
    announce(PostEdited(post.pk))


def _topics_named(post: Post) -> set[str]:
    """Now and before."""
    before = Revision.objects.filter(subject_id=post.pk).values_list("title", "text")
    said = [(post.title, post.text), *before]
    return {slug for title, text in said for slug in mentioned_topics(f"{title} {text}")}


def _forget_topics(named: set[str], redact: Redact) -> None:
    """Of the topics that it named, those whose name is what was taken out; what others name stays theirs."""
    for topic in Topic.objects.filter(slug__in=named, posts=None):
        if redact(topic.name) != topic.name or redact(topic.slug) != topic.slug:
            TopicFollow.objects.filter(topic=topic).delete()
            topic.delete()


def _redact_drafts(author_id: int, redact: Redact) -> None:
    """What its author began and has not published may say the same."""
    for draft in Draft.objects.select_for_update().filter(person=author_id):
        title, text = redact(draft.title)[:140], redact(draft.text)[:20_000]
        if (title, text) != (draft.title, draft.text):
            Draft.objects.filter(pk=draft.pk).update(title=title, text=text)
