"""Who is told about posts: one function per event. Always inside the audience, never the author."""

from collections.abc import Iterable

from django.db.models import Q

from network.feed.events import (
    PeopleAsked,
    PostDeleted,
    PostEdited,
    PostPublished,
    QuestionHandedOn,
    SharingAnswered,
    SharingAsked,
    SharingTakenBack,
)
from network.feed.models import Asked, Post
from network.groups.access import readers
from network.groups.models import Membership
from network.notifications.actions import News, notify, withdraw
from network.notifications.models import Kind
from network.policy.access.channels import who_speak_for_us
from profiles.events import FirstStepTaken
from profiles.models import FirstStep, Person


def post_published(event: PostPublished) -> None:
    """The mentioned; who is asked here is told of that instead."""
    if not event.mentioned:
        return
    asked = set(
        Asked.objects.filter(post=event.post_id, person__in=event.mentioned).values_list("person_id", flat=True)
    )
    _tell_mentioned(event.post_id, set(event.mentioned) - asked)


def post_edited(event: PostEdited) -> None:
    """Those newly mentioned."""
    if event.mentioned:
        _tell_mentioned(event.post_id, event.mentioned)


def post_deleted(event: PostDeleted) -> None:
    """News about the post is taken back, except about answers that stay: they are found under the stub."""
    withdraw(subject=f"thread:{event.post_id}", kind=Kind.MENTION)
    withdraw(subject=f"thread:{event.post_id}", kind=Kind.ASKED)
    withdraw(subject=f"sharing:{event.post_id}")


def sharing_asked(event: SharingAsked) -> None:
    """Those who speak for us outside, but never the author."""
    author = Post.objects.select_related("thread").get(pk=event.post_id).thread.author_id
    speakers = who_speak_for_us().exclude(pk=author).values_list("pk", flat=True)
    notify(list(speakers), News(Kind.SHARE_ASKED, f"sharing:{event.post_id}", author))


def sharing_taken_back(event: SharingTakenBack) -> None:
    """Nobody waits for an answer any more."""
    withdraw(subject=f"sharing:{event.post_id}", kind=Kind.SHARE_ASKED)


def sharing_answered(event: SharingAnswered) -> None:
    """The author, who asked; the others need not answer any more."""
    withdraw(subject=f"sharing:{event.post_id}", kind=Kind.SHARE_ASKED)
    thread = Post.objects.select_related("thread").get(pk=event.post_id).thread
    notify([thread.author_id], News(Kind.SHARING, f"sharing:{event.post_id}", event.by_id))


def people_asked(event: PeopleAsked) -> None:
    """Those who are asked."""
    _tell_asked(event.post_id, event.people)


def question_handed_on(event: QuestionHandedOn) -> None:
    """The colleague to whom it went."""
    if event.to_id is not None:
        _tell_asked(event.post_id, [event.to_id], event.by_id)


def no_longer_asked(event: QuestionHandedOn) -> None:
    """Who said "not me" has nothing left to do."""
    withdraw(subject=f"thread:{event.post_id}", kind=Kind.ASKED, recipient_id=event.by_id)


def _tell_asked(post_id: int, people: Iterable[int], actor_id: int | None = None) -> None:
    """Those of them who are still asked and may read it, by the author or by who handed it on."""
    thread = Post.objects.select_related("thread__group").get(pk=post_id).thread
    still = Asked.objects.filter(post=post_id, person__in=people, declined_at=None).values("person")
    told = Person.objects.get_queryset().filter(readers(thread.group), pk__in=still)
    news = News(Kind.ASKED, f"thread:{post_id}", actor_id or thread.author_id, thread.group_id)
    notify(list(told.values_list("pk", flat=True)), news)


def first_step_taken(event: FirstStepTaken) -> None:
    """Somebody new said hello: who receives them, their manager, and the hosts of their groups, within rights."""
    if event.step != FirstStep.Step.HELLO or event.subject_id is None:
        return
    thread = Post.objects.select_related("thread__group", "thread__author").get(pk=event.subject_id).thread
    groups = Membership.objects.filter(person=event.person_id).values("group")
    hosts = Membership.objects.filter(group__in=groups, role=Membership.Role.HOST).values("person")
    near = Q(pk__in=hosts) | Q(pk=thread.author.host_id) | Q(pk=thread.author.manager_id)
    people = Person.objects.active().filter(readers(thread.group), near).exclude(pk=event.person_id)
    news = News(Kind.HELLO, f"thread:{thread.pk}", event.person_id, thread.group_id)
    notify(list(people.values_list("pk", flat=True)), news)


def _tell_mentioned(post_id: int, mentioned: Iterable[int]) -> None:
    thread = Post.objects.select_related("thread__group").get(pk=post_id).thread
    people = Person.objects.get_queryset().filter(readers(thread.group), pk__in=mentioned).exclude(pk=thread.author_id)
    news = News(Kind.MENTION, f"thread:{post_id}", thread.author_id, thread.group_id)
    notify(list(people.values_list("pk", flat=True)), news)
