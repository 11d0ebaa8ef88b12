"""Single posts, and what surrounds writing one."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

from django.core.cache import caches
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.urls import reverse

from network.conversations.access import REPORTED_WITHIN
from network.conversations.models import Comment, Mute, Told
from network.conversations.queries import my_reactions
from network.core.clock import now
from network.core.prepared import prepared
from network.core.text import excerpt, topic_slug
from network.feed.models import Draft, Pin, Post, PostTopic, Saved, Topic, TopicFollow
from network.feed.queries.asking import unanswered
from network.feed.queries.lanes import posts_about, topic_slugs
from network.groups.access import readers
from network.groups.models import Group, Membership
from network.notifications.subjects import Subject
from profiles.models import Person, Skill, deferred_of
from profiles.queries import people_by_handles

MINUTE = 60  # seconds that a process remembers how many people there are
FACES = 8


def post_for(person: Person, post_id: int) -> Post:
    """The post (a deleted one is a stub), if the person may see it; else Post.DoesNotExist, refused or missing.

    It knows whether an answer of this person is awaited (`awaits_me`), so that few pages have to ask for the row.
    """
    found = _visible.first(person, post_id)
    if found is None:
        raise Post.DoesNotExist
    return found


@prepared("is_active")
def _visible(person: Person, post_id: int) -> "QuerySet[Post]":
    posts = Post.objects.visible_to(person).select_related("thread__group", "thread__author")
    posts = posts.annotate(awaits_me=Exists(unanswered(person).filter(post=OuterRef("pk"))))
    return posts.filter(pk=post_id).defer("search", *deferred_of("thread__author"))


def saved_among(person: Person, post_ids: Sequence[int]) -> set[int]:
    """Those of the posts that the person has saved."""
    return {pk for (pk,) in _saved.rows(person, list(post_ids))}


@prepared()
def _saved(person: Person, posts: list[int]) -> "QuerySet[Saved, tuple[int]]":
    return Saved.objects.filter(person=person, post__in=posts).values_list("post_id")


def is_saved(person: Person, post: Post) -> bool:
    """The person put the post aside."""
    return bool(saved_among(person, [post.pk]))


def is_pinned(post: Post) -> bool:
    """A host keeps it at the top of its group."""
    return Pin.objects.filter(post=post).exists()


def marks_of(person: Person, post_ids: Sequence[int]) -> list[str]:
    """The viewer's own reactions and saves on these posts, as the attributes that their buttons carry; two queries."""
    mine = my_reactions(person, post_ids).reactions
    reactions = [f'data-reaction="{pk}:{emotion}"' for pk, given in mine.items() for emotion in given]
    return reactions + [f'data-save="{pk}"' for pk in saved_among(person, post_ids)]


def thread_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """Posts as subjects of news: titled by their title or first words, as this reader may see and wants them now."""
    muted = Exists(Mute.objects.filter(thread=OuterRef("pk"), person=person)) | Exists(
        Membership.objects.filter(group=OuterRef("thread__group"), person=person, muted_at__isnull=False)
    )
    told = Exists(Told.objects.filter(thread=OuterRef("pk"), comment=None, person=person))
    posts = Post.objects.visible_to(person).filter(pk__in=ids).annotate(muted=muted, told=told)
    return {row.pk: _subject_of(row) for row in posts.select_related("thread")}


def _subject_of(post: Post) -> Subject:
    gone, told = post.thread.deleted_at, vars(post)["told"]
    may_report = told and gone is not None and gone > now() - REPORTED_WITHIN and not post.source
    report_url = reverse("moderation:report", args=["post", post.pk]) if may_report else ""
    return Subject(post.title or excerpt(post.text, 70), post.get_absolute_url(), vars(post)["muted"], report_url)


class Taking(NamedTuple):
    """Who takes part in a conversation: some faces, and how many more there are."""

    people: list[Person]
    more: int


def people_in(thread_id: int, author: Person) -> Taking:
    """The author and those whose answers stand and are not restricted, the first to answer first."""
    standing = Comment.objects.filter(thread=thread_id, deleted_at=None).unrestricted().order_by("pk")
    ids = list(dict.fromkeys([author.pk, *standing.values_list("author_id", flat=True)]))
    found = Person.objects.get_queryset().filter(pk__in=ids[:FACES]).in_bulk()
    return Taking([found[pk] for pk in ids[:FACES] if pk in found], max(0, len(ids) - FACES))


def my_places(person: Person) -> list[Group]:
    """The groups that the person may write in, by name."""
    return _places.rows(person)


@prepared()
def _places(person: Person) -> "QuerySet[Group]":
    return Group.objects.of(person).filter(archived_at=None).order_by("name")


def group_for(person: Person, slug: str) -> Group:
    """The group, if the person reads it; raises Group.DoesNotExist alike for refused and missing."""
    return Group.objects.readable_by(person).get(slug=slug)


def author_for(person: Person, handle: str) -> Person:
    """The colleague with this handle; raises Person.DoesNotExist for those who are gone."""
    return Person.objects.visible_to(person).get(handle=handle)


def topic_named(slug: str) -> Topic | None:
    """The topic, or None when nothing names it yet."""
    return Topic.objects.filter(slug=slug).first()


def topic_of_skill(person: Person, skill: Skill) -> Topic | None:
    """The topic that is called as the skill, if the person may see anything that names it."""
    topics = Topic.objects.filter(slug__in=topic_slugs(skill)).order_by("-slug")
    return next((topic for topic in topics if posts_about(person, topic, size=1).keys), None)


def suggested_topics(person: Person, begun: str, size: int = 8) -> list[Topic]:
    """Topics in use that begin so, the last used first; in use is what stands in a post that the person may see now.

    Each topic's posts are asked one by one, the newest first, until one may be seen: a join would read all that is
    newer than the last use of a rare topic.
    """
    start = topic_slug(begun)
    if not start:
        return []
    may_see = Post.objects.visible_to(person).listed().filter(pk=OuterRef("post_id")).values("pk")[:1]
    namings = PostTopic.objects.filter(topic=OuterRef("pk")).annotate(seen=Subquery(may_see)).filter(seen__isnull=False)
    last_used = Subquery(namings.order_by("-post_id").values("post_id")[:1])
    found = Topic.objects.filter(slug__startswith=start).annotate(last_used=last_used)
    newest = found.order_by(F("last_used").desc(nulls_last=True))[:size]
    return [topic for topic in newest if vars(topic)["last_used"] is not None]


def is_following(person: Person, topic: Topic) -> bool:
    """The person wants to see what is written about the topic."""
    return TopicFollow.objects.filter(person=person, topic=topic).exists()


def draft_of(person: Person, group: Group | None) -> Draft | None:
    """What the person was writing in this place."""
    return Draft.objects.filter(person=person, group=group).first()


def reach(group: Group | None) -> int:
    """How many may read what is in the group (None: for everyone)."""
    if group is not None and not group.is_open:
        return group.member_count
    return cast(int, caches["cards"].get_or_set("reach", Person.objects.active().count, MINUTE))


def unreadable_mentions(group: Group | None, handles: Iterable[str]) -> list[Person]:
    """Colleagues who are named but may not read the group: their names stay text and they are told nothing."""
    if group is None:
        return []
    found = people_by_handles(Person.objects.active().exclude(readers(group)), handles)
    return sorted(set(found.values()), key=lambda person: person.name)
