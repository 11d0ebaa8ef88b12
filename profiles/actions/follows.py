"""Following a colleague."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.events import announce
from profiles.access import can_follow
from profiles.events import PersonFollowed
from profiles.models import Follow, PassedOver, Person


@transaction.atomic
def follow(*, person: Person, colleague: Person) -> None:
    """Sees what the colleague writes in one lane; the colleague is told the first time. Harmless to repeat."""
    require(can_follow(person, colleague), _("You cannot follow this person."))
    _row, created = Follow.objects.get_or_create(person=person, followed=colleague)
    if created:
        announce(PersonFollowed(person.pk, colleague.pk))


def unfollow(*, person: Person, colleague: Person) -> None:
    """Nobody is told. Harmless to repeat."""
    Follow.objects.filter(person=person, followed=colleague).delete()


def pass_over(*, person: Person, colleague: Person) -> None:
    """Does not want this colleague suggested again; nobody is told. Harmless to repeat."""
    require(can_follow(person, colleague), _("You cannot follow this person."))
    PassedOver.objects.get_or_create(person=person, colleague=colleague)
