"""Whether the house has everybody whom moderation needs (A93)."""

from collections.abc import Sequence

from cryptography.fernet import InvalidToken
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.moderation.access import handlers_inside
from network.moderation.access.custody import custodians
from network.moderation.access.lines import people_over
from network.moderation.models import ReportIdentity
from network.moderation.seals import unseal
from profiles.models import Person, Role

NOBODY_OUTSIDE = _(
    "There are moderators, and nobody outside their line who handles what they may not: give somebody the role "
    "“Handler from outside the line”, who neither leads a moderator nor is led by one."
)
NO_CUSTODIAN = _("There are moderators, and nobody who keeps identities: give somebody the role “Identity custodian”.")
ONE_CUSTODIAN = _(
    "There is one identity custodian. Give the role to a second person too, who answers where the first has a part."
)
ONE_OUTSIDE = _(
    "There is one handler from outside the line. Give the role to a second person too: what takes two people, and an "
    "appeal, is looked at by somebody else than the first."
)
KEY_IS_ANOTHER = _(
    "What was sealed cannot be opened: GLOD_CUSTODY_KEY, or SECRET_KEY where there is none, is not the one of before. "
    "Put the old one back: with another key nobody is kept away from cases in which they have a part."
)


def missing() -> "Sequence[str | Promise]":
    """What has to be mended before everything that is reported can be handled; nothing where nobody moderates."""
    inside, found = list(handlers_inside()), [*faults()]
    if inside and len(_outside(inside)) == 1:
        found.append(ONE_OUTSIDE)
    if inside and custodians().count() == 1:
        found.append(ONE_CUSTODIAN)
    return found


def faults() -> "Sequence[str | Promise]":
    """The same without what is only advice."""
    found = [] if _key_fits() else [KEY_IS_ANOTHER]
    inside = list(handlers_inside())
    if not inside:
        return found
    found += [] if _outside(inside) else [NOBODY_OUTSIDE]
    return found if custodians().exists() else [*found, NO_CUSTODIAN]


def _key_fits() -> bool:
    """The newest name that was sealed can be opened; true where there is none."""
    newest = ReportIdentity.objects.order_by("-pk").first()
    try:
        return newest is None or bool(unseal(newest.sealed))
    except InvalidToken:
        return False


def _outside(inside: Sequence[Person]) -> list[Person]:
    """Who handles from outside: not at the top, leading no moderator and led by none."""
    held = Role.objects.current().filter(kind=Role.Kind.OUTSIDE_HANDLER).values("person")
    people = Person.objects.active().filter(pk__in=held, is_top=False)
    apart = {person.pk for person in inside}
    over = apart.union(*(people_over(person.pk) for person in inside))
    return [person for person in people if person.pk not in over and not apart & people_over(person.pk)]
