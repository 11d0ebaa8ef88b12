"""Choosing how one's own desk is."""

from collections.abc import Collection

from network.core.access import require
from network.moderation.access import roles_of
from network.moderation.actions.desk import NOT_NOW
from network.moderation.models import DeskChoice
from profiles.models import Person


def choose_desk(*, by: Person, spared: Collection[str], shows_pictures: bool) -> None:
    """What "next" leaves out for the person, and whether pictures stand sharp at once."""
    require(bool(roles_of(by)), NOT_NOW)
    wanted = {"spared": sorted(spared), "shows_pictures": shows_pictures}
    DeskChoice.objects.update_or_create(person=by, defaults=wanted)
