"""Who receives a new colleague."""

from django.utils.translation import gettext_lazy as _

from network.core.access import require
from profiles.access import can_choose_host
from profiles.models import Person


def choose_host(*, by: Person, person: Person, host: Person | None) -> None:
    """Somebody who knows the house helps the new colleague in their first days; None: nobody in particular."""
    require(can_choose_host(by, person), _("Only the manager chooses who receives somebody new."))
    require(host is None or (host.is_active and host.pk != person.pk), _("Choose another colleague."))
    person.host = host
    person.save(update_fields=["host"])
