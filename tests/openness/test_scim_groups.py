"""The groups of a directory, and groups of ours that follow them once an administrator linked them."""

from collections.abc import Callable

import pytest

from network.core.access import Refused
from network.groups.models import Group, Membership
from network.live.models import Entry
from network.openness.actions.directories import link_group, unlink_group
from network.openness.models import DirectoryGroup, DirectoryMember
from network.openness.tasks import bring_in_members
from profiles.models import Person
from tests.openness.directories import Directory, directory

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


@pytest.fixture
def entra(ada: Person, ann: Person, ben: Person) -> Directory:
    entra = directory(ada)
    for person in (ann, ben):
        assert entra.create(login=person.email, displayName=person.name).json()["id"] == str(person.pk)
    return entra


def handles(group: Group) -> set[str]:
    group.refresh_from_db()
    found = set(group.memberships.values_list("person__handle", flat=True))
    assert group.member_count == len(found)
    return found


def linked(entra: Directory, ada: Person, group: Group | None, *people: Person) -> DirectoryGroup:
    pk = entra.group("Montører", *[str(person.pk) for person in people]).json()["id"]
    link_group(by=ada, pk=pk, group=group)
    bring_in_members(int(pk))
    return DirectoryGroup.objects.select_related("group").get(pk=pk)


def test_a_group_is_kept_and_changes_nothing_here(entra: Directory, ann: Person) -> None:
    before = Group.objects.count()
    told = entra.group("Montører", str(ann.pk), externalId="g-1").json()
    assert told["members"] == [{"value": str(ann.pk), "$ref": f"http://testserver/scim/v2/Users/{ann.pk}"}]
    assert (Group.objects.count(), Membership.objects.count()) == (before, 0)
    assert entra.get(f"/Groups/{told['id']}").json() == told
    assert entra.group("MONTØRER").status_code == entra.group("Andre", externalId="g-1").status_code == 409
    for name in ("", " ", "x" * 300):
        assert entra.group(name).status_code == 400


@pytest.mark.parametrize(
    ("operation", "left"),
    [
        ({"op": "Add", "path": "members", "value": [{"value": "BEN"}]}, "ann ben"),
        ({"op": "add", "value": {"members": [{"value": "BEN"}]}}, "ann ben"),
        ({"op": "Add", "path": "members", "value": [{"value": "ANN"}]}, "ann"),
        ({"op": "Replace", "path": "members", "value": [{"value": "BEN", "display": "Ben"}]}, "ben"),
        ({"op": "Remove", "path": "members", "value": [{"value": "ANN"}]}, ""),
        ({"op": "remove", "path": 'members[value eq "ANN"]'}, ""),
        ({"op": "remove", "path": 'members[value eq "BEN"]'}, "ann"),
        ({"op": "Remove", "path": "members"}, ""),
    ],
)
def test_members_come_and_go_in_every_spelling(
    operation: dict, left: str, entra: Directory, ann: Person, ben: Person
) -> None:
    import json

    spelled = json.loads(json.dumps(operation).replace("ANN", str(ann.pk)).replace("BEN", str(ben.pk)))
    pk = entra.group("Montører", str(ann.pk)).json()["id"]
    answer = entra.patch(f"/Groups/{pk}", spelled)
    assert answer.status_code == 200, answer.content
    found = DirectoryMember.objects.filter(directory_group=pk).order_by("person__handle")
    assert " ".join(found.values_list("person__handle", flat=True)) == left


def test_a_new_name_comes_as_okta_writes_it(entra: Directory) -> None:
    pk = entra.group("Montører").json()["id"]
    for value, path in (({"id": pk, "displayName": "Felt"}, None), ("Felt 2", "displayName")):
        answer = entra.patch(f"/Groups/{pk}", {"op": "replace", "value": value} | ({"path": path} if path else {}))
        assert answer.json()["displayName"].startswith("Felt")


def test_somebody_whom_the_directory_did_not_bring_in_is_no_member(entra: Directory, cleo: Person) -> None:
    for value in (str(cleo.pk), "0", "x", ""):
        assert entra.group("Montører", value).status_code == 400
    pk = entra.group("Tom").json()["id"]
    add = {"op": "Add", "path": "members", "value": [{"value": str(cleo.pk)}]}
    assert entra.patch(f"/Groups/{pk}", add).json()["scimType"] == "invalidValue"
    assert not DirectoryMember.objects.exists()


