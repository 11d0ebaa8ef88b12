"""Lanes: pages of (id, version) keys of the posts to show, within the person's rights."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import QuerySet

from network.core.pages import PAGE_SIZE
from network.feed.models import Asked, Pin, Post, PostTopic, Topic
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
    posts = Post.objects.visible_to(person).listed().heard_by(person)
    if lane is Lane.WAITING:
        return _oldest(posts.waiting().exclude(thread__author=person), cursor, size)
    if lane is Lane.GROUPS:
        return _among(posts, _newest_in_my_groups(person, cursor, size), size)
    if lane is Lane.FOLLOWING:
        return _among(posts, _newest_followed(person, cursor, size), size)
    if lane is Lane.OUTSIDE and person.department_id is not None:
        posts = posts.exclude(thread__department=person.department_id)
    return _newest(posts, cursor, size)


def posts_in_group(person: Person, group: Group, cursor: int | None = None, size: int = PAGE_SIZE) -> LanePage:
    """The newest of a group, as far as the person may see."""
    return _newest(Post.objects.visible_to(person).listed().heard_by(person).filter(thread__group=group), cursor, size)


def posts_by(person: Person, author: Person, cursor: int | None = None, size: int = PAGE_SIZE) -> LanePage:
    """What an author wrote, as far as the person may see it."""
    return _newest(Post.objects.visible_to(person).listed().filter(thread__author=author), cursor, size)


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
    if cursor is not None:
        posts = posts.filter(pk__lt=cursor)
    keys = list(posts.order_by("-pk").values_list("pk", "thread__version")[: size + 1])
    return LanePage(keys[:size], keys[size - 1][0] if len(keys) > size else None)


def _oldest(posts: "QuerySet[Post]", cursor: int | None, size: int) -> LanePage:
    if cursor is not None:
        posts = posts.filter(pk__gt=cursor)
    keys = list(posts.order_by("pk").values_list("pk", "thread__version")[: size + 1])
    return LanePage(keys[:size], keys[size - 1][0] if len(keys) > size else None)


def _among(posts: "QuerySet[Post]", candidates: list[int], size: int) -> LanePage:
    """Candidates come unchecked, newest first; what is shown of them is still asked of the one visibility rule."""
    keys = dict(posts.filter(pk__in=candidates[:size]).values_list("pk", "thread__version"))
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
