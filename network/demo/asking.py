"""Since when people say what they know, who stands for it, and which questions were sent to those who know."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.db.models import Q

from network.core.ids import moment_of, new_id
from network.core.text import fold
from network.demo.cast import Cast
from network.demo.texts import Script
from network.feed.models import Asked, Post
from network.groups.access import readers
from network.notifications.actions import recount
from network.notifications.models import Kind, Notification
from profiles.models import Person, PersonSkill, Skill

_LATELY = timedelta(days=90)


def ask_around(rng: Random, cast: Cast, written: Sequence[tuple[int, Script]], until: datetime) -> None:
    """Dates of skills, then the questions: those that `written` scripts send, and some of the newest others."""
    _date_skills(rng, cast, until)
    for post_id, script in written:
        _send(cast, post_id, script)
    _send_others(rng, until)


def _date_skills(rng: Random, cast: Cast, until: datetime) -> None:
    """Each was declared since the person came, and often renewed; Ben waits for Ann to stand for one of his."""
    rows = list(PersonSkill.objects.select_related("person").order_by("pk"))
    for row in rows:
        here = (until - row.person.created_at).total_seconds()
        row.declared_at = until - timedelta(seconds=rng.uniform(0, max(here, 1)))
        row.renewed_at = row.declared_at
        if rng.random() < 0.4:
            row.renewed_at += (until - row.declared_at) * rng.random()
        row.asked_id = row.confirmed_by_id
    PersonSkill.objects.bulk_update(rows, ["declared_at", "renewed_at", "asked"], batch_size=2000)
    ann, ben = cast.by_handle["ann"], cast.by_handle["ben"]
    waiting = PersonSkill.objects.filter(person=ben).order_by("pk")[0]
    PersonSkill.objects.filter(pk=waiting.pk).update(asked=ann, confirmed_by=None)
    _tell(ann, Kind.CONFIRM, f"declared:{waiting.pk}", ben, until - timedelta(hours=4))


def _send_others(rng: Random, until: datetime) -> None:
    """The newest question of late that speaks of a skill went to two who know."""
    lately = Post.objects.filter(pk__gt=new_id(until - _LATELY), kind=Post.Kind.QUESTION, asked=None)
    for skill in Skill.objects.order_by("pk"):
        about = lately.filter(Q(title__icontains=skill.name) | Q(text__icontains=skill.name))
        post = about.order_by("-pk").first()
        if post is not None:
            known = Person.objects.active().filter(readers(post.thread.group), declared__skill=skill)
            people = list(known.exclude(pk=post.thread.author_id).order_by("pk"))
            for person in rng.sample(people, k=min(2, len(people))):
                Asked.objects.create(post=post, person=person, skill=skill, created_at=moment_of(post.pk))


def _send(cast: Cast, post_id: int, script: Script) -> None:
    """`to` is who was asked, divided by commas; "cleo>pia" was handed on from one to the other."""
    name = script.asks
    skill = Skill.objects.get_or_create(slug=fold(name).replace(" ", "-"), defaults={"name": name})[0]
    at, author = moment_of(post_id), cast.by_handle[script.by]
    for way in script.to.split(","):
        before: Person | None = None
        for person in (cast.by_handle[handle] for handle in way.split(">")):
            if before is None:
                said = {"declared_at": at, "renewed_at": at}
                PersonSkill.objects.get_or_create(person=person, skill=skill, defaults=said)
            else:
                at += timedelta(minutes=40)
                Asked.objects.filter(post=post_id, person=before).update(declined_at=at)
                Notification.objects.filter(recipient=before, subject=f"thread:{post_id}", kind=Kind.ASKED).delete()
            Asked.objects.create(post_id=post_id, person=person, skill=skill, handed_on_by=before, created_at=at)
            _tell(person, Kind.ASKED, f"thread:{post_id}", before or author, at)
            before = person


def _tell(person: Person, kind: Kind, subject: str, actor: Person, at: datetime) -> None:
    """News of the last days, which nobody has read yet."""
    Notification.objects.create(
        recipient=person, kind=kind, subject=subject, actors=[actor.pk], created_at=at, moment=at
    )
    recount([person.pk])
