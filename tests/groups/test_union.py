"""Who says that a group is run for a union: no host by themselves, unless others have elected them."""

import pytest
from django.test import Client
from django.urls import reverse

from network.core.access import Refused
from network.groups.actions import mark_union
from network.groups.models import Group
from profiles.models import Person, Role
from tests.factories import join

pytestmark = pytest.mark.django_db


def test_an_administrator_and_an_elected_host_do_and_a_host_alone_does_not(
    open_group: Group, ada: Person, mona: Person, tor: Person, ann: Person
) -> None:
    for person in (mona, ann, tor):  # a host, a member, elected without being host
        with pytest.raises(Refused):
            mark_union(by=person, group=open_group, on=True)
    mark_union(by=ada, group=open_group, on=True)
    assert Group.objects.get(pk=open_group.pk).is_for_union
    join(open_group, tor, host=True)
    mark_union(by=tor, group=open_group, on=False)
    assert not Group.objects.get(pk=open_group.pk).is_for_union


def test_a_role_that_is_over_says_nothing(open_group: Group, tor: Person) -> None:
    join(open_group, tor, host=True)
    Role.objects.filter(person=tor).update(ends_on="2021-01-01")
    with pytest.raises(Refused):
        mark_union(by=tor, group=open_group, on=True)


def test_the_group_says_so_on_its_page(open_group: Group, ada: Person, ann: Person) -> None:
    page, mark = open_group.get_absolute_url(), reverse("groups:union", args=[open_group.slug])
    client, other = Client(), Client()
    client.force_login(ada)
    other.force_login(ann)
    assert mark in client.get(page).content.decode()
    assert mark not in other.get(page).content.decode()
    assert other.post(mark, {"on": "1"}).status_code == 403
    assert client.post(mark, {"on": "1"}).status_code == 303
    assert "Drives for en fagforening" in other.get(page).content.decode()
    assert client.post(mark, {"on": "0"}).status_code == 303
    assert not Group.objects.get(pk=open_group.pk).is_for_union


def test_nobody_marks_a_group_that_does_not_exist_for_them(secret_group: Group, ada: Person) -> None:
    client = Client()
    client.force_login(ada)
    assert client.post(reverse("groups:union", args=[secret_group.slug]), {"on": "1"}).status_code == 404
