"""Who may do what in which group: a table of people, kinds and verbs, without HTTP."""

import pytest

from network.core.clock import now
from network.groups import access
from network.groups.models import Group, Invitation, JoinRequest, Membership
from profiles.models import Person
from tests.factories import GroupFactory, join

PEOPLE = ["mona", "ann", "ben", "cleo", "ada", "gone"]
VERBS = {
    "read": access.can_read_in_group,
    "join": access.can_join_group,
    "request": access.can_request_to_join,
    "accept": access.can_accept_invitation,
    "decline": access.can_decline_invitation,
    "invite": access.can_invite_to_group,
    "run": access.can_run_group,
    "edit": access.can_edit_group,
    "link": access.can_link_group,
    "reopen": access.can_reopen_group,
    "leave": access.can_leave_group,
    "step down": access.can_step_down,
    "mute": access.can_mute_group,
}
# kind -> verb -> who may; everybody else may not. Mona is the only host, so she neither leaves nor steps down as it is.
TABLE = {
    "open": {
        "read": "mona ann ben cleo ada", "join": "cleo ada", "invite": "mona ann ben", "run": "mona", "edit": "mona",
        "leave": "ann ben", "mute": "mona ann ben", "link": "mona ann ben cleo ada",
    },
    "closed": {
        "read": "mona ann ben", "request": "cleo ada", "invite": "mona ann ben", "run": "mona", "edit": "mona",
        "leave": "ann ben", "mute": "mona ann ben", "link": "mona",
    },
    "secret": {
        "read": "mona ann ben", "invite": "mona", "run": "mona", "edit": "mona", "leave": "ann ben",
        "mute": "mona ann ben", "link": "mona",
    },
}  # fmt: skip


@pytest.fixture
def people(mona: Person, ann: Person, ben: Person, cleo: Person, ada: Person, gone: Person) -> dict[str, Person]:
    return {person.handle: person for person in (mona, ann, ben, cleo, ada, gone)}


@pytest.fixture
def groups(open_group: Group, closed_group: Group, secret_group: Group) -> dict[str, Group]:
    return {"open": open_group, "closed": closed_group, "secret": secret_group}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("kind", TABLE)
def test_each_verb_belongs_to_exactly_those_in_the_table(kind, verb, people, groups):
    allowed = {name for name, person in people.items() if VERBS[verb](access.standing_of(person, groups[kind]))}
    assert allowed == set(TABLE[kind].get(verb, "").split())


@pytest.mark.parametrize("kind", TABLE)
def test_an_archived_group_is_read_left_and_reopened_and_nothing_else(kind, people, groups):
    group = groups[kind]
    group.archived_at = now()
    group.save()
    Invitation.objects.create(group=group, person=people["cleo"])
    standings = {name: access.standing_of(person, group) for name, person in people.items()}
    for verb in ("join", "request", "accept", "invite", "edit", "link"):
        assert not any(VERBS[verb](standing) for standing in standings.values()), verb
    assert access.can_decline_invitation(standings["cleo"])
    assert [name for name in standings if access.can_reopen_group(standings[name])] == ["mona"]
    assert access.can_leave_group(standings["ann"])


@pytest.mark.parametrize("kind", ["open", "closed"])
def test_by_invitation_only_means_nobody_joins_or_asks(kind, groups, cleo):
    Group.objects.filter(pk=groups[kind].pk).update(invitation_only=True)
    standing = access.standing_of(cleo, Group.objects.get(pk=groups[kind].pk))
    assert not access.can_join_group(standing)
    assert not access.can_request_to_join(standing)


def test_groups_exist_and_are_read_by_kind(people, groups):
    visible = {name: set(Group.objects.visible_to(person)) for name, person in people.items()}
    everything = set(groups.values())
    assert visible["ann"] == visible["mona"] == everything
    assert visible["cleo"] == visible["ada"] == everything - {groups["secret"]}
    assert visible["gone"] == set()
    assert set(Group.objects.readable_by(people["cleo"])) == {groups["open"]}
    assert not Group.objects.readable_by(people["gone"]).exists()
    assert not Group.objects.readable_by(None).exists()
    assert not Group.objects.visible_to(None).exists()


def test_an_invitation_shows_a_secret_group_and_opens_nothing_in_it(cleo, mona, secret_group):
    invitation = Invitation.objects.create(group=secret_group, person=cleo, invited_by=mona)
    assert Group.objects.visible_to(cleo).contains(secret_group)
    assert not access.can_read_group(cleo, secret_group)
    assert access.can_accept_invitation(access.standing_of(cleo, secret_group))
    invitation.answered_at = now()
    invitation.save()
    assert not Group.objects.visible_to(cleo).contains(secret_group)
    assert not access.can_accept_invitation(access.standing_of(cleo, secret_group))


