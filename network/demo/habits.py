"""What people have put aside, follow, pinned and been told: the small traces of two years."""

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random

from network.conversations.models import Comment, Mention
from network.demo.cast import GONE, Cast
from network.demo.texts import lists
from network.feed.models import Pin, Post, Saved, Topic, TopicFollow
from network.groups.models import Group
from network.notifications.models import Kind, Notification
from profiles.models import Person

_UNREAD_DAYS = 2  # what is older has been read
_PINNED = ("feltprat", "vinterberedskap", "laert-av-hendelser", "ny-i-lysvaer", "kantina", "ny-driftssentral")


def settle(rng: Random, cast: Cast, until: datetime) -> None:
    """Gives everybody topics to follow, and the personas saved posts and an inbox; a few groups pin a post."""
    _follow_topics(rng, cast, until)
    personas = [cast.by_handle[handle] for handle in _persona_handles() if handle != GONE]
    for person in personas:
        _save(person)
        _fill_inbox(person, until)
    for slug in _PINNED:
        _pin(slug, until)


def _persona_handles() -> list[str]:
    return [line.split(" | ")[0] for line in lists("personas.txt")["personas"]]


def _follow_topics(rng: Random, cast: Cast, until: datetime) -> None:
    topics = list(Topic.objects.order_by("slug"))
    TopicFollow.objects.bulk_create(
        [
            TopicFollow(topic=topic, person=person, created_at=until - timedelta(days=rng.uniform(1, 400)))
            for person in cast.people
            for topic in rng.sample(topics, k=min(len(topics), rng.choice((0, 0, 1, 2))))
        ],
        batch_size=5000,
    )


def _save(person: Person) -> None:
    readable = Post.objects.visible_to(person).exclude(thread__author=person)
    Saved.objects.bulk_create(Saved(post=post, person=person) for post in readable.order_by("-pk")[4:12:3])


def _pin(slug: str, until: datetime) -> None:
    group = Group.objects.get(slug=slug)
    post = Post.objects.filter(thread__group=group, kind=Post.Kind.UPDATE).order_by("-pk").first()
    host = group.memberships.filter(role="host").first()
    if post is not None and host is not None:
        Pin.objects.create(post=post, group=group, pinned_by=host.person, created_at=until)


def _fill_inbox(person: Person, until: datetime) -> None:
    letters = [*_mentions(person), *_answers(person)]
    for letter in letters:
        is_new = letter.moment > until - timedelta(days=_UNREAD_DAYS)
        letter.read_at = None if is_new else letter.moment + timedelta(hours=3)
    Notification.objects.bulk_create(letters)
    Person.objects.filter(pk=person.pk).update(unread_count=sum(letter.read_at is None for letter in letters))


def _mentions(person: Person) -> list[Notification]:
    """One letter for each thread that calls on the person, for the newest call in it."""
    letters: dict[int, Notification] = {}
    named = Mention.objects.filter(person=person).select_related("thread", "comment")
    for mention in named.order_by("thread_id", "comment_id"):
        said = mention.comment or mention.thread
        if said.author_id != person.pk:
            letters[mention.thread_id] = Notification(
                recipient=person,
                kind=Kind.MENTION,
                subject=f"thread:{mention.thread_id}",
                group_id=mention.thread.group_id,
                target_id=mention.comment_id,
                actors=[said.author_id],
                created_at=said.created_at,
                moment=said.created_at,
            )
    return list(letters.values())


def _answers(person: Person) -> list[Notification]:
    """One letter for each thread of the person's that others answered."""
    answers: dict[int, list[Comment]] = defaultdict(list)
    received = Comment.objects.filter(thread__author=person).exclude(author=person).select_related("thread")
    for comment in received.order_by("id"):
        answers[comment.thread_id].append(comment)
    return [
        Notification(
            recipient=person,
            kind=Kind.COMMENT,
            subject=f"thread:{thread_id}",
            group_id=comments[0].thread.group_id,
            target_id=comments[-1].pk,
            actors=list(dict.fromkeys(comment.author_id for comment in comments)),
            created_at=comments[0].created_at,
            moment=comments[-1].created_at,
        )
        for thread_id, comments in answers.items()
    ]
