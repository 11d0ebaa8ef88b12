"""Lanes: pages of (id, version) keys of the posts to show, within the person's rights."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import QuerySet

from network.core.pages import PAGE_SIZE
from network.core.prepared import prepared
from network.feed.models import Asked, Pin, Post, PostQuerySet, PostTopic, Topic
from network.groups.models import Group
from profiles.models import Person, Skill

Key = tuple[int, int]  # (post id, version of its card)


class Lane(StrEnum):
    """The ways to look at the home feed."""

    EVERYTHING = "everything"
    GROUPS = "groups"
    OUTSIDE = "outside"
    FOLLOWING = "following"
    WAITING = "waiting"


@dataclass(frozen=True)
class LanePage:
    """Keys of one page in order, and the cursor of the next (None: there is no more)."""

    keys: Sequence[Key]
    next: int | None


def lane_page(person: Person, lane: Lane, cursor: int | None = None, size: int = PAGE_SIZE) -> LanePage:
    """One keyset page of a lane: newest first, but what waits for an answer oldest first."""
    if lane is Lane.GROUPS:
        return _among(person, _newest_in_my_groups(person, cursor, size), size)
    if lane is Lane.FOLLOWING:
        return _among(person, _newest_followed(person, cursor, size), size)
    if lane is Lane.WAITING:
        return _page(_waiting.rows(person, cursor, limit=size + 1), size)
    if lane is Lane.OUTSIDE and person.department_id is not None:
        return _page(_outside.rows(person, cursor, limit=size + 1), size)
    return _page(_everything.rows(person, cursor, limit=size + 1), size)


def posts_in_group(person: Person, group: Group, cursor: int | None = None, size: int = PAGE_SIZE) -> LanePage:
    """The newest of a group, as far as the person may see."""
    return _page(_in_group.rows(person, group.pk, cursor, limit=size + 1), size)


def posts_by(person: Person, author: Person, cursor: int | None = None, size: int = PAGE_SIZE) -> LanePage:
    """What an author wrote, as far as the person may see it."""
    return _page(_by.rows(person, author.pk, cursor, limit=size + 1), size)


def posts_about(person: Person, topic: Topic, cursor: int | None = None, size: int = PAGE_SIZE) -> LanePage:
    """What names a topic, as far as the person may see it."""
    return _newest(Post.objects.visible_to(person).listed().heard_by(person).filter(topics=topic), cursor, size)


def posts_about_skill(person: Person, skill: Skill, cursor: int | None = None, size: int = PAGE_SIZE) -> LanePage:
    """What was asked of those who know, names the skill's topic, or says its name; as far as the person may see it."""
    name = SearchQuery(skill.name, config="norwegian", search_type="phrase")
    name |= SearchQuery(skill.name, config="english", search_type="phrase")
    said = Post.objects.filter(search=name).order_by().values("pk")
    asked = Asked.objects.filter(skill=skill).order_by().values("post")
    named = PostTopic.objects.filter(topic__slug__in=topic_slugs(skill)).order_by().values("post")
    posts = Post.objects.visible_to(person).listed().heard_by(person)
    return _newest(posts.filter(pk__in=said.union(asked, named)), cursor, size)


def topic_slugs(skill: Skill) -> tuple[str, str]:
    """A hashtag of the skill's name, with its words divided or not."""
    return skill.slug, skill.slug.replace("-", "")


def saved_posts(person: Person, cursor: int | None = None, size: int = PAGE_SIZE) -> LanePage:
    """What the person put aside, by the age of the post."""
    return _newest(Post.objects.visible_to(person).listed().filter(saves__person=person), cursor, size)


def pinned_posts(person: Person, group: Group) -> LanePage:
    """What the hosts keep at the top, newest pin first, at most five."""
    pins = Pin.objects.filter(group=group).order_by("-created_at").values_list("post_id", flat=True)[:5]
    keys = dict(Post.objects.visible_to(person).listed().filter(pk__in=list(pins)).values_list("pk", "thread__version"))
    return LanePage([(pk, keys[pk]) for pk in pins if pk in keys], None)


def matching(person: Person, words: str, size: int = PAGE_SIZE) -> LanePage:
    """Posts that hold the words (Norwegian and English word forms), newest first, within rights."""
    found = (
        Post.objects.visible_to(person)
        .listed()
        .extra(  # noqa: S610
            where=[
                "feed_post.search @@ (websearch_to_tsquery('norwegian', %s) || websearch_to_tsquery('english', %s))"
            ],
            params=[words, words],
        )
    )
    return _newest(found, None, size)


def _newest(posts: "QuerySet[Post]", cursor: int | None, size: int) -> LanePage:
    return _page(list(_from_newest(posts, cursor, size + 1)), size)


