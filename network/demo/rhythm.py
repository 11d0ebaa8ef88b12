"""When people write: working days and hours over two years, ending now."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

from network.core.clock import is_working_day

DAYS = 730
_HOURS = dict(zip(range(6, 23), (3, 9, 12, 11, 9, 10, 9, 8, 9, 7, 3, 2, 2, 3, 3, 2, 1), strict=True))


def moments(rng: Random, until: datetime, count: int) -> Iterator[datetime]:
    """`count` moments in order, as a company writes: quiet at weekends and in July, a little more each month."""
    today = until.astimezone(_zone()).date()
    days = [today - timedelta(days=DAYS - 1 - i) for i in range(DAYS)]
    weights = [_weight(day, i) for i, day in enumerate(days)]
    # However quiet the day, who starts a demo meets a company that is awake.
    weights[-2:] = [max(weights[-2], 1.6), 2.2 if until.astimezone(_zone()).hour >= 8 else 1.2]
    total, done, reached = sum(weights), 0, 0.0
    for day, weight in zip(days, weights, strict=True):
        reached += weight
        share = round(count * reached / total) - done
        done += share
        yield from sorted(_moment(rng, day, until) for _ in range(share))


def later(rng: Random, moment: datetime) -> datetime:
    """When somebody answers: mostly within the hour, not at night."""
    answer = moment + timedelta(minutes=1 + rng.lognormvariate(3.6, 1.3))
    hour = answer.astimezone(_zone()).hour
    return answer + timedelta(hours=7) if hour < 6 else answer


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def _weight(day: date, index: int) -> float:
    weight = (1.0 if is_working_day(day) else 0.12) * (0.75 + 0.5 * index / DAYS)
    if day.month == 7:
        weight *= 0.35
    return weight * 0.4 if (day.month, day.day) >= (12, 20) else weight


def _moment(rng: Random, day: date, until: datetime) -> datetime:
    hour = rng.choices(list(_HOURS), weights=list(_HOURS.values()))[0]
    clock = time(hour, rng.randrange(60), rng.randrange(60), rng.randrange(1000) * 1000)
    moment = datetime.combine(day, clock, tzinfo=_zone())
    if moment < until:
        return moment
    midnight = datetime.combine(day, time(0, 2), tzinfo=_zone())
    return midnight + max(until - midnight, timedelta(minutes=1)) * rng.uniform(0.3, 0.98)