def test_audience_and_readers_are_each_others_inverse(people, groups):
    for group in [*groups.values(), None]:
        readers = set(Person.objects.filter(access.readers(group)))
        for person in people.values():
            rows = Membership.objects.filter(access.audience(person)) if group else None
            reads = access.can_read_group(person, group) if group else person.is_active
            assert (person in readers) == reads
            if rows is not None and Membership.objects.filter(group=group).exists():
                assert rows.filter(group=group).exists() == reads
    assert not Membership.objects.filter(access.audience(None)).exists()


def test_members_write_while_the_group_is_in_use(people, groups):
    group = groups["open"]
    gone = people["gone"]
    join(group, gone)
    assert access.can_write_in_group(people["ann"], group)
    assert not access.can_write_in_group(people["cleo"], group)
    assert not access.can_write_in_group(people["ada"], group)
    assert not access.can_write_in_group(gone, group)
    group.archived_at = now()
    assert not access.can_write_in_group(people["ann"], group)


def test_small_questions_about_one_membership(people, groups):
    group = groups["secret"]
    assert access.membership_of(people["ann"], group).role == Membership.Role.MEMBER
    assert access.membership_of(people["cleo"], group) is None
    assert access.is_host(people["mona"], group)
    assert not access.is_host(people["ann"], group)
    assert not access.is_member(people["cleo"], group)


def test_the_last_host_goes_only_by_naming_a_new_one(mona, gone, open_group):
    join(open_group, gone, host=True)  # a host who does not work here any more looks after nothing
    standing = access.standing_of(mona, open_group)
    assert standing.must_name_host
    assert not access.can_leave_group(standing)
    assert not access.can_step_down(standing)
    assert access.can_leave_group(standing, names_host=True)
    assert access.can_step_down(standing, names_host=True)


def test_somebody_alone_leaves_but_cannot_step_down(ann):
    alone = access.standing_of(ann, GroupFactory(people=[ann]))
    assert access.can_leave_group(alone)
    assert not access.can_step_down(alone)


def test_with_a_second_host_the_first_is_free_to_go(mona, cleo, open_group):
    join(open_group, cleo, host=True)
    standing = access.standing_of(mona, open_group)
    assert access.can_leave_group(standing)
    assert access.can_step_down(standing)


def test_hosts_remove_others_of_their_own_group(people, open_group, closed_group):
    own = {m.person.handle: m for m in open_group.memberships.select_related("person")}
    host = access.standing_of(people["mona"], open_group)
    assert access.can_remove_member(host, own["ann"])
    assert not access.can_remove_member(host, own["mona"])
    assert not access.can_remove_member(host, closed_group.memberships.get(person=people["ann"]))
    for name in ("ann", "cleo", "ada", "gone"):
        assert not access.can_remove_member(access.standing_of(people[name], open_group), own["ben"])


def test_hosts_make_hosts_of_members_who_work_here(people, open_group, closed_group):
    join(open_group, people["gone"])
    own = {m.person.handle: m for m in open_group.memberships.select_related("person")}
    host = access.standing_of(people["mona"], open_group)
    assert access.can_make_host(host, own["ann"])
    assert not access.can_make_host(host, own["mona"])
    assert not access.can_make_host(host, own["gone"])
    assert not access.can_make_host(host, closed_group.memberships.get(person=people["ann"]))
    assert not access.can_make_host(access.standing_of(people["ann"], open_group), own["ann"])


def test_requests_are_decided_by_hosts_of_that_group_once(people, open_group, closed_group):
    wish = JoinRequest.objects.create(group=closed_group, person=people["cleo"])
    assert access.can_decide_request(access.standing_of(people["mona"], closed_group), wish)
    assert not access.can_decide_request(access.standing_of(people["mona"], open_group), wish)
    for name in ("ann", "cleo", "ada", "gone"):
        assert not access.can_decide_request(access.standing_of(people[name], closed_group), wish)
    wish.decided_at = now()
    assert not access.can_decide_request(access.standing_of(people["mona"], closed_group), wish)


def test_a_standing_is_one_question(ann, secret_group, django_assert_num_queries):
    with django_assert_num_queries(1):
        standing = access.standing_of(ann, secret_group)
    assert (standing.is_member, standing.is_host, standing.has_others) == (True, False, True)


@pytest.mark.parametrize("kind", TABLE)
def test_who_knows_of_a_group_is_the_same_asked_of_the_group_and_of_each_person(kind, people, groups):
    group = groups[kind]
    Invitation.objects.create(group=group, person=people["ada"])
    asked = {name for name, person in people.items() if Group.objects.visible_to(person).contains(group)}
    assert set(Person.objects.filter(access.knowers(group)).values_list("handle", flat=True)) == asked
    assert ("cleo" in asked) is (kind != "secret")
