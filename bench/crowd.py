"""Who visits and what they look at: made once with the data, in the same way each time."""

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.crypto import get_random_string

from bench.client import Visitor
from network.conversations.models import Comment, Thread
from network.core.clock import now
from network.core.ids import new_id
from network.feed.models import Post, Topic, TopicFollow
from network.groups.models import Group, Membership
from network.live.models import Entry
from profiles.models import Follow, Person

VISITORS = 16
GROUPS_EACH = 20
ANSWERS = 20  # comments under each of the threads that are read again and again
THREADS = 30
SEED = 20


@dataclass(frozen=True)
class Crowd:
    """Ids and words out of the data; the same every time the data is used."""

    visitors: list[int]
    heavy: int  # belongs to every group
    threads: list[int]  # for everyone, with ANSWERS comments
    posts: list[int]  # anywhere in the two years, readable by everybody
    groups: list[list[str]]  # slug and name of open ones
    people: list[list[str]]  # handle and name of those whose name nobody shares
    words: list[str]
    newest: int  # thread when the data was made; what a run writes is newer

    def keep(self, path: Path) -> None:
        """Writes it down."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False))

    @classmethod
    def kept(cls, path: Path) -> "Crowd":
        """What was written down."""
        return cls(**json.loads(path.read_text()))


def gather() -> Crowd:
    """Gives the visitors their groups and the threads their comments, and picks what will be asked for."""
    _take_time()
    rng = Random(SEED)
    people = list(Person.objects.active().filter(roles=None).order_by("pk")[20 : 20 + VISITORS + 1])
    visitors, heavy = people[:VISITORS], people[VISITORS]
    _belong(rng, visitors, heavy)
    _follow(rng, visitors)
    return Crowd(
        visitors=[person.pk for person in visitors],
        heavy=heavy.pk,
        threads=_talked_through(rng),
        posts=_anywhere(rng),
        groups=[list(row) for row in Group.objects.filter(kind="open", archived_at=None).values_list("slug", "name")],
        people=_with_a_name_of_their_own(),
        words=_words(rng),
        newest=Thread.objects.order_by("-pk").values_list("pk", flat=True)[0],
    )


def _belong(rng: Random, visitors: list[Person], heavy: Person) -> None:
    groups = list(Group.objects.filter(archived_at=None).order_by("pk"))
    Membership.objects.filter(person__in=[*visitors, heavy]).delete()
    chosen = [(person, rng.sample(groups, min(GROUPS_EACH, len(groups)))) for person in visitors]
    chosen.append((heavy, groups))
    Membership.objects.bulk_create(Membership(group=group, person=who) for who, where in chosen for group in where)
    members = Membership.objects.filter(group=OuterRef("pk")).order_by().values("group").annotate(n=Count("pk"))
    Group.objects.update(member_count=Subquery(members.values("n")))


def _follow(rng: Random, visitors: list[Person]) -> None:
    authors = list(Person.objects.active().exclude(pk__in=[v.pk for v in visitors]).order_by("pk")[:400])
    topics = list(Topic.objects.order_by("pk")[:30])
    for who in visitors:
        Follow.objects.bulk_create(
            [Follow(person=who, followed=author) for author in rng.sample(authors, 15)], ignore_conflicts=True
        )
        TopicFollow.objects.bulk_create(
            [TopicFollow(person=who, topic=topic) for topic in rng.sample(topics, min(3, len(topics)))],
            ignore_conflicts=True,
        )


def _talked_through(rng: Random) -> list[int]:
    """The newest threads for everyone that have stood for a day, each with exactly ANSWERS comments."""
    posts = Thread.objects.filter(post__isnull=False, group=None, deleted_at=None)
    settled = posts.filter(pk__lt=new_id(now() - timedelta(days=1)))
    threads = list(settled.order_by("-pk")[:THREADS])
    authors = list(Person.objects.active().order_by("pk")[:500])
    texts = list(Comment.objects.order_by("-pk").values_list("text", "html", "language")[:500])
    Comment.objects.filter(thread__in=threads).delete()
    rows = []
    for thread in threads:
        for number in range(ANSWERS):
            at, author, (text, html, language) = (
                thread.created_at + timedelta(minutes=number + 1),
                rng.choice(authors),
                rng.choice(texts),
            )
            rows.append(
                Comment(
                    id=new_id(at), thread=thread, author=author, department_id=author.department_id, text=text,
                    html=html, language=language, created_at=at,
                )
            )  # fmt: skip
    Comment.objects.bulk_create(rows, batch_size=1000)
    Thread.objects.filter(pk__in=[thread.pk for thread in threads]).update(
        comment_count=ANSWERS, answered_at=F("created_at") + timedelta(minutes=1), version=F("version") + 1
    )
    return [thread.pk for thread in threads]


def _anywhere(rng: Random, count: int = 2000) -> list[int]:
    readable = Post.objects.filter(Q(thread__group=None) | Q(thread__group__kind="open"), thread__deleted_at=None)
    ends = [readable.order_by(order).values_list("pk", flat=True)[0] for order in ("pk", "-pk")]
    found = (
        readable.filter(pk__gte=rng.randint(*ends)).order_by("pk").values_list("pk", flat=True).first()
        for _ in range(count)
    )
    return sorted({pk for pk in found if pk is not None})


def _with_a_name_of_their_own(count: int = 1000) -> list[list[str]]:
    names = Person.objects.active().values("name").annotate(n=Count("pk")).filter(n=1).order_by("name")
    rows = Person.objects.active().filter(name__in=names.values("name")[:count]).order_by("pk")
    return [list(row) for row in rows.values_list("handle", "name")]


def _words(rng: Random, count: int = 200) -> list[str]:
    """Words that stand in posts for everyone."""
    texts = Post.objects.filter(thread__group=None).order_by("-pk").values_list("text", flat=True)[:500]
    found = sorted({word.lower() for text in texts for word in text.split() if word.isalpha() and len(word) > 5})
    return rng.sample(found, min(count, len(found)))


def sign_in(person_ids: list[int]) -> list[Visitor]:
    """Sessions as a sign-in leaves them, written at once; the password is not what is measured."""
    people = Person.objects.active().in_bulk(person_ids)
    store, ends, rows, visitors = SessionStore(), now() + timedelta(days=1), [], []
    for pk in person_ids:
        content = {
            SESSION_KEY: str(pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: people[pk].get_session_auth_hash(),
        }
        key = get_random_string(32)
        rows.append(Session(session_key=key, session_data=store.encode(content), expire_date=ends))
        visitors.append(Visitor(pk, key))
    Session.objects.bulk_create(rows, batch_size=1000)
    return visitors


def forget_runs(crowd: Crowd) -> None:
    """Takes away what earlier runs wrote, so that each finds the same company."""
    _take_time()
    Session.objects.all().delete()
    Entry.objects.all().delete()
    Thread.objects.filter(pk__gt=crowd.newest).delete()


def everybody(count: int) -> list[int]:
    """That many different people."""
    return list(Person.objects.active().order_by("pk").values_list("pk", flat=True)[:count])


def sizes() -> dict[str, int]:
    """How much there really is."""
    return {
        "people": Person.objects.active().count(),
        "groups": Group.objects.count(),
        "posts": Post.objects.count(),
        "comments": Comment.objects.count(),
    }


def settle() -> None:
    """Statistics and visibility map as the server's own upkeep would have made them by now."""
    _take_time()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def _take_time() -> None:
    """What is done once to a million rows takes longer than a page may."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
