"""How the desk writes what it reads. Words carry the meaning; looks are for the eye."""

from datetime import datetime

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from network.moderation.models import Decision
from network.moderation.queries.ladder import covered_words
from network.moderation.reasons import Priority
from network.moderation.states import Secret, State
from network.policy.models import Section
from network.policy.words import said

register = template.Library()
Standing = Decision.Standing
STANDING = {
    Standing.PROPOSED: _("Waits for a second person"), Standing.REFUSED: _("Not agreed to"),
    Standing.STANDS: pgettext_lazy("decision", "Stands"), Standing.LAPSED: _("Ended by itself"),
    Standing.REPLACED: _("Replaced by a later one"), Standing.OVERTURNED: _("Reversed after an appeal"),
}  # fmt: skip
STATE_LOOKS = {
    State.NEW: "glow", State.AWAITING_AUTHOR: "info", State.AWAITING_APPROVAL: "info", State.APPEAL_OPEN: "warn",
}  # fmt: skip


def _look(name: str) -> str:
    return f" tag--{name}" if name else ""


@register.filter
def priority_look(priority: int) -> str:
    """What presses now is red, what presses soon is yellow."""
    return _look({Priority.P0: "danger", Priority.P1: "warn"}.get(Priority(priority), ""))


@register.filter
def state_look(state: str) -> str:
    """Where a case stands."""
    return _look(STATE_LOOKS.get(State(state), ""))


@register.filter
def standing_look(standing: str) -> str:
    """Whether a decision counts."""
    return _look({Standing.STANDS: "ok", Standing.PROPOSED: "info"}.get(Standing(standing), ""))


@register.filter
def standing_words(standing: str) -> str:
    """Whether a decision counts, in words."""
    return str(STANDING[Standing(standing)])


@register.filter
def section_name(section: Section) -> str:
    """The heading of a section in the language of the page."""
    return said({text.language: text.heading for text in section.texts.all()}) or section.slug


@register.filter
def as_moment(written: str) -> datetime:
    """A moment that was kept in a snapshot."""
    return datetime.fromisoformat(written)


@register.filter
def words_to_go(decision: Decision) -> "list[tuple[Secret, str]]":
    """What a second person is asked to have taken out, covered but for its end."""
    return covered_words(decision)
