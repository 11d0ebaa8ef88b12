"""Muting and blocking a colleague, and hearing from them again. Nobody is told."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.events import announce
from profiles.access import can_mute
from profiles.events import QuietChanged
from profiles.models import Follow, Person, PersonMute

NOT_YOURSELF = _("You can only mute a colleague who works here.")


@transaction.atomic
def mute_person(*, by: Person, colleague: Person, kind: PersonMute.Kind) -> None:
    """Does not want to hear from the colleague; see PersonMute for what that means. Harmless to repeat."""
    require(can_mute(by, colleague), NOT_YOURSELF)
    PersonMute.objects.update_or_create(person=by, other=colleague, defaults={"kind": kind})
    Follow.objects.filter(person=by, followed=colleague).delete()
    recount_quiet(by)


@transaction.atomic
def end_mute(*, by: Person, colleague: Person) -> None:
    """Hears from the colleague again, whether they were muted or blocked. Harmless to repeat."""
    if PersonMute.objects.filter(person=by, other=colleague).delete()[0]:
        recount_quiet(by)


def recount_quiet(person: Person) -> None:
    """Writes on the person whom they do not hear, as the rows say, so that no page asks for it; open pages follow."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    others = sorted(PersonMute.objects.filter(person=person).values_list("other_id", flat=True))
    Person.objects.filter(pk=person.pk).update(quiet=others)
    person.quiet = others
    announce(QuietChanged(person.pk))
