"""Pages of groups, with and without htmx, as the people of the table see them."""

import html5lib
import pytest
from django.urls import reverse

from network.groups.models import Departure, Group, Invitation, JoinRequest
from tests.factories import GroupFactory, PersonFactory, join

HTMX = {"HX-Request": "true"}


def parse(response):
    """The page as a browser reads it; raises on broken HTML."""
    text = response.content.decode()
    parser = html5lib.HTMLParser(strict=True)
    return parser.parse(text) if text.lstrip().startswith("<!doctype") else parser.parseFragment(text)


def url(name, group, *rest):
    return reverse(f"groups:{name}", args=[group.slug, *rest])


@pytest.mark.parametrize("name", ["ann", "mona", "cleo", "ada"])
@pytest.mark.parametrize("kind", ["open_group", "closed_group"])
def test_the_page_of_a_group_is_whole_for_everybody(request, client_of, name, kind):
    group = request.getfixturevalue(kind)
    response = client_of(request.getfixturevalue(name)).get(group.get_absolute_url())
    assert response.status_code == 200
    parse(response)
    assert group.name in response.content.decode()


def test_a_closed_group_shows_outsiders_its_hosts_and_nobody_else(client_of, cleo, closed_group):
    text = client_of(cleo).get(closed_group.get_absolute_url()).content.decode()
    assert "Mona Manger" in text
    assert "Ann Askeland" not in text
    assert f"group:{closed_group.pk}" not in text
    assert client_of(cleo).get(url("members", closed_group)).status_code == 403


def test_readers_listen_to_the_group(client_of, ann, open_group):
    text = client_of(ann).get(open_group.get_absolute_url()).content.decode()
    assert f'data-listen="group:{open_group.pk}"' in text


@pytest.mark.parametrize("name", ["ann", "mona", "cleo"])
def test_a_group_page_is_at_most_ten_questions(request, client_of, name, open_group, django_assert_max_num_queries):
    for _ in range(12):
        join(open_group, PersonFactory())
    client = client_of(request.getfixturevalue(name))
    client.get("/settings/")  # that they owe no acknowledgement is then known for a minute
    with django_assert_max_num_queries(10):
        client.get(open_group.get_absolute_url())


@pytest.mark.parametrize("count", [5, 20])
@pytest.mark.parametrize("page", ["group", "members", "requests", "groups"])
def test_the_cost_of_a_page_does_not_grow(client_of, mona, count, page, django_assert_num_queries):
    group = GroupFactory(people=[mona, *[PersonFactory() for _ in range(count)]])
    for _ in range(count):
        GroupFactory(people=[mona, *[PersonFactory() for _ in range(4)]])
        JoinRequest.objects.create(group=group, person=PersonFactory(), message="Hei")
        Invitation.objects.create(group=group, person=PersonFactory())
        Departure.objects.create(group=group, reason="Ny jobb", left_on="2026-01-01")
    client = client_of(mona)
    client.get("/settings/")  # that they owe no acknowledgement is then known for a minute
    address = reverse("groups:groups") if page == "groups" else url(page, group)
    with django_assert_num_queries({"group": 10, "members": 10, "requests": 8, "groups": 7}[page]):
        response = client.get(address)
    parse(response)


def test_the_directory_as_page_and_as_part(client_of, ann, open_group, secret_group):
    client = client_of(ann)
    page = client.get(reverse("groups:groups"), {"q": "felt"})
    part = client.get(reverse("groups:groups"), {"q": "felt"}, headers=HTMX)
    assert "<!doctype" in page.content.decode()
    assert part.content.decode().lstrip().startswith("<div")
    for response in (page, part):
        parse(response)
        assert "Feltprat" in response.content.decode()
    assert "Nordlys" not in part.content.decode()


def test_the_directory_names_its_next_page_and_its_emptiness(client_of, ann):
    client = client_of(ann)
    parse(client.get(reverse("groups:groups")))
    for _ in range(25):
        GroupFactory()
    text = client.get(reverse("groups:groups"), {"q": "gruppe"}).content.decode()
    assert "q=gruppe&amp;after=" in text
    parse(client.get(reverse("groups:groups"), {"q": "finnes ikke", "kind": "open", "mine": "1"}))


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_starting_a_group(client_of, ann, headers):
    client = client_of(ann)
    parse(client.get(reverse("groups:new")))
    empty = client.post(reverse("groups:new"), {"name": " ", "kind": "open"}, headers=headers)
    assert empty.status_code == 422
    unseen = client.post(reverse("groups:new"), {"name": "\u202e", "kind": "open", "about": "Beholdt"})
    assert unseen.status_code == 422
    assert "Beholdt" in unseen.content.decode()
    typed = {"name": "Turgruppa", "kind": "open", "key": "6b1f6f8e-0d9b-4f0e-9d53-1c5f1a2b3c4d"}
    made = [client.post(reverse("groups:new"), typed, headers=headers) for _ in range(2)]
    assert {response.status_code for response in made} == ({204} if headers else {303})
    assert {response["HX-Redirect" if headers else "Location"] for response in made} == {"/groups/turgruppa/"}
    assert Group.objects.count() == 1


def test_fields_that_are_not_in_the_form_change_nothing(client_of, ann, cleo):
    typed = {"name": "Fin", "kind": "open", "member_count": "99", "created_by": cleo.pk, "slug": "mitt-valg", "id": "5"}
    client_of(ann).post(reverse("groups:new"), typed)
    group = Group.objects.get()
    assert (group.slug, group.member_count, group.created_by) == ("fin", 1, ann)
