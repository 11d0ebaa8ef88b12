"""What each action writes and announces, and whom it refuses."""

from uuid import uuid4

import pytest

from network.core.access import Refused
from network.groups import actions, events
from network.groups.actions import Charter
from network.groups.models import Group, JoinRequest, Membership

ROLE = Membership.Role


def role_of(group, person):
    return Membership.objects.filter(group=group, person=person).values_list("role", flat=True).first()


def assert_counts_are_right():
    for group in Group.objects.all():
        assert group.member_count == group.memberships.count(), group


@pytest.fixture(autouse=True)
def _counts(db):
    yield
    assert_counts_are_right()


def words(name="Ny gruppe", **rest):
    return Charter(name, **rest)


def test_whoever_creates_a_group_is_its_host(ann, told):
    group = actions.create_group(by=ann, charter=words("Ø og Å", about="Hei\u202e", rules="En\r\nto"))
    assert (group.slug, group.about, group.rules, group.member_count) == ("o-og-a", "Hei", "En\nto", 1)
    assert role_of(group, ann) == ROLE.HOST
    assert told == [events.GroupCreated(group.pk), events.MembershipStarted(group.pk, ann.pk)]


def test_the_same_key_is_the_same_group_once(ann, told):
    key = uuid4()
    first = actions.create_group(by=ann, charter=words(), key=key)
    assert actions.create_group(by=ann, charter=words(), key=key) == first
    assert len(told) == 2


def test_nobody_who_left_the_company_creates_groups(gone):
    with pytest.raises(Refused):
        actions.create_group(by=gone, charter=words())


@pytest.mark.parametrize("name", ["new", "日本", "Feltprat"])
def test_a_taken_reserved_or_empty_address_gets_a_neutral_end(ann, open_group, name):
    group = actions.create_group(by=ann, charter=words(name))
    assert group.slug not in ("new", "", "feltprat")


def test_a_secret_group_never_takes_a_plain_address(ann, cleo):
    secret = actions.create_group(by=ann, charter=words("Fusjon", kind="secret"))
    assert secret.slug.startswith("fusjon-")
    assert secret.invitation_only
    assert actions.create_group(by=cleo, charter=words("Fusjon")).slug == "fusjon"


def test_a_secret_group_on_a_plain_address_makes_way_so_that_nothing_is_told(secret_group, cleo):
    fresh = actions.create_group(by=cleo, charter=words("Prosjekt Nordlys"))
    assert fresh.slug == "prosjekt-nordlys"
    secret_group.refresh_from_db()
    assert secret_group.slug != "prosjekt-nordlys"
    assert role_of(secret_group, cleo) is None


def test_a_host_edits_and_narrows_freely(mona, cleo, open_group, told):
    JoinRequest.objects.create(group=open_group, person=cleo)
    group = actions.edit_group(by=mona, group=open_group, charter=words("Feltprat 2", kind="secret"))
    assert (group.name, group.kind, group.invitation_only, group.version) == ("Feltprat 2", "secret", True, 2)
    assert group.slug not in ("feltprat", "feltprat-2")
    assert not JoinRequest.objects.exists()
    assert told == [
        events.JoinRequestWithdrawn(group.pk, cleo.pk),
        events.GroupChanged(group.pk, mona.pk, narrowed=True, widened=False),
    ]


def test_a_closed_group_keeps_its_address_and_its_requests(mona, cleo, closed_group, told):
    JoinRequest.objects.create(group=closed_group, person=cleo)
    actions.edit_group(by=mona, group=closed_group, charter=words("Annet navn", kind="closed"))
    closed_group.refresh_from_db()
    assert closed_group.slug == "ledergruppa"
    assert JoinRequest.objects.filter(decided_at=None).exists()
    assert told == [events.GroupChanged(closed_group.pk, mona.pk)]


def test_opening_up_needs_a_yes_and_tells_the_members(mona, secret_group, told):
    with pytest.raises(Refused):
        actions.edit_group(by=mona, group=secret_group, charter=words(kind="open"))
    secret_group.refresh_from_db()
    assert secret_group.is_secret
    assert told == []
    actions.edit_group(by=mona, group=secret_group, charter=words(kind="open"), confirmed=True)
    assert told == [events.GroupChanged(secret_group.pk, mona.pk, narrowed=False, widened=True)]


def test_archive_and_reopen(mona, open_group, told):
    actions.archive_group(by=mona, group=open_group)
    open_group.refresh_from_db()
    assert open_group.is_archived
    with pytest.raises(Refused):
        actions.edit_group(by=mona, group=open_group, charter=words())
    actions.reopen_group(by=mona, group=open_group)
    open_group.refresh_from_db()
    assert not open_group.is_archived
    assert told == [events.GroupChanged(open_group.pk, mona.pk)] * 2


@pytest.mark.parametrize("name", ["ann", "cleo", "ada", "gone"])
def test_only_hosts_run_a_group(request, name, ben, open_group, told):
    person = request.getfixturevalue(name)
    membership = Membership.objects.get(group=open_group, person=ben)
    wish = JoinRequest.objects.create(group=open_group, person=request.getfixturevalue("mo"))
    for attempt in (
        lambda: actions.edit_group(by=person, group=open_group, charter=words()),
        lambda: actions.archive_group(by=person, group=open_group),
        lambda: actions.reopen_group(by=person, group=open_group),
        lambda: actions.remove_member(by=person, membership=membership),
        lambda: actions.make_host(by=person, membership=membership),
        lambda: actions.withdraw_invitation(by=person, group=open_group, person=ben),
        lambda: actions.accept_request(by=person, request=wish),
        lambda: actions.decline_request(by=person, request=wish),
        lambda: actions.step_down(by=person, group=open_group, successor=ben),
    ):
        with pytest.raises(Refused):
            attempt()
    assert told == []
