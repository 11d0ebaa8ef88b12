"""Sending a question to people who said that they know, and handing it on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.conversations.actions import touch
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.feed.access import can_be_asked, can_hand_on
from network.feed.events import PeopleAsked, QuestionHandedOn
from network.feed.models import Asked, Post
from network.feed.queries import AT_MOST, who_can_be_asked
from profiles.models import Person, Skill

NOT_ASKED = _("You are not asked here, or you have answered that already.")
NOT_TO_THEM = _(
    "This colleague cannot be asked here just now: they have been asked enough this week, take no questions, are away, "
    "have been asked already, or cannot read this."
)


@dataclass(frozen=True)
class Ask:
    """Whom the author chose to ask, and about what."""

    skill: Skill
    people: Sequence[Person]


def ask_people(*, author: Person, post: Post, ask: Ask) -> None:
    """Asks those of the chosen who may be asked at this moment, at most AT_MOST; within the caller's transaction.

    Their rows are locked first, so that questions sent at once do not pass anybody's limit together.
    """
    _hold([person.pk for person in ask.people])
    able = who_can_be_asked(author, post.thread.group, ask.skill).filter(pk__in=[p.pk for p in ask.people])
    asked = list(able.values_list("pk", flat=True)[:AT_MOST])
    Asked.objects.bulk_create([Asked(post=post, person_id=pk, skill=ask.skill) for pk in asked])
    if asked:
        announce(PeopleAsked(post.pk, tuple(asked)))


@transaction.atomic
def hand_on(*, by: Person, asked: Asked, to: Person | None = None) -> None:
    """Not me: the person is asked no longer; with a colleague named, the question goes to them. Harmless to repeat."""
    if to is not None:
        _hold([to.pk])
    asked = Asked.objects.select_for_update(of=("self",)).select_related("post__thread__group").get(pk=asked.pk)
    if asked.declined_at is not None and asked.person_id == by.pk and _is_done(asked, to):
        return
    require(can_hand_on(by, asked), NOT_ASKED)
    if to is not None:
        require(can_be_asked(to, asked.post), NOT_TO_THEM)
        Asked.objects.create(post=asked.post, person=to, skill=asked.skill, handed_on_by=by)
    asked.declined_at = now()
    asked.save(update_fields=["declined_at"])
    touch(asked.post_id)
    announce(QuestionHandedOn(asked.post_id, by.pk, to.pk if to else None))


def _is_done(asked: Asked, to: Person | None) -> bool:
    """It was handed to just this colleague already, or to nobody as now."""
    handed = Asked.objects.filter(post=asked.post, handed_on_by=asked.person_id).values_list("person_id", flat=True)
    return list(handed) == ([to.pk] if to else [])


def _hold(people: Sequence[int]) -> None:
    """Locks the rows in one order, whoever comes first."""
    held = Person.objects.get_queryset().select_for_update(no_key=True).filter(pk__in=people).order_by("pk")
    list(held.values_list("pk", flat=True))
