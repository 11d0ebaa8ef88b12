"""What a handler is told of their own day at the desk, and what waits for them."""

from django.utils.timezone import localtime

from network.moderation.access import Who, look_up
from network.moderation.models import DeskChoice, LogEntry
from network.moderation.queries.queue import mine_to_do
from network.moderation.seals import mark_of
from profiles.models import Person

MUCH = 8  # snapshots in a day, from which on the desk says that it is enough for one


def opened_today(person: Person) -> int:
    """How much of what was reported the person has read since midnight, by their own mark; told to them alone."""
    midnight = localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    mine = LogEntry.objects.filter(verb=LogEntry.Verb.OPENED, actor=mark_of(person.pk), at__gte=midnight)
    return mine.count()


def waiting_count(who: Who) -> int | None:
    """How many cases the person can do something about; None for whoever handles nothing, at no cost."""
    if isinstance(who, Person) and not who.may_handle:
        return None
    handler = look_up(who)
    person, cases = handler.person, handler.cases
    if cases.query.is_empty():
        return None
    return cases.filter(mine_to_do(person)).count()


def choice_of(person: Person) -> DeskChoice:
    """The person's own, or as it is for whoever has chosen nothing."""
    return DeskChoice.objects.filter(person=person).first() or DeskChoice(person=person)
