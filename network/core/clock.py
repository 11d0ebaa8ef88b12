"""The one clock, and the Norwegian working calendar."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone

from network.core.later import Later

_calendars = Later("holidays")
_still: ContextVar[datetime | None] = ContextVar("_still", default=None)


def now() -> datetime:
    """The present moment, in UTC; every other module asks here."""
    return _still.get() or timezone.now()


@contextmanager
def standing_still(moment: datetime) -> Iterator[None]:
    """Within it, in this thread, it is this moment; for what is built ahead with a stand-in for the time."""
    token = _still.set(moment)
    try:
        yield
    finally:
        _still.reset(token)


@lru_cache(maxsize=32)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(_calendars.country_holidays("NO", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday, outside Norwegian public holidays."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The date that lies `count` working days after `day`."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after `first`, up to and with `last`; 0 when it is not later."""
    return sum(is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
