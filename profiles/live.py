"""What the wire does about people, and the neutral card of a person."""

from collections.abc import Sequence, Set

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

from network.core.cards import cards
from network.live.log import record_revocation
from profiles.events import PersonDeactivated, QuietChanged, SignInRulesChanged
from profiles.models import Person, ProfileField
from profiles.queries import Hit

_MARK = "<!-- why -->"


def person_deactivated(event: PersonDeactivated) -> None:
    """Every socket of the person closes."""
    record_revocation(event.person_id)


def quiet_changed(event: QuietChanged) -> None:
    """Every socket of the person asks again whom it does not hear."""
    record_revocation(event.person_id)


def sign_in_rules_changed(event: SignInRulesChanged) -> None:
    """Every socket asks again whose it is; those that were signed out close."""
    record_revocation()


def cards_of(hits: Sequence[Hit]) -> list[SafeString]:
    """The card of each hit with why it is one, in order; two queries for those that no cache holds."""
    found = cards("person", [(hit.pk, hit.version) for hit in hits], render_people)
    reasons = {reason: _reason(*reason) for reason in {(hit.why, hit.what) for hit in hits}}  # most have the same
    whole = [found[hit.pk].replace(_MARK, reasons[hit.why, hit.what]) for hit in hits if hit.pk in found]
    return [mark_safe(card) for card in whole]  # noqa: S308 (both parts are escaped)


def render_people(pks: list[int]) -> dict[int, str]:
    """The html of people's cards, the same for every reader."""
    people = Person.objects.active().for_line().prefetch_related("skills").filter(pk__in=pks)
    unshown = ProfileField.unshown()
    return {
        person.pk: render_to_string("profiles/_person.html", {"colleague": person, "place": _place(person, unshown)})
        for person in people
    }


def _place(person: Person, unshown: Set[str]) -> str:
    """Where somebody works, if every colleague may see it: a card is the same for all."""
    return "" if "place" in unshown or "place" in person.hides else person.place


def _reason(kind: str, what: str) -> str:
    return format_html('<p class="person__why">{}</p>', why(kind, what)) if kind else ""


_WHY = {
    "name": gettext_noop("The name matches"),
    "handle": gettext_noop("The handle matches"),
    "title": gettext_noop("The title matches: %(what)s"),
    "department": gettext_noop("Works in %(what)s"),
    "skill": gettext_noop("Can be asked about %(what)s"),
    "alike": gettext_noop("The name is spelt alike"),
    "place": gettext_noop("Is in %(what)s"),
    "phone": gettext_noop("Has the number %(what)s"),
    "email": gettext_noop("Has the address %(what)s"),
}


def why(kind: str, what: str) -> str:
    """Why a person is among the hits, as a sentence: the kind of fact that made them one, and its text."""
    return gettext(_WHY[kind]) % {"what": what}
