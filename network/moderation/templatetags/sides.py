"""How pages outside the desk say what they are about."""

from django import template
from django.utils.translation import gettext as _

from network.moderation.models import Decision, Hearing
from network.moderation.queries.retention import ABOUT_PEOPLE, RETENTION
from network.moderation.queries.sides import heading_of
from network.moderation.states import Secret

register = template.Library()


@register.simple_tag
def decided_in_words(decision: Decision) -> str:
    """What was done with what."""
    return heading_of(decision)


@register.simple_tag
def asked_in_words(hearing: Hearing) -> str:
    """What a moderator wants of the author."""
    if hearing.kind == Hearing.Kind.EDIT:
        return _("Would you change something?")
    return _("We would like your word before anything is decided")


@register.filter
def secrets_of(decision: Decision) -> str:
    """What kinds of things were taken out, never what they were."""
    return ", ".join(str(Secret(kind).label) for kind in decision.redaction.kinds)


@register.filter
def kept_for(decision: Decision) -> str:
    """How long the case is kept after it is closed, in days or years."""
    return RETENTION["person" if decision.level in ABOUT_PEOPLE else "case"].length
