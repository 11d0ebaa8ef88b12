"""Whom a question can be sent to, and who was asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from network.conversations.models import Comment
from network.core.prepared import prepared
from network.feed.access import may_be_asked
from network.feed.models import Asked, Post
from network.groups.models import Group
from profiles.models import Person, Skill
from profiles.queries import Known, alike_skills, nearness, suggest_people
from profiles.terms import skill_slug

AT_MOST = 5  # people to whom one question is sent


@dataclass(frozen=True)
class Asking:
    """What the composer says before a question is sent: how many can be asked, and who will be."""

    words: str
    skill: Skill | None = None
    able: int = 0
    people: Sequence[Person] = ()
    unasked: frozenset[str] = frozenset()  # handles that the author took away
    alike: Sequence[Known] = ()
    mark: str = ""  # says for which words and place this was shown

    @property
    def chosen(self) -> list[Person]:
        """Those that the author did not take away."""
        return [person for person in self.people if person.handle not in self.unasked]


def who_can_be_asked(author: Person, group: Group | None, skill: Skill) -> "QuerySet[Person]":
    """Those who declared the skill and may be asked there: nearest first, and of those who was longest not asked."""
    latest = Asked.objects.filter(person=OuterRef("pk")).order_by("-created_at").values("created_at")[:1]
    people = Person.objects.visible_to(author).filter(may_be_asked(group), declared__skill=skill)
    waited = Subquery(latest).asc(nulls_first=True)
    return people.exclude(pk=author.pk).for_line().order_by(nearness(author), waited, "folded", "pk")


def asking_for(author: Person, group: Group | None, words: str, chosen: Iterable[str] | None = None) -> Asking:
    """Who would be asked about what the words name, at most AT_MOST; `chosen` are handles that the author kept."""
    mark = f"{group.slug if group else ''}:{skill_slug(words)}"
    skill = Skill.objects.filter(slug=skill_slug(words)).first()
    if skill is None:
        return Asking(words, alike=alike_skills(words), mark=mark)
    able = who_can_be_asked(author, group, skill)
    people = list(able[:AT_MOST])
    count = able.count() if len(people) == AT_MOST else len(people)
    unasked = frozenset() if chosen is None else frozenset(p.handle for p in people) - set(chosen)
    return Asking(words, skill, count, people, unasked, mark=mark)


def unanswered(person: Person) -> "QuerySet[Asked]":
    """Where the person is asked and has neither answered nor handed it on."""
    answered = Comment.objects.filter(thread=OuterRef("post"), author=person, deleted_at=None)
    rows = Asked.objects.filter(person=person, declined_at=None, post__thread__deleted_at=None)
    return rows.filter(~Exists(answered))


def asked_row(person: Person, post: Post) -> Asked | None:
    """That the person is asked here and has neither answered nor handed it on."""
    return _asked.first(person, post)


@prepared()
def _asked(person: Person, post: Post) -> "QuerySet[Asked]":
    rows = unanswered(person).filter(post=post).order_by("pk")
    return rows.select_related("skill", "handed_on_by", "post__thread__author", "post__thread__group")[:1]


def was_asked(person: Person, post: Post) -> bool:
    """The person was asked here at some time."""
    return Asked.objects.filter(post=post, person=person).exists()


def handed_to(person: Person, asked: Asked, words: str = "", size: int = AT_MOST) -> list[Person]:
    """Colleagues to whom the question can be handed on: by the words, without them those who declared the skill."""
    post = asked.post
    known = [post.thread.author_id, *Asked.objects.filter(post=post).values_list("person_id", flat=True)]
    if not words:
        return list(who_can_be_asked(person, post.thread.group, asked.skill).exclude(pk__in=known)[:size])
    among = Person.objects.get_queryset().filter(may_be_asked(post.thread.group)).exclude(pk__in=known)
    return suggest_people(person, words.removeprefix("@"), among=among, size=size)
