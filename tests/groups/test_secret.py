"""A secret group does not exist for others: every address answers as one that was never made, byte for byte."""

import re
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from network.groups.models import Group, Invitation, Membership
from network.groups.urls import urlpatterns
from tests.factories import PersonFactory

pytestmark = pytest.mark.wide

NEVER_MADE = "prosjekt-sorlys0"  # as long as the real one
# What differs between any two requests: the form's token, the moment, and the address that was asked for.
OWN = re.compile(rb'[A-Za-z0-9]{64}|data-since="\d+"|name="next" value="[^"]*"')
REST = {"handle": "ann", "pk": 7}
ADDRESSES = [p for p in urlpatterns if "slug" in p.pattern.converters]


def address(pattern, slug):
    given = {name: REST.get(name) for name in pattern.pattern.converters if name != "slug"}
    return reverse(f"groups:{pattern.name}", kwargs={"slug": slug, **given})


def answer(client, method, path, headers):
    response = getattr(client, method)(path, {"on": "1", "q": "a", "answer": "accept"}, headers=headers)
    kept = {name: value for name, value in response.headers.items() if name != "Set-Cookie"}
    return response.status_code, OWN.sub(b"", response.content), kept


@pytest.mark.parametrize("name", ["cleo", "ada", "mo"])
def test_every_address_answers_as_if_never_made(request, name, ann, secret_group, client_of):
    client = client_of(request.getfixturevalue(name))
    for pattern, method, headers in product(ADDRESSES, ["get", "post"], [{}, {"HX-Request": "true"}]):
        real = answer(client, method, address(pattern, secret_group.slug), headers)
        assert real == answer(client, method, address(pattern, NEVER_MADE), headers), (pattern.name, method)
        assert real[0] in (404, 405)
        assert b"Nordlys" not in real[1]


def test_all_addresses_of_a_group_are_tried(db):
    without = {"groups", "new", "in_common", "meet", "pass_by"}  # these name no group
    assert {p.name for p in urlpatterns} - {p.name for p in ADDRESSES} == without


def test_no_list_names_or_counts_it(client_of, cleo, ann, secret_group):
    client: Client = client_of(cleo)
    lists = [reverse("groups:groups"), reverse("groups:groups") + "?q=nordlys&mine=1", reverse("groups:new")]
    lists.append(reverse("groups:in_common", args=["ann"]))
    before = [OWN.sub(b"", client.get(path).content) for path in lists]
    Membership.objects.all().delete()
    Group.objects.all().delete()
    after = [OWN.sub(b"", client.get(path).content) for path in lists]
    key = re.compile(rb'value="[0-9a-f-]{36}"')
    assert [key.sub(b"", page) for page in before] == [key.sub(b"", page) for page in after]


def test_a_name_that_a_secret_group_has_is_as_free_as_any(client_of, cleo, secret_group):
    client = client_of(cleo)
    taken = client.post(reverse("groups:new"), {"name": secret_group.name, "kind": "open"})
    free = client.post(reverse("groups:new"), {"name": "Prosjekt Sorlys", "kind": "open"})
    assert (taken.status_code, free.status_code) == (303, 303)
    assert taken["Location"] == "/groups/prosjekt-nordlys/"
    assert free["Location"] == "/groups/prosjekt-sorlys/"
    mine = Group.objects.get(slug="prosjekt-nordlys")
    typed = {"name": secret_group.name, "kind": "open"}
    assert client.post(reverse("groups:edit", args=[mine.slug]), typed).status_code == 303


def test_the_removed_and_the_once_invited_find_nothing(client_of, ann, cleo, secret_group):
    Membership.objects.filter(person=ann).delete()
    Invitation.objects.create(group=secret_group, person=cleo, accepted=False, answered_at="2026-01-01T00:00Z")
    for person in (ann, cleo, PersonFactory()):
        client = client_of(person)
        for pattern in ADDRESSES:
            real = answer(client, "get", address(pattern, secret_group.slug), {})
            assert real == answer(client, "get", address(pattern, NEVER_MADE), {}), pattern.name
