"""How pages of moderation write what they read."""

from datetime import datetime

from django import template
from django.utils.dateformat import format as format_date
from django.utils.timezone import localdate, localtime
from django.utils.translation import pgettext

from network.policy.words import language_of_page

register = template.Library()
DAY = {"nb": "l j. F", "en": "l j F"}
TIME = {"nb": r"\k\l. H.i", "en": r"\a\t H:i"}


@register.filter
def by_day(moment: datetime) -> str:
    """The last day, as one says it: today, tomorrow, or the day of the week with its date."""
    ahead = (localtime(moment).date() - localdate()).days
    if ahead in (0, 1):
        return pgettext("last day", "tomorrow") if ahead else pgettext("last day", "today")
    return format_date(localtime(moment), DAY[language_of_page()])


@register.filter
def by_when(moment: datetime) -> str:
    """The last day with the time of day."""
    return f"{by_day(moment)} {format_date(localtime(moment), TIME[language_of_page()])}"
