"""When people of the company began, what days they tell of, who is new and who is away."""

from datetime import date, datetime, timedelta
from random import Random

from network.demo.cast import Cast
from profiles.models import Person

_NEW = 4  # colleagues who have just begun, so that there is somebody to welcome
_LONGEST = 31 * 365  # days


def give_days(rng: Random, cast: Cast, until: datetime) -> None:
    """First days at work, birthdays and anniversaries of those who tell, hosts of the new, and one who is away."""
    today = until.date()
    latest = sorted((p for p in cast.people if not p.about), key=lambda p: p.created_at)[-_NEW:]
    for person in cast.people:
        began = person.created_at.date()
        if began <= (until - timedelta(days=700)).date():
            began -= timedelta(days=rng.randint(1, _LONGEST))
        person.started_on = began
        person.birthday = _day(rng) if rng.random() < 0.45 else ""
        person.shows_anniversary = rng.random() < 0.5
    for number, person in enumerate(latest):
        person.started_on = today - timedelta(days=3 + 7 * number)
        person.host = next((p for p in cast.people if p.department_id == person.department_id and p != person), None)
    _mark(cast, today)
    fields = ["started_on", "birthday", "shows_anniversary", "host", "away_until", "stand_in"]
    Person.objects.bulk_update(cast.people, fields, batch_size=1000)


def _mark(cast: Cast, today: date) -> None:
    """What the personas meet on the first day: a birthday, ten years at work, and somebody away."""
    people = cast.by_handle
    if {"ben", "mona", "tor", "pia"} - people.keys():
        return
    people["ben"].birthday = today.strftime("%m-%d")
    people["mona"].started_on = date(today.year - 10, today.month, min(today.day, 28))
    people["mona"].shows_anniversary = True
    people["tor"].away_until, people["tor"].stand_in = today + timedelta(days=6), people["pia"]


def _day(rng: Random) -> str:
    return (date(2024, 1, 1) + timedelta(days=rng.randrange(366))).strftime("%m-%d")
