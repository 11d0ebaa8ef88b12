"""Who is told about files that are fetched by themselves."""

from network.notifications.actions import News, notify, withdraw
from network.notifications.models import Kind
from network.openness.access import can_import
from network.openness.events import ScheduleStopped, ScheduleWentOn
from network.openness.queries import waiting_schedules
from profiles.models import Person


def schedule_stopped(event: ScheduleStopped) -> None:
    """Every administrator, while it still waits; nobody when the file did what was agreed."""
    if waiting_schedules([event.schedule_id]):
        people = Person.objects.active().filter(is_administrator=True)
        told = [person.pk for person in people if can_import(person)]
        notify(told, News(Kind.IMPORT, f"schedule:{event.schedule_id}", 0))


def schedule_went_on(event: ScheduleWentOn) -> None:
    """Nobody any more."""
    withdraw(subject=f"schedule:{event.schedule_id}")
