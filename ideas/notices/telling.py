"""How ideas reach the inbox of those who may read them."""

from collections.abc import Iterable

from ideas.access import is_bound, receivers
from ideas.models import (
    Idea,
)
from network.groups.access import readers
from network.notifications.actions import News, notify
from network.notifications.models import Kind
from profiles.models import Person


def tell(idea: Idea, people: Iterable[int], kind: Kind, actor_id: int, subject: str = "") -> None:
    """A letter names whoever did it, unless that would tell who wrote an idea that hides its authors."""
    group = idea.thread.group if idea.thread is not None else idea.campaign.group
    hidden = kind != Kind.IDEA_ASKED and idea.hides_authors and is_bound(actor_id, idea)
    reachable = Person.objects.get_queryset().filter(readers(group), pk__in=set(people) - {actor_id})
    news = News(kind, subject or f"idea:{idea.pk}", 0 if hidden else actor_id, group.pk if group else None)
    notify(list(reachable.values_list("pk", flat=True)), news)


def tell_receivers(idea: Idea, actor_id: int) -> None:
    """Those who take ideas in have one to look at."""
    people = Person.objects.filter(receivers(idea.campaign)).values_list("pk", flat=True)
    tell(idea, people, Kind.IDEA_DUTY, actor_id)
