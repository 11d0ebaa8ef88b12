"""Who reports to whom: what the administrator mends in the chart."""

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from network.core.access import Refused, require
from network.core.events import announce
from profiles.access import can_administer
from profiles.events import ProfileChanged
from profiles.models import Person
from profiles.queries.chart import is_above
from profiles.queries.sources import locked_fields

_CHART_LOCK = 7_461_002  # advisory lock under which links are changed, so that two changes never make a circle together


@transaction.atomic
def set_manager(*, person: Person, manager: Person | None, by: Person) -> None:
    """From now on the person reports to the manager, or to nobody. Harmless to repeat.

    Raises Refused for a manager below the person, for somebody who left, and where a source outside owns the field.
    """
    _begin(person, by)
    if manager is not None:
        _require_fit(person, manager)
    _write(person, manager_id=manager.pk if manager else None, is_top=person.is_top and manager is None)


@transaction.atomic
def mark_as_top(*, person: Person, by: Person) -> None:
    """The person has no manager on purpose. Harmless to repeat."""
    _begin(person, by)
    _write(person, manager_id=None, is_top=True)


@transaction.atomic
def hand_over_reports(*, manager: Person, to: Person, by: Person) -> int:
    """Everybody who reports to the manager reports to somebody else; returns how many.

    One of them may take over: that one then reports to the manager's own manager, if that one still works here.
    Raises Refused where any of them cannot be moved; then nobody is.
    """
    require(can_administer(by), _("Only an administrator changes the chart."))
    reports = list(Person.objects.active().filter(manager=manager).order_by("pk"))
    above = manager.manager if manager.manager and manager.manager.is_active else None
    if to in reports:
        set_manager(person=to, manager=None if above == to else above, by=by)
        reports.remove(to)
    for person in reports:
        set_manager(person=person, manager=to, by=by)
    return len(reports)


def _begin(person: Person, by: Person) -> None:
    """Asks the rules, and reads the person as they are when nobody else is changing the chart."""
    require(can_administer(by), _("Only an administrator changes the chart."))
    source = locked_fields(person).get("manager")
    if source is not None:
        words = _("%(source)s decides who %(name)s reports to. Change it there.")
        raise Refused(words % {"source": source, "name": person.name})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHART_LOCK])
    person.refresh_from_db(fields=["manager", "is_top", "is_active"])


def _require_fit(person: Person, manager: Person) -> None:
    names = {"name": person.name, "manager": manager.name}
    require(Person.objects.active().filter(pk=manager.pk).exists(), _("%(manager)s no longer works here.") % names)
    require(person.pk != manager.pk, _("%(name)s cannot report to themselves.") % names)
    is_below = is_above(person.pk, manager)
    require(not is_below, _("%(manager)s is below %(name)s. That would make a circle.") % names)


def _write(person: Person, *, manager_id: int | None, is_top: bool) -> None:
    if (person.manager_id, person.is_top) == (manager_id, is_top):
        return
    has_moved = person.manager_id != manager_id
    Person.objects.filter(pk=person.pk).update(manager=manager_id, is_top=is_top, version=F("version") + 1)
    person.manager_id, person.is_top = manager_id, is_top
    if has_moved:
        announce(ProfileChanged(person.pk))
