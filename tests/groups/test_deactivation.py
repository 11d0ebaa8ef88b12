"""A group is never left without a host who works here."""

from network.groups.models import Group, Membership
from profiles.actions import deactivate_person
from tests.factories import GroupFactory


def hosts(group: Group) -> list[str]:
    rows = Membership.objects.filter(group=group, role=Membership.Role.HOST)
    return sorted(rows.values_list("person__handle", flat=True))


def test_the_member_of_longest_standing_takes_over(mona, ann, ben, cleo, secret_group):
    deactivate_person(person=mona)
    assert hosts(secret_group) == ["ann", "mona"]
    assert not Membership.objects.filter(group=secret_group, person=cleo).exists()


def test_another_host_is_enough(mona, ann, open_group):
    Membership.objects.filter(person=ann).update(role=Membership.Role.HOST)
    deactivate_person(person=mona)
    assert hosts(open_group) == ["ann", "mona"]


def test_a_group_of_one_is_archived(mona):
    group = GroupFactory(people=[mona])
    deactivate_person(person=mona)
    group.refresh_from_db()
    assert group.is_archived