def test_a_linked_group_follows_and_others_and_hosts_stay(
    entra: Directory, ada: Person, ann: Person, ben: Person, cleo: Person, mona: Person
) -> None:
    from tests.factories import GroupFactory, join

    group = GroupFactory(people=[mona, cleo])
    join(group, ann)
    row = linked(entra, ada, group, ann, ben)
    assert handles(group) == {"mona", "cleo", "ann", "ben"}
    gone = {"op": "Remove", "path": "members", "value": [{"value": str(person.pk)} for person in (ann, ben)]}
    entra.patch(f"/Groups/{row.pk}", gone)
    assert handles(group) == {"mona", "cleo", "ann"}  # ann had come by herself
    assert Entry.objects.filter(verb=Entry.Verb.REVOKE).exists()  # ben's pages of the group listen no longer
    entra.patch(f"/Groups/{row.pk}", {"op": "Add", "path": "members", "value": [{"value": str(ben.pk)}]})
    bring_in_members(row.pk)
    bring_in_members(row.pk)  # twice is once
    Membership.objects.filter(group=group, person=ben).update(role="host")
    assert entra.send("DELETE", f"/Groups/{row.pk}").status_code == 204
    assert handles(group) == {"mona", "cleo", "ann", "ben"}


def test_a_group_is_made_of_it_which_only_its_members_read(
    entra: Directory, ada: Person, ann: Person, cleo: Person, client_of: Callable
) -> None:
    group = linked(entra, ada, None, ann).group
    assert group is not None
    assert (group.name, group.kind, group.invitation_only) == ("Montører", "closed", True)
    assert handles(group) == {"ada", "ann"}
    assert Group.objects.readable_by(ann).filter(pk=group.pk).exists()
    assert not Group.objects.readable_by(cleo).filter(pk=group.pk).exists()


def test_an_administrator_lets_no_directory_into_groups_of_others(
    entra: Directory,
    ada: Person,
    ann: Person,
    cleo: Person,
    closed_group: Group,
    secret_group: Group,
    open_group: Group,
) -> None:
    pk = entra.group("Montører", str(ann.pk)).json()["id"]
    for group in (closed_group, secret_group):
        with pytest.raises(Refused):
            link_group(by=ada, pk=pk, group=group)
    for somebody in (ann, cleo):
        with pytest.raises(Refused):
            link_group(by=somebody, pk=pk, group=open_group)
        with pytest.raises(Refused):
            unlink_group(by=somebody, pk=pk)
    link_group(by=ada, pk=pk, group=open_group)
    other = entra.group("Andre").json()["id"]
    for row, group in ((pk, None), (other, open_group)):
        with pytest.raises(Refused):
            link_group(by=ada, pk=row, group=group)


def test_without_the_link_everybody_stays_and_nothing_follows(
    entra: Directory, ada: Person, ann: Person, ben: Person
) -> None:
    row = linked(entra, ada, None, ann)
    unlink_group(by=ada, pk=row.pk)
    entra.send(
        "PUT",
        f"/Groups/{row.pk}",
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
            "displayName": "Montører",
            "members": [{"value": str(ben.pk)}],
        },
    )
    bring_in_members(row.pk)
    assert handles(row.group) == {"ada", "ann"}


def test_whoever_was_away_is_brought_in_when_they_are_back_and_the_forgotten_leave(
    entra: Directory, ada: Person, ann: Person, ben: Person
) -> None:
    entra.patch(f"/Users/{ben.pk}", {"op": "Replace", "path": "active", "value": "False"})
    row = linked(entra, ada, None, ann, ben)
    assert handles(row.group) == {"ada", "ann"}
    entra.patch(f"/Users/{ben.pk}", {"op": "Replace", "path": "active", "value": "True"})
    bring_in_members(row.pk)
    assert handles(row.group) == {"ada", "ann", "ben"}
    entra.send("DELETE", f"/Users/{ann.pk}")
    assert handles(row.group) == {"ada", "ben"}
    assert [each["value"] for each in entra.get(f"/Groups/{row.pk}").json()["members"]] == [str(ben.pk)]


def test_many_come_part_by_part(
    entra: Directory, ada: Person, ann: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("network.openness.actions.following.AT_ONCE", 1)
    assert handles(linked(entra, ada, None, ann, ben).group) == {"ada", "ann", "ben"}


def test_an_archived_group_takes_nobody_in(entra: Directory, ada: Person, ann: Person, ben: Person) -> None:
    from network.groups.actions import archive_group

    row = linked(entra, ada, None, ann)
    archive_group(by=ada, group=row.group)
    entra.patch(f"/Groups/{row.pk}", {"op": "Add", "path": "members", "value": [{"value": str(ben.pk)}]})
    bring_in_members(row.pk)
    assert handles(row.group) == {"ada", "ann"}


def test_versions_guard_groups_too(entra: Directory) -> None:
    told = entra.group("Montører")
    path = f"/Groups/{told.json()['id']}"
    assert entra.get(path, **{"If-None-Match": told["ETag"]}).status_code == 304
    rename = {"op": "replace", "path": "displayName", "value": "Nye"}
    assert entra.patch(path, rename, **{"If-Match": told["ETag"]}).status_code == 200
    assert entra.patch(path, rename, **{"If-Match": told["ETag"]}).status_code == 412
