"""How fresh it is what people say they can be asked about."""

from datetime import datetime, timedelta

from django import template
from django.utils.dateformat import format as format_date
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext, ngettext

from network.core.clock import now
from profiles.models import PersonSkill

register = template.Library()


@register.filter
def freshness(declared: PersonSkill) -> str:
    """When somebody said that they can be asked, and when they last said that it still holds; roughly."""
    said = gettext("Said in %(month)s") % {"month": format_date(localtime(declared.declared_at), "F Y")}
    if declared.renewed_at - declared.declared_at < timedelta(days=1):
        return said
    return gettext("%(said)s, renewed %(when)s") % {"said": said, "when": _about_when(declared.renewed_at)}


def _about_when(moment: datetime) -> str:
    days = (localdate() - localtime(moment).date()).days
    if days < 7:
        return gettext("this week")
    if days < 14:
        return gettext("last week")
    if days < 61:
        return ngettext("%(n)d week ago", "%(n)d weeks ago", days // 7) % {"n": days // 7}
    return gettext("in %(month)s") % {"month": format_date(localtime(moment), "F Y")}


@register.filter
def may_renew(declared: PersonSkill) -> bool:
    """It is a while since the person last said so."""
    return now() - declared.renewed_at > timedelta(days=30)