def _from_newest(posts: "QuerySet[Post]", cursor: int | None, limit: int) -> "QuerySet[Post, Key]":
    older = posts if cursor is None else posts.filter(pk__lt=cursor)
    return older.order_by("-pk").values_list("pk", "thread__version")[:limit]


def _page(keys: Sequence[Key], size: int) -> LanePage:
    """Of one key more than the page holds, which tells that there is another page."""
    return LanePage(keys[:size], keys[size - 1][0] if len(keys) > size else None)


# What pages ask each time is prepared.
@prepared("is_active", "quiet")
def _everything(person: Person, cursor: int | None, *, limit: int) -> "QuerySet[Post, Key]":
    return _from_newest(_heard(person), cursor, limit)


@prepared("is_active", "quiet", "department_id")
def _outside(person: Person, cursor: int | None, *, limit: int) -> "QuerySet[Post, Key]":
    return _from_newest(_heard(person).exclude(thread__department=person.department_id), cursor, limit)


@prepared("is_active", "quiet")
def _waiting(person: Person, cursor: int | None, *, limit: int) -> "QuerySet[Post, Key]":
    posts = _heard(person).waiting().exclude(thread__author=person)
    newer = posts if cursor is None else posts.filter(pk__gt=cursor)
    return newer.order_by("pk").values_list("pk", "thread__version")[:limit]


@prepared("is_active", "quiet")
def _in_group(person: Person, group: int, cursor: int | None, *, limit: int) -> "QuerySet[Post, Key]":
    return _from_newest(_heard(person).filter(thread__group=group), cursor, limit)


@prepared("is_active")
def _by(person: Person, author: int, cursor: int | None, *, limit: int) -> "QuerySet[Post, Key]":
    return _from_newest(Post.objects.visible_to(person).listed().filter(thread__author=author), cursor, limit)


@prepared("is_active", "quiet")
def _shown_of(person: Person, ids: list[int]) -> "QuerySet[Post, Key]":
    return _heard(person).filter(pk__in=ids).values_list("pk", "thread__version")


def _heard(person: Person) -> PostQuerySet:
    return Post.objects.visible_to(person).listed().heard_by(person)


def _among(person: Person, candidates: list[int], size: int) -> LanePage:
    """Candidates come unchecked, newest first; what is shown of them is still asked of the one visibility rule."""
    keys = dict(_shown_of.rows(person, candidates[:size]))
    shown = [(pk, keys[pk]) for pk in candidates[:size] if pk in keys]
    return LanePage(shown, candidates[size - 1] if len(candidates) > size else None)


# "The newest k of each source, merged": flat cost however old or rare the sources are, where a scan from the newest
# post backwards would read everything for somebody in one quiet group (docs/performance.md has both plans).
_IN_MY_GROUPS = """
SELECT t.id FROM groups_membership m CROSS JOIN LATERAL (
  SELECT id FROM conversations_thread
  WHERE group_id = m.group_id AND id < %(before)s AND deleted_at IS NULL ORDER BY id DESC LIMIT %(limit)s) t
WHERE m.person_id = %(person)s AND m.muted_at IS NULL ORDER BY t.id DESC LIMIT %(limit)s
"""
_FOLLOWED = """
SELECT id FROM (
  SELECT t.id FROM profiles_follow f CROSS JOIN LATERAL (
    SELECT id FROM conversations_thread
    WHERE author_id = f.followed_id AND id < %(before)s AND deleted_at IS NULL ORDER BY id DESC LIMIT %(limit)s) t
  WHERE f.person_id = %(person)s
  UNION
  SELECT t.id FROM feed_topicfollow f CROSS JOIN LATERAL (
    SELECT post_id AS id FROM feed_posttopic
    WHERE topic_id = f.topic_id AND post_id < %(before)s ORDER BY post_id DESC LIMIT %(limit)s) t
  WHERE f.person_id = %(person)s
) sources ORDER BY id DESC LIMIT %(limit)s
"""


def _newest_in_my_groups(person: Person, cursor: int | None, size: int) -> list[int]:
    return _ids(_IN_MY_GROUPS, person, cursor, size)


def _newest_followed(person: Person, cursor: int | None, size: int) -> list[int]:
    return _ids(_FOLLOWED, person, cursor, size)


def _ids(sql: str, person: Person, cursor: int | None, size: int) -> list[int]:
    before = cursor if cursor is not None else 2**63 - 1
    with connection.cursor() as rows:
        rows.execute(sql, {"person": person.pk, "before": before, "limit": size + 1})
        return [row[0] for row in rows.fetchall()]
