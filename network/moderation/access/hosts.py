"""What hosts of a group may know of: what somebody finds out of place in it, and nothing else of moderation."""

from django.db.models import Exists, OuterRef, Q

from network.core.clock import now
from network.groups.models import Group, Membership
from network.moderation.access.lines import marks_near
from network.moderation.models import Case, HostAct, Report
from network.moderation.models.cases import CaseQuerySet
from network.moderation.reasons import Reason
from network.moderation.seals import mark_of
from network.moderation.states import State
from profiles.access import has_role
from profiles.models import Person, Role

FRESH = (State.NEW, State.TRIAGED, State.IN_REVIEW)  # nobody has asked, proposed or decided anything


def groups_run_by(person: Person) -> "list[int]":
    """The groups that the person hosts; nobody who has left hosts any."""
    if not person.is_active:
        return []
    run = Membership.objects.filter(person=person, role=Membership.Role.HOST)
    return list(run.values_list("group_id", flat=True))


def host_cases(person: Person, group: Group) -> CaseQuerySet:
    """What waits in the person's own group because it was only ever said to be in the wrong place.

    The same wall as for handlers: never one in which they or their line have a part; and none that a moderator works
    on, that a host has answered, or of which anybody said something worse.
    """
    if group.pk not in groups_run_by(person):
        return Case.objects.none()
    worse = Report.objects.filter(case=OuterRef("pk")).exclude(reason=Reason.MISPLACED)
    free = Q(claimed_by=None) | Q(claimed_until__lte=now())
    cases = Case.objects.without(mark_of(person.pk), marks_near(person))
    cases = cases.filter(free, group_id=group.pk, reason=Reason.MISPLACED, state__in=FRESH, author__isnull=False)
    return cases.exclude(Exists(worse)).exclude(Exists(HostAct.objects.filter(case=OuterRef("pk"))))


def host_may_hide(case: Case) -> bool:
    """For a day, by one host; never what somebody wrote who was elected to speak for others: that takes two."""
    return case.author is not None and not has_role(case.author, Role.Kind.REPRESENTATIVE)
