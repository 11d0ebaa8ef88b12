"""Who keeps the register of our channels outside. Everybody who works here reads it."""

from django.db.models import QuerySet
from django.utils.timezone import localdate

from network.policy.access import is_editor
from network.policy.models import Channel, ChannelRepresentative
from profiles.models import Person


def can_edit_channels(person: Person) -> bool:
    """Policy editors write the register, and who speaks for us."""
    return is_editor(person)


def can_name_representative(person: Person, channel: Channel) -> bool:
    """Policy editors, on a channel that is not closed."""
    return is_editor(person) and channel.status != Channel.Status.CLOSED


def who_speak_for_us() -> "QuerySet[Person]":
    """Those who are named and trained, today, for a channel that is in use."""
    current = ChannelRepresentative.objects.current().filter(channel__status=Channel.Status.ACTIVE)
    return Person.objects.active().filter(pk__in=current.filter(trained_on__lte=localdate()).values("person"))


def speaks_for_us(person: Person) -> bool:
    """The person is one of them."""
    return person.is_active and who_speak_for_us().filter(pk=person.pk).exists()
