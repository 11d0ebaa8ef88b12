"""The half-years of which figures are told: "2026-1" is January to June, "2026-2" July to December."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext as _

_KEY = re.compile(r"([12][0-9]{3})-([12])", re.ASCII)


@dataclass(frozen=True, order=True)
class Period:
    """One half of a year."""

    year: int
    half: int

    @property
    def key(self) -> str:
        """As it stands in addresses."""
        return f"{self.year}-{self.half}"

    @property
    def words(self) -> str:
        """As it stands in a heading."""
        said = {1: _("January to June %(year)s"), 2: _("July to December %(year)s")}
        return said[self.half] % {"year": self.year}

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def following(self) -> "Period":
        """The one after."""
        return Period(self.year, 2) if self.half == 1 else Period(self.year + 1, 1)

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Its first moment, and the first that is not of it any more, where the organisation is."""
        begins, ends = (datetime.combine(day, time(0), get_default_timezone()) for day in self.days)
        return begins, ends

    @property
    def days(self) -> tuple[date, date]:
        """Its first day, and the first that is not of it any more."""
        return self.first, self.following.first

    @property
    def is_over(self) -> bool:
        """Nothing is added to it any more."""
        return self.following.first <= localdate()


def period_of(key: str) -> Period | None:
    """The half-year of that key; None where there is none."""
    found = _KEY.fullmatch(key)
    return Period(int(found[1]), int(found[2])) if found else None


def latest_over(day: date | None = None) -> Period:
    """The last half-year that is over on that day, or today."""
    day = day or localdate()
    return Period(day.year, 1) if day.month > 6 else Period(day.year - 1, 2)
