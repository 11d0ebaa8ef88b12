"""By when a case is decided, in words: in working time, as its clock runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.core.clock import now
from network.moderation.models import Case
from network.moderation.reasons import CLOCKS, DAY, working_hours
from network.moderation.states import WAITING, State

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """The moment, how far away it is, and whether it has passed."""

    at: datetime
    hours: int
    is_late: bool
    is_working: bool  # hours of the working day; else of every day
    is_waiting: bool  # for the author: the clock stands still
    is_over: bool  # no clock runs

    @property
    def words(self) -> str:
        """As it stands in a list."""
        if self.is_over:
            return _("Another person is asked")
        if self.is_waiting:
            return _("The clock waits for the author")
        if self.hours < 1:
            return _("Less than an hour late") if self.is_late else _("Less than an hour left")
        if not self.is_working:
            return self._hours()
        if self.hours >= 2 * DAY:
            return self._days(self.hours // DAY)
        left = ngettext("%(n)s working hour left", "%(n)s working hours left", self.hours)
        late = ngettext("%(n)s working hour late", "%(n)s working hours late", self.hours)
        return (late if self.is_late else left) % {"n": self.hours}

    def _hours(self) -> str:
        left = ngettext("%(n)s hour left", "%(n)s hours left", self.hours)
        late = ngettext("%(n)s hour late", "%(n)s hours late", self.hours)
        return (late if self.is_late else left) % {"n": self.hours}

    def _days(self, count: int) -> str:
        left = ngettext("%(n)s working day left", "%(n)s working days left", count)
        late = ngettext("%(n)s working day late", "%(n)s working days late", count)
        return (late if self.is_late else left) % {"n": count}


def due_of(case: Case) -> Due:
    """By when it is decided; where lives or other people's numbers are at stake the nights count too."""
    moment, is_appeal = now(), case.state == State.APPEAL_OPEN
    is_late = case.due_at < moment
    first, last = sorted((case.due_at, moment))
    is_working = is_appeal or not CLOCKS[case.reason].always
    span = working_hours(first, last) if is_working else last - first
    is_waiting = case.state == State.AWAITING_AUTHOR
    is_over = case.state not in WAITING
    return Due(case.due_at, span // HOUR, is_late and not is_waiting and not is_over, is_working, is_waiting, is_over)
