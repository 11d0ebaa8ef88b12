"""The thirteen reasons: their words, how much they press, and by when somebody looks and decides (section 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import IntegerChoices, TextChoices
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from network.core.clock import is_working_day

OPENS, CLOSES = time(8), time(16)  # the working day in which clocks run, where the organisation is
DAY = 8  # its hours


class Priority(IntegerChoices):
    """How much a case presses; the lower, the more."""

    P0 = 0, _("Now")
    P1 = 1, _("Soon")
    P2 = 2, _("In turn")
    P3 = 3, _("When there is time")


class Reason(TextChoices):
    """What is wrong, in the words of whoever reports it."""

    DANGER = "danger", _("Danger to life or health, threats, or somebody may hurt themselves")
    IDENTITY = "identity", _("Identity numbers, health, or somebody who is a patient or a customer")
    SECRET = "secret", _("Something confidential")  # noqa: S105  (a reason, no password)
    HARASSMENT = "harassment", _("Bullying or harassment")
    SEXUAL = "sexual", _("Sexual harassment")
    HATE = "hate", _("Discrimination or hate")
    PRIVACY = "privacy", _("A picture or something private, shared without consent")
    RETALIATION = "retaliation", _("Somebody is punished for having spoken up")
    UNLAWFUL = "unlawful", _("Fraud, copied work, or something else unlawful")
    MISLEADING = "misleading", _("It misleads about us, or speaks for us without being asked")
    SPAM = "spam", _("Spam, sales, or an attempt to steal passwords")
    MISPLACED = "misplaced", _("In the wrong place, or noise")
    OTHER = "other", _("Something else")


@dataclass(frozen=True)
class Clock:
    """By when somebody looks, and decides. Hours of the working day; with `always`, hours of every day."""

    priority: Priority
    look: int
    decide: int
    always: bool = False


CLOCKS: Mapping[str, Clock] = {
    Reason.DANGER: Clock(Priority.P0, 1, 24, always=True),
    Reason.IDENTITY: Clock(Priority.P0, 2, 24, always=True),
    Reason.SECRET: Clock(Priority.P1, 4, 2 * DAY),
    Reason.HARASSMENT: Clock(Priority.P1, DAY, 5 * DAY),
    Reason.SEXUAL: Clock(Priority.P1, 4, 3 * DAY),
    Reason.HATE: Clock(Priority.P1, DAY, 5 * DAY),
    Reason.PRIVACY: Clock(Priority.P1, DAY, 3 * DAY),
    Reason.RETALIATION: Clock(Priority.P1, 4, 3 * DAY),
    Reason.UNLAWFUL: Clock(Priority.P1, DAY, 5 * DAY),
    Reason.MISLEADING: Clock(Priority.P2, 2 * DAY, 10 * DAY),
    Reason.SPAM: Clock(Priority.P2, DAY, 3 * DAY),
    Reason.MISPLACED: Clock(Priority.P3, 3 * DAY, 10 * DAY),
    Reason.OTHER: Clock(Priority.P2, 2 * DAY, 10 * DAY),
}
EMERGENCIES = frozenset({Reason.DANGER, Reason.IDENTITY})  # never held back by a limit
# Two people decide, whatever is decided; the content is hidden at most for the time being before that.
ALWAYS_TWO = frozenset({Reason.RETALIATION})
# Looked at as ever, whatever was said of whoever reports: danger, other people's numbers, and what is done to somebody.
NEVER_LAST = EMERGENCIES | {Reason.HARASSMENT, Reason.SEXUAL, Reason.RETALIATION}
LASTING = frozenset({Reason.DANGER, Reason.IDENTITY, Reason.SECRET})  # an interim hide goes on until somebody decides


def add_working_hours(moment: datetime, hours: int) -> datetime:
    """The moment so many hours of working time later: Monday to Friday, 8 to 16, no Norwegian holidays."""
    return add_working_time(moment, timedelta(hours=hours))


def add_working_time(moment: datetime, span: timedelta) -> datetime:
    """The same for any length of time."""
    zone = get_default_timezone()
    at, left = moment.astimezone(zone), span
    while True:
        opens = datetime.combine(at.date(), OPENS, zone)
        closes = datetime.combine(at.date(), CLOSES, zone)
        if is_working_day(at.date()) and at < closes:
            begins = max(at, opens)
            if begins + left <= closes:
                return begins + left
            left -= closes - begins
        at = datetime.combine(at.date() + timedelta(days=1), time(0), zone)


def working_hours(first: datetime, last: datetime) -> timedelta:
    """How much working time lies between two moments; nothing when the second is not later."""
    zone = get_default_timezone()
    at, last, found = first.astimezone(zone), last.astimezone(zone), timedelta()
    while at < last:
        opens = datetime.combine(at.date(), OPENS, zone)
        closes = datetime.combine(at.date(), CLOSES, zone)
        if is_working_day(at.date()):
            found += max(timedelta(), min(last, closes) - max(at, opens))
        at = datetime.combine(at.date() + timedelta(days=1), time(0), zone)
    return found


def due(reason: str, made_at: datetime) -> tuple[datetime, datetime]:
    """By when somebody looks, and by when it is decided."""
    clock = CLOCKS[reason]
    if clock.always:
        return made_at + timedelta(hours=clock.look), made_at + timedelta(hours=clock.decide)
    return add_working_hours(made_at, clock.look), add_working_hours(made_at, clock.decide)
